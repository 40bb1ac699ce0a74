-- key: department_code, valid_from. Departments and stationed teams with their spans of validity.
with given as (
  select
    department_code, name, district_code, kind, host_street_code, parent_code,
    coalesce(valid_from, date '0001-01-01') as valid_from,
    coalesce(valid_to, date '9999-12-31') as valid_to
  from latest_department
), followed as (
  select *, lead(valid_from) over (partition by department_code order by valid_from) as next_from
  from given
)
select
  department_code, name, district_code, kind, host_street_code, parent_code, valid_from,
  least(valid_to, coalesce(next_from, date '9999-12-31')) as valid_to
from followed
