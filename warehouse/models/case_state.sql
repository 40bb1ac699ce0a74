-- key: case_id, valid_from. One row per case and state at the end of a day; holds on day D iff valid_from <= D and D < valid_to.
-- A case that only its own stamps tell of has at most three states, read off the fact: not yet due, overdue, closed.
select
  case_id, reported_at, channel, source_system, found_level, district, street, community,
  item_1, item_2, item_3, department, n_assist, excluded, repeated, place_known, due_at,
  case when due_at is null then 'open_no_due' else 'open_not_due' end as phase,
  false as ever_closed, false as reopened, 0 as reopens, false as extended, cast(null as timestamp) as closed_at,
  reported_on as valid_from, least(due_on, closed_on) as valid_to, cast(null as integer) as handle_step
from fct_case
where not moved and reported_on < due_on and reported_on < closed_on
union all
select
  case_id, reported_at, channel, source_system, found_level, district, street, community,
  item_1, item_2, item_3, department, n_assist, excluded, repeated, place_known, due_at,
  'open_overdue' as phase,
  false as ever_closed, false as reopened, 0 as reopens, false as extended, cast(null as timestamp) as closed_at,
  greatest(due_on, reported_on) as valid_from, closed_on as valid_to, cast(null as integer) as handle_step
from fct_case
where not moved and due_on < closed_on and reported_on < closed_on
union all
select
  case_id, reported_at, channel, source_system, found_level, district, street, community,
  item_1, item_2, item_3, department, n_assist, excluded, repeated, place_known, due_at,
  case when due_at is null then 'closed_no_due' when closed_at <= due_at then 'closed_on_time' else 'closed_late' end as phase,
  true as ever_closed, false as reopened, 0 as reopens, false as extended, closed_at,
  closed_on as valid_from, date '9999-12-31' as valid_to, handle_step
from fct_case
where not moved and closed_at is not null
union all
select
  case_id, reported_at, channel, source_system, found_level, district, street, community,
  item_1, item_2, item_3, department, n_assist, excluded, repeated, place_known, due_at,
  phase, ever_closed, reopened, reopens, extended, closed_at, valid_from, valid_to, handle_step
from moved_state
