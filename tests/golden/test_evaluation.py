"""The evaluation itself: golden cases through ratings, whistles, scores from outside, and command lines alone."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.golden import inbox, schemes
from tests.golden.evaluation import AFTER, ITEMS, city, exactly
from tests.golden.shell import Document, refresh, score
from tests.golden.test_schemes import golden
from tests.golden.told import CASES, EXAMPLE, LATE, WATERFALL

STREETS = ("S2", "S3", "S4", "S5", "S9")
JUNE = ("--period", "2024-06")
WITHIN = {"rank_within": "district"}
GRADES = [{"name": name, "min": least} for name, least in (("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0))]
VOICE = [schemes.group("total"), schemes.voice("1")]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a district for each golden case."""
    folder = tmp_path_factory.mktemp("evaluation")
    refresh(inbox.write(folder / "inbox", city(CASES)), folder / "warehouse")
    return folder / "warehouse"


class Told:
    """What a scheme makes of one case: its subjects by code, what stands beside, and the whole document."""

    def __init__(self, warehouse: Path, name: str, scheme: str | Path, *options: str) -> None:
        self.document = score(warehouse, scheme, *JUNE, *options)
        held = [unit for unit in self.document["subjects"] if unit["district"] == name]
        self.units = {unit["code"].removeprefix(f"{name}-"): unit for unit in held}
        statistics = self.document["statistics"]["groups"]
        [self.beside] = [group for group in statistics if group["group_code"].endswith(f"@{name}")]

    def nodes(self, unit: str = "D1") -> dict[str, Document]:
        """The nodes of a subject by code."""
        return {node["code"]: node for node in self.units[unit]["nodes"]}


def told(warehouse: Path, folder: Path, name: str, nodes: list[Any], *options: str, **parts: Any) -> Told:
    """The score of a scheme of these nodes, as far as it is of that case."""
    path = schemes.write(folder / f"{name}.toml", nodes, **{"publish": WITHIN, **parts})
    return Told(warehouse, name, path, *options)


def weighed(weights: Mapping[str, str], max_missing: str = "0") -> list[Any]:
    """A tree of scores from outside."""
    leaves = [schemes.external(code, weight) for code, weight in weights.items()]
    return [schemes.group("total", max_missing), *leaves]


def plain(text: Any, name: str) -> Any:
    """Codes without the name of the case."""
    if isinstance(text, dict):
        return {plain(key, name): plain(value, name) for key, value in text.items()}
    if isinstance(text, list):
        return [plain(each, name) for each in text]
    return text.removeprefix(f"{name}-") if isinstance(text, str) else text


