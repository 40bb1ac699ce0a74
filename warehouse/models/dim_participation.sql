-- key: unit_code, programme, from_on. Which unit takes part in which programme (to_on is the last day).
select unit_code, programme, from_on, coalesce(to_on, date '9999-12-31') as to_on
from latest_participation
