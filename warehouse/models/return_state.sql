-- key: case_id, department, returned_at, valid_from. One return of a case by a department and what was decided of it.
-- What the case is dispatched to next decides: to the same department, and the return was rejected; to another, upheld.
with returned as (
  select distinct case_id, department, happened_at as returned_at
  from fct_case_event
  where kind = 'return'
), answers as (
  select
    r.case_id, r.department, r.returned_at,
    min(d.happened_at) as decided_at,
    min(case when d.department = r.department then d.happened_at end) as again_at
  from returned r
  join fct_case_event d on d.case_id = r.case_id and d.kind = 'dispatch'
    and (r.returned_at < d.happened_at or r.returned_at = d.happened_at and r.department <> d.department)
  group by r.case_id, r.department, r.returned_at
), dated as (
  select
    r.case_id, r.department, r.returned_at, c.reported_at, c.channel, c.source_system, c.found_level, c.found_by,
    c.district, c.street, c.community, c.item_1, c.item_2, c.item_3, c.excluded,
    case when a.again_at = a.decided_at then 'rejected' else 'upheld' end as decision,
    greatest(cast(r.returned_at as date), cast(c.reported_at as date)) as returned_on,
    case when a.decided_at is null then date '9999-12-31'
      else greatest(cast(a.decided_at as date), cast(c.reported_at as date)) end as decided_on
  from returned r
  join fct_case c on c.case_id = r.case_id
  left join answers a on a.case_id = r.case_id and a.department = r.department and a.returned_at = r.returned_at
), spread as (
  select d.*, s.slot
  from dated d
  cross join (select 0 as slot union all select 1) s
), judged as (
  select
    *,
    case slot when 0 then returned_on else decided_on end as valid_from,
    case slot when 0 then decided_on else date '9999-12-31' end as valid_to
  from spread
)
select
  case_id, reported_at, returned_at, channel, source_system, found_level, found_by,
  district, street, community, item_1, item_2, item_3, department, excluded,
  case slot when 0 then 'undecided' else decision end as decision, valid_from, valid_to
from judged
where valid_from < valid_to
