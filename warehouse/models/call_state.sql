-- key: whistle_id, department, valid_from. One call of a department by a whistle and whether it came within the limit.
-- A withdrawal counts where it came within the limit and before the arrival; later it changes nothing.
with called as (   -- departments that no register knows are one
  select
    c.whistle_id,
    coalesce(d.department_code, 'unregistered') as department,
    min(c.arrived_at) as arrived_at,
    min(c.limit_minutes) as limit_minutes,
    max(case when c.excused then 'appeal_upheld' end) as excused_as,
    max(x.rule) as excluded_as
  from fct_whistle_call c
  left join (select distinct department_code from dim_department) d on d.department_code = c.department_code
  left join fct_exclusion x on x.target_kind = 'call' and x.target_id = c.whistle_id || '/' || c.department_code and x.in_force
  group by c.whistle_id, coalesce(d.department_code, 'unregistered')
), blown as (
  select
    s.whistle_id,
    cast(count(distinct s.street_code) as integer) as streets,
    coalesce(min(a.district), 'unspecified') as district
  from fct_whistle_street s
  join fct_whistle w on w.whistle_id = s.whistle_id
  left join dim_area a on a.area_code = s.street_code
    and a.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < a.valid_to
  group by s.whistle_id
), limited as (
  select
    w.whistle_id, w.kind as whistle_kind, w.blown_at, w.withdrawn_at, c.department, c.arrived_at,
    coalesce(d.parent, c.department) as parent,
    coalesce(b.streets, 0) as streets,
    coalesce(b.district, 'unspecified') as district,
    coalesce(x.rule, c.excluded_as, c.excused_as) as excluded_as,
    w.blown_at + coalesce(c.limit_minutes, l.minutes) * interval 1 minute as limit_at
  from fct_whistle w
  join called c on c.whistle_id = w.whistle_id
  join rule_whistle l on l.kind = w.kind
  left join dim_department d on d.department_code = c.department
    and d.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < d.valid_to
  left join blown b on b.whistle_id = w.whistle_id
  left join fct_exclusion x on x.target_kind = 'whistle' and x.target_id = w.whistle_id and x.in_force
), ended as (
  select
    *,
    case
      when arrived_at < blown_at then 'unclear'
      when withdrawn_at <= limit_at and (arrived_at is null or withdrawn_at < arrived_at) then 'withdrawn'
      when arrived_at <= limit_at then 'on_time'
      when arrived_at is not null then 'late'
    end as ending
  from limited
), dated as (
  select
    *,
    cast(blown_at as date) as blown_on,
    cast(limit_at as date) as limit_on,
    case
      when ending is null then date '9999-12-31'
      when ending = 'unclear' then cast(blown_at as date)
      when ending = 'withdrawn' then cast(withdrawn_at as date)
      else cast(arrived_at as date)
    end as ended_on
  from ended
), spread as (
  select d.*, s.slot
  from dated d
  cross join (select 0 as slot union all select 1 union all select 2) s
), judged as (
  select
    whistle_id, whistle_kind, district, streets, department, parent, blown_at, excluded_as, ending, slot,
    case slot when 0 then blown_on when 1 then limit_on else ended_on end as valid_from,
    case slot when 0 then least(limit_on, ended_on) when 1 then ended_on else date '9999-12-31' end as valid_to
  from spread
)
select
  whistle_id, blown_at, whistle_kind, district, department, parent, streets,
  coalesce(
    excluded_as, case when slot = 2 and ending = 'unclear' then 'data_quality' when slot = 2 and ending = 'withdrawn' then 'withdrawn' end
  ) as excluded,
  case slot when 0 then 'not_yet_due' when 1 then 'never_arrived' else ending end as arrival,
  valid_from, valid_to
from judged
where valid_from < valid_to
