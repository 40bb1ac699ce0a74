"""A scheme is refused with every fault at once; the version for a period is one or none."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.warehouse.scoring.schemes import HEAD, group, write
from warehouse.period import Period, calendar
from warehouse.rules import rules
from warehouse.scoring.faults import SchemeRefused
from warehouse.scoring.reading import examine
from warehouse.scoring.shelf import pick, shelf
from warehouse.scoring.validation import warnings_of

PLAIN = group("total", {"a": "1"})
METRIC = '[[node]]\ncode = "rate"\nparent = "total"\nkind = "metric"\nweight = 1\n'
ROOT = '[[node]]\ncode = "total"\nkind = "group"\n'


def faults(folder: Path, body: str, head: str = HEAD) -> list[tuple[str, str | None]]:
    _, found = examine(write(folder, body, head=head), rules().rules.version)
    return [(each.code, each.node) for each in found]


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [
        (["0.30", "0.50", "0.15", "0.04"], ["WEIGHT_SUM"]),
        (["0.6", "0.3", "0.1"], []),
        (["1/3", "1/3", "1/3"], []),
        (["0.3333", "0.3333", "0.3333"], ["WEIGHT_SUM"]),
        (["0.6", "0.6", "-0.2"], ["WEIGHT_NEGATIVE"]),
    ],
)
def test_weights_are_exact_and_never_put_right(tmp_path: Path, weights: list[str], wanted: list[str]) -> None:
    body = group("total", {f"n{at}": each for at, each in enumerate(weights)})
    assert [code for code, _ in faults(tmp_path, body)] == wanted


def test_every_fault_is_told_with_its_node(tmp_path: Path) -> None:
    body = (
        group("total", {"a": "0.5", "b": "-0.1"})
        + METRIC.replace("weight = 1", 'weight = 0.5\nmetric = "closur_rate"\nmap = { fn = "rank" }')
        + '[[grade]]\nname = "good"\nmin = 80\n[[grade]]\nname = "bad"\nmin = 60\n'
        + '[[veto]]\ncode = "accident"\ngrade = "worst"\n[publish]\ntie_break = ["x"]\nrounding = "down"\n'
    )
    found = faults(tmp_path, body, HEAD + 'rules = "1999"\ngroups = ["offices"]\n')
    assert set(found) == {
        ("RULES_MISMATCH", "rules"),
        ("UNKNOWN_GROUP", "groups"),
        ("WEIGHT_SUM", "total"),
        ("WEIGHT_NEGATIVE", "b"),
        ("UNKNOWN_METRIC", "rate"),
        ("MAP_INVALID", "rate"),
        ("GRADE_GAP", "bad"),
        ("UNKNOWN_GRADE", "accident"),
        ("BAD_VALUE", "publish"),
    }


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (PLAIN + "[surprise]\n", ("UNKNOWN_KEY", None)),
        (PLAIN + "[credit]\nmain = 1\n", ("UNKNOWN_KEY", None)),
        (PLAIN.replace("weight", "weigth"), ("UNKNOWN_KEY", "a")),
        (ROOT.replace("total", "a") + ROOT, ("BAD_TREE", None)),
        (PLAIN + group("lost", {"b": "1"}, parent="nowhere"), ("BAD_TREE", "lost")),
        (PLAIN + group("x", {}, parent="y") + group("y", {}, parent="x"), ("BAD_TREE", "x")),
        (PLAIN + PLAIN, ("DUPLICATE_CODE", "a")),
        (ROOT, ("WEIGHT_SUM", "total")),
        (ROOT + METRIC.replace("metric", "bottom_up"), ("MISSING_KEY", "rate")),
        (ROOT + METRIC + 'metric = "handle_hours"\nmap = { fn = "identity" }\n', ("UNKNOWN_METRIC", "rate")),
        (PLAIN + "[[node]]\n", ("MISSING_KEY", "node")),
        ("[node]\n", ("BAD_VALUE", "node")),
        (PLAIN + '[[grade]]\nname = "a"\nmin = 90\n[[grade]]\nname = "b"\nmin = 0\nmax = 89\n', ("GRADE_GAP", "b")),
        (
            PLAIN + '[[adjustment]]\ncode = "d"\nfn = "deduct"\nper_incident = -1\nmax_total = 3\nincident = "i"\n',
            ("BAD_VALUE", "d"),
        ),
        ("weight = = 1", ("NOT_TOML", None)),
    ],
)
def test_what_a_scheme_may_not_say(tmp_path: Path, body: str, wanted: tuple[str, str | None]) -> None:
    assert wanted in faults(tmp_path, body)


def test_a_mapping_against_its_metric_deserves_a_look(tmp_path: Path) -> None:
    body = ROOT + METRIC + 'metric = "closure_rate"\nmap = { fn = "linear", floor = 0.1, target = 0 }\n'
    made, found = examine(write(tmp_path, body), rules().rules.version)
    assert made is not None and not found
    assert warnings_of(made) == ["rules_unnamed", "map_against_metric:rate"]


def test_path_weights_are_products(tmp_path: Path) -> None:
    body = group("total", {"other": "0.7"}) + group("governance", {"streets": "0.3", "rest": "0.7"}, parent="total")
    body = body.replace('code = "governance"\n', 'code = "governance"\nweight = "0.3"\n')
    made, _ = examine(write(tmp_path, body), rules().rules.version)
    assert made is not None and made.path_weights["streets"] == Fraction(9, 100)


def versions(warehouse: Path, *spans: tuple[str, str, str | None], status: str = "approved") -> None:
    folder = warehouse / "schemes"
    folder.mkdir(exist_ok=True)
    for version, first, last in spans:
        ends = f"effective_to = {last}\n" if last else ""
        head = HEAD.replace("2024-01-01", first).replace('"1"', f'"{version}"') + ends + f'status = "{status}"\n'
        write(folder, PLAIN, f"trial.{version}.toml", head)


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        ("2019-10-01", "2019-12-31", "2018.1"),
        ("2020-01-01", "2020-03-31", "2020.1"),
        ("2020-02-01", "2020-02-29", "2020.1"),
        ("2019-07-01", "2020-06-30", "SCHEME_STRADDLE"),
        ("2017-01-01", "2017-12-31", "SCHEME_NONE"),
        ("2017-07-01", "2018-06-30", "SCHEME_STRADDLE"),
    ],
)
@pytest.mark.parametrize("status", ["approved", "draft"])
def test_the_version_that_holds_in_all_of_the_period(
    tmp_path: Path, first: str, last: str, wanted: str, status: str
) -> None:
    versions(tmp_path, ("2018.1", "2018-01-01", "2019-12-31"), ("2020.1", "2020-01-01", None), status=status)
    period = Period(None, "span", date.fromisoformat(first), date.fromisoformat(last))
    try:
        found = pick(shelf(tmp_path), "trial", period).scheme.scheme.version
    except SchemeRefused as error:
        found = error.code
    assert found == wanted


def test_two_versions_on_one_day_are_refused(tmp_path: Path) -> None:
    versions(tmp_path, ("2018.1", "2018-01-01", "2020-01-01"), ("2020.1", "2020-01-01", None))
    with pytest.raises(SchemeRefused, match="SCHEME_OVERLAP"):
        pick(shelf(tmp_path), "trial", calendar("2020-01") or pytest.fail())


def test_a_draft_takes_no_part_in_a_quarrel_of_approved_versions(tmp_path: Path) -> None:
    versions(tmp_path, ("2018.1", "2018-01-01", "2020-01-15"), ("2020.1", "2020-01-10", None))
    versions(tmp_path, ("draft", "2018-01-01", None), status="draft")
    with pytest.raises(SchemeRefused, match="SCHEME_OVERLAP"):
        pick(shelf(tmp_path), "trial", calendar("2020-01") or pytest.fail())


def test_a_bad_file_keeps_the_last_approved_version(tmp_path: Path) -> None:
    versions(tmp_path, ("2018.1", "2018-01-01", "2019-12-31"))
    write(tmp_path / "schemes", group("total", {"a": "0.9999"}), "trial.2020.1.toml")
    picked = pick(shelf(tmp_path), "trial", calendar("2020-01") or pytest.fail())
    assert picked.scheme.scheme.version == "2018.1"
    assert [(each.code, each.found, each.wanted) for each in picked.instead] == [("WEIGHT_SUM", "9999/10000", "1")]


def test_every_shipped_scheme_can_be_used() -> None:
    found = shelf(None)
    assert not found.faults
    assert {each.scheme.subject for each in found.schemes} == {"department", "street", "district"}
    assert all("示例" in each.scheme.title("zh") and not warnings_of(each) for each in found.schemes)


def test_a_shipped_example_gives_way_to_the_citys_own(tmp_path: Path) -> None:
    shipped = shelf(None)
    assert {"street-theatre", "district-theatre"} <= {each.scheme.id for each in shipped.schemes}
    (tmp_path / "schemes").mkdir()
    head = HEAD.replace("trial", "street-theatre").replace("department", "street")
    write(tmp_path / "schemes", PLAIN, "street-theatre.own.toml", head)
    assert [each.scheme.version for each in shelf(tmp_path).versions("street-theatre")] == ["1"]
