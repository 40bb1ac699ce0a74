-- key: whistle_id, department_code. The departments a whistle called, and when each signed, came and left.
select whistle_id, department_code, signed_at, arrived_at, left_at, coalesce(excused, false) as excused, limit_minutes
from latest_whistle_call
