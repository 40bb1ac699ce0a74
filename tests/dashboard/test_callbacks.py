"""Callbacks: as plain functions, over HTTP, and with what a stranger may send."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, dcc
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate
from flask.testing import FlaskClient

from dashboard import data
from dashboard.address import address
from dashboard.callbacks import closure, overview, verdict
from dashboard.callbacks.answers import PERMISSION
from dashboard.data import Visit
from dashboard.views import numbers
from tests.dashboard.test_pages import links
from tests.dashboard.test_views import drawn
from warehouse import BadQuestion, Unknown

PATHS = {
    "overview": "/",
    "closure": "/closure",
    "theatre": "/theatre",
    "sheet": "/theatre/sheet",
    "verdict": "/verdict",
    "enclaves": "/enclaves",
    "department": "/department",
    "whistles": "/whistles",
    "whistle": "/whistles/v1",
    "dossier": "/enclaves/e1",
    "definitions": "/definitions",
    "data": "/data",
    "assessment": "/assessment",
    "subject": "/assessment/unit",
    "audit": "/assessment/audit",
    "whatif": "/assessment/whatif",
    "scheme": "/assessment/scheme",
    "exclusions": "/assessment/exclusions",
}
NASTY = [
    None,
    7,
    [],
    {},
    ["x"] * 100,
    "x",
    {"path": 1, "query": {}},
    {"path": "/", "query": {"district": ["a", "b"]}},
]


def ours(app: Dash) -> dict[str, dict[str, Any]]:
    """The callbacks that run on the server and are not Dash's own router."""
    return {key: each for key, each in app.callback_map.items() if "callback" in each and "_pages_" not in key}


def call(client: FlaskClient, app: Dash, key: str, values: dict[str, object]) -> Any:
    """One callback over HTTP; values by `id.property`."""
    entry = app.callback_map[key]
    names = key[2:-2].split("...") if key.startswith("..") else [key]
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    given = {
        part: [{**each, "value": values.get(f"{each['id']}.{each['property']}")} for each in entry[part]]
        for part in ("inputs", "state")
    }
    body = {
        "output": key,
        "outputs": outputs if key.startswith("..") else outputs[0],
        "changedPropIds": ["address.data"],
        **given,
    }
    return client.post("/_dash-update-component", json=body)


def visit(path: str = "/", **query: object) -> Visit:
    """A visit of the newest generation."""
    return Visit(address(path, query), data.door().snapshot())


def parts(component: Component) -> Iterator[Any]:
    """A component and everything in it."""
    yield component
    yield from component._traverse()


@pytest.fixture(autouse=True)
def ready(client: FlaskClient) -> None:
    """Dash moves callbacks into its map at the first request."""
    client.get("/")


def test_every_callback_knows_its_generation_and_its_permission(app: Dash) -> None:
    assert len(ours(app)) >= 12
    for key, each in ours(app).items():
        assert {"id": "generation", "property": "data"} in each["state"], key
        assert getattr(each["callback"], PERMISSION, None) in {
            "figures",
            "cases",
            "operations",
            "definitions",
            "scores",
        }, key


def test_callbacks_without_a_server_part_hold_no_data(app: Dash) -> None:
    clientside = [key for key, each in app.callback_map.items() if "callback" not in each and "_pages_" not in key]
    assert all("chart" in key or key.endswith(".className") for key in clientside), clientside


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_callback_answers_on_its_page(client: FlaskClient, app: Dash, lang: str) -> None:
    for key in ours(app):
        page = next((path for name, path in PATHS.items() if key.lstrip(".").startswith(name)), "/")
        where = {"path": page, "query": {"lang": lang}}
        answer = call(client, app, key, {"address.data": where, "generation.data": 2, "closure-which.value": "open"})
        assert answer.status_code in (200, 204), key
        # One case, one unit, one form and one whistle are named by the address, and this one names none.
        named = key.lstrip(".").startswith(("case-", "subject-", "form-", "whistle-"))
        assert b'"data-state":"error"' not in answer.data or named, key


