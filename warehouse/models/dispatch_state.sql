-- key: case_id, department, dispatched_at, valid_from. One dispatch of a case to a main department: what the duty lists of
-- that day say of it (the territorial list before the other), and what became of its return.
with directed as (   -- whoever only assists is no main department
  select e.case_id, e.department, e.happened_at as dispatched_at
  from (select distinct case_id, department, happened_at from fct_case_event where kind = 'dispatch') e
  left join fct_assignment a on a.case_id = e.case_id and a.department = e.department and a.role = 'assist'
  where a.case_id is null
), assigned as (
  select case_id, department, min(dispatched_at) as dispatched_at
  from fct_assignment
  where role = 'main'
  group by case_id, department
), sent as (
  select case_id, department, dispatched_at from directed
  union all
  select a.case_id, a.department, a.dispatched_at
  from assigned a
  left join directed d on d.case_id = a.case_id and d.department = a.department
  where d.case_id is null
), placed as (   -- an assignment that does not say when counts from the acceptance, else from the report
  select
    s.case_id, s.department, coalesce(s.dispatched_at, c.accepted_at, c.reported_at) as dispatched_at,
    c.reported_at, c.reported_on, c.channel, c.source_system, c.found_level, c.found_by,
    c.district, c.street, c.community, c.item_1, c.item_2, c.item_3, c.excluded
  from sent s
  join fct_case c on c.case_id = s.case_id
), turns as (   -- of the few cases that were dispatched more than once
  select
    p.case_id, p.department, p.dispatched_at,
    row_number() over (partition by p.case_id order by p.dispatched_at nulls last, p.department nulls last) as turn
  from placed p
  join (select case_id from sent group by case_id having count(*) > 1) several on several.case_id = p.case_id
), units as (   -- as what a list may name a department: itself or its parent, by code or by kind
  select d.department_code, d.parent, d.kind, p.kind as parent_kind, d.valid_from, d.valid_to
  from dim_department d
  left join (
    select department_code, max_by(kind, valid_from) as kind from dim_department group by department_code
  ) p on p.department_code = d.parent
), dated as (
  select p.*, cast(p.dispatched_at as date) as dispatched_on, coalesce(n.turn, 1) = 1 as first_time
  from placed p
  left join turns n on n.case_id = p.case_id and n.department = p.department and n.dispatched_at = p.dispatched_at
), listed as (
  select
    d.*, u.parent, u.kind, u.parent_kind,
    coalesce(t.main, r.main) as main,
    '、' || case when t.main is null then r.assist else t.assist end || '、' as helpers
  from dated d
  left join units u on u.department_code = d.department and u.valid_from <= d.dispatched_on and d.dispatched_on < u.valid_to
  left join dim_duty_list t on t.list = 'territorial' and t.item_code = d.item_3
    and t.valid_from <= d.dispatched_on and d.dispatched_on < t.valid_to
  left join dim_duty_list r on r.list = 'responsibility' and r.item_code = d.item_3
    and r.valid_from <= d.dispatched_on and d.dispatched_on < r.valid_to
), compared as (
  select
    *,
    greatest(dispatched_on, reported_on) as sent_on,
    case
      when department = 'unspecified' then 'unknown'
      when main is null then 'unlisted'
      when main in (department, parent, kind, parent_kind) then 'matched'
      when main = 'street' then 'street'
      when helpers like '%、' || department || '、%' or helpers like '%、' || parent || '、%'
        or helpers like '%、' || kind || '、%' or helpers like '%、' || parent_kind || '、%' then 'assisting'
      else 'other'
    end as listing
  from listed
), answers as (   -- the first return after a dispatch, before the next one to the same department, answers it
  select case_id, department, dispatched_at, min(returned_at) as returned_at
  from (
    select r.case_id, r.department, r.returned_at, max(s.dispatched_at) as dispatched_at
    from return_state r
    join placed s on s.case_id = r.case_id and s.department = r.department and s.dispatched_at <= r.returned_at
    group by r.case_id, r.department, r.returned_at
  ) returned
  group by case_id, department, dispatched_at
), judged as (
  select
    c.*, 'stands' as outcome, c.sent_on as valid_from,
    case when a.returned_at is null then date '9999-12-31'
      else greatest(cast(a.returned_at as date), c.reported_on) end as valid_to
  from compared c
  left join answers a on a.case_id = c.case_id and a.department = c.department and a.dispatched_at = c.dispatched_at
  union all
  select c.*, r.decision as outcome, r.valid_from, r.valid_to
  from compared c
  join answers a on a.case_id = c.case_id and a.department = c.department and a.dispatched_at = c.dispatched_at
  join return_state r on r.case_id = a.case_id and r.department = a.department and r.returned_at = a.returned_at
)
select
  case_id, reported_at, dispatched_at, channel, source_system, found_level, found_by,
  district, street, community, item_1, item_2, item_3, department, coalesce(parent, department) as parent, excluded,
  first_time, listing, outcome, valid_from, valid_to
from judged
where valid_from < valid_to
