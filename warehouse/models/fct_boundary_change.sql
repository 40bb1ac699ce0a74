-- key: change_id. Parcels that went from one district to another.
select change_id, enclave_id, from_district, to_district, effective_on
from latest_boundary_change