@pytest.mark.parametrize("page", ["closure", "verdict"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "query", [{"department": "D1"}, {"by": "department"}, {"department": "D1", "period": "2024-03", "by": ["item_1"]}]
)
def test_credited_counts_are_shown_by_every_callback_of_the_page(
    client: FlaskClient, app: Dash, query: dict[str, object], lang: str, page: str
) -> None:
    where = {"path": f"/{page}", "query": {**query, "lang": lang}}
    shown = ""
    for key in (key for key in ours(app) if key.lstrip(".").startswith(page)):
        answer = call(client, app, key, {"address.data": where, "generation.data": 2, "closure-which.value": "overdue"})
        assert answer.status_code in (200, 204) and b'"data-state":"error"' not in answer.data, key
        shown += json.dumps(json.loads(answer.data or b"{}"), ensure_ascii=False)
    words = {"zh": "按参与份额折算", "en": "by share of the case"}[lang]
    assert words in shown


EMPTY = {
    "closure": ("rates", "trend", "division", "ages", "times"),
    "whistles": ("course", "soon", "divided", "worst", "streets"),
    "verdict": ("cards", "declared", "calls", "levels", "sides", "places", "items"),
}


@pytest.mark.parametrize("page", EMPTY)
@pytest.mark.parametrize("period", ["1999-05", "1999"])
def test_a_period_without_cases_is_empty_in_every_tile(client: FlaskClient, app: Dash, period: str, page: str) -> None:
    where = {"path": f"/{page}", "query": {"period": period}}
    for name in EMPTY[page]:
        key = next(key for key in ours(app) if key.lstrip(".").startswith(f"{page}-{name}."))
        shown = call(client, app, key, {"address.data": where, "generation.data": 2}).data
        assert b'"data-state":"empty"' in shown and b'"data-state":"ok"' not in shown, key


def test_a_case_is_shown_as_it_stood_on_the_page_s_day(app: Dash) -> None:
    rows, _ = data.cases(visit("/closure"), "closure_rate", "closed", data.block(None))
    case = next(row for row in rows if row["closed_at"].date() > row["reported_at"].date())
    whole = data.case(visit(), case["case_id"])
    then = data.case(visit(as_of=case["reported_at"].date().isoformat()), case["case_id"])
    assert whole is not None and then is not None
    assert whole.case["closed_at"] is not None and then.case["closed_at"] is None
    assert 0 < len(then.events) < len(whole.events)
    before = (case["reported_at"].date() - timedelta(days=1)).isoformat()
    assert data.case(visit(as_of=before), case["case_id"]) is None


def test_the_months_to_choose_hold_cases(app: Dash) -> None:
    known = data.span_of(visit())
    codes = [code for code, _ in known.periods]
    assert codes[0][:4].isdigit() and len(codes[0]) == 7, "calendar months stand first"
    counted = data.divided(visit(), ["reported_count"], ["month"])["reported_count"]
    held = {group.key["month"] for group in counted.groups if group.total.rows}
    assert {code for code in codes if len(code) == 7 and code[5].isdigit()} <= held


@pytest.mark.parametrize("where", NASTY, ids=lambda value: json.dumps(value)[:40])
@pytest.mark.parametrize("generation", [2, None, "2", True, [], 999])
def test_no_input_makes_the_server_fail(client: FlaskClient, app: Dash, where: object, generation: object) -> None:
    for key in ours(app):
        answer = call(client, app, key, {"address.data": where, "generation.data": generation})
        assert answer.status_code in (200, 204), key
        assert b"Traceback" not in answer.data


def test_an_unknown_unit_gives_a_tile_with_words(client: FlaskClient, app: Dash) -> None:
    where = {"path": "/closure", "query": {"district": "' or 1=1 --"}}
    key = next(key for key in ours(app) if "closure-rates" in key)
    shown = json.loads(call(client, app, key, {"address.data": where, "generation.data": 2}).data)["response"]
    assert shown["closure-rates"]["children"]["props"]["data-state"] == "error"
    assert "没有这个单位或取值" in json.dumps(shown, ensure_ascii=False)


def test_a_page_keeps_its_generation(client: FlaskClient, app: Dash) -> None:
    key = next(key for key in ours(app) if "overview-cards" in key)
    where = {"path": "/", "query": {}}
    shown = [call(client, app, key, {"address.data": where, "generation.data": each}).data for each in (1, 2)]
    assert shown[0] != shown[1]


@pytest.mark.parametrize(
    "name, path", [("overview", "/"), ("closure", "/closure"), ("enclaves", "/enclaves"), ("whistles", "/whistles")]
)
def test_every_link_of_an_answer_names_its_generation(client: FlaskClient, app: Dash, name: str, path: str) -> None:
    found = []
    for key in (key for key in ours(app) if key.lstrip(".").startswith(name)):
        values = {"address.data": {"path": path, "query": {}}, "generation.data": 1, "closure-which.value": "all"}
        found += links(call(client, app, key, values).text.replace("\\u002f", "/"))
    assert len(found) > 20 and [link for link in found if "generation=1" not in link] == []


def test_what_only_adds_up_is_not_compared_with_a_year_ago(app: Dash) -> None:
    names = ["reported_count", "overdue_open_count", "closure_rate"]

    def compared(**query: str) -> list[bool]:
        found = data.readings(visit("/", **query), names, 1)
        return [found[name].year_ago is not None for name in names]

    assert compared() == [False, True, True]
    assert compared(period="2024-03") == [True, True, True]


def test_cards_and_title_come_from_one_answer(app: Dash) -> None:
    cards, title = overview.show_cards(visit())
    assert len(cards) == 6 and title.startswith("办结率 ")


def test_what_is_declared_and_what_is_confirmed_stand_side_by_side(app: Dash) -> None:
    shown = drawn(verdict.show_declared(visit("/verdict", district="X")))
    found = data.divided(visit("/verdict", district="X"), ["closure_rate", "confirmed_rate"], ["street"])
    for answer in found.values():
        assert numbers.percent(answer.total.document("zh")) in shown
    assert '"/verdict?district=X&street=S1"' in shown
    assert "/export/ask/confirmed_rate.xlsx?district=X&by=street&generation=2" in shown


def test_every_closed_case_lies_in_one_bar_of_the_calls(app: Dash) -> None:
    total = data.divided(visit("/verdict"), ["callback_coverage"], [])["callback_coverage"].total
    picture = next(each for each in parts(verdict.show_calls(visit("/verdict"))) if isinstance(each, dcc.Store)).data
    assert sum(picture["data"][0]["x"]) == total.n == sum(total.bins[name] for name in total.metric.bin_names)


def test_the_levels_are_shares_of_each_level_that_found(app: Dash) -> None:
    picture = next(each for each in parts(verdict.show_levels(visit("/verdict"))) if isinstance(each, dcc.Store)).data
    rows = zip(*(trace["x"] for trace in picture["data"]), strict=True)
    assert [round(sum(row)) for row in rows] == [100] * len(picture["data"][0]["x"])


def test_items_that_rise_every_week_stand_first(app: Dash) -> None:
    weeks, answers = data.weekly(visit("/verdict", as_of="2024-05-20"), "reported_count", "item_3", 3)
    assert [week.code for week in weeks] == ["2024-W18", "2024-W19", "2024-W20"]
    assert answers[0].window.as_of == answers[2].window.as_of == date(2024, 5, 20)
    counts = [
        data.divided(visit("/verdict", **{"from": str(week.first), "to": str(week.last)}), ["reported_count"], [])
        for week in weeks
    ]
    assert [answer.total.numerator for answer in answers] == [each["reported_count"].total.numerator for each in counts]


def test_the_places_of_a_list_lie_below_the_chosen_one(app: Dash) -> None:
    assert data.place_below(visit("/verdict")) == data.place_below(visit("/verdict", district="X")) == "street"
    assert data.place_below(visit("/verdict", street="S1")) == "community"


def test_the_division_follows_the_places(app: Dash) -> None:
    assert data.chosen(visit()) == "district"
    assert data.chosen(visit(district="X")) == "street"
    assert data.chosen(visit(district="X", by=["channel", "week"])) == "channel"
    assert data.chosen_grain(visit(by=["channel", "week"])) == "week"


def test_a_place_knows_what_lies_above_it(app: Dash) -> None:
    assert list(data.units_above(visit(community="K1"))) == ["district", "street", "community"]


def test_a_block_of_cases_is_sorted_and_filtered_by_the_server(app: Dash) -> None:
    request = {
        "startRow": 0,
        "endRow": 5,
        "sortModel": [{"colId": "case_id", "sort": "asc"}],
        "filterModel": {},
    }
    shown, _ = closure.show_cases(visit("/closure"), request, "all")
    numbers = [row["case_id"] for row in shown["rowData"]]
    assert len(numbers) == 5 < shown["rowCount"] and numbers == sorted(numbers)
    one = {**request, "filterModel": {"case_id": {"filter": numbers[2]}}}
    found, files = closure.show_cases(visit("/closure"), one, "all")
    assert numbers[2] in {row["case_id"] for row in found["rowData"]} and found["rowCount"] < shown["rowCount"]
    assert shown["rowData"][0]["href"].startswith("/closure/case/")
    leads = found["rowData"][0]["href"], *links(drawn(files))
    assert all("sort=case_id" in link for link in leads), "a case and the files keep the order"
    assert f"filter=case_id%3A{numbers[2]}" in leads[0] and f"contains={numbers[2]}" in leads[1]


def test_the_list_of_a_department_goes_over_the_wire(client: FlaskClient, app: Dash) -> None:
    key = next(key for key in ours(app) if key.lstrip(".").startswith("closure-list."))
    where = {"path": "/closure", "query": {"department": "D1"}}
    request = {"startRow": 0, "endRow": 5}
    values = {"address.data": where, "generation.data": 2, "closure-which.value": "all"}
    answer = call(client, app, key, {**values, "closure-list.getRowsRequest": request})
    assert answer.status_code == 200 and b'"case_id"' in answer.data


def test_no_rows_are_read_before_the_grid_asks(app: Dash) -> None:
    with pytest.raises(PreventUpdate):
        closure.show_cases(visit("/closure"), None, "open")


def test_the_list_counts_what_the_figure_counts(app: Dash) -> None:
    here = visit("/closure")
    told = data.divided(here, ["closure_rate"], [])["closure_rate"].total
    assert closure.show_cases(here, {"startRow": 0, "endRow": 1}, "open")[0]["rowCount"] == told.bins["open"]


@pytest.mark.parametrize(
    "request_",
    [
        5,
        {"startRow": -1, "endRow": 5},
        {"startRow": 0, "endRow": 10**9},
        {"startRow": 0, "endRow": 5, "filterModel": {"x": {"filter": "y"}}},
        {"startRow": 0, "endRow": 5, "sortModel": ["x"]},
    ],
)
def test_what_is_no_request_for_rows_is_refused(app: Dash, request_: object) -> None:
    with pytest.raises(BadQuestion):
        closure.show_cases(visit("/closure"), request_, "all")


@pytest.mark.parametrize("which", [None, "secret", ["open"], 3])
def test_an_unknown_list_is_refused(app: Dash, which: object) -> None:
    with pytest.raises(BadQuestion):
        closure.show_cases(visit("/closure"), {"startRow": 0, "endRow": 1}, which)


def test_an_unknown_case_is_refused(app: Dash) -> None:
    with pytest.raises(Unknown):
        data.case(visit(), "nobody")


def test_no_view_or_callback_reaches_past_the_door() -> None:
    home = Path(data.__file__).parent.parent
    for folder in ("views", "callbacks", "pages"):
        for path in (home / folder).glob("*.py"):
            assert "cursor(" not in path.read_text() and ".execute(" not in path.read_text(), path