def test_the_whole_is_the_exact_sum_rounded_once(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G22")
    found = told(warehouse, tmp_path, "G22", weighed({code: weight for code, weight, _ in given["children"]}))
    assert (found.units["D1"]["exact"], found.units["D1"]["score"]) == (expected["total"], expected["published"])
    contributions = {code: node["contribution"] for code, node in found.nodes().items() if code != "total"}
    assert exactly(contributions) == exactly(expected["contributions"])


def test_a_department_without_whistles_shares_that_weight_in_its_group(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G23")
    weights = {code: weight for code, weight, _ in given["children"]}
    found = told(warehouse, tmp_path, "G23", weighed(weights, given["max_missing"]))
    nodes = found.nodes()
    assert (found.units["D1"]["exact"], found.units["D1"]["score"]) == (expected["score"], expected["published"])
    assert (nodes["total"]["missing"], nodes["total"]["redistributed"]) == (expected["missing"], True)
    assert (nodes["arrival"]["state"], nodes["arrival"]["shown"]) == ("empty", None)
    left = {code: node["effective_weight"] for code, node in nodes.items() if code not in ("total", "arrival")}
    assert left == expected["eff"]


def test_grades_are_of_the_published_score(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G28")
    found = told(warehouse, tmp_path, "G28", weighed({"all": "1"}), grade=GRADES).units
    codes = [f"D{at}" for at in range(len(given["exact"]))]
    assert [found[code]["score"] for code in codes] == expected["published"]
    assert [found[code]["grade"] for code in codes] == expected["grade"]


def test_shown_parts_add_up_to_the_published_score(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G38")
    found = told(warehouse, tmp_path, "G38", weighed(WATERFALL))
    nodes = found.nodes()
    assert (found.units["D1"]["exact"], found.units["D1"]["score"]) == (expected["total"], expected["published"])
    assert {code: nodes[code]["contribution"] for code in WATERFALL} == given["exact"]
    assert {code: nodes[code]["shown"] for code in WATERFALL} == expected["shown"]


@pytest.mark.parametrize("weighting, key", [("equal", "equal"), ("interactions", "by_interactions")])
def test_forms_streets_and_the_department(warehouse: Path, tmp_path: Path, weighting: str, key: str) -> None:
    given, expected = golden("G17")
    items = [{"code": code, "weight": weight} for code, weight in given["items"].items()]
    rating = {"process_share": given["process_share"], "periodic_share": "0.4", "street_weighting": weighting}
    found = told(warehouse, tmp_path, "G17", VOICE, rating={**rating, "items": items})
    node = plain(found.nodes()["bottom_up"], "G17")
    assert (node["mapped"], node["coverage"], node["state"]) == (expected[key]["score"], "1", "ok")
    streets = {each["code"]: {"score": each["score"], "basis": each["basis"]} for each in node["streets"]}
    assert streets == expected["street"]
    assert {each["code"]: each["interactions"] for each in node["streets"]} == given["interaction_weights"]


def test_too_few_streets_leave_the_whole_open(warehouse: Path, tmp_path: Path) -> None:
    expected = golden("G19")[1]
    leaves = [schemes.external(code, weight) for code, weight in EXAMPLE.items() if code != "bottom_up"]
    nodes = [schemes.group("total"), schemes.voice(EXAMPLE["bottom_up"]), *leaves]
    found = told(warehouse, tmp_path, "G19", nodes, rating={"items": ITEMS})
    unit, node, wanted = found.units["D1"], plain(found.nodes()["bottom_up"], "G19"), expected["bottom_up"]
    assert (node["mapped"], node["coverage"], node["state"]) == (None, wanted["coverage"], wanted["status"])
    assert (node["provisional"], node["missing_streets"]) == (wanted["provisional"], ["S4", "S5"])
    assert (unit["state"], unit["score"]) == (expected["total"]["status"], None)
    assert found.nodes()["total"]["missing"] == expected["total"]["missing"]
    assert (unit["rank"], unit["unranked_reason"], unit["provisional"]) == (None, "blocked", "87.65")
    assert {"code": "G19-D1", "node": "bottom_up", "state": wanted["status"], "coverage": wanted["coverage"]} in (
        found.document["blocked"]
    )


@pytest.mark.parametrize("least, key", [("2/3", "ok"), ("0.6667", "with_0_6667")])
def test_exactly_two_thirds_is_enough_where_the_limit_is_a_fraction(
    warehouse: Path, tmp_path: Path, least: str, key: str
) -> None:
    expected = golden("G20")[1][key]
    found = told(warehouse, tmp_path, "G20", VOICE, rating={"min_street_coverage": least, "items": ITEMS})
    node = found.nodes()["bottom_up"]
    if key == "ok":
        assert (node["mapped"], node["coverage"], node["state"]) == tuple(
            expected[name] for name in ("score", "coverage", "status")
        )
        assert node["dropped"] == expected["dropped"]
    else:
        assert node["state"] == expected


def test_other_weights_and_where_two_change_places(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G37")
    nodes = weighed({"bottom_up": given["w"][0], "rest": "95/100"})
    found = told(warehouse, tmp_path, "G37", nodes, "--weight", f"bottom_up={given['w'][1]}")
    assert found.document["what_if"]["counts"] is False
    supposed = {unit["code"]: unit for unit in found.document["what_if"]["subjects"]}
    for held, exact, rank in ((found.units, "s5", "rank5"), (plain(supposed, "G37"), "s30", "rank30")):
        assert exactly({code: held[code]["exact"] for code in expected[exact]}) == exactly(expected[exact])
        assert {code: held[code]["rank"] for code in expected[rank]} == expected[rank]
    pairs = plain(found.beside["what_if"]["pairs"], "G37")
    assert {f"{pair['a']}-{pair['b']}": pair["swap_at"] for pair in pairs} == expected["break_even"]
    ticks = [Fraction(tick) for tick in found.beside["what_if"]["ticks"]]
    assert sum(Fraction(1, 20) < tick < Fraction(3, 10) for tick in ticks) == expected["swaps_5_30"]


def test_a_supposition_at_the_schemes_own_weight_is_the_official_score(warehouse: Path, tmp_path: Path) -> None:
    weights = {code: weight for code, weight, _ in golden("G22")[0]["children"]}
    found = told(warehouse, tmp_path, "G22", weighed(weights), "--weight", f"bottom_up={weights['bottom_up']}")
    [unit] = [each for each in found.document["what_if"]["subjects"] if each["code"] == "G22-D1"]
    assert all(unit[key] == found.units["D1"][key] for key in ("score", "exact", "rank", "tied"))


def test_the_share_of_social_governance_is_a_weight_of_its_own(warehouse: Path, tmp_path: Path) -> None:
    given, expected = golden("G42")
    nodes = weighed({"social_governance": given["share"][1], "other": "70/100"})
    found = told(warehouse, tmp_path, "G42", nodes, "--weight", f"social_governance={given['share'][0]}")
    [supposed] = [each for each in found.document["what_if"]["subjects"] if each["code"] == "G42-D1"]
    assert (found.units["D1"]["exact"], supposed["exact"]) == (expected["s30"], expected["s5"])


@pytest.mark.parametrize("name", ["full", "unbalanced", "disconnected"])
def test_leniency_is_shown_where_streets_can_be_compared(warehouse: Path, tmp_path: Path, name: str) -> None:
    expected = golden("G35")[1][name]
    found = plain(told(warehouse, tmp_path, name, VOICE, rating={"items": ITEMS}).beside["leniency"], name)
    assert found["counts"] is False
    for key in ("status", "adjusted", "severity"):
        assert found[key] == expected[key]
    assert found["differs"] == (name == "unbalanced")
    assert found["raw"] == expected.get("raw", found["raw"])


def test_ratings_that_deserve_a_question(warehouse: Path, tmp_path: Path) -> None:
    expected = golden("G40")[1]
    items = [{"code": "arrive", "weight": "1/2", "evidence": "whistle_arrival"}, {"code": "effect", "weight": "1/2"}]
    found = plain(told(warehouse, tmp_path, "G40", VOICE, rating={"items": items}).document, "G40")
    ratings = found["statistics"]["ratings"]
    streets = {each["street"]: each for each in ratings["streets"] if each["street"] in expected["flat"]}
    assert ratings["counts"] is False
    assert {code: each["flat"] for code, each in streets.items()} == expected["flat"]
    assert {code: each["ceiling"] for code, each in streets.items()} == expected["ceiling"]
    assert [each["whistle"] for each in ratings["contradictions"]] == expected["contradictions"]


def test_from_the_records_to_score_grade_place_and_swap(warehouse: Path) -> None:
    expected = golden("G45")[1]
    found = Told(warehouse, "G45", "dept-performance", "--weight", "bottom_up=0.05")
    for code in ("D1", "D2"):
        wanted, nodes, unit = expected[code], found.nodes(code), found.units[code]
        assert exactly({name: nodes[name]["value"] for name in wanted["metrics"]}) == exactly(wanted["metrics"])
        assert exactly({name: nodes[name]["mapped"] for name in wanted["mapped"]}) == exactly(wanted["mapped"])
        assert (nodes["kpi"]["mapped"], nodes["bottom_up"]["mapped"]) == (wanted["kpi"], wanted["bottom_up"])
        assert (unit["exact"], unit["score"], unit["grade"]) == (wanted["total"], wanted["published"], wanted["grade"])
        assert {name: nodes[name]["shown"] for name in wanted["waterfall"]} == wanted["waterfall"]
    assert {code: unit["rank"] for code, unit in found.units.items()} == expected["rank"]
    assert Fraction(found.nodes()["arrival"]["impact_per_row"]) == Fraction("6.25")
    supposed = plain({unit["code"]: unit["exact"] for unit in found.document["what_if"]["subjects"]}, "G45")
    assert {code: supposed[code] for code in expected["at_5_percent"]} == expected["at_5_percent"]
    assert [pair["swap_at"] for pair in found.beside["what_if"]["pairs"]] == [expected["break_even"]]


def test_ratings_before_the_lock_count_once_and_a_voided_one_revives_nothing(warehouse: Path, tmp_path: Path) -> None:
    found = told(warehouse, tmp_path, "locks", VOICE, rating={"items": [{"code": "all", "weight": 1}]})
    node = plain(found.nodes()["bottom_up"], "locks")
    # S1 put its first answer right, S2 only after the lock; that of S3 was voided, that of S4 taken out.
    assert {each["code"]: each["score"] for each in node["streets"]} == {"S1": "75", "S2": "25", "S6": "100"}
    assert (node["missing_streets"], node["coverage"], node["state"]) == (
        ["S3", "S4", "S5"],
        "1/2",
        "insufficient_coverage",
    )
    assert "unknown_criterion:other" in found.document["warnings"]
    aside = [each for each in plain(found.document["set_aside"]["listed"], "locks") if each["department"] == "D1"]
    assert {(each["rule"], each["street"], each["rating"]) for each in aside if each["street"] in STREETS} == {
        ("unknown_street", "S9", "S9-D1-2024-06-all"),
        ("after_lock", "S2", f"S2-{LATE}"),
        ("voided", "S3", f"S3-{AFTER}"),
        ("taken_out", "S4", "S4-D1-2024-06-all"),
        ("answered_too_little", "S5", None),
    }


def test_incidents_take_points_and_a_veto_takes_the_grade(warehouse: Path, tmp_path: Path) -> None:
    found = told(
        warehouse,
        tmp_path,
        "incidents",
        weighed({"all": "1"}),
        grade=GRADES,
        adjustment=[
            {"code": "off", "fn": "deduct", "per_incident": "0.5", "max_total": 3, "incident": "supervision_notice"}
        ],
        veto=[{"code": "major_safety", "effect": "grade", "grade": "不合格", "rank": "last"}],
    ).units
    # A notice to the team of D1 is one to D1; one of May and one after the period are none of June's.
    assert [(found[code]["score"], found[code]["grade"], found[code]["rank"]) for code in ("D1", "D2", "D3")] == [
        ("94.00", "优秀", 1),
        ("95.00", "不合格", 3),
        ("70.00", "合格", 2),
    ]
    assert found["D1"]["adjustments"] == [{"code": "off", "incidents": 2, "points": "-1"}]
    assert (found["D2"]["grade_before_veto"], found["D2"]["vetoes"][0]["code"]) == ("优秀", "major_safety")
    assert Fraction(found["D1"]["nodes"][0]["shown"]) - 1 == Fraction(found["D1"]["score"])


def test_streets_rate_a_team_with_its_department_and_voices_are_those_of_the_district(
    warehouse: Path, tmp_path: Path
) -> None:
    found = told(warehouse, tmp_path, "teams", VOICE, rating={"items": [{"code": "all", "weight": 1}]})
    node = plain(found.nodes()["bottom_up"], "teams")
    # Nobody called: all streets of the district should have rated, and four did, one of them the team.
    assert {each["code"]: each["score"] for each in node["streets"]} == dict.fromkeys(("S1", "S2", "S3", "S4"), "75")
    assert (node["coverage"], node["mapped"], node["missing_streets"]) == ("2/3", "75", ["S5", "S6"])


def test_a_new_version_of_the_scheme_is_never_mistaken_for_work_done(warehouse: Path) -> None:
    for version, first, last, weight in (("1", "2024-01-01", "2024-05-31", "0.05"), ("2", "2024-06-01", None, "0.30")):
        head = {"version": version, "effective_from": first, "effective_to": last, "status": "approved"}
        nodes = weighed({"part": weight, "rest": str(1 - Fraction(weight))})
        schemes.write(warehouse / "schemes" / f"golden.{version}.toml", nodes, head, publish=WITHIN)
    document = Told(warehouse, "change", "golden", "--before", "2024-05").document
    [found] = [each for each in document["change"]["subjects"] if each["code"] == "change-D1"]
    # By hand: 0.05 x 80 + 0.95 x 60 = 61, then 0.30 x 90 + 0.70 x 70 = 76: ten points of each, 85/4 - 65/4 by weight.
    assert (found["before"], found["after"]) == ("61", "76")
    assert (found["performance"], found["weight"], found["adjustments"]) == ("10", "5", "0")
    assert [document["change"][side]["scheme_version"] for side in ("before", "after")] == ["1", "2"]
