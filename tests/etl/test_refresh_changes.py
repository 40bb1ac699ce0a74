"""Area changes that come late, or after the cases: the tables end as if everything had been there at once."""

import csv
from pathlib import Path

from tests.changing import INBOX
from tests.etl.small_city import Tables, fill, loaded, tiny

UNTIL = "2024-07-31T23:59:59"


def city() -> Tables:
    found: Tables = {}
    for path in INBOX.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def test_a_change_that_comes_late_ends_as_if_it_had_come_first(tmp_path: Path) -> None:
    tables = city()
    expected = loaded(fill(tmp_path / "whole", tables, UNTIL), tmp_path / "once")["table_hashes"]
    late = {"area_change": tables.pop("area_change")}
    first = loaded(fill(tmp_path / "inbox", tables, UNTIL), tmp_path / "w")
    assert first["table_hashes"]["fct_case"] != expected["fct_case"]  # late codes were not registered
    second = loaded(fill(tmp_path / "inbox", late, UNTIL), tmp_path / "w")
    assert (second["mode"], second["table_hashes"]) == ("rebuild", expected)


def test_cases_that_come_after_a_change_are_added_as_a_rebuild_adds_them(tmp_path: Path) -> None:
    tables = city()
    early, late = tables["case"][:6], tables["case"][6:]
    loaded(fill(tmp_path / "inbox", {**tables, "case": early}, UNTIL), tmp_path / "w")
    second = loaded(fill(tmp_path / "inbox", {"case 2": late}, UNTIL), tmp_path / "w")
    rebuilt = loaded(tmp_path / "inbox", tmp_path / "anew", anew=True)
    assert second["mode"] == "delta"
    assert second["table_hashes"] == rebuilt["table_hashes"]


def test_enclaves_and_ratings_leave_the_cases_as_they_are(tmp_path: Path) -> None:
    tables = tiny()
    rating = {"rating_id": "r1", "street_code": "T0101", "department_code": "C1", "criterion": "arrival", "level": "4"}
    rating |= {"period_code": "2024-05", "submitted_at": "2024-05-30 09:00:00"}
    late = {"enclave_requirement": [tables["enclave_requirement"].pop()], "rating 2": [rating]}
    loaded(fill(tmp_path / "inbox", tables), tmp_path / "w")
    second = loaded(fill(tmp_path / "inbox" / "late", late), tmp_path / "w")
    rebuilt = loaded(tmp_path / "inbox", tmp_path / "anew", anew=True)
    assert (second["mode"], second["touched"]["case"]) == ("delta", 0)
    assert second["table_hashes"] == rebuilt["table_hashes"]
