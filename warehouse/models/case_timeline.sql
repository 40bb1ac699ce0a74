-- view. key: case_id, kind, happened_at, department. A case's events as told, and those its own stamps tell where the feed is silent.
with told as (
  select
    case_id,
    max(case when kind = 'report' then 1 else 0 end) as report,
    max(case when kind = 'accept' then 1 else 0 end) as accept,
    max(case when kind in ('close', 'reopen') then 1 else 0 end) as close,
    max(case when kind = 'extend' then 1 else 0 end) as extend
  from fct_case_event
  group by case_id
), kinds as (
  select 'report' as kind union all select 'accept' union all select 'extend' union all select 'close'
), stamped as (
  select
    f.case_id, k.kind, f.department,
    case k.kind
      when 'report' then f.reported_at
      when 'accept' then f.accepted_at
      when 'close' then f.closed_at
      else case when f.extended_due_at is not null then f.extension_approved_at end
    end as happened_at,
    case when k.kind = 'extend' then f.extended_due_at end as new_due_at
  from fct_case f
  cross join kinds k
)
select case_id, seq, kind, happened_at, department, new_due_at, level, false as derived
from fct_case_event
union all
select s.case_id, null, s.kind, s.happened_at, s.department, s.new_due_at, null, true
from stamped s
left join told t on t.case_id = s.case_id
where s.happened_at is not null
  and coalesce(case s.kind when 'report' then t.report when 'accept' then t.accept when 'close' then t.close else t.extend end, 0) = 0
