-- key: period_code. Periods the city defined, beside the calendar's own (ends_on is the last day).
select period_code, title, kind, starts_on, ends_on, locks_on
from latest_period
