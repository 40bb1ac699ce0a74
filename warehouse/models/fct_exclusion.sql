-- key: target_kind, target_id. What is left out of the rates; in force unless revoked or its appeal was rejected.
select
  target_kind, target_id, rule, approved_by, approved_on, revoked_on, appeal_outcome,
  revoked_on is null and coalesce(appeal_outcome, 'none') <> 'rejected' as in_force
from latest_exclusion
