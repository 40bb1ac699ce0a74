-- temp. key: case_id, n. The moments of `moved` cases in order: report, close, reopen, valid extensions, void, and the deadline passing.
with told as (
  select case_id, kind, happened_at, seq, new_due_at, level from fct_case_event where kind in ('close', 'reopen', 'extend', 'void')
), kinds as (   -- the feed decides what it speaks of; a reopen makes it decide the closes as well
  select
    case_id,
    max(case when kind in ('close', 'reopen') then 1 else 0 end) as tells_close,
    max(case when kind = 'extend' then 1 else 0 end) as tells_extend
  from told
  group by case_id
), moved as (
  select c.*, coalesce(k.tells_close, 0) as tells_close, coalesce(k.tells_extend, 0) as tells_extend
  from fct_case c
  left join kinds k on k.case_id = c.case_id
  where c.moved
), extensions as (
  select t.case_id, greatest(t.happened_at, m.reported_at) as approved_at, t.happened_at, t.seq, t.new_due_at, m.due_at, m.reported_at
  from told t
  join moved m on m.case_id = t.case_id
  where t.kind = 'extend' and t.new_due_at is not null
  union all
  select case_id, greatest(extension_approved_at, reported_at), extension_approved_at, null, extended_due_at, due_at, reported_at
  from moved
  where tells_extend = 0 and extended_due_at is not null and extension_approved_at is not null
), judged as (   -- in force: approved at or before the deadline that the approval before it set
  select
    *,
    case when happened_at <= coalesce(
      lag(new_due_at) over (partition by case_id order by happened_at, seq nulls last, new_due_at nulls last), due_at
    ) then 0 else 1 end as too_late
  from extensions
), valid as (   -- once one came too late, so do all after it
  select
    *,
    max(too_late) over (
      partition by case_id order by happened_at, seq nulls last, new_due_at nulls last
      rows between unbounded preceding and current row
    ) as broken
  from judged
), last_due as (
  select
    case_id,
    max_by(new_due_at, rank_in_case) as due_at,
    max(approved_at) as approved_at
  from (
    select *, row_number() over (partition by case_id order by happened_at, seq nulls last, new_due_at nulls last) as rank_in_case
    from valid
    where broken = 0
  ) ranked
  group by case_id
), moments as (
  select case_id, reported_at as t, cast(null as bigint) as seq, 0 as step, 'report' as kind, due_at as new_due_at, null as level
  from moved
  union all
  select case_id, approved_at, seq, 1, 'extend', new_due_at, null from valid where broken = 0
  union all
  select t.case_id, greatest(t.happened_at, m.reported_at), t.seq, case when t.kind = 'close' then 2 else 3 end, t.kind, null,
    case when t.kind = 'close' then t.level end
  from told t
  join moved m on m.case_id = t.case_id
  where t.kind in ('close', 'reopen')
  union all
  select case_id, closed_at, null, 2, 'close', null, null from moved where tells_close = 0 and closed_at is not null
  union all
  select t.case_id, greatest(t.happened_at, m.reported_at), t.seq, 4, 'void', null, null
  from told t
  join moved m on m.case_id = t.case_id
  where t.kind = 'void'
  union all
  select m.case_id, greatest(coalesce(d.due_at, m.due_at), m.reported_at), null, 5, 'due', null, null
  from moved m
  left join last_due d on d.case_id = m.case_id
  where coalesce(d.due_at, m.due_at) is not null
)
select
  case_id, t, step, kind, new_due_at, level,
  cast(row_number() over (
    partition by case_id
    order by case when kind = 'report' then 0 else 1 end, t, seq nulls last, step, new_due_at nulls last, level nulls last
  ) as integer) as n
from moments
