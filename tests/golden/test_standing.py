"""How units stand among their like: golden cases and some worked out by hand, through files and commands alone."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.golden import inbox
from tests.golden.shell import Document, rank, refresh
from tests.golden.test_cases import golden

WILSON, FUNNEL, FEW = golden("G33"), golden("G41"), golden("G48")
MOST = 1_000  # pairs of more cases than this are tried without files
PAIRS = {f"P{place}": pair for place, pair in enumerate(WILSON[0]["pairs"]) if pair[1] <= MOST}
# By hand: mu = 1/2, S = 3.2, rho = (12.8 - 2) / (30 - 10 - 2) = 0.6, m = 2/3.
SHRUNK = {"A": (9, 10), "B": (5, 10), "C": (1, 10)}
# By hand: 0.09^2 = 0.0081 < 3.8415 * 0.002439 = 0.00937, all other pairs lie far apart.
APART = {"A": (90, 100), "B": (81, 100), "C": (50, 100)}
TIED = {"A": (9, 10), "B": (8, 10), "C": (80, 100), "D": (7, 10)}
# The rates are in the order of the golden scores; counts cannot make 95 % of 3 cases.
FEW_CASES = {"D1": (3, 3), "D2": (108, 120), "D3": (4, 5)}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one district for each case; its units are the streets of the district."""
    districts: dict[str, Mapping[str, Sequence[int]]] = {
        "G33": PAIRS,
        "G41": FUNNEL[0]["data"],
        "G48": FEW_CASES,
        "shrunk": SHRUNK,
        "apart": APART,
        "tied": TIED,
    }
    rows: dict[str, Sequence[inbox.Row]] = {
        district: [{"street": name, "num": closed, "den": of} for name, (closed, of) in streets.items()]
        for district, streets in districts.items()
    }
    folder = tmp_path_factory.mktemp("standing")
    refresh(inbox.write(folder / "inbox", inbox.street_cases(rows)), folder / "warehouse")
    return folder / "warehouse"


def standing(warehouse: Path, district: str) -> tuple[Document, dict[str, Document]]:
    """The document of one district's streets, and every unit in it by its name."""
    words = ("--by", "street", "--where", f"district={district}", "--as-of", "2024-01-31")
    told = rank(warehouse, "closure_rate", *words)
    units = [*(unit for field in told["groups"] for unit in field["units"]), *told["unranked"], *told["empty"]]
    return told, {unit["code"].removeprefix(f"{district}-"): unit for unit in units}


def rounded(decimal: str, places: int) -> str:
    """A decimal with fewer places."""
    return str(Decimal(decimal).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def test_intervals_are_wilsons(warehouse: Path) -> None:
    _, units = standing(warehouse, "G33")
    wanted = dict(zip(PAIRS, WILSON[1]["ci"], strict=False))
    assert {name: unit["wilson"] for name, unit in units.items()} == wanted
    assert units["P4"]["state"] == "empty" and units["P4"]["rank"] is None


def test_a_small_unit_only_warns_where_a_large_one_alarms(warehouse: Path) -> None:
    told, units = standing(warehouse, "G41")
    [field] = told["groups"]
    assert Fraction(field["pool"]["mean"]) == Fraction(FUNNEL[1]["p0"])
    assert {name: rounded(unit["funnel"]["z"], 4) for name, unit in units.items()} == FUNNEL[1]["z"]
    assert {name: unit["funnel"]["flag"] for name, unit in units.items()} == FUNNEL[1]["flag"]
    assert [units[name]["funnel"]["side"] for name in ("D1", "D2", "D3", "D4")] == [None, "worse", "worse", None]


def test_too_few_cases_are_listed_and_not_ranked(warehouse: Path) -> None:
    told, units = standing(warehouse, "G48")
    assert told["rules"]["min_rank_cases"] == FEW[0]["min_rank_cases"]
    assert {name: unit["n"] for name, unit in units.items()} == {name: n for name, (_, n) in FEW[0]["score_n"].items()}
    assert {name: unit["rank"] for name, unit in units.items() if unit["ranked"]} == FEW[1]["rank"]
    assert [unit["code"] for unit in told["unranked"]] == [f"G48-{name}" for name in FEW[1]["unranked"]]
    assert units["D1"]["unranked_reason"] == "few_cases" and units["D1"]["numerator"] == units["D1"]["n"] == 3


def test_rates_shrink_towards_the_common_one_by_moments(warehouse: Path) -> None:
    told, units = standing(warehouse, "shrunk")
    assert told["groups"][0]["pool"] == {"mean": "1/2", "mean_decimal": "0.500000", "m": "0.666667"}
    assert [units[name]["shrunk"] for name in "ABC"] == ["0.875000", "0.500000", "0.125000"]


def test_ranks_come_with_the_places_that_may_be(warehouse: Path) -> None:
    _, units = standing(warehouse, "apart")
    assert {name: unit["rank_interval"] for name, unit in units.items()} == {"A": [1, 2], "B": [1, 2], "C": [3, 3]}
    assert {name: unit["band"] for name, unit in units.items()} == {"A": 1, "B": 1, "C": 2}


def test_equal_figures_share_a_rank_and_the_next_is_left_out(warehouse: Path) -> None:
    told, units = standing(warehouse, "tied")
    assert {name: unit["rank"] for name, unit in units.items()} == {"A": 1, "B": 2, "C": 2, "D": 4}
    assert {name: unit["tied"] for name, unit in units.items()} == {"A": False, "B": True, "C": True, "D": False}
    assert {unit["rank_of"] for unit in units.values()} == {4}
    assert [unit["rank"] for unit in told["groups"][0]["units"]] == [1, 2, 2, 4]
