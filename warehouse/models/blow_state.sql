-- key: case_id, whistle_id, street. One whistle over a case by one of its streets, and whose duty the item was that day.
select distinct
  w.case_id, w.whistle_id, w.blown_at, w.kind as whistle_kind, c.channel, c.item_1, c.item_2, c.item_3,
  coalesce(a.district, 'unspecified') as district,
  case when a.area_code is null then 'unregistered' else coalesce(a.street, 'unspecified') end as street,
  coalesce(x.rule, c.excluded) as excluded,
  case
    when coalesce(t.main, r.main) is null then 'unlisted'
    when coalesce(t.main, r.main) = 'street' then 'own'
    else 'department'
  end as duty,
  greatest(cast(w.blown_at as date), c.reported_on) as valid_from,
  date '9999-12-31' as valid_to
from fct_whistle w
join fct_case c on c.case_id = w.case_id
join fct_whistle_street s on s.whistle_id = w.whistle_id
left join dim_area a on a.area_code = s.street_code
  and a.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < a.valid_to
left join fct_exclusion x on x.target_kind = 'whistle' and x.target_id = w.whistle_id and x.in_force
left join dim_duty_list t on t.list = 'territorial' and t.item_code = c.item_3
  and t.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < t.valid_to
left join dim_duty_list r on r.list = 'responsibility' and r.item_code = c.item_3
  and r.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < r.valid_to
