-- view. key: case_id, department, valid_from. A case's states once for each department that shares it.
select
  case_id, reported_at, channel, source_system, found_level, found_by, district, street, community,
  item_1, item_2, item_3, department, 'main' as role, n_assist, by_street, excluded, repeated, relapsed, place_known, due_at,
  phase, ever_closed, reopened, reopens, extended, closed_at,
  closed_level, call, contacted, resolved, satisfied, valid_from, valid_to, handle_step
from case_state
union all
select
  case_id, reported_at, channel, source_system, found_level, found_by, district, street, community,
  item_1, item_2, item_3, department, 'assist' as role, n_assist, by_street, excluded, repeated, relapsed, place_known, due_at,
  phase, ever_closed, reopened, reopens, extended, closed_at,
  closed_level, call, contacted, resolved, satisfied, valid_from, valid_to, handle_step
from assist_state
