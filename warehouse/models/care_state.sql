-- key: area_code, care_group, valid_from, enrolled. People in need of care as the latest month told by the day has them: `n` of
-- each span are enrolled, or not yet. A month is told on its last day. Whom an area within tells of is not counted twice.
with told as (
  select area_code, care_group, identified, enrolled, cast(month + interval 1 month - interval 1 day as date) as valid_from
  from fct_care_enrolment
), placed as (
  select
    t.area_code, t.care_group, t.identified, t.enrolled, t.valid_from,
    case when a.area_code is null then 'unregistered' else coalesce(a.district, 'unspecified') end as district,
    case when a.area_code is null then 'unregistered' else coalesce(a.street, 'unspecified') end as street,
    case
      when a.area_code is null then -1
      when a.district is null then 0
      when a.street is null then 1
      when a.community is null then 2
      else 3
    end as depth
  from told t
  left join dim_area a on a.area_code = t.area_code and a.valid_from <= t.valid_from and t.valid_from < a.valid_to
), spans as (
  select
    *,
    coalesce(lead(valid_from) over (partition by area_code, care_group order by valid_from), date '9999-12-31') as valid_to,
    case
      when depth = 0 then max(depth) over (partition by care_group, valid_from)
      when depth = 1 then max(depth) over (partition by care_group, valid_from, district)
      when depth = 2 then max(depth) over (partition by care_group, valid_from, street)
      else depth
    end as deepest
  from placed
)
select
  s.area_code, s.care_group, s.district, s.street, case when s.deepest > s.depth then 'told_below' end as excluded,
  e.enrolled, case when e.enrolled then s.enrolled else s.identified - s.enrolled end as n,
  s.valid_from, s.valid_to
from spans s
cross join (select true as enrolled union all select false) e
