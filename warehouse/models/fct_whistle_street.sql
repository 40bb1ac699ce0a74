-- key: whistle_id, street_code. The streets that blew a whistle together.
select whistle_id, street_code
from latest_whistle_street
