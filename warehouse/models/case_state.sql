-- key: case_id, valid_from. One row per case and state at the end of a day; holds on day D iff valid_from <= D and D < valid_to.
-- A case that only its own stamps tell of has at most three states, read off the fact: not yet due, overdue, closed. A closed
-- state is divided where a call changes what is known of it.
select
  case_id, reported_at, channel, source_system, found_level, found_by, district, street, community,
  item_1, item_2, item_3, department, n_assist, by_street, excluded, repeated, relapsed, place_known, due_at,
  case when due_at is null then 'open_no_due' else 'open_not_due' end as phase,
  false as ever_closed, false as reopened, 0 as reopens, false as extended, cast(null as timestamp) as closed_at,
  'unspecified' as closed_level, cast(null as varchar) as call,
  cast(null as boolean) as contacted, cast(null as boolean) as resolved, cast(null as boolean) as satisfied,
  reported_on as valid_from, least(due_on, closed_on) as valid_to, cast(null as integer) as handle_step
from fct_case
where not moved and reported_on < due_on and reported_on < closed_on
union all
select
  case_id, reported_at, channel, source_system, found_level, found_by, district, street, community,
  item_1, item_2, item_3, department, n_assist, by_street, excluded, repeated, relapsed, place_known, due_at,
  'open_overdue' as phase,
  false as ever_closed, false as reopened, 0 as reopens, false as extended, cast(null as timestamp) as closed_at,
  'unspecified' as closed_level, cast(null as varchar) as call,
  cast(null as boolean) as contacted, cast(null as boolean) as resolved, cast(null as boolean) as satisfied,
  greatest(due_on, reported_on) as valid_from, closed_on as valid_to, cast(null as integer) as handle_step
from fct_case
where not moved and due_on < closed_on and reported_on < closed_on
union all
select
  s.case_id, s.reported_at, s.channel, s.source_system, s.found_level, s.found_by, s.district, s.street, s.community,
  s.item_1, s.item_2, s.item_3, s.department, s.n_assist, s.by_street, s.excluded, s.repeated, s.relapsed, s.place_known, s.due_at,
  s.phase, s.ever_closed, s.reopened, s.reopens, s.extended, s.closed_at,
  s.closed_level, coalesce(c.call, case when s.closed_at is not null then 'none' end) as call,
  c.contacted, c.resolved, c.satisfied,
  greatest(s.valid_from, c.valid_from) as valid_from, least(s.valid_to, c.valid_to) as valid_to, s.handle_step
from (
  select
    case_id, reported_at, channel, source_system, found_level, found_by, district, street, community,
    item_1, item_2, item_3, department, n_assist, by_street, excluded, repeated, relapsed, place_known, due_at,
    case when due_at is null then 'closed_no_due' when closed_at <= due_at then 'closed_on_time' else 'closed_late' end as phase,
    true as ever_closed, false as reopened, 0 as reopens, false as extended, closed_at,
    level_told as closed_level, closed_on as valid_from, date '9999-12-31' as valid_to, handle_step
  from fct_case
  where not moved and closed_at is not null
  union all
  select
    case_id, reported_at, channel, source_system, found_level, found_by, district, street, community,
    item_1, item_2, item_3, department, n_assist, by_street, excluded, repeated, relapsed, place_known, due_at,
    phase, ever_closed, reopened, reopens, extended, closed_at, closed_level, valid_from, valid_to, handle_step
  from moved_state
) s
left join case_call c on c.case_id = s.case_id and c.closed_at = s.closed_at
  and c.valid_from < s.valid_to and s.valid_from < c.valid_to
