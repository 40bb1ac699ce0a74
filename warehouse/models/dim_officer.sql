-- key: area_code, post, from_on. Who is in charge of an area, from when to when (to_on is the last day).
select area_code, post, from_on, name, to_on
from latest_officer
