-- key: department_code, valid_from. Departments and stationed teams with their spans of validity; a team's rows roll up to its `parent`.
with given as (
  select
    department_code, name, district_code, kind, host_street_code, parent_code,
    coalesce(valid_from, date '0001-01-01') as valid_from,
    coalesce(valid_to, date '9999-12-31') as valid_to
  from latest_department
), named as (
  select distinct department_code from latest_department
), followed as (
  select *, lead(valid_from) over (partition by department_code order by valid_from) as next_from
  from given
)
select
  f.department_code, f.name, f.district_code, f.kind, f.host_street_code, f.parent_code,
  coalesce(n.department_code, f.department_code) as parent, f.valid_from,
  least(f.valid_to, coalesce(f.next_from, date '9999-12-31')) as valid_to
from followed f
left join named n on n.department_code = f.parent_code
