-- key: period_code, subject_code, node_code. What others give a unit for one node of its scheme.
select period_code, subject_code, node_code, score
from latest_external_score
