"""Five enclaves of the small released city, with acceptances, a relapse and a parcel, as files."""

from pathlib import Path

ODD = "e5/东 50%"  # a number that an address must spell
ENCLAVES = f"""enclave_id,name,kind,territory_district,affairs_district,street_code,households,population,measure,\
dossier_on,plan_on,team_on,cause
e1,甲片区,urban_village,X,X,S1,120,300,整村改造,2024-01-02,2024-01-10,2024-01-10,=1+1
e2,乙片区,urban_village,X,X,S1,80,200,区划调整,2024-01-02,2024-01-10,2024-01-10,
e3,丙地块,adjoining,X,Y,S2,10,20,区划调整,2024-01-02,2024-01-10,,
e4,丁飞地,detached,Y,X,,8,20,委托管理,2024-01-02,2024-01-10,2024-01-10,
{ODD},戊交界,unclear,Y,,,,,,,,,
"""
ACCEPTED = """enclave_id,requirement,accepted_on,revoked_on,evidence
e1,responsibility,2024-02-01,,协议
e1,safety,2024-02-10,2024-03-01,复查单
e1,safety,2024-04-01,,复验
e1,livelihood,2024-02-20,,确认书
e3,responsibility,2024-02-01,,
e4,safety,2024-02-01,2024-05-01,
"""
CHANGES = """change_id,enclave_id,from_district,to_district,effective_on
p1,e3,X,Y,2024-03-15
p2,,Y,X,2024-05-15
"""
CARE = """area_code,group,month,identified,enrolled
X,独居老人,2024-03-01,40,30
Y,独居老人,2024-04-01,20,20
X,困境儿童,2024-03-01,9,3
"""
FILES = {
    "enclave": ENCLAVES,
    "enclave_requirement": ACCEPTED,
    "boundary_change": CHANGES,
    "care_enrolment": CARE,
}


def write(folder: Path) -> None:
    """One CSV file a feed."""
    for name, content in FILES.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
