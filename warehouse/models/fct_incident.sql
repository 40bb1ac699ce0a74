-- key: incident_id. What a scheme deducts for, or vetoes a grade for.
select incident_id, kind, subject_code, happened_on, document
from latest_incident
