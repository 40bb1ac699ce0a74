-- temp. key: case_id. Cases that came within 30 days after another of the same place and item.
with placed as (
  select case_id, reported_at, area_code, place, item_code, hash(area_code, place, item_code) as spot
  from latest_case
  where place is not null and item_code is not null and excluded_as is null
), crowded as (   -- most places are named once: only the others are put in order
  select spot from placed group by spot having count(*) > 1
), ordered as (
  select
    p.case_id, p.reported_at,
    lag(p.reported_at) over (
      partition by p.area_code, p.place, p.item_code order by p.reported_at, p.case_id
    ) as before_at
  from placed p
  where p.spot in (select spot from crowded)
)
select case_id
from ordered
where before_at >= reported_at - interval 30 day
