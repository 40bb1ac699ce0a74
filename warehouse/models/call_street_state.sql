-- view. key: whistle_id, department, street, valid_from. A call's states once for each street of its whistle, in equal parts.
select
  s.whistle_id, s.blown_at, s.whistle_kind, s.district, s.department, s.parent,
  s.streets, s.joint, s.hour, s.watch, s.weekday, s.limit_minutes,
  b.street, 'equal' as role, b.blowers as n_assist, s.excluded, s.arrival, s.signed, s.stay, s.arrived_at, s.used,
  s.arrival_step, s.valid_from, s.valid_to
from call_state s
join whistle_blower b on b.whistle_id = s.whistle_id
