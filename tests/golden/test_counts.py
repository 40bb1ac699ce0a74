"""What a score is counted from: parts are added, never averaged; teams stand under their department."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.golden import inbox, schemes
from tests.golden.shell import Document, refresh, run, score
from tests.golden.test_cases import golden as counted
from tests.golden.test_schemes import JANUARY, golden

CLOSURE = {"fn": "linear", "floor": "0", "target": "1"}
NODES = [schemes.group("total"), schemes.metric("closure", "closure_rate", CLOSURE)]


def units(warehouse: Path, folder: Path, subject: str, *options: str, **parts: object) -> dict[str, Document]:
    """The subjects of a scheme of one rate."""
    path = schemes.write(folder / f"{subject}.toml", NODES, {"subject": subject}, **parts)
    return {unit["code"]: unit for unit in score(warehouse, path, *JANUARY, *options)["subjects"]}


def rate(unit: Document) -> Document:
    """The node of the rate."""
    return next(node for node in unit["nodes"] if node["code"] == "closure")


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Districts of two streets each, as golden case G32 has them."""
    given, _ = counted("G32")
    folder = tmp_path_factory.mktemp("theatre")
    tables = inbox.street_cases({name: given[name] for name in ("rows", "d1", "d2")})
    refresh(inbox.write(folder / "inbox", tables), folder / "warehouse")
    return folder / "warehouse"


def test_a_district_is_its_streets_added_up(theatre: Path, tmp_path: Path) -> None:
    _, expected = counted("G32")
    found = units(theatre, tmp_path, "district")
    wanted = {"rows": expected["pooled"], "d1": expected["d1"], "d2": expected["d2"]}
    assert {code: rate(unit)["value"] for code, unit in found.items()} == wanted
    streets = units(theatre, tmp_path, "street")
    for code, unit in found.items():
        held = [rate(each) for name, each in streets.items() if name.startswith(f"{code}-")]
        for key in ("numerator", "denominator", "rows"):
            assert rate(unit)[key] == sum(each[key] for each in held)


def test_one_more_closed_case_never_lowers_a_score(theatre: Path, tmp_path: Path) -> None:
    found = units(theatre, tmp_path, "street")
    ordered = sorted(found.values(), key=lambda unit: Fraction(rate(unit)["value"]))
    assert [Fraction(unit["exact"]) for unit in ordered] == sorted(Fraction(unit["exact"]) for unit in ordered)
    for unit in ordered:
        assert Fraction(rate(unit)["impact_per_row"]) == Fraction(100, rate(unit)["denominator"])


def teams(folder: Path) -> Path:
    """A department with two stationed teams, one of which has nothing to do."""
    given, _ = golden("G47")
    rows: list[inbox.Row] = [{"department_code": "D1", "name": "D1"}]
    cases: list[inbox.Row] = []
    for each in given["teams"]:
        code = "D1" if each["team"].endswith("总部") else each["team"]
        if code != "D1":
            rows.append({"department_code": code, "name": code, "host_street_code": "S", "parent_code": "D1"})
        cases += inbox.counted(each["num"], each["den"], {"main_department_code": code})
    columns: list[inbox.Row] = [{"host_street_code": None, "parent_code": None, **row} for row in rows]
    streets: list[inbox.Row] = [{"area_code": "S", "name": "S", "level": "street", "parent_code": None}]
    tables = {"department": columns, "case": cases, "area": streets}
    refresh(inbox.write(folder / "inbox", tables), folder / "warehouse")
    return folder / "warehouse"


def test_stationed_teams_count_for_their_department(tmp_path: Path) -> None:
    given, expected = golden("G47")
    warehouse = teams(tmp_path)
    found = units(warehouse, tmp_path, "department")
    assert list(found) == ["D1"]
    wanted = expected["dept"]
    held = rate(found["D1"])
    assert (held["numerator"], held["denominator"], held["value"]) == (wanted["num"], wanted["den"], wanted["value"])
    alone = units(warehouse, tmp_path, "team")
    names = [each["team"] for each in given["teams"] if each["team"] in alone]
    values = dict(zip((each["team"] for each in given["teams"]), expected["team"], strict=True))
    assert {name: rate(alone[name])["value"] for name in names} == {name: values[name] for name in alone}
    assert [alone[name]["state"] for name in alone if values[name] is None] == ["blocked"]


