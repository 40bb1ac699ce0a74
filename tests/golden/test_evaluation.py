"""The evaluation itself: golden cases through ratings, whistles, scores from outside, and command lines alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.golden import evaluation, inbox, schemes
from tests.golden.evaluation import DURING, ITEMS, exactly, form, percent_form, together, whistle
from tests.golden.shell import Document, refresh, score
from tests.golden.test_schemes import golden

JUNE = ("--period", "2024-06")
Tables = dict[str, list[inbox.Row]]
EXAMPLE = {"bottom_up": "0.30", "kpi": "0.50", "superior": "0.15", "peer": "0.05"}
# Contributions of G38 are the scores of these weights.
WATERFALL = {"bottom_up": "0.25", "kpi": "0.50", "superior": "0.20", "peer": "0.05"}
GRADES = [{"name": name, "min": least} for name, least in (("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0))]


def made(folder: Path, *tables: Mapping[str, list[inbox.Row]], streets: int = 6, units: str = "D1") -> Path:
    """A warehouse of these tables with a district of streets S1, S2 … and departments."""
    held = evaluation.registers([f"S{at}" for at in range(1, streets + 1)], units.split())
    refresh(inbox.write(folder / "inbox", together(held, *tables)), folder / "warehouse")
    return folder / "warehouse"


def told(scores: Mapping[str, Mapping[str, Any]]) -> Tables:
    """Scores from outside as a table."""
    return {"external_score": evaluation.external(scores)}


def scored(warehouse: Path, nodes: list[Any], *options: str, **parts: Any) -> tuple[Document, dict[str, Document]]:
    """The document of a scheme of these nodes, and its subjects by code."""
    path = schemes.write(warehouse.parent / "golden.toml", nodes, **parts)
    document = score(warehouse, path, *JUNE, *options)
    return document, {unit["code"]: unit for unit in document["subjects"]}


def nodes_of(unit: Document) -> dict[str, Document]:
    """The nodes of a subject by code."""
    return {node["code"]: node for node in unit["nodes"]}


def weighed(weights: Mapping[str, str], max_missing: str = "0") -> list[Any]:
    """A tree of scores from outside."""
    leaves = [schemes.external(code, weight) for code, weight in weights.items()]
    return [schemes.group("total", max_missing), *leaves]


def test_the_whole_is_the_exact_sum_rounded_once(tmp_path: Path) -> None:
    given, expected = golden("G22")
    scores = {code: float(Fraction(each)) for code, _, each in given["children"]}
    weights = {code: weight for code, weight, _ in given["children"]}
    _, units = scored(made(tmp_path, told({"D1": scores})), weighed(weights))
    assert (units["D1"]["exact"], units["D1"]["score"]) == (expected["total"], expected["published"])
    found = {code: node["contribution"] for code, node in nodes_of(units["D1"]).items() if code != "total"}
    assert exactly(found) == exactly(expected["contributions"])


def test_a_department_without_whistles_shares_that_weight_in_its_group(tmp_path: Path) -> None:
    given, expected = golden("G23")
    weights = {code: weight for code, weight, _ in given["children"]}
    scores = {code: each for code, _, each in given["children"]}
    _, units = scored(made(tmp_path, told({"D1": scores})), weighed(weights, given["max_missing"]))
    nodes = nodes_of(units["D1"])
    assert (units["D1"]["exact"], units["D1"]["score"]) == (expected["score"], expected["published"])
    assert (nodes["total"]["missing"], nodes["total"]["redistributed"]) == (expected["missing"], True)
    assert nodes["arrival"]["state"] == "empty"
    found = {code: node["effective_weight"] for code, node in nodes.items() if code not in ("total", "arrival")}
    assert found == expected["eff"]


def test_grades_are_of_the_published_score(tmp_path: Path) -> None:
    given, expected = golden("G28")
    scores = {f"D{at}": {"all": each} for at, each in enumerate(given["exact"])}
    nodes = [schemes.group("total"), schemes.external("all", "1")]
    _, units = scored(made(tmp_path, told(scores), units=" ".join(scores)), nodes, grade=GRADES)
    assert [units[code]["score"] for code in scores] == expected["published"]
    assert [units[code]["grade"] for code in scores] == expected["grade"]


def test_shown_parts_add_up_to_the_published_score(tmp_path: Path) -> None:
    given, expected = golden("G38")
    scores = {code: float(Fraction(given["exact"][code]) / Fraction(weight)) for code, weight in WATERFALL.items()}
    _, units = scored(made(tmp_path, told({"D1": scores})), weighed(WATERFALL))
    nodes = nodes_of(units["D1"])
    assert (units["D1"]["exact"], units["D1"]["score"]) == (expected["total"], expected["published"])
    assert {code: nodes[code]["contribution"] for code in WATERFALL} == given["exact"]
    assert {code: nodes[code]["shown"] for code in WATERFALL} == expected["shown"]


@pytest.mark.parametrize("weighting, key", [("equal", "equal"), ("interactions", "by_interactions")])
def test_forms_streets_and_the_department(tmp_path: Path, weighting: str, key: str) -> None:
    given, expected = golden("G17")
    rows: list[inbox.Row] = []
    blown: list[Tables] = []
    for street, held in given["streets"].items():
        for at in range(given["interaction_weights"][street]):
            blown.append(whistle(f"{street}-{at}", [street], {"D1": DURING}))
        for at, answers in enumerate(held["forms"]):
            rows += form(street, "D1", answers, f"{street}-{at}")
        if held["periodic"]:
            rows += form(street, "D1", held["periodic"])
    items = [{"code": code, "weight": weight} for code, weight in given["items"].items()]
    rating = {"process_share": given["process_share"], "periodic_share": "0.4", "street_weighting": weighting}
    _, units = scored(
        made(tmp_path, {"rating": rows}, *blown),
        [schemes.group("total"), schemes.voice("1")],
        rating={**rating, "items": items},
    )
    node = nodes_of(units["D1"])["bottom_up"]
    assert (node["mapped"], node["coverage"], node["state"]) == (expected[key]["score"], "1", "ok")
    assert {each["code"]: {"score": each["score"], "basis": each["basis"]} for each in node["streets"]} == (
        expected["street"]
    )
    assert {each["code"]: each["interactions"] for each in node["streets"]} == given["interaction_weights"]


def covered(folder: Path, name: str, rest: Mapping[str, Any], least: str = "2/3") -> Document:
    """A department that the eligible streets called and that some of them rated."""
    given, _ = golden(name)
    blown = [whistle(f"W{street}", [street], {"D1": DURING}) for street in given["eligible"]]
    rated = [
        form for street, points in given["street"].items() if points for form in percent_form(street, "D1", points)
    ]
    weights = {code: EXAMPLE[code] for code in rest} or {}
    share = str(1 - sum((Fraction(each) for each in weights.values()), Fraction(0)))
    leaves = [schemes.external(code, weight) for code, weight in weights.items()]
    _, units = scored(
        made(folder, {"rating": rated}, told({"D1": rest}), *blown),
        [schemes.group("total"), schemes.voice(share), *leaves],
        rating={"min_street_coverage": least, "items": ITEMS},
    )
    return units["D1"]


def test_too_few_streets_leave_the_whole_open(tmp_path: Path) -> None:
    given, expected = golden("G19")
    unit = covered(tmp_path, "G19", given["rest"])
    node, total = nodes_of(unit)["bottom_up"], nodes_of(unit)["total"]
    wanted = expected["bottom_up"]
    assert (node["mapped"], node["coverage"], node["state"]) == (None, wanted["coverage"], wanted["status"])
    assert (node["provisional"], node["missing_streets"]) == (wanted["provisional"], ["S4", "S5"])
    assert (unit["state"], unit["score"], total["missing"]) == ("blocked", None, expected["total"]["missing"])
    assert (unit["rank"], unit["unranked_reason"], unit["provisional"]) == (None, "blocked", "87.65")


@pytest.mark.parametrize("least, key", [("2/3", "ok"), ("0.6667", "with_0_6667")])
def test_exactly_two_thirds_is_enough_where_the_limit_is_a_fraction(tmp_path: Path, least: str, key: str) -> None:
    expected = golden("G20")[1][key]
    node = nodes_of(covered(tmp_path, "G20", {}, least))["bottom_up"]
    if key == "ok":
        assert (node["mapped"], node["coverage"], node["state"], node["dropped"]) == (
            expected["score"], expected["coverage"], expected["status"], expected["dropped"],
        )  # fmt: skip
    else:
        assert node["state"] == expected


def test_other_weights_and_where_two_change_places(tmp_path: Path) -> None:
    given, expected = golden("G37")
    scores = {unit: dict(zip(("bottom_up", "rest"), pair, strict=True)) for unit, pair in
              given["bottom_up_and_rest"].items()}  # fmt: skip
    nodes = weighed({"bottom_up": given["w"][0], "rest": "95/100"})
    document, units = scored(
        made(tmp_path, told(scores), units=" ".join(scores)), nodes, "--weight", f"bottom_up={given['w'][1]}"
    )
    supposed = {unit["code"]: unit for unit in document["what_if"]["subjects"]}
    assert document["what_if"]["counts"] is False
    for held, exact, rank in ((units, "s5", "rank5"), (supposed, "s30", "rank30")):
        assert exactly({code: unit["exact"] for code, unit in held.items()}) == exactly(expected[exact])
        assert {code: unit["rank"] for code, unit in held.items()} == expected[rank]
    [group] = document["statistics"]["groups"]
    found = {f"{pair['a']}-{pair['b']}": pair["swap_at"] for pair in group["what_if"]["pairs"]}
    assert found == expected["break_even"]
    between = [tick for tick in group["what_if"]["ticks"] if Fraction(1, 20) < Fraction(tick) < Fraction(3, 10)]
    assert len(between) == expected["swaps_5_30"]


def test_a_supposition_at_the_schemes_own_weight_is_the_official_score(tmp_path: Path) -> None:
    scores = {"D1": dict(zip(EXAMPLE, (82.25, 87.4, 91, 83), strict=True)), "D2": dict.fromkeys(EXAMPLE, 70)}
    document, units = scored(
        made(tmp_path, told(scores), units="D1 D2"), weighed(EXAMPLE), "--weight", "bottom_up=0.30"
    )
    for unit in document["what_if"]["subjects"]:
        assert all(unit[key] == units[unit["code"]][key] for key in ("score", "exact", "rank", "tied"))


def test_the_share_of_social_governance_is_a_weight_of_its_own(tmp_path: Path) -> None:
    given, expected = golden("G42")
    now, then = given["share"][1], given["share"][0]
    document, units = scored(
        made(tmp_path, told({"D1": given["scores"]})),
        weighed({"social_governance": now, "other": "70/100"}),
        "--weight",
        f"social_governance={then}",
    )
    assert (units["D1"]["exact"], document["what_if"]["subjects"][0]["exact"]) == (expected["s30"], expected["s5"])


@pytest.mark.parametrize("name", ["full", "unbalanced", "disconnected"])
def test_leniency_is_shown_where_streets_can_be_compared(tmp_path: Path, name: str) -> None:
    given, expected = (each[name] for each in golden("G35"))
    rows = [row for street, unit, points in given for row in percent_form(street, unit, points)]
    units = " ".join(sorted({unit for _, unit, _ in given}))
    document, _ = scored(
        made(tmp_path, {"rating": rows}, streets=3, units=units),
        [schemes.group("total"), schemes.voice("1")],
        rating={"items": ITEMS},
    )
    found = document["statistics"]["groups"][0]["leniency"]
    assert found["counts"] is False
    assert (found["status"], found["adjusted"], found["severity"]) == tuple(
        expected[key] for key in ("status", "adjusted", "severity")
    )
    assert found["differs"] == (name == "unbalanced")
    assert found["raw"] == expected.get("raw", found["raw"])


def test_ratings_that_deserve_a_question(tmp_path: Path) -> None:
    given, expected = golden("G40")
    rows: list[inbox.Row] = []
    blown: list[Tables] = []
    for street, levels in given["levels"].items():
        for at, level in enumerate(levels):
            blown.append(whistle(f"{street}-{at}", [street], {"D1": None}, "2024-06-20T09:00:00"))
            rows += form(street, "D1", {"effect": level}, f"{street}-{at}")
    for call in given["calls"]:
        late = call["delay_min"]
        at = None if late is None else (datetime.fromisoformat(DURING) + timedelta(minutes=late)).isoformat()
        blown.append(whistle(call["call"], ["S5"], {"D1": at}))
        rows += form("S5", "D1", {"arrive": call["arrive_level"]}, call["call"])
    items = [{"code": "arrive", "weight": "1/2", "evidence": "whistle_arrival"}, {"code": "effect", "weight": "1/2"}]
    document, _ = scored(
        made(tmp_path, {"rating": rows}, *blown),
        [schemes.group("total"), schemes.voice("1")],
        rating={"items": items},
    )
    found = document["statistics"]["ratings"]
    streets = {each["street"]: each for each in found["streets"] if each["street"] in expected["flat"]}
    assert found["counts"] is False
    assert {code: each["flat"] for code, each in streets.items()} == expected["flat"]
    assert {code: each["ceiling"] for code, each in streets.items()} == expected["ceiling"]
    assert [each["whistle"] for each in found["contradictions"]] == expected["contradictions"]
