"""The department page: every figure is the warehouse's answer to the same question, and what is missing is said."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, dcc, html
from dash_ag_grid import AgGrid

from dashboard import data
from dashboard.callbacks import closure, department
from dashboard.data import Visit
from dashboard.views import department as view
from dashboard.views import dispatch, subject
from tests.dashboard.test_callbacks import visit
from tests.dashboard.test_views import drawn
from tests.tiny import INBOX, load
from warehouse import Question, Scheme, ask, rank, shelf

# A unit that the filters leave out, and that nothing was counted of.
NONE = {**dict.fromkeys(("numerator", "denominator", "rows", "value")), "bins": {"open": None, "open_overdue": None}}
DAYS = {"as_of": "2024-05-31"}
ASKED = [{}, {"department": "C1"}, {"department": "W1"}, {"department": "C1", "period": "2024-05"}, {"street": "T0201"}]


@pytest.fixture(scope="class")
def tiny(app: Dash, warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The city counted by hand, which has lists, whistles and ratings."""
    data.use(load(INBOX, tmp_path_factory.mktemp("departments")))
    yield
    data.use(warehouse)


def here(**query: str) -> Visit:
    return visit("/department", **{**DAYS, **query})


def total(at: Visit, name: str) -> dict[str, Any]:
    """What ask answers to the page's question."""
    return ask(at.snapshot, at.address.question(name)).total.document("zh")


