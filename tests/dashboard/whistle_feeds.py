"""Five whistles of the small released city, one joint, one at night, one withdrawn, one invalid, as files."""

from pathlib import Path

# v1 began as a case and two streets blew it; v2 is of the night; v3 is not due before 1 June; v5 was no matter for one.
# v1 and v4 name an enclave.
WHISTLES = """whistle_id,case_id,kind,blown_at,withdrawn_at,finished_at,invalid,enclave_id
v1,c002,emergency,2024-05-01 10:00:00,,2024-05-01 12:00:00,false,e1
v2,,enforcement,2024-05-02 23:10:00,,2024-05-03 10:00:00,,
v3,,key_work,2024-05-31 09:00:00,,,,
v4,,emergency,2024-05-10 11:00:00,2024-05-10 11:05:00,,,e1
v5,,enforcement,2024-05-11 12:00:00,,2024-05-11 14:00:00,true,
"""
STREETS = """whistle_id,street_code
v1,S1
v1,S2
v2,S1
v3,S3
v4,S2
v5,S1
"""
# v1: D1 at the very limit and until the end, D2 a second late and gone early; D1 signs for v2 and never comes.
CALLS = """whistle_id,department_code,signed_at,arrived_at,left_at
v1,D1,2024-05-01 10:02:00,2024-05-01 10:30:00,2024-05-01 12:00:00
v1,D2,2024-05-01 10:03:00,2024-05-01 10:30:01,2024-05-01 11:00:00
v2,D1,2024-05-02 23:12:00,,
v3,D2,2024-05-31 09:05:00,,
v4,D1,,,
v5,D2,2024-05-11 12:01:00,2024-05-11 12:10:00,2024-05-11 14:00:00
"""
RATINGS = """rating_id,whistle_id,street_code,department_code,criterion,level,reason,submitted_at,voided_at
r1,v1,S1,D1,arrive,5,,2024-05-02 09:00:00,
r2,v1,S1,D2,arrive,2,迟到,2024-05-02 09:00:00,2024-05-20 09:00:00
"""
FILES = {"whistle": WHISTLES, "whistle_street": STREETS, "whistle_call": CALLS, "rating": RATINGS}


def write(folder: Path) -> None:
    """One CSV file a feed."""
    for name, content in FILES.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
