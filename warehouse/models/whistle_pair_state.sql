-- view. key: whistle_id, street, department, valid_from. A whistle's states once for each street and department, in equal parts.
select
  s.whistle_id, s.blown_at, s.whistle_kind, s.district, s.streets, s.joint, s.origin, s.verdict, s.excluded, s.hour, s.watch, s.weekday,
  b.street, c.department, 'equal' as role, b.blowers * c.called as n_assist, s.stage, s.valid_from, s.valid_to
from whistle_state s
join whistle_blower b on b.whistle_id = s.whistle_id
join whistle_called c on c.whistle_id = s.whistle_id
