-- key: area_code, valid_from. One row per code and span in which its chain of ancestors stays the same. A code that another took
-- the place of lies under that one from the day on, at the level 'ended': what still comes under it belongs there.
with recursive given as (
  select
    area_code, name, level, kind, parent_code, households, population,
    coalesce(valid_from, date '0001-01-01') as valid_from,
    coalesce(valid_to, date '9999-12-31') as valid_to
  from latest_area
), ended as (
  select
    g.area_code, max(g.name) as name, 'ended' as level, cast(null as varchar) as kind, c.new_code as parent_code,
    cast(null as bigint) as households, cast(null as bigint) as population,
    c.effective_on as valid_from, date '9999-12-31' as valid_to
  from dim_area_change c
  join given g on g.area_code = c.old_code
  left join given again on again.area_code = c.old_code and again.valid_from = c.effective_on
  where c.folds and c.register = 'area' and again.area_code is null
  group by g.area_code, c.new_code, c.effective_on
), followed as (
  select *, lead(valid_from) over (partition by area_code order by valid_from) as next_from
  from (select * from given union all select * from ended) listed
), spans as (   -- a later row of a code ends the earlier one
  select
    area_code, name, level, kind, parent_code, households, population, valid_from,
    least(valid_to, coalesce(next_from, date '9999-12-31')) as valid_to
  from followed
), kin as (   -- whoever was ever above a code
  select distinct area_code, parent_code as above, 1 as steps from spans where parent_code is not null
  union
  select k.area_code, s.parent_code, k.steps + 1
  from kin k
  join spans s on s.area_code = k.above
  where s.parent_code is not null and k.steps < 12
), edges as (
  select area_code, valid_from as own_from, valid_from as day from spans
  union
  select s.area_code, s.valid_from, p.valid_from
  from kin k
  join spans s on s.area_code = k.area_code
  join spans p on p.area_code = k.above and s.valid_from < p.valid_from and p.valid_from < s.valid_to
  union
  select s.area_code, s.valid_from, p.valid_to
  from kin k
  join spans s on s.area_code = k.area_code
  join spans p on p.area_code = k.above and s.valid_from < p.valid_to and p.valid_to < s.valid_to
), chain as (
  select
    s.area_code, s.valid_from as own_from, e.day, 0 as steps, s.parent_code as next_code,
    case when s.level = 'city' then s.area_code end as city,
    case when s.level = 'district' then s.area_code end as district,
    case when s.level = 'street' then s.area_code end as street,
    case when s.level = 'community' then s.area_code end as community
  from edges e
  join spans s on s.area_code = e.area_code and s.valid_from = e.own_from
  union all
  select
    c.area_code, c.own_from, c.day, c.steps + 1, p.parent_code,
    coalesce(c.city, case when p.level = 'city' then p.area_code end),
    coalesce(c.district, case when p.level = 'district' then p.area_code end),
    coalesce(c.street, case when p.level = 'street' then p.area_code end),
    coalesce(c.community, case when p.level = 'community' then p.area_code end)
  from chain c
  join spans p on p.area_code = c.next_code and p.valid_from <= c.day and c.day < p.valid_to
  where c.steps < 12
), climbed as (
  select
    *,
    row_number() over (partition by area_code, own_from, day order by steps desc) as longest
  from chain
), tops as (
  select
    area_code, own_from, city, district, street, community, day,
    lead(day) over (partition by area_code, own_from order by day) as next_day
  from climbed
  where longest = 1
)
select
  s.area_code, s.name, s.level, s.kind, s.parent_code, s.households, s.population,
  t.day as valid_from,
  coalesce(t.next_day, s.valid_to) as valid_to,
  t.own_from as registered_from,
  t.city, t.district, t.street, t.community
from tops t
join spans s on s.area_code = t.area_code and s.valid_from = t.own_from
