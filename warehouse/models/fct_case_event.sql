-- key: case_id, kind, happened_at, department. What the sources say happened to a case.
select
  e.case_id, e.seq, e.kind, e.happened_at,
  case when e.department_code is null then 'unspecified' else coalesce(d.department_code, 'unregistered') end as department,
  e.new_due_at, e.level
from latest_case_event e
left join (select distinct department_code from dim_department) d on d.department_code = e.department_code
