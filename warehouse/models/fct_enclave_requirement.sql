-- key: enclave_id, requirement, accepted_on. Acceptances of enclaves; each counts until the day it is revoked.
select
  enclave_id, requirement, accepted_on, revoked_on, evidence,
  coalesce(revoked_on, date '9999-12-31') as valid_to
from latest_enclave_requirement
