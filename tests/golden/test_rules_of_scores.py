"""What a scheme does to scores, rule by rule: invented cases, worked out by fractions beside the product."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.golden import inbox, schemes
from tests.golden.evaluation import DURING, ITEMS, Tables, city, external, form, percent_form, together, whistle
from tests.golden.shell import Document, refresh, score
from tests.golden.test_evaluation import GRADES, JUNE
from tests.golden.test_schemes import golden

# Points of each department: above, below, middle, superior; nothing is told of those without.
TREE: Mapping[str, tuple[Any, ...]] = {
    "whole": (80, 90, 70, 60),
    "half": (80, 90, None, 60),  # exactly as much as may be missing
    "more": (80, None, None, 60),
    "none": (80, 90, 70, None),
    "full": (100, 100, 100, 100),
    "least": (0, 0, 1, 2),
    "struck": (99, 99, 99, 99),
}
WEIGHTS = (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))
INCIDENTS = (("praise", "full", 3), ("notice", "least", 9), ("notice", "whole", 2), ("praise", "whole", 1))
STRUCK = (("safety", "struck", 1), ("fraud", "struck", 2))
TIES = {"A": "90.004", "B": "89.995", "C": "89.9949", "D": "89.99", "E": "89.985", "F": "80.125", "G": "80.124"}
ANSWERED = {
    "S1": ("a", "b"),
    "S2": ("a", "c", "d", "e", "f", "g"),
    "S3": ("b", "c", "d", "e", "f", "g", "h"),
    "S4": ("b", "c", "d", "e", "f", "g"),
}


def tree() -> Tables:
    nodes = ("above", "below", "middle", "superior")
    given = {unit: dict(zip(nodes, points, strict=True)) for unit, points in TREE.items()}
    rows: list[inbox.Row] = [
        {"incident_id": f"{kind}-{unit}-{at}", "kind": kind, "subject_code": unit, "happened_on": "2024-06-30"}
        for kind, unit, times in (*INCIDENTS, *STRUCK)
        for at in range(times)
    ]
    return {"external_score": external(given), "incident": rows}


def called(streets: Mapping[str, str | None], unit: str = "D1") -> Tables:
    """A department that these streets called; those with points rated it."""
    blown = [whistle(f"W-{unit}-{street}", [street], {unit: DURING}) for street in streets]
    rows = [row for street, points in streets.items() if points for row in percent_form(street, unit, points)]
    return together({"rating": rows}, *blown)


FIVE = dict(zip(("S1", "S2", "S3", "S4", "S5"), ("100", "40", "70", "80", "90"), strict=True))
CLOSED, LATE = "2024-06-05T08:00:00", "2024-06-07T08:00:00"
SHRUNK = {"A": (9, 10), "B": (5, 10), "C": (1, 10)}
MONTHS = {"2024-04": (3, 3), "2024-06": (1, 2)}  # nothing was reported in May
WHISTLES = (
    whistle("W1", ["S1", "S2"], {"D1": "2024-06-10T09:10:00", "D2": "2024-06-10T10:00:00"}),
    whistle("W2", ["S1"], {"D1": "2024-06-10T09:30:00"}),
    whistle("W3", ["S2", "S3", "S1"], {"D1": "2024-06-10T09:30:01"}),
)


def case(name: str, main: str, closed: str | None, reported: str = "2024-06-03T08:00:00") -> inbox.Row:
    stamps = {"reported_at": reported, "closed_at": closed, "due_at": reported.replace("-03T", "-06T")}
    return {"case_id": name, "main_department_code": main, **stamps}


def helping(case: str, unit: str, due: str | None = None, done: str | None = None) -> inbox.Row:
    return {"case_id": case, "department_code": unit, "role": "assist", "due_at": due, "done_at": done}


def credited() -> Tables:
    given = golden("G10")[0]["cases"]
    cases = [case(each["case"], each["main"], CLOSED) for each in given]
    return {"case": cases, "assignment": [helping(each["case"], unit) for each in given for unit in each["assist"]]}


def own_times() -> Tables:
    """The case is closed too late; one helper was in its own time, one was not, one has none."""
    due = "2024-06-06T00:00:00"
    helpers = [helping("C", "D2", due, CLOSED), helping("C", "D3", due, LATE), helping("C", "D4")]
    return {"case": [case("C", "D1", LATE)], "assignment": helpers}


def counted() -> Tables:
    units = [
        case(f"{unit}{at}", unit, CLOSED if at < x else None) for unit, (x, n) in SHRUNK.items() for at in range(n)
    ]
    return {"case": units}


def monthly() -> Tables:
    rows = []
    for month, (closed, of) in MONTHS.items():
        at = f"{month}-04T08:00:00"
        rows += [case(f"{month}{k}", "D1", at if k < closed else None, f"{month}-03T08:00:00") for k in range(of)]
    return {"case": rows}


CASES: dict[str, tuple[list[str], Tables]] = {
    "tree": (list(TREE), tree()),
    "ties": (list(TIES), {"external_score": external({unit: {"all": points} for unit, points in TIES.items()})}),
    "five": (["D1"], called(FIVE)),
    "four": (["D1"], called({street: FIVE[street] for street in ("S1", "S2", "S3", "S4")})),
    "two": (["D1"], called({"S1": "90", "S2": "80"})),
    "credit": (sorted(golden("G10")[1]["credit"]), credited()),
    "own": (["D1", "D2", "D3", "D4"], own_times()),
    "joint": (["D1", "D2"], together(*WHISTLES)),
    "shrunk": (sorted(SHRUNK), counted()),
    "months": (["D1"], monthly()),
    "answered": (
        ["D1"],
        {"rating": [row for street, held in ANSWERED.items() for row in form(street, "D1", dict.fromkeys(held, 4))]},
    ),
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a district for each case."""
    folder = tmp_path_factory.mktemp("rules")
    refresh(inbox.write(folder / "inbox", city(CASES)), folder / "warehouse")
    return folder / "warehouse"


