-- key: whistle_id, street. The streets of a whistle as the register knows them; `blowers`: how many share it.
with named as (
  select distinct
    w.whistle_id,
    case when s.street_code is null then 'unspecified' when a.area_code is null then 'unregistered'
      else coalesce(a.street, 'unspecified') end as street
  from fct_whistle w
  left join fct_whistle_street s on s.whistle_id = w.whistle_id
  left join dim_area a on a.area_code = s.street_code
    and a.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < a.valid_to
)
select whistle_id, street, cast(count(*) over (partition by whistle_id) as integer) as blowers
from named
