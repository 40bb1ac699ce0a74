"""Exclusions: what an approved decision takes out of the rates, and when it does not, through files and commands."""

from pathlib import Path

import pytest

from tests.golden import inbox
from tests.golden.shell import Document, ask, refresh

APPROVED = {"approved_by": "考评办", "approved_on": "2024-07-01"}
WHISTLES = [
    {"whistle_id": name, "kind": "emergency", "blown_at": "2024-05-01T10:00:00"} for name in ("W1", "W2", "W3", "W4")
]
TABLES: dict[str, list[inbox.Row]] = {
    "department": [{"department_code": code, "name": code} for code in ("D1", "D2")],
    "case": [
        {"case_id": name, "reported_at": "2024-05-02T09:00:00", "excluded_as": own}
        for name, own in (("A", None), ("B", None), ("C", None), ("D", "test"), ("E", None))
    ],
    "whistle": WHISTLES,
    "whistle_call": [
        {"whistle_id": row["whistle_id"], "department_code": code, "arrived_at": "2024-05-01T11:00:00"}
        for row in WHISTLES
        for code in ("D1", "D2")
    ],
}
EXCLUDED: list[inbox.Row] = [
    _of | APPROVED
    for _of in (
        {"target_kind": "case", "target_id": "A", "rule": "duplicate"},
        {"target_kind": "case", "target_id": "B", "rule": "duplicate", "revoked_on": "2024-07-03"},
        {"target_kind": "case", "target_id": "C", "rule": "appeal_upheld", "appeal_outcome": "rejected"},
        {"target_kind": "case", "target_id": "D", "rule": "void", "appeal_outcome": "upheld"},
        {"target_kind": "call", "target_id": "W1/D1", "rule": "force_majeure"},
        {"target_kind": "call", "target_id": "W4/D1", "rule": "appeal_upheld", "appeal_outcome": "rejected"},
        {"target_kind": "whistle", "target_id": "W2", "rule": "void"},
        {"target_kind": "rating", "target_id": "W3", "rule": "void"},
    )
]


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city whose decisions arrive after its figures have been released once."""
    folder = tmp_path_factory.mktemp("exclusions")
    refresh(inbox.write(folder / "before", TABLES), folder / "warehouse")
    assert ask(folder / "warehouse", "closure_rate", "--as-of", "2024-05-31")["total"]["excluded"] == {"test": 1}
    refresh(inbox.write(folder / "after", {"exclusion": EXCLUDED}), folder / "warehouse")
    return folder / "warehouse"


def test_a_decision_takes_a_case_out_until_it_is_revoked_or_rejected(decided: Path) -> None:
    """A case's own exclusion goes before the decision's."""
    found = ask(decided, "closure_rate", "--as-of", "2024-05-31")["total"]
    assert (found["excluded"], found["denominator"]) == ({"duplicate": 1, "test": 1}, 3)
    assert reconciled(found) == found["rows"] == 5


def test_a_decision_takes_out_one_call_or_all_of_a_whistle(decided: Path) -> None:
    found = ask(decided, "whistle_ontime_rate", "--as-of", "2024-05-31")["total"]
    assert (found["excluded"], found["denominator"]) == ({"force_majeure": 1, "void": 2}, 5)
    assert reconciled(found) == found["rows"] == 8


def test_a_figure_can_be_asked_for_one_kind_of_whistle(decided: Path) -> None:
    found = ask(decided, "whistle_ontime_rate", "--where", "whistle_kind=emergency", "--as-of", "2024-05-31")["total"]
    assert found["rows"] == 8


def reconciled(total: Document) -> int:
    """What the figure's parts come to."""
    return int(
        total["denominator"] + total["pending"] + sum(total["outside"].values()) + sum(total["excluded"].values())
    )
