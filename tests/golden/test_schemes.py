"""Schemes and mappings: golden cases through scheme files, counted cases and command lines alone."""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.golden import inbox, schemes
from tests.golden.shell import Document, refresh, run, score

HERE = Path(__file__).parent
GOLDEN = {case["id"]: case for case in json.loads((HERE / "evaluation.json").read_text("utf-8"))}
STREETS = {"subject": "street"}
JANUARY = ("--period", "2024-01", "--as-of", "2024-01-31")


def golden(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Input and expectations of a golden case."""
    return GOLDEN[name]["input"], GOLDEN[name]["expected"]


def streets(shares: Sequence[str]) -> list[inbox.Row]:
    """One street for each share of closed cases."""
    parts = [Fraction(share) for share in shares]
    return [{"street": f"S{at}", "num": part.numerator, "den": part.denominator} for at, part in enumerate(parts)]


def mapped(warehouse: Path, folder: Path, metric: str, table: dict[str, Any], district: str) -> list[Fraction]:
    """What that mapping makes of each street of the district, in order."""
    path = schemes.write(folder / "one.toml", [schemes.group("total"), schemes.metric("x", metric, table)], STREETS)
    units = {unit["code"]: unit for unit in score(warehouse, path, *JANUARY)["subjects"]}
    codes = sorted(
        (code for code in units if code.startswith(f"{district}-")), key=lambda code: int(code.split("S")[-1])
    )
    return [Fraction(node["mapped"]) for code in codes for node in units[code]["nodes"] if node["code"] == "x"]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Streets whose closed cases make the figures that the golden cases map."""
    g14, g15, g16 = (golden(name)[0] for name in ("G14", "G15", "G16"))
    rows: dict[str, Sequence[inbox.Row]] = {
        "higher": streets(g14["higher"]["x"]),
        "lower": streets(g14["lower"]["x"]),
        "seed": streets(["607/627"]),
        "path": streets(g16["x"]),
        "resolved": [
            {"street": f"S{at}", "num": each["resolved"], "den": each["matured"]}
            for at, each in enumerate(golden("G31")[0]["resolve"])
        ],
        "off": [{"street": f"S{at}", "num": 1, "den": 1 + k} for at, k in enumerate(g15["k"])],
        "capped": [{"street": f"S{at}", "num": 1, "den": 1 + k} for at, k in enumerate(g15["capped"]["k"])],
    }
    folder = tmp_path_factory.mktemp("schemes")
    refresh(inbox.write(folder / "inbox", inbox.street_cases(rows)), folder / "warehouse")
    return folder / "warehouse"


@pytest.mark.parametrize("side", ["higher", "lower"])
def test_linear_with_floor_and_target(warehouse: Path, tmp_path: Path, side: str) -> None:
    given, expected = golden("G14")
    table = {"fn": "linear", **{key: str(value) for key, value in given[side].items() if key != "x"}}
    found = mapped(warehouse, tmp_path, "closure_rate", table, side)
    assert found == [Fraction(each) for each in expected[side]]


def test_the_press_figure_is_mapped_without_rounding(warehouse: Path, tmp_path: Path) -> None:
    table = {"fn": "linear", "floor": "0.80", "target": "0.98", "floor_score": 60, "below_floor": 0}
    assert mapped(warehouse, tmp_path, "closure_rate", table, "seed") == [Fraction(golden("G14")[1]["seed_607_627"])]


def test_piecewise_and_its_ends(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G16")
    found = mapped(warehouse, tmp_path, "closure_rate", {"fn": "piecewise", "points": given["points"]}, "path")
    assert found == [Fraction(each) for each in expected["y"]]


def test_a_path_that_ends_at_exactly_everything(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G31")
    found = mapped(warehouse, tmp_path, "closure_rate", {"fn": "piecewise", "points": given["map"]}, "resolved")
    assert found == [Fraction(each) for each in expected["score"]]


def test_so_many_points_off_for_each(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G15")
    found = mapped(warehouse, tmp_path, "open_count", {"fn": "deduct", "per": given["per"]}, "off")
    assert found == [Fraction(each) for each in expected["score"]]
    table = {"fn": "deduct", "per": given["capped"]["per"], "max_total": given["capped"]["max_total"]}
    found = mapped(warehouse, tmp_path, "open_count", table, "capped")
    assert found == [Fraction(each) for each in expected["capped"]]


@pytest.mark.parametrize("name", list(golden("G25")[0]["weights"]))
def test_weights_are_refused_or_taken_as_they_are(tmp_path: Path, name: str) -> None:
    given, expected = golden("G25")
    leaves = [schemes.external(f"n{at}", weight) for at, weight in enumerate(given["weights"][name])]
    path = schemes.write(tmp_path / "scheme.toml", [schemes.group("total"), *leaves])
    wanted = expected["result"][name]
    told = run("warehouse", "scheme", "check", str(path), fails=0 if wanted == "ok" else 2)
    assert told["ok"] == (wanted == "ok")
    assert [(each["code"], each["found"]) for each in told["errors"] if each["code"] == "WEIGHT_SUM"] == (
        [("WEIGHT_SUM", expected["sums"][name])] if wanted == "WEIGHT_SUM" else []
    )
    assert {each["code"] for each in told["errors"]} == ({wanted} - {"ok"})


def held(folder: Path, versions: list[dict[str, Any]]) -> None:
    """These versions as the warehouse's own schemes, approved."""
    for each in versions:
        share = Fraction(str(each["w_street"]))
        nodes = [schemes.group("total"), schemes.external("a", str(share)), schemes.external("b", str(1 - share))]
        head = {"version": each["version"], "effective_from": each["frm"], "effective_to": each["to"]}
        schemes.write(folder / f"golden.{each['version']}.toml", nodes, {**head, "status": "approved"})


@pytest.mark.parametrize("name", list(golden("G26")[0]["periods"]))
def test_one_version_holds_in_all_of_a_period_or_none(tmp_path: Path, name: str) -> None:
    given, expected = golden("G26")
    first, last = given["periods"][name]
    period = {"period_code": "P", "title": "P", "kind": "assessment", "starts_on": first, "ends_on": last}
    tables = {"period": [period], "case": inbox.counted(1, 1, {"channel": "12345"})}
    refresh(inbox.write(tmp_path / "inbox", tables), tmp_path / "w")
    held(tmp_path / "w" / "schemes", given["schemes"])
    wanted = expected["picked"][name]
    if wanted.startswith("SCHEME"):
        arguments = ("score", "golden", "--period", "P", "--warehouse", str(tmp_path / "w"))
        assert run("warehouse", *arguments, fails=2)["error"]["code"] == wanted
    else:
        found = score(tmp_path / "w", "golden", "--period", "P")["scheme"]
        assert found["version"] == wanted and found["sum_of_weights"] == "1"


def test_versions_that_hold_on_the_same_day_are_refused(tmp_path: Path) -> None:
    given, expected = golden("G26")
    first, second = given["schemes"]
    held(tmp_path, [{**first, "to": "2020-01-01"}, second])
    files = sorted(str(path) for path in tmp_path.glob("*.toml"))
    told = run("warehouse", "scheme", "check", *files, fails=2)
    assert [each["code"] for each in told["errors"]] == [expected["overlap"]]


def test_a_scheme_for_other_rules_is_refused(tmp_path: Path) -> None:
    nodes = [schemes.group("total"), schemes.external("a", "1")]
    told = run(
        "warehouse", "scheme", "check", str(schemes.write(tmp_path / "s.toml", nodes, {"rules": "1999.1"})), fails=2
    )
    assert [(each["code"], each["found"]) for each in told["errors"]] == [("RULES_MISMATCH", "1999.1")]


def test_the_streets_weight_inside_the_merged_assessment_is_a_product(tmp_path: Path) -> None:
    _, expected = golden("G42")
    nodes = [
        schemes.group("total"),
        schemes.group("social_governance", parent="total", weight="0.30"),
        schemes.external("other", "0.70"),
        schemes.external("streets", "0.30", "social_governance"),
        schemes.external("rest", "0.70", "social_governance"),
    ]
    told: Document = run("warehouse", "scheme", "check", str(schemes.write(tmp_path / "merged.toml", nodes)))
    weights = {node["code"]: node["path_weight"] for node in told["schemes"][0]["nodes"]}
    assert weights["streets"] == expected["nested_street_weight"]
    assert weights["social_governance"] == expected["per_point"][1]
