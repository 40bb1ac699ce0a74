-- temp. key: case_id, valid_from. The states of `moved` cases: one row per state at the end of a day.
with counted as (
  select
    *,
    max(case when kind = 'close' then n end) over w as close_n,
    max(case when kind = 'reopen' then n end) over w as reopen_n,
    max(case when kind in ('report', 'extend') then n end) over w as due_n,
    max(case when kind = 'close' then t end) over w as close_t,
    max(case when kind = 'void' then 1 else 0 end) over w as voided,
    max(case when kind in ('close', 'reopen') then n end) over (
      partition by case_id order by n rows between unbounded preceding and 1 preceding
    ) as before_n,
    max(case when kind = 'close' then n end) over (
      partition by case_id order by n rows between unbounded preceding and 1 preceding
    ) as closed_before_n
  from case_move
  window w as (partition by case_id order by n rows between unbounded preceding and current row)
), told as (   -- a reopen counts when the case was closed just before
  select
    c.*,
    d.new_due_at as due_in_force,
    e.level as level_told,
    cast(sum(case when c.kind = 'reopen' and c.closed_before_n = c.before_n then 1 else 0 end) over (
      partition by c.case_id order by c.n rows between unbounded preceding and current row
    ) as integer) as reopens,
    row_number() over (partition by c.case_id, cast(c.t as date) order by c.n desc) as from_last
  from counted c
  join case_move d on d.case_id = c.case_id and d.n = c.due_n
  left join case_move e on e.case_id = c.case_id and e.n = c.close_n
), ended as (   -- the last word of each day
  select
    case_id, n, cast(t as date) as day, due_in_force, level_told, voided, reopens,
    due_n > 1 as extended,
    close_n is not null as ever_closed,
    case when close_n > coalesce(reopen_n, 0) then close_t end as held_at
  from told
  where from_last = 1
), named as (
  select
    *,
    case
      when held_at is not null and due_in_force is null then 'closed_no_due'
      when held_at is not null and held_at <= due_in_force then 'closed_on_time'
      when held_at is not null then 'closed_late'
      when due_in_force is null then 'open_no_due'
      when cast(due_in_force as date) <= day then 'open_overdue'
      else 'open_not_due'
    end as phase
  from ended
), compared as (   -- neighbours that say the same are one interval
  select
    *,
    case when lag(phase) over v = phase and lag(reopens) over v = reopens and lag(extended) over v = extended
      and lag(voided) over v = voided and lag(due_in_force) over v is not distinct from due_in_force
      and lag(held_at) over v is not distinct from held_at then 0 else 1 end as news
  from named
  window v as (partition by case_id order by day)
), moved as (
  select
    case_id, phase, ever_closed, reopens, extended, due_in_force, level_told, held_at, voided, day as valid_from,
    coalesce(lead(day) over (partition by case_id order by day), date '9999-12-31') as valid_to
  from compared
  where news = 1
)
select
  f.case_id, f.reported_at, f.channel, f.source_system, f.found_level, f.district, f.street, f.community,
  f.found_by, f.item_1, f.item_2, f.item_3, f.department, f.n_assist, f.by_street,
  coalesce(f.excluded, case when m.voided = 1 then 'void' end) as excluded,
  f.repeated, f.relapsed, f.place_known, m.due_in_force as due_at, m.phase, m.ever_closed, m.reopens > 0 as reopened, m.reopens,
  m.extended, m.held_at as closed_at,
  case when m.held_at is null then 'unspecified' else coalesce(m.level_told, f.level_told) end as closed_level,
  m.valid_from, m.valid_to,
  case
    when m.held_at is null then null
    when date_diff('second', f.reported_at, m.held_at) < 7200
      then cast(floor(date_diff('second', f.reported_at, m.held_at) / 60) as integer)
    when date_diff('second', f.reported_at, m.held_at) < 86400
      then cast(floor(date_diff('second', f.reported_at, m.held_at) / 600) * 10 as integer)
    when date_diff('second', f.reported_at, m.held_at) < 864000
      then cast(floor(date_diff('second', f.reported_at, m.held_at) / 3600) * 60 as integer)
    else cast(floor(date_diff('second', f.reported_at, m.held_at) / 86400) * 1440 as integer)
  end as handle_step
from moved m
join fct_case f on f.case_id = m.case_id
where f.moved
