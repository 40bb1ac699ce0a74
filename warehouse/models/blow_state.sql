-- view. key: case_id, whistle_id. A whistle over a case with its district and what takes it out: neither changes the case.
select
  b.case_id, b.whistle_id, b.blown_at, b.whistle_kind, b.channel, b.item_1, b.item_2, b.item_3,
  coalesce(p.district, 'unspecified') as district,
  coalesce(x.rule, cast(b.excluded as varchar)) as excluded,
  b.duty, b.valid_from, date '9999-12-31' as valid_to
from blow_case b
left join (   -- it lies in the district of its first street
  select s.whistle_id, min(a.district) as district
  from whistle_blower s
  join fct_whistle w on w.whistle_id = s.whistle_id
  join dim_area a on a.area_code = s.street
    and a.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < a.valid_to
  group by s.whistle_id
) p on p.whistle_id = b.whistle_id
left join fct_exclusion x on x.target_kind = 'whistle' and x.target_id = b.whistle_id and x.in_force