def of(at: Visit, name: str, by: str, where: dict[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """The same by a dimension, by the unit's name; `where` in place of the page's filters."""
    question = at.address.question(name, (by,))
    asked = Question(name, (by,), question.where if where is None else where, question.period, as_of=question.as_of)
    return {each["key"][by]["name"]: each for each in ask(at.snapshot, asked).document("zh")["groups"]}


def cells(shown: Any) -> list[list[str]]:
    """The texts of a tile's plain table, line by line."""
    lines = [each for each in shown._traverse() if isinstance(each, html.Tr)]
    return [[_text(cell.children) for cell in line.children] for line in lines[1:]]


def _text(shown: Any) -> str:
    return _text(shown.children) if isinstance(shown, dcc.Link) else str(shown)


@pytest.mark.usefixtures("tiny")
class TestFigures:
    @pytest.mark.parametrize("query", ASKED)
    def test_cards_and_title_are_the_answers(self, query: dict[str, str]) -> None:
        at = here(**query)
        cards, title = department.show_cards(at)
        shown = {name: drawn(card) for name, card in zip(view.CARDS, cards, strict=True)}
        for name in view.CARDS:
            found = total(at, name)
            if found["state"] == "ok":
                assert f'"data-metric": "{name}"' in shown[name]
                assert found["value"]["percent"] in shown[name], name
        for name in view.TITLES["department" in query]:
            found = total(at, name)
            assert (found["value"]["percent"] if found["value"] else "—") in title

    @pytest.mark.parametrize("query", ASKED)
    def test_every_cell_of_the_table_is_an_answer(self, query: dict[str, str]) -> None:
        at = here(**query)
        where = {name: code for name, code in at.address.where.items() if name != "department"}
        found = {name: of(at, name, "department", where) for name in view.WORK}
        shown = next(each for each in department.show_work(at)._traverse() if isinstance(each, AgGrid))
        assert [row["name"] for row in shown.rowData]
        for row in shown.rowData:
            own = {name: groups.get(row["name"], NONE) for name, groups in found.items()}
            closed, calls, rated = own[view.CLOSURE], own[view.ARRIVED], own[view.RATED]
            counts = {
                "reported": closed["denominator"],
                "closed": closed["numerator"],
                "open": closed["bins"]["open"],
                "overdue": own[view.DUE]["bins"]["open_overdue"],
                "calls": calls["rows"],
                "arrived": calls["numerator"],
                "ratings": rated["denominator"],
            }
            assert {key: row[key] for key in counts} == {
                key: None if n is None else pytest.approx(float(Fraction(str(n))), abs=0.0501)
                for key, n in counts.items()
            }
            rates = {"arrival": view.ARRIVED, "ontime": view.ONTIME, "rework": view.REWORK, "match": view.MATCHED}
            for key, name in rates.items():
                value = own[name]["value"]
                assert row[key] == (pytest.approx(float(value["percent"]), abs=0.006) if value else None), (key, row)
            n = rated["denominator"]
            assert row["mean"] == (rated["beside"]["levels"] / n if n else None)

    def test_ratings_are_the_bins_of_the_answer(self) -> None:
        at = here(department="W1", as_of="2024-06-30")
        shown = department.show_ratings(at)
        (picture,) = [each.data for each in shown._traverse() if isinstance(each, dcc.Store)]
        bins = total(at, view.RATED)["bins"]
        assert picture["data"][0]["x"][::-1] == [
            bins[name] for name in ("level_5", "level_4", "level_3", "level_2", "level_1")
        ]
        assert '"data-mean": "5/2"' in drawn(shown) and "平均等级 2.50" in drawn(shown)

    @pytest.mark.parametrize("query", ASKED)
    def test_the_lists_of_dispatches_are_answers(self, query: dict[str, str]) -> None:
        at = here(**query)
        items, classes = department.show_dispatches(at)
        returns, own = department.show_passing(at)
        where = {name: code for name, code in at.address.where.items() if name != "department"}
        by = "street" if "department" in query else "department"
        for shown, name, of_by, kept in (
            (items, dispatch.MATCHED, "item_3", None),
            (returns, dispatch.REJECTED, by, None),
            (own, dispatch.OWN, "street", where),
        ):
            found = of(at, name, of_by, kept)
            for unit, *numbers, of_, rate in cells(shown):
                group = found[unit.split("(")[0]]
                assert numbers == [str(group["bins"][each]) for each in dispatch.MISSES[name]]
                assert (of_, rate) == (str(group["denominator"]), f"{group['value']['percent']} %")
            missed = sum(
                group["bins"][each] for group in found.values() for each in dispatch.MISSES[name] if group["bins"]
            )
            listed = sum(int(n) for _, *numbers, _, _ in cells(shown) for n in numbers)
            assert listed == missed
        for unit, parts, rate, unlisted in cells(classes):
            group = of(at, dispatch.MATCHED, "item_1").get(unit, total(at, dispatch.MATCHED))
            assert (parts, rate) == (f"{group['numerator']} / {group['denominator']}", f"{group['value']['percent']} %")
            assert unlisted == str(group["outside"]["unlisted"])

    def test_the_worst_calls_and_the_oldest_cases_are_as_many_as_the_figures_say(self) -> None:
        at = here(department="W1")
        calls, overdue = department.show_calls(at), department.show_overdue(at)
        arrived = total(at, view.ARRIVED)
        assert len(cells(calls)) == arrived["denominator"] - arrived["numerator"] == 1 and "/whistles/w1" in drawn(
            calls
        )
        assert [line[0] for line in cells(overdue)] == ["c08"]
        assert "全部 1 件超期未办结" in drawn(overdue) and "/closure/case/c08" in drawn(overdue)

    def test_its_place_is_the_one_of_the_standing(self) -> None:
        at = here(department="C1")
        shown = cells(department.show_places(at))
        for name, line in zip(view.CARDS, shown, strict=True):
            standing = rank(at.snapshot, at.address.question(name, ("department",)))
            (unit,) = [each for field in standing.fields for each in field.units if each.code == "C1"]
            place = unit.judged.place
            assert (f"第{place.rank}名" in line[3]) if place else "名" not in line[3] or "排名" in line[3]

    def test_a_department_is_chosen_by_code_or_name(self) -> None:
        for word in ("W1", "水务局"):
            chosen = department.show_chooser(here(department=word))
            assert '"value": "W1"' in drawn(chosen)

    def test_departments_of_other_pages_lead_here(self) -> None:
        _, table = closure.show_division(visit("/closure", by="department", **DAYS))
        grid = next(each for each in table._traverse() if isinstance(each, AgGrid))
        leads = {row["name"]: row["href"] for row in grid.rowData}
        assert leads["水务局"].startswith("/department?department=W1") and "/closure" in leads["未登记"]
        score = here(unit="W1").address
        assert "department=W1" in drawn(subject.department(_scheme("dept-performance"), date(2024, 3, 31), score))
        assert subject.department(_scheme("street-theatre"), date(2024, 3, 31), score) is None


def _scheme(name: str) -> Scheme:
    return next(each for each in shelf(data.door().warehouse).schemes if each.scheme.id == name)


def test_without_a_list_the_page_says_which_feed_is_missing(app: Dash) -> None:
    items, classes = department.show_dispatches(visit("/department"))
    for shown in (items, classes):
        assert '"data-state": "no_feed"' in drawn(shown) and "责任清单" in drawn(shown)
    assert '"data-state": "empty"' in drawn(department.show_places(visit("/department")))
