"""Whatever arrives in whatever order: the delta equals the rebuild equals everything at once."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.etl.small_city import Row, Tables, fill, loaded, write

START = datetime(2024, 1, 1)
REGISTERS: Tables = {
    "area": [
        {"area_code": "D", "name": "甲区", "level": "district", "parent_code": "", "valid_from": ""},
        {"area_code": "S", "name": "一街", "level": "street", "parent_code": "D", "valid_from": ""},
    ],
    "item": [{"item_code": "I", "level1": "市容", "level2": "垃圾", "level3": "满溢"}],
    "department": [{"department_code": "B1", "name": "甲局"}, {"department_code": "B2", "name": "乙局"}],
}
cases = st.sampled_from(["c1", "c2", "c3", "c4"])
days = st.integers(0, 60).map(lambda day: START + timedelta(days=day / 2))
departments = st.sampled_from(["B1", "B2", "B9", ""])
told_at = st.sampled_from([datetime(2024, 5, day) for day in (1, 2, 3)])
deleted = st.sampled_from(["", "", "", "true", "false"])


@st.composite
def case_rows(draw: st.DrawFn) -> Row:
    """One version of a case."""
    reported = draw(days)
    later = st.one_of(st.just(""), st.integers(0, 60).map(lambda day: reported + timedelta(days=day / 2)))
    return {
        "case_id": draw(cases),
        "reported_at": reported,
        "due_at": draw(later),
        "closed_at": draw(later),
        "extended_due_at": draw(later),
        "extension_approved_at": draw(later),
        "area_code": draw(st.sampled_from(["S", "D", "X", ""])),
        "item_code": draw(st.sampled_from(["I", ""])),
        "place": draw(st.sampled_from(["1号", "2号", ""])),
        "main_department_code": draw(departments),
        "excluded_as": draw(st.sampled_from(["", "", "duplicate"])),
        "recorded_at": draw(told_at),
        "deleted": draw(deleted),
    }


@st.composite
def event_rows(draw: st.DrawFn) -> Row:
    """One version of an event."""
    happened = draw(days)
    return {
        "case_id": draw(cases),
        "kind": draw(st.sampled_from(["close", "reopen", "extend", "void", "return", "dispatch", "sign"])),
        "happened_at": happened,
        "department_code": draw(departments),
        "seq": draw(st.sampled_from(["", 1, 2])),
        "new_due_at": draw(st.one_of(st.just(""), days)),
        "level": draw(st.sampled_from(["", "street", "city"])),
        "recorded_at": draw(told_at),
        "deleted": draw(deleted),
    }


@st.composite
def share_rows(draw: st.DrawFn) -> Row:
    """One version of an assignment."""
    return {
        "case_id": draw(cases),
        "department_code": draw(st.sampled_from(["B1", "B2", "B9"])),
        "role": draw(st.sampled_from(["main", "assist"])),
        "due_at": draw(st.one_of(st.just(""), days)),
        "done_at": draw(st.one_of(st.just(""), days)),
        "recorded_at": draw(told_at),
        "deleted": draw(deleted),
    }


@st.composite
def call_rows(draw: st.DrawFn) -> Row:
    """One version of a follow-up; often after the close it speaks of has been told, often before."""
    return {
        "case_id": draw(cases),
        "called_at": draw(days),
        "reached": draw(st.sampled_from(["true", "false"])),
        "resolved": draw(st.sampled_from(["true", "false", ""])),
        "level": draw(st.sampled_from(["satisfied", "not", ""])),
        "auto_default": draw(st.sampled_from(["true", "false", ""])),
        "recorded_at": draw(told_at),
        "deleted": draw(deleted),
    }


deliveries = st.lists(
    st.one_of(
        st.tuples(st.just("case"), st.lists(case_rows(), min_size=1, max_size=6)),
        st.tuples(st.just("case_event"), st.lists(event_rows(), min_size=1, max_size=5)),
        st.tuples(st.just("assignment"), st.lists(share_rows(), min_size=1, max_size=4)),
        st.tuples(st.just("followup"), st.lists(call_rows(), min_size=1, max_size=5)),
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(deliveries)
def test_delta_equals_rebuild_equals_all_at_once(given: list[tuple[str, list[Row]]]) -> None:
    with TemporaryDirectory() as folder:
        inbox = fill(Path(folder) / "inbox", REGISTERS)
        latest: dict[str, Any] = loaded(inbox, Path(folder) / "step")
        for number, (name, rows) in enumerate(given):
            write(inbox / f"{number} {name}.csv", rows)
            found = loaded(inbox, Path(folder) / "step")
            latest = found if found["outcome"] == "released" else latest
        assert loaded(inbox, Path(folder) / "step", anew=True)["table_hashes"] == latest["table_hashes"]
        for path in inbox.glob("[0-9]*.csv"):
            path.rename(inbox / f"{9 - int(path.name[0])}{path.name[1:]}")
        assert loaded(inbox, Path(folder) / "once")["table_hashes"] == latest["table_hashes"]
