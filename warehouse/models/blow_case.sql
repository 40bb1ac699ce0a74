-- key: case_id, whistle_id. One whistle over a case, and whose duty the item was that day; withdrawing it changes nothing.
select
  w.case_id, w.whistle_id, w.blown_at, w.kind as whistle_kind, c.channel, c.item_1, c.item_2, c.item_3, c.excluded,
  case
    when coalesce(t.main, r.main) is null then 'unlisted'
    when coalesce(t.main, r.main) = 'street' then 'own'
    else 'department'
  end as duty,
  greatest(cast(w.blown_at as date), c.reported_on) as valid_from
from fct_whistle w
join fct_case c on c.case_id = w.case_id
left join dim_duty_list t on t.list = 'territorial' and t.item_code = c.item_3
  and t.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < t.valid_to
left join dim_duty_list r on r.list = 'responsibility' and r.item_code = c.item_3
  and r.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < r.valid_to
