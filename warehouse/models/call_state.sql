-- key: whistle_id, department, valid_from. One call of a department by a whistle: signed for, there in time, there until the end.
-- A withdrawal counts where it came within the limit and before the arrival; later it changes nothing.
with called as (   -- departments that no register knows are one
  select
    c.whistle_id,
    coalesce(d.department_code, 'unregistered') as department,
    min(c.signed_at) as signed_at,
    min(c.arrived_at) as arrived_at,
    max(c.left_at) as left_at,
    min(c.limit_minutes) as limit_minutes,
    max(case when c.excused then 'appeal_upheld' end) as excused_as,
    max(x.rule) as excluded_as
  from fct_whistle_call c
  left join (select distinct department_code from dim_department) d on d.department_code = c.department_code
  left join fct_exclusion x on x.target_kind = 'call' and x.target_id = c.whistle_id || '/' || c.department_code and x.in_force
  group by c.whistle_id, coalesce(d.department_code, 'unregistered')
), blown as (   -- what all calls of a whistle have in common; each whistle once
  select whistle_id, district, streets, joint, hour, watch, weekday from whistle_state
  where valid_from = cast(blown_at as date)
), limited as (
  select
    w.whistle_id, w.kind as whistle_kind, w.blown_at, w.withdrawn_at, c.department, c.signed_at, c.arrived_at, c.left_at,
    coalesce(d.parent, c.department) as parent, b.streets, b.district, b.joint, b.hour, b.watch, b.weekday,
    coalesce(x.rule, c.excluded_as, c.excused_as) as excluded_as,
    least(w.finished_at, w.withdrawn_at) as ends_at,
    cast(coalesce(c.limit_minutes, l.minutes) as integer) as limit_minutes,
    w.blown_at + coalesce(c.limit_minutes, l.minutes) * interval 1 minute as limit_at
  from fct_whistle w
  join called c on c.whistle_id = w.whistle_id
  join rule_whistle l on l.kind = w.kind
  join blown b on b.whistle_id = w.whistle_id
  left join dim_department d on d.department_code = c.department
    and d.valid_from <= cast(w.blown_at as date) and cast(w.blown_at as date) < d.valid_to
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
), dated as (   -- who came is there until the end, or has left before it
  select
    *,
    cast(blown_at as date) as blown_on,
    case when signed_at is not null then greatest(cast(signed_at as date), cast(blown_at as date)) end as signed_on,
    cast(limit_at as date) as limit_on,
    case
      when ending is null then date '9999-12-31'
      when ending = 'unclear' then cast(blown_at as date)
      when ending = 'withdrawn' then cast(withdrawn_at as date)
      else cast(arrived_at as date)
    end as ended_on,
    case when ending in ('on_time', 'late') then
      case when left_at < ends_at or (left_at is not null and ends_at is null) then 'left_early'
        when left_at is not null then 'stayed' when ends_at is not null then 'unrecorded' end
    end as staying,
    case when ending in ('on_time', 'late') and (left_at is not null or ends_at is not null) then
      cast(greatest(least(left_at, ends_at), arrived_at) as date)
    end as settled_on,
    case when ending in ('on_time', 'late') then date_diff('second', blown_at, arrived_at) end as taken
  from ended
), turns as (   -- the days on which something is known anew
  select whistle_id, department, blown_on as day from dated
  union
  select whistle_id, department, limit_on from dated where limit_on < ended_on
  union
  select whistle_id, department, ended_on from dated where ended_on < date '9999-12-31'
  union
  select whistle_id, department, signed_on from dated where signed_on is not null
  union
  select whistle_id, department, settled_on from dated where settled_on is not null
), known as (
  select
    d.*, t.day,
    coalesce(
      lead(t.day) over (partition by t.whistle_id, t.department order by t.day), date '9999-12-31'
    ) as until,
    d.ended_on <= t.day as came
  from turns t
  join dated d on d.whistle_id = t.whistle_id and d.department = t.department
)
select
  whistle_id, blown_at, whistle_kind, district, department, parent, streets, joint, hour, watch, weekday, limit_minutes,
  coalesce(
    excluded_as, case when came and ending = 'unclear' then 'data_quality' when came and ending = 'withdrawn' then 'withdrawn' end
  ) as excluded,
  case when came then ending when limit_on <= day then 'never_arrived' else 'not_yet_due' end as arrival,
  coalesce(signed_on <= day, false) as signed,
  case when not came or taken is null then 'away' when settled_on <= day then staying else 'present' end as stay,
  case when came and taken is not null then arrived_at end as arrived_at,
  case when came and ending = 'on_time' then cast(least(ceil(100.0 * taken / nullif(limit_minutes * 60, 0)), 100) as integer)
    when came and ending = 'late' then cast(greatest(ceil(100.0 * taken / nullif(limit_minutes * 60, 0)), 101) as integer)
  end as used,
  case
    when not came or taken is null then null
    when taken < 7200 then cast(floor(taken / 60) as integer)
    when taken < 86400 then cast(floor(taken / 600) * 10 as integer)
    when taken < 864000 then cast(floor(taken / 3600) * 60 as integer)
    else cast(floor(taken / 86400) * 1440 as integer)
  end as arrival_step,
  day as valid_from,
  until as valid_to
from known
