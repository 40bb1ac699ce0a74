-- key: case_id, department, valid_from. The states of a case for each department that assists; its own times judge it where it has them.
with helping as (   -- helpers that no register knows are one: counted once in n_assist, judged once here
  select a.case_id, a.department, c.reported_at, max(a.due_at) as own_due_at, max(a.done_at) as own_done_at
  from fct_assignment a
  join fct_case c on c.case_id = a.case_id and c.department <> a.department
  where a.role = 'assist' and c.n_assist > 0
  group by a.case_id, a.department, c.reported_at
), deadlines as (
  select s.case_id, max_by(s.due_at, s.valid_from) as due_at
  from case_state s
  join (select distinct case_id from helping where own_done_at is not null) h on h.case_id = s.case_id
  where s.n_assist > 0
  group by s.case_id
), timed as (
  select
    h.case_id, h.department,
    coalesce(h.own_due_at, d.due_at) as due_at,
    case when h.own_done_at is null then null else greatest(h.own_done_at, h.reported_at) end as done_at,
    cast(h.reported_at as date) as reported_on
  from helping h
  left join deadlines d on d.case_id = h.case_id
  where h.own_done_at is not null or h.own_due_at is not null
), owned as (
  select
    *,
    coalesce(cast(due_at as date), date '9999-12-31') as due_on,
    coalesce(cast(done_at as date), date '9999-12-31') as done_on
  from timed
), spread as (
  select o.*, s.slot
  from owned o
  cross join (select 0 as slot union all select 1 union all select 2) s
), judged as (
  select
    case_id, department, due_at,
    case
      when slot = 0 and due_at is null then 'open_no_due'
      when slot = 0 then 'open_not_due'
      when slot = 1 then 'open_overdue'
      when due_at is null then 'closed_no_due'
      when done_at <= due_at then 'closed_on_time'
      else 'closed_late'
    end as phase,
    slot = 2 as ever_closed,
    case when slot = 2 then done_at end as closed_at,
    case slot when 0 then reported_on when 1 then greatest(due_on, reported_on) else done_on end as valid_from,
    case slot when 0 then least(due_on, done_on) when 1 then done_on else date '9999-12-31' end as valid_to
  from spread
), called as (   -- what people say of the case as it stands that day speaks for its helpers too
  select s.case_id, s.call, s.contacted, s.resolved, s.satisfied, s.valid_from, s.valid_to
  from case_state s
  join (select distinct case_id from case_call) c on c.case_id = s.case_id
)
select
  s.case_id, s.reported_at, s.channel, s.source_system, s.found_level, s.found_by, s.district, s.street, s.community,
  s.item_1, s.item_2, s.item_3, h.department, s.n_assist, s.by_street, s.excluded, s.repeated, s.relapsed, s.place_known, s.due_at,
  s.phase, s.ever_closed, s.reopened, s.reopens, s.extended, s.closed_at,
  s.closed_level, s.call, s.contacted, s.resolved, s.satisfied, s.valid_from, s.valid_to, s.handle_step
from case_state s
join helping h on h.case_id = s.case_id
where s.n_assist > 0 and h.own_done_at is null and h.own_due_at is null
union all
select
  f.case_id, f.reported_at, f.channel, f.source_system, f.found_level, f.found_by, f.district, f.street, f.community,
  f.item_1, f.item_2, f.item_3, j.department, f.n_assist, f.by_street, f.excluded, f.repeated, f.relapsed, f.place_known, j.due_at,
  j.phase, j.ever_closed, false, 0, false, j.closed_at,
  'unspecified', coalesce(s.call, case when j.closed_at is not null then 'none' end), s.contacted, s.resolved, s.satisfied,
  greatest(j.valid_from, s.valid_from), least(j.valid_to, s.valid_to),
  case
    when j.closed_at is null then null
    when date_diff('second', f.reported_at, j.closed_at) < 7200
      then cast(floor(date_diff('second', f.reported_at, j.closed_at) / 60) as integer)
    when date_diff('second', f.reported_at, j.closed_at) < 86400
      then cast(floor(date_diff('second', f.reported_at, j.closed_at) / 600) * 10 as integer)
    when date_diff('second', f.reported_at, j.closed_at) < 864000
      then cast(floor(date_diff('second', f.reported_at, j.closed_at) / 3600) * 60 as integer)
    else cast(floor(date_diff('second', f.reported_at, j.closed_at) / 86400) * 1440 as integer)
  end
from judged j
join fct_case f on f.case_id = j.case_id
left join called s on s.case_id = j.case_id and j.closed_at is not null
  and s.valid_from < j.valid_to and j.valid_from < s.valid_to
where f.n_assist > 0 and j.valid_from < j.valid_to
