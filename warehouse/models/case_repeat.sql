-- temp. key: case_id. Cases that came within 30 days after another of the same place and item; `relapsed`: after it was closed.
with placed as (
  select case_id, reported_at, closed_at, area_code, place, item_code, hash(area_code, place, item_code) as spot
  from latest_case
  where place is not null and item_code is not null and excluded_as is null
), crowded as (   -- most places are named once: only the others are put in order
  select spot from placed group by spot having count(*) > 1
), closes as (   -- where events tell of closing, the first of them counts
  select case_id, min(case when kind = 'close' then happened_at end) as closed_at
  from latest_case_event
  where kind in ('close', 'reopen')
  group by case_id
), ended as (
  select
    p.case_id, p.reported_at, p.area_code, p.place, p.item_code,
    case when e.case_id is null then p.closed_at else e.closed_at end as closed_at
  from placed p
  left join closes e on e.case_id = p.case_id
  where p.spot in (select spot from crowded)
), ordered as (
  select
    case_id, reported_at,
    lag(reported_at) over w as before_at,
    lag(closed_at) over w as closed_before_at
  from ended
  window w as (partition by area_code, place, item_code order by reported_at, case_id)
)
select case_id, coalesce(closed_before_at <= reported_at, false) as relapsed
from ordered
where before_at >= reported_at - interval 30 day