def test_too_few_cases_are_listed_and_not_ranked(tmp_path: Path) -> None:
    given, expected = counted("G48")
    # The rates are in the order of the golden scores; counts cannot make 95 % of 3 cases.
    closed = {"D1": (3, 3), "D2": (108, 120), "D3": (4, 5)}
    rows = [{"street": name, "num": hits, "den": of} for name, (hits, of) in closed.items()]
    refresh(inbox.write(tmp_path / "inbox", inbox.street_cases({"X": rows})), tmp_path / "w")
    found = units(tmp_path / "w", tmp_path, "street", publish={"min_rank_cases": given["min_rank_cases"]})
    assert {unit["code"][2:]: unit["rank"] for unit in found.values() if unit["ranked"]} == expected["rank"]
    few = [unit for unit in found.values() if unit["unranked_reason"] == "few_cases"]
    assert [unit["code"][2:] for unit in few] == expected["unranked"] and few[0]["score"] == "100.00"


def test_the_order_of_rows_does_not_matter(theatre: Path, tmp_path: Path) -> None:
    given, _ = counted("G32")
    tables = inbox.street_cases({name: given[name] for name in ("rows", "d1", "d2")})
    backwards = {name: rows[::-1] for name, rows in tables.items()}
    refresh(inbox.write(tmp_path / "inbox", backwards), tmp_path / "w")
    for subject in ("street", "district"):
        assert units(tmp_path / "w", tmp_path, subject) == units(theatre, tmp_path, subject)


def test_a_year_is_its_cases_again_unless_the_scheme_says_so(tmp_path: Path) -> None:
    cases: list[inbox.Row] = []
    for month, closed, of in ((1, 1, 1), (2, 0, 3)):
        for row in inbox.counted(closed, of, {"area_code": "S", "channel": f"m{month}"}):
            reported = str(row["reported_at"]).replace("-01-", f"-0{month}-")
            cases.append({**row, "reported_at": reported})
    streets: list[inbox.Row] = [{"area_code": "S", "name": "S", "level": "street"}]
    refresh(inbox.write(tmp_path / "inbox", {"case": cases, "area": streets}), tmp_path / "w")
    values = {}
    for made_of in ("cases", "mean_of_months"):
        path = schemes.write(tmp_path / "s.toml", NODES, {"subject": "street"}, period={"made_of": made_of})
        [unit] = score(tmp_path / "w", path, "--period", "2024-Q1")["subjects"]
        values[made_of] = unit["score"]
        assert (rate(unit)["numerator"], rate(unit)["denominator"]) == (1, 4)
    # March has no cases: the mean is of the two months that have some.
    assert values == {"cases": "25.00", "mean_of_months": "50.00"}
    refused = run("warehouse", "score", str(path), "--period", "2024-W07", "--warehouse", str(tmp_path / "w"), fails=2)
    assert "whole months" in refused["error"]["message"]


def test_totals_made_elsewhere_are_compared_unit_by_unit(theatre: Path, tmp_path: Path) -> None:
    path = schemes.write(theatre / "schemes" / "golden.1.toml", NODES, {"subject": "district"})
    assert path.exists()
    (tmp_path / "totals.csv").write_text("unit,total\nd1,50\nd2,84\nnobody,1\n", "utf-8")
    words = ("scheme", "compare", str(tmp_path / "totals.csv"), "--scheme", "golden", *JANUARY)
    told = run("warehouse", *words, "--unit", "unit", "--total", "total", "--warehouse", str(theatre))
    assert [(row["code"], row["theirs"], row["ours"], row["difference"]) for row in told["subjects"]] == [
        ("d1", "50", "49.00", "-1.00"),
        ("d2", "84", "84.00", "0.00"),
    ]
    assert [row["their_rank"] for row in told["subjects"]] == [2, 1]
    assert told["unknown"] == [{"line": 4, "unit": "nobody"}] and told["not_in_file"] == ["rows"]
    wrong = run("warehouse", *words, "--unit", "unit", "--total", "sum", "--warehouse", str(theatre), fails=2)
    assert wrong["error"]["code"] == "UNKNOWN_COLUMN"


def test_feeds_that_nobody_loaded_are_named(theatre: Path) -> None:
    found = score(theatre, "dept-performance", *JANUARY)
    assert found["missing_feeds"] == ["rating", "external_score", "whistle", "whistle_call", "case_event", "followup"]
    assert score(theatre, "district-theatre", *JANUARY)["missing_feeds"] == ["followup", "case_event"]
