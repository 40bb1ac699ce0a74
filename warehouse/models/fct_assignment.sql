-- key: case_id, department. Which departments share a case.
select
  a.case_id,
  coalesce(d.department_code, 'unregistered') as department,
  a.role, a.dispatched_at, a.due_at, a.done_at
from latest_assignment a
left join (select distinct department_code from dim_department) d on d.department_code = a.department_code
