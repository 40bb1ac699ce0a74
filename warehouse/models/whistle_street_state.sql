-- view. key: whistle_id, street, valid_from. A whistle's states once for each street that blew it, in equal parts.
select
  s.whistle_id, s.blown_at, s.whistle_kind, s.district, s.streets, s.joint, s.origin, s.verdict, s.excluded, s.hour, s.watch, s.weekday,
  b.street, 'equal' as role, b.blowers as n_assist, s.stage, s.valid_from, s.valid_to
from whistle_state s
join whistle_blower b on b.whistle_id = s.whistle_id