def scored(warehouse: Path, path: Path, nodes: list[Any], **parts: Any) -> dict[str, dict[str, Document]]:
    """Every subject of a scheme by district and code."""
    publish = {"rank_within": "district", **parts.pop("publish", {})}
    found: dict[str, dict[str, Document]] = {}
    for unit in score(warehouse, schemes.write(path, nodes, publish=publish, **parts), *JUNE)["subjects"]:
        found.setdefault(unit["district"], {})[unit["code"].partition("-")[2]] = unit
    return found


def node(unit: Document, code: str) -> Document:
    return next(each for each in unit["nodes"] if each["code"] == code)


TOTAL = schemes.group("total")
KPI = [
    schemes.external(code, str(weight), "kpi")
    for code, weight in zip(("above", "below", "middle"), WEIGHTS, strict=True)
]
SHAPE = [TOTAL, schemes.group("kpi", "1/2", "total", "1/2"), *KPI, schemes.external("superior", "1/2")]
CHANGES: dict[str, Any] = {
    "adjustment": [
        {"code": "off", "fn": "deduct", "per_incident": "0.5", "max_total": 3, "incident": "notice"},
        {"code": "up", "fn": "bonus", "per_incident": 1, "max_total": 2, "incident": "praise"},
    ],
    "veto": [
        {"code": "safety", "effect": "grade", "grade": "不合格", "rank": "last"},
        {"code": "fraud", "effect": "grade", "grade": "合格", "rank": "kept"},
    ],
}


def by_hand(unit: str) -> Fraction | None:
    """The score of the tree before it is rounded; None where too much is missing."""
    *parts, superior = TREE[unit]
    given = [(weight, Fraction(points)) for weight, points in zip(WEIGHTS, parts, strict=True) if points is not None]
    there = sum(weight for weight, _ in given)
    if superior is None or there < Fraction(1, 2):
        return None
    whole = (sum(weight * points for weight, points in given) / there + superior) / 2
    times = {kind: sum(n for told, who, n in INCIDENTS if (told, who) == (kind, unit)) for kind in ("notice", "praise")}
    whole += min(Fraction(times["praise"]), Fraction(2)) - min(Fraction(times["notice"], 2), Fraction(3))
    return max(Fraction(0), min(Fraction(100), whole))


