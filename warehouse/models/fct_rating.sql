-- key: rating_id. One criterion of one form that a street filled in about a department.
select rating_id, whistle_id, period_code, street_code, department_code, criterion, level, reason, submitted_at, voided_at
from latest_rating
