-- key: case_id, whistle_id, valid_from. A citizen's report that became a whistle, from the day the whistle was finished.
with ended as (
  select
    s.whistle_id, s.blown_at, s.whistle_kind, s.hour, s.watch, s.weekday, s.joint, s.excluded, s.valid_from, s.valid_to,
    w.case_id, w.finished_at
  from whistle_state s
  join fct_whistle w on w.whistle_id = s.whistle_id
  where s.stage = 'finished' and w.case_id is not null
), timed as (
  select
    c.case_id, e.whistle_id, c.reported_at, e.blown_at, e.finished_at, e.whistle_kind, e.hour, e.watch, e.weekday, e.joint,
    c.channel, c.source_system, c.found_level, c.found_by, c.district, c.street, c.community, c.item_1, c.item_2, c.item_3,
    coalesce(e.excluded, c.excluded) as excluded,
    case when c.reported_at <= e.blown_at then date_diff('second', c.reported_at, e.finished_at) end as spent,
    e.valid_from, e.valid_to
  from ended e
  join fct_case c on c.case_id = e.case_id
)
select
  case_id, whistle_id, reported_at, blown_at, finished_at, whistle_kind, hour, watch, weekday, joint,
  channel, source_system, found_level, found_by, district, street, community, item_1, item_2, item_3, excluded,
  case
    when spent is null then null
    when spent < 7200 then cast(floor(spent / 60) as integer)
    when spent < 86400 then cast(floor(spent / 600) * 10 as integer)
    when spent < 864000 then cast(floor(spent / 3600) * 60 as integer)
    else cast(floor(spent / 86400) * 1440 as integer)
  end as through_step,
  valid_from, valid_to
from timed
