-- key: area_code, care_group, month. People identified and enrolled: counts alone.
select c.area_code, c.group as care_group, c.month, c.identified, c.enrolled
from latest_care_enrolment c