def test_missing_parts_adjustments_clamp_and_vetoes(warehouse: Path, tmp_path: Path) -> None:
    found = scored(warehouse, tmp_path / "tree.toml", SHAPE, grade=GRADES, **CHANGES)["tree"]
    for code, unit in found.items():
        wanted = by_hand(code)
        assert (unit["exact"] and Fraction(unit["exact"])) == wanted, code
        assert unit["state"] == ("blocked" if wanted is None else "ok")
        if wanted is not None:
            shown = [Fraction(each["shown"]) for each in unit["nodes"] if each["parent"] == "total"]
            changed = [Fraction(each["points"]) for each in unit["adjustments"]]
            assert sum(shown) + sum(changed) == Fraction(unit["score"])
    assert node(found["half"], "middle")["effective_weight"] == "0" and node(found["half"], "kpi")["redistributed"]
    assert [node(found["half"], code)["effective_path_weight"] for code in ("above", "below")] == ["1/4", "1/4"]
    assert (node(found["more"], "kpi")["state"], node(found["more"], "kpi")["missing"]) == ("blocked", "3/4")
    assert {code: unit["rank"] for code, unit in found.items()} == {
        "full": 1, "half": 2, "whole": 3, "least": 4, "struck": 5, "more": None, "none": None,
    }  # fmt: skip
    struck = found["struck"]
    assert (struck["score"], struck["grade"], struck["grade_before_veto"]) == ("99.00", "不合格", "优秀")
    assert [each["code"] for each in struck["vetoes"]] == ["safety", "fraud"]


