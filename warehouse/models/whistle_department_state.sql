-- view. key: whistle_id, department, valid_from. A whistle's states once for each department it called, in equal parts.
select
  s.whistle_id, s.blown_at, s.whistle_kind, s.district, s.streets, s.joint, s.origin, s.verdict, s.excluded, s.hour, s.watch, s.weekday,
  c.department, 'equal' as role, c.called as n_assist, s.stage, s.valid_from, s.valid_to
from whistle_state s
join whistle_called c on c.whistle_id = s.whistle_id
