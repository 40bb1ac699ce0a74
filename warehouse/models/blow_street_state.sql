-- view. key: case_id, whistle_id, street. A whistle over a case once for each street that blew it, in equal parts.
select
  s.case_id, s.whistle_id, s.blown_at, s.whistle_kind, s.channel, s.item_1, s.item_2, s.item_3, s.district,
  b.street, 'equal' as role, b.blowers as n_assist, s.excluded, s.duty, s.valid_from, s.valid_to
from blow_state s
join whistle_blower b on b.whistle_id = s.whistle_id