@pytest.mark.parametrize(
    ("publish", "scores", "ranks"),
    [
        ({}, "90.00 90.00 89.99 89.99 89.99 80.13 80.12", [1, 1, 3, 3, 3, 6, 7]),
        ({"rank_on": "exact"}, "90.00 90.00 89.99 89.99 89.99 80.13 80.12", [1, 2, 3, 4, 5, 6, 7]),
        ({"score_decimals": 1}, "90.0 90.0 90.0 90.0 90.0 80.1 80.1", [1, 1, 1, 1, 1, 6, 6]),
        ({"tie_break": ["all"]}, "90.00 90.00 89.99 89.99 89.99 80.13 80.12", [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_ranks_are_of_what_is_published(
    warehouse: Path, tmp_path: Path, publish: dict[str, Any], scores: str, ranks: list[int]
) -> None:
    nodes = [TOTAL, schemes.external("all", "1")]
    found = scored(warehouse, tmp_path / "ties.toml", nodes, publish=publish)["ties"]
    assert [found[code]["score"] for code in TIES] == scores.split()
    assert [found[code]["rank"] for code in TIES] == ranks
    assert [found[code]["tied"] for code in TIES] == [ranks.count(rank) > 1 for rank in ranks]


@pytest.mark.parametrize(
    ("rating", "five", "two"),
    [
        ({}, Fraction(380, 5), None),
        ({"trim": "drop_high_low"}, Fraction(70 + 80 + 90, 3), None),
        ({"min_streets": 2}, Fraction(380, 5), Fraction(85)),
    ],
)
def test_highest_and_lowest_fall_away_only_where_five_streets_rated(
    warehouse: Path, tmp_path: Path, rating: dict[str, Any], five: Fraction, two: Fraction | None
) -> None:
    path = tmp_path / "voice.toml"
    units = scored(warehouse, path, [TOTAL, schemes.voice("1")], rating={**rating, "items": ITEMS})
    found = {name: node(units[name]["D1"], "bottom_up") for name in ("five", "four", "two", "answered")}
    assert [Fraction(found[name]["mapped"]) for name in ("five", "four")] == [five, Fraction(290, 4)]
    assert sorted(found["five"]["dropped"]) == (["five-S1", "five-S2"] if "trim" in rating else [])
    assert found["four"]["dropped"] == []
    assert (found["two"]["mapped"] and Fraction(found["two"]["mapped"])) == two
    assert (found["two"]["coverage"], found["two"]["state"] == "ok") == ("1", two is not None)
    # A form that answers exactly half of the weight counts, one that answers a hundredth less does not.
    assert [each["code"] for each in found["answered"]["streets"]] == [
        f"answered-{code}" for code in ("S1", "S2", "S3")
    ]
    assert found["answered"]["state"] == "insufficient_coverage"


SAME = {"fn": "identity"}
RATES = {"arrival": "whistle_ontime_rate", "ontime": "ontime_closure_rate", "closure": "closure_rate"}
COUNTED = [schemes.group("total", "1"), *(schemes.metric(code, name, SAME, "1/3") for code, name in RATES.items())]


def told(warehouse: Path, folder: Path, period: str, made_of: str) -> tuple[Document, dict[str, Document]]:
    """A scheme of three rates, with every subject by code."""
    parts: dict[str, Any] = {"publish": {"rank_within": "district"}, "period": {"made_of": made_of}}
    document = score(warehouse, schemes.write(folder / "rates.toml", COUNTED, **parts), "--period", period)
    return document, {unit["code"]: unit for unit in document["subjects"]}


def test_credit_joint_whistles_and_helpers_own_times(warehouse: Path, tmp_path: Path) -> None:
    document, units = told(warehouse, tmp_path, "2024-06", "cases")
    credit = golden("G10")[1]["credit"]
    closed = {code: node(units[f"credit-{code}"], "closure") for code in credit}
    assert {code: str(each["numerator"]) for code, each in closed.items()} == credit
    assert sum(Fraction(each["denominator"]) for each in closed.values()) == int(golden("G10")[1]["total"])
    # Less than one case is a case: only nothing at all is empty.
    assert {each["mapped"] for each in closed.values()} == {"100"}
    own = {code: node(units[f"own-{code}"], "ontime") for code in ("D1", "D2", "D3", "D4")}
    assert [(str(own[code]["numerator"]), str(own[code]["denominator"])) for code in own] == [
        ("0", "7/10"), ("1/10", "1/10"), ("0", "1/10"), ("0", "1/10"),
    ]  # fmt: skip
    joint = [node(units[f"joint-{code}"], "arrival") for code in ("D1", "D2")]
    assert [(each["numerator"], each["denominator"], each["value"]) for each in joint] == [(2, 3, "2/3"), (0, 1, "0")]
    assert (
        node(units["joint-D2"], "closure")["state"] == "empty" and node(units["joint-D2"], "closure")["value"] is None
    )
    [group] = [each for each in document["statistics"]["groups"] if each["group_code"].endswith("@shrunk")]
    rates = group["rates"]["closure"]
    # By hand: mu = 1/2, S = 16/5, rho = (64/5 - 2) / (30 - 10 - 2) = 3/5, m = 2/3.
    assert (rates["counts"], rates["pool"]["mean"], rates["pool"]["m"]) == (False, "1/2", "0.666667")
    shrunk = {code: (x + Fraction(1, 3)) / (n + Fraction(2, 3)) for code, (x, n) in SHRUNK.items()}
    assert {each["code"][-1]: each["shrunk"] for each in rates["units"]} == {
        code: f"{float(value):.6f}" for code, value in shrunk.items()
    }


def test_a_quarter_is_the_mean_of_the_months_that_have_something(warehouse: Path, tmp_path: Path) -> None:
    found = {made: told(warehouse, tmp_path, "2024-Q2", made)[1]["months-D1"] for made in ("cases", "mean_of_months")}
    by_month = [Fraction(closed, of) * 100 for closed, of in MONTHS.values()]
    assert Fraction(found["mean_of_months"]["exact"]) == sum(by_month) / len(by_month)
    assert Fraction(found["cases"]["exact"]) == Fraction(4, 5) * 100
    months = {each["code"]: each["mapped"] for each in node(found["mean_of_months"], "closure")["months"]}
    assert months == {"2024-04": "100", "2024-05": None, "2024-06": "50"}
