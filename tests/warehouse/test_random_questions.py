"""Random questions to a small nasty city: tally, states and a walk through the cases give the same answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tiny import load
from tests.warehouse.nasty import city, write
from tests.warehouse.recount import Recount
from warehouse import (
    Answer,
    BadQuestion,
    Metric,
    Question,
    Snapshot,
    Total,
    ask,
    ask_windows,
    dimensions,
    metrics,
    open_snapshot,
    window,
)
from warehouse.statistics import nearest_rank, step_of

SEED, CASES = 20240531, 260
START = date(2024, 1, 1)
DAYS = st.integers(0, 260).map(lambda count: START + timedelta(days=count))
SETTLED = st.integers(121, 260).map(lambda count: START + timedelta(days=count))  # after the last area change
EDGES = st.sampled_from([date(2024, month, 1) for month in range(1, 10)])
OF_CASES = [each for _, each in sorted(metrics().items()) if each.state.key == "case_id"]
NOT_OF_CASES = (
    *("whistle_kind", "joint", "origin", "hour", "watch", "weekday", "parent"),
    *("enclave_kind", "territory_district", "affairs_district", "requirement", "care_group", "criterion"),
)
TIMES = [name for name, each in dimensions().items() if each.grain]
VALUES = {
    "district": ["X", "Y", "W", "unregistered"],
    "street": ["S1", "S2", "S5", "S6", "unspecified"],
    "community": ["K1", "K7", "K8", "unspecified"],
    "item_1": ["城管", "unclassified"],
    "item_2": ["城管/市容"],
    "item_3": ["A11", "B99"],
    "channel": ["网格员", "unspecified"],
    "source_system": ["津", "unspecified"],
    "department": ["D1", "D4", "unregistered"],
    "found_level": ["街镇"],
    "closed_level": ["街镇", "社区", "unspecified"],
    "found_by": ["grid", "public"],
}


@dataclass(frozen=True)
class Nasty:
    """The city as the product loaded it, and as it can be recounted."""

    snapshot: Snapshot
    recount: Recount


@pytest.fixture(scope="session")
def nasty_inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nasty")
    write(city(SEED, CASES), folder / "inbox")
    return folder / "inbox"


@pytest.fixture(scope="session")
def nasty(nasty_inbox: Path) -> Iterator[Nasty]:
    snapshot = open_snapshot(load(nasty_inbox, nasty_inbox.parent / "warehouse"))
    yield Nasty(snapshot, Recount(city(SEED, CASES)))
    snapshot.close()


@st.composite
def questions(draw: st.DrawFn) -> Question:
    asked = draw(st.sampled_from(OF_CASES))
    names = [name for name in dimensions() if (asked.cohort or name not in TIMES) and _knows(asked, name)]
    by = draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
    known = sorted(name for name in VALUES if _knows(asked, name))
    filters = draw(st.lists(st.sampled_from(known), unique=True, max_size=2))
    where = {name: draw(st.sampled_from(VALUES[name])) for name in filters}
    since, until = draw(st.one_of(_months(), st.tuples(st.none() | DAYS, st.none() | DAYS)))
    if asked.cohort is None or (since and until and until < since):
        since = until = None
    view = draw(st.sampled_from(["shared", "participation"]))
    return Question(asked.name, tuple(by), where, None, since, until, draw(DAYS), view)


def _knows(asked: Metric, name: str) -> bool:
    return name not in NOT_OF_CASES and (name != "closed_level" or asked.state.table == "case_state")


def _months() -> st.SearchStrategy[tuple[date | None, date | None]]:
    last = EDGES.map(lambda day: day - timedelta(days=1))
    return st.tuples(st.none() | EDGES, st.none() | last)


@settings(max_examples=200)
@given(question=questions())
def test_tally_states_and_recount_agree(nasty: Nasty, question: Question) -> None:
    bins, times = nasty.recount.ask(
        question.metric,
        question.by,
        question.where,
        (question.since, question.until),
        question.as_of,
        question.view == "shared" and not metrics()[question.metric].measure,
    )
    for answer in _from_both(nasty.snapshot, question):
        groups = {tuple(group.key.values()): group.total for group in answer.groups} or {(): answer.total}
        assert {key: _counts(total) for key, total in groups.items() if _counts(total)} == bins
        for key, total in groups.items():
            assert sum(total.bins.values()) == total.rows
            spent = list(times.get(key, {}).items()) if answer.metric.kind == "percentile" else []
            assert {point: step.minutes for point, step in total.percentiles().items()} == {
                point: step_of(nearest_rank(spent, point)) for point in answer.metric.points if spent
            }
        assert sum(answer.total.bins.values()) == answer.total.rows == sum(total.rows for total in groups.values())


@settings(max_examples=25)
@given(question=questions(), days=st.lists(SETTLED, min_size=1, max_size=5))
def test_windows_answer_as_single_questions_do(nasty: Nasty, question: Question, days: list[date]) -> None:
    snapshot, asked = nasty.snapshot, metrics()[question.metric]
    kin = [each.name for each in metrics().values() if each.of == asked.of and (each.cohort or not _timed(question))]
    singles = [Question(asked.name, since=question.since, until=question.until, as_of=day) for day in days]
    found = ask_windows(
        snapshot,
        kin,
        question.where,
        question.by,
        [window(snapshot, each) for each in singles],
        question.view,
    )
    for name in kin:
        for day, answer in zip(days, found[name], strict=True):
            single = ask(
                snapshot,
                Question(
                    name,
                    question.by,
                    question.where,
                    None,
                    question.since,
                    question.until,
                    day,
                    question.view,
                ),
            )
            assert _figures(answer) == _figures(single)


def test_a_district_is_the_sum_of_its_streets(nasty: Nasty) -> None:
    for asked in OF_CASES:
        if asked.kind == "percentile":
            continue
        for district in ask(nasty.snapshot, Question(asked.name, ("district",))).groups:
            streets = ask(nasty.snapshot, Question(asked.name, ("street",), {"district": district.key["district"]}))
            assert streets.total.bins == district.total.bins


def test_the_order_of_lines_changes_nothing(nasty: Nasty, nasty_inbox: Path, tmp_path: Path) -> None:
    write(city(SEED, CASES), tmp_path / "inbox", shuffle=7)
    shuffled = open_snapshot(load(tmp_path / "inbox", tmp_path / "warehouse"))
    for asked in OF_CASES:
        question = Question(asked.name, ("department",))
        assert _figures(ask(shuffled, question)) == _figures(ask(nasty.snapshot, question))
    shuffled.close()


def _from_both(snapshot: Snapshot, question: Question) -> Iterator[Answer]:
    yield ask(snapshot, question, source="state")
    try:
        yield ask(snapshot, question, source="tally")
    except BadQuestion:
        return


def _counts(total: Total) -> dict[str, Fraction]:
    return {name: Fraction(n) for name, n in [*total.bins.items(), *total.beside.items()] if n}


def _figures(answer: Answer) -> list[object]:
    totals = [answer.total, *(group.total for group in answer.groups)]
    return [(total.bins, total.rows, total.beside, total.ranks) for total in totals]


def _timed(question: Question) -> bool:
    return any(name in TIMES for name in question.by)
