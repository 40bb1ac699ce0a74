-- key: case_id. The timeless part of a case: who, where, what, when; `moved` cases have more moments than their own stamps tell.
with shared as (
  select
    case_id,
    count(distinct case when role = 'main' then department end) as n_main,
    max(case when role = 'main' then department end) as main_department,
    cast(count(distinct case when role = 'assist' then department end) as integer) as n_assist,
    array_agg(case when role = 'assist' then department end) as assisting
  from fct_assignment
  group by case_id
), marks as (   -- what else is said of few cases: more moments than their own, a dispatch, a repeat, a relapse
  select case_id, max(moves) as moves, max(dispatches) as dispatches, max(repeats) as repeats, max(relapses) as relapses
  from (
    select
      case_id,
      case when kind = 'dispatch' then 0 else 1 end as moves,
      case when kind = 'dispatch' then 1 else 0 end as dispatches,
      0 as repeats,
      0 as relapses
    from fct_case_event
    where kind in ('close', 'reopen', 'extend', 'void', 'dispatch')
    union all
    select case_id, 0, 0, 1, case when relapsed then 1 else 0 end from case_repeat
  ) said
  group by case_id
), items as (
  select item_code, level1, level1 || '/' || level2 as item_2 from dim_item
), named as (
  select distinct department_code from dim_department
), told as (   -- one main department in the assignments outweighs the case's own word
  select
    c.*,
    case
      when s.n_main = 1 then s.main_department
      when c.main_department_code is not null then coalesce(d.department_code, 'unregistered')
      else 'unspecified'
    end as department,
    coalesce(s.n_assist, 0) as n_named,
    s.assisting,
    coalesce(c.excluded_as, x.rule) as excluded,
    coalesce(v.dispatches, 0) = 1 as dispatched,
    coalesce(v.repeats, 0) = 1 as repeated,
    coalesce(v.relapses, 0) = 1 as relapsed,
    coalesce(v.moves, 0) = 1 or coalesce(c.extended_due_at is not null and c.extension_approved_at <= c.due_at, false)
      as moved
  from latest_case c
  left join shared s on s.case_id = c.case_id
  left join marks v on v.case_id = c.case_id
  left join fct_exclusion x on x.target_kind = 'case' and x.target_id = c.case_id and x.in_force
  left join named d on d.department_code = c.main_department_code
)
select
  t.case_id, t.reported_at, t.accepted_at, t.due_at, t.extended_due_at, t.extension_approved_at, t.closed_at,
  coalesce(t.channel, 'unspecified') as channel,
  coalesce(t.source_system, 'unspecified') as source_system,
  coalesce(t.found_level, 'unspecified') as found_level,
  case when t.channel is null then 'unspecified' else coalesce(s.side, 'other') end as found_by,
  coalesce(t.closed_level, 'unspecified') as level_told,
  case when t.area_code is null then 'unspecified' when a.area_code is null then 'unregistered'
    else coalesce(a.district, 'unspecified') end as district,
  case when t.area_code is null then 'unspecified' when a.area_code is null then 'unregistered'
    else coalesce(a.street, 'unspecified') end as street,
  case when t.area_code is null then 'unspecified' when a.area_code is null then 'unregistered'
    else coalesce(a.community, 'unspecified') end as community,
  coalesce(i.level1, 'unclassified') as item_1,
  coalesce(i.item_2, 'unclassified') as item_2,
  coalesce(i.item_code, 'unclassified') as item_3,
  t.department,
  case when coalesce(array_contains(t.assisting, t.department), false) then t.n_named - 1 else t.n_named end as n_assist,
  case when a.street is not null then t.department = 'unspecified' and t.n_named = 0 and not t.dispatched end as by_street,
  t.excluded,
  t.repeated,
  t.relapsed,
  t.place is not null and t.item_code is not null as place_known,
  t.moved,
  cast(t.reported_at as date) as reported_on,
  coalesce(cast(t.due_at as date), date '9999-12-31') as due_on,
  coalesce(cast(t.closed_at as date), date '9999-12-31') as closed_on,
  case
    when t.closed_at is null then null
    when date_diff('second', t.reported_at, t.closed_at) < 7200
      then cast(floor(date_diff('second', t.reported_at, t.closed_at) / 60) as integer)
    when date_diff('second', t.reported_at, t.closed_at) < 86400
      then cast(floor(date_diff('second', t.reported_at, t.closed_at) / 600) * 10 as integer)
    when date_diff('second', t.reported_at, t.closed_at) < 864000
      then cast(floor(date_diff('second', t.reported_at, t.closed_at) / 3600) * 60 as integer)
    else cast(floor(date_diff('second', t.reported_at, t.closed_at) / 86400) * 1440 as integer)
  end as handle_step
from told t
left join dim_area a on a.area_code = t.area_code
  and a.valid_from <= cast(t.reported_at as date) and cast(t.reported_at as date) < a.valid_to
left join items i on i.item_code = t.item_code
left join rule_channel s on s.channel = t.channel
