-- key: day, title. Days that are marked on every trend.
select day, title
from latest_policy_date
