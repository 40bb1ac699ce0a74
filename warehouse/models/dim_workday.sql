-- key: day. Days that differ from the week's habit.
select day, is_workday, hours
from latest_workday
