-- key: case_id, called_at. What the calls said. Valid: reached, answered, and not filled in by default.
select
  f.case_id, f.called_at, f.reached, f.contacted, f.resolved, f.level,
  coalesce(f.auto_default, false) as auto_default,
  case
    when f.auto_default then 'auto'
    when not f.reached then 'not_reached'
    when f.resolved is null and f.level is null then 'no_answer'
    else 'valid'
  end as call,
  case when f.level is not null then s.level is not null end as satisfied
from latest_followup f
left join rule_satisfied s on s.level = f.level
