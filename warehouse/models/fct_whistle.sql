-- key: whistle_id. Whistles as the latest records tell of them; `invalid` is empty where nobody judged.
select whistle_id, case_id, area_code, enclave_id, kind, blown_at, withdrawn_at, finished_at, invalid
from latest_whistle
