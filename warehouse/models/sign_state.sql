-- key: case_id, department, dispatched_at, valid_from. One dispatch to a department and whether it was signed for within the limit.
-- What comes first after the dispatch, before the next one to the same department, answers it: a signature or a return.
with sent as (
  select
    e.case_id, e.department, e.happened_at as dispatched_at,
    coalesce(
      lead(e.happened_at) over (partition by e.case_id, e.department order by e.happened_at), timestamp '9999-12-31 00:00:00'
    ) as next_at
  from (select distinct case_id, department, happened_at from fct_case_event where kind = 'dispatch') e
), answers as (
  select
    s.case_id, s.department, s.dispatched_at,
    min(case when a.kind = 'sign' then a.happened_at end) as signed_at,
    min(case when a.kind = 'return' then a.happened_at end) as returned_at
  from sent s
  left join fct_case_event a on a.case_id = s.case_id and a.department = s.department and a.kind in ('sign', 'return')
    and s.dispatched_at <= a.happened_at and a.happened_at < s.next_at
  group by s.case_id, s.department, s.dispatched_at
), limited as (
  select a.*, a.dispatched_at + l.minutes * interval 1 minute as limit_at
  from answers a
  cross join rule_sign l
), ended as (   -- a return within the limit ends it; after the limit it changes nothing
  select
    *,
    case
      when returned_at <= limit_at and (signed_at is null or returned_at < signed_at) then 'returned'
      when signed_at <= limit_at then 'on_time'
      when signed_at is not null then 'late'
    end as ending
  from limited
), dated as (
  select
    e.*,
    greatest(cast(e.dispatched_at as date), cast(c.reported_at as date)) as sent_on,
    cast(e.limit_at as date) as limit_on,
    case when e.ending is null then date '9999-12-31'
      else greatest(cast(case when e.ending = 'returned' then e.returned_at else e.signed_at end as date), cast(c.reported_at as date))
    end as ended_on
  from ended e
  join fct_case c on c.case_id = e.case_id
), spread as (
  select d.*, s.slot
  from dated d
  cross join (select 0 as slot union all select 1 union all select 2) s
), judged as (
  select
    case_id, department, dispatched_at,
    case slot when 0 then 'waiting' when 1 then 'missed' else ending end as signing,
    case slot when 0 then sent_on when 1 then greatest(limit_on, sent_on) else ended_on end as valid_from,
    case slot when 0 then least(limit_on, ended_on) when 1 then ended_on else date '9999-12-31' end as valid_to
  from spread
)
select
  j.case_id, c.reported_at, j.dispatched_at, c.channel, c.source_system, c.found_level, c.found_by,
  c.district, c.street, c.community, c.item_1, c.item_2, c.item_3, j.department, c.excluded, j.signing, j.valid_from, j.valid_to
from judged j
join fct_case c on c.case_id = j.case_id
where j.valid_from < j.valid_to
