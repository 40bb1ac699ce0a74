"""Answers as `ask` documents them, small enough to read."""

import copy
from typing import Any

import pytest

SNAPSHOT = {
    "generation": 42,
    "sha256": "5" * 64,
    "data_until": "2021-06-01T02:10:00",
    "released_at": "2021-06-01T03:00:00",
    "timezone": "Asia/Shanghai",
    "synthetic": True,
    "definitions_sha256": "d" * 64,
    "rules_sha256": "e" * 64,
}
TOTAL = {
    "state": "ok",
    "numerator": 3,
    "denominator": 7,
    "n": 7,
    "rows": 10,
    "pending": 1,
    "value": {"ratio": "3/7", "decimal": "0.428571428571", "percent": "42.86"},
    "outside": {"no_due": 1},
    "excluded": {"duplicate": 1},
    "bins": {"closed": 3, "open_overdue": 4},
    "beside": {},
}
EMPTY = {
    "state": "empty",
    "numerator": 0,
    "denominator": 0,
    "n": 0,
    "rows": 0,
    "pending": 0,
    "value": None,
    "outside": {"no_due": 0},
    "excluded": {},
    "bins": {"closed": 0, "open_overdue": 0},
    "beside": {},
}
ANSWER = {
    "contract": 1,
    "metric": "case_completion_rate",
    "kind": "ratio",
    "shown_as": "percent",
    "better": "higher",
    "label": {"zh": "结案率", "en": "Completion of due cases"},
    "question": {
        "by": ["district"],
        "where": {"channel": "网格员"},
        "view": "participation",
        "as_of": "2021-05-31",
        "period": {"code": "2021-05", "from": "2021-05-01", "to": "2021-05-31"},
        "cutoff": "2021-06-01T00:00:00",
    },
    "snapshot": SNAPSHOT,
    "source": "tally:case_channel",
    "additive": True,
    "warnings": [],
    "total": TOTAL,
    "groups": [
        {"key": {"district": {"code": "0101", "name": "河东"}}, **TOTAL},
        {"key": {"district": {"code": "0102", "name": "=cmd|'/c calc'!A1"}}, **EMPTY},
    ],
}


@pytest.fixture
def answer() -> dict[str, Any]:
    """A rate by district; the second has a name that a spreadsheet would run."""
    return copy.deepcopy(ANSWER)
