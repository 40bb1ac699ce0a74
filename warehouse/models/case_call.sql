-- temp. key: case_id, closed_at, valid_from. What the calls say of a close from its day on; only closes that were called about.
-- The latest valid call counts, else the latest; a call speaks of the close before it, as long as that close holds.
with closes as (
  select case_id, closed_at from fct_case where not moved and closed_at is not null
  union all
  select distinct case_id, closed_at from moved_state where closed_at is not null
), heard as (
  select
    f.case_id, c.closed_at, f.called_at, f.call,
    case when f.call = 'valid' then f.contacted end as contacted,
    case when f.call = 'valid' then f.resolved end as resolved,
    case when f.call = 'valid' then f.satisfied end as satisfied
  from fct_followup f
  join closes c on c.case_id = f.case_id
  where f.called_at >= c.closed_at
), many as (
  select case_id, closed_at from heard group by case_id, closed_at having count(*) > 1
), counting as (   -- which call counts after each
  select
    h.*,
    coalesce(max(case when h.call = 'valid' then h.called_at end) over w, h.called_at) as counts_at,
    row_number() over (partition by h.case_id, h.closed_at, cast(h.called_at as date) order by h.called_at desc nulls last)
      as from_last
  from heard h
  join many m on m.case_id = h.case_id and m.closed_at = h.closed_at
  window w as (
    partition by h.case_id, h.closed_at order by h.called_at nulls last rows between unbounded preceding and current row
  )
), said as (
  select h.case_id, h.closed_at, cast(h.called_at as date) as day, h.call, h.contacted, h.resolved, h.satisfied,
    cast(h.called_at as date) as first_day, date '9999-12-31' as until
  from heard h
  left join many m on m.case_id = h.case_id and m.closed_at = h.closed_at
  where m.case_id is null
  union all
  select
    t.case_id, t.closed_at, cast(t.called_at as date), h.call, h.contacted, h.resolved, h.satisfied,
    min(cast(t.called_at as date)) over (partition by t.case_id, t.closed_at),
    coalesce(
      lead(cast(t.called_at as date)) over (partition by t.case_id, t.closed_at order by t.called_at nulls last),
      date '9999-12-31'
    )
  from counting t
  join heard h on h.case_id = t.case_id and h.closed_at = t.closed_at and h.called_at = t.counts_at
  where t.from_last = 1
)
select case_id, closed_at, day as valid_from, until as valid_to, call, contacted, resolved, satisfied
from said
union all
select
  case_id, closed_at, cast(closed_at as date), first_day, 'none',
  cast(null as boolean), cast(null as boolean), cast(null as boolean)
from said
where day = first_day and cast(closed_at as date) < first_day
