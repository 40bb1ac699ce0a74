-- key: case_id, department, returned_at. One row per return of a case by a department; what happened stays so.
select
  e.case_id, c.reported_at, e.happened_at as returned_at, c.channel, c.source_system, c.found_level, c.found_by,
  c.district, c.street, c.community, c.item_1, c.item_2, c.item_3, e.department, c.excluded,
  greatest(cast(e.happened_at as date), cast(c.reported_at as date)) as valid_from,
  date '9999-12-31' as valid_to
from fct_case_event e
join fct_case c on c.case_id = e.case_id
where e.kind = 'return'
