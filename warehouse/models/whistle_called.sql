-- key: whistle_id, department. The departments a whistle called as the register knows them; `called`: how many share it.
with named as (
  select distinct
    w.whistle_id,
    case when c.whistle_id is null then 'unspecified' else coalesce(d.department_code, 'unregistered') end as department
  from fct_whistle w
  left join fct_whistle_call c on c.whistle_id = w.whistle_id
  left join dim_department d on d.department_code = c.department_code
)
select whistle_id, department, cast(count(*) over (partition by whistle_id) as integer) as called
from named
