-- key: metric, period_kind, area_or_group, valid_from. What an indicator is to reach; a later row ends the earlier one.
with given as (
  select
    metric, period_kind, area_or_group, target, floor,
    coalesce(valid_from, date '0001-01-01') as valid_from
  from latest_target
)
select
  metric, period_kind, area_or_group, target, floor, valid_from,
  coalesce(
    lead(valid_from) over (partition by metric, period_kind, area_or_group order by valid_from), date '9999-12-31'
  ) as valid_to
from given
