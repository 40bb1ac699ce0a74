-- key: whistle_id, valid_from. One whistle from the day it was blown: open, then finished or withdrawn; what it was judged.
-- A whistle judged invalid was blown all the same: it is counted as such, not excluded.
with placed as (   -- it lies in the district of its first street
  select s.whistle_id, cast(count(distinct s.street_code) as integer) as streets, min(a.district) as district
  from fct_whistle_street s
  join fct_whistle w on w.whistle_id = s.whistle_id
  left join dim_area a on a.area_code = s.street_code
    and a.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < a.valid_to
  group by s.whistle_id
), told as (
  select
    w.whistle_id, w.blown_at,
    w.kind as whistle_kind,
    coalesce(p.district, 'unspecified') as district,
    coalesce(p.streets, 0) as streets,
    case when w.case_id is null then 'street' else 'report' end as origin,
    case when w.invalid then 'invalid' when w.invalid is null then 'unjudged' else 'valid' end as verdict,
    case when coalesce(w.invalid, false) then null else x.rule end as excluded,
    cast(w.blown_at as date) as blown_on,
    substring(cast(w.blown_at as varchar), 12, 2) || ':00' as hour,
    date_diff('second', timestamp '1970-01-05 00:00:00', w.blown_at) as since_monday,
    case when w.finished_at <= coalesce(w.withdrawn_at, w.finished_at) then 'finished'
      when w.withdrawn_at is not null then 'withdrawn' end as ending,
    coalesce(cast(least(w.finished_at, w.withdrawn_at) as date), date '9999-12-31') as ended_on
  from fct_whistle w
  left join placed p on p.whistle_id = w.whistle_id
  left join fct_exclusion x on x.target_kind = 'whistle' and x.target_id = w.whistle_id and x.in_force
), spread as (
  select t.*, s.slot
  from told t
  cross join (select 0 as slot union all select 1) s
)
select
  whistle_id, blown_at, whistle_kind, district, streets,
  case when streets > 1 then 'joint' else 'single' end as joint,
  origin, verdict, excluded,
  t.hour,
  case when n.hour is null then 'day' else 'night' end as watch,
  cast(1 + cast(floor(since_monday / 86400) as integer) % 7 as varchar) as weekday,
  case slot when 0 then 'open' else ending end as stage,
  case slot when 0 then blown_on else ended_on end as valid_from,
  case slot when 0 then ended_on else date '9999-12-31' end as valid_to
from spread t
left join rule_night n on n.hour = t.hour
where case slot when 0 then blown_on else ended_on end < case slot when 0 then ended_on else date '9999-12-31' end
