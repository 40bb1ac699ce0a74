-- key: old_code, new_code. What an old code became.
select old_code, new_code, kind, effective_on
from latest_area_change
