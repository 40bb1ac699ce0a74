"""A publication is locked once the days for objections that its scheme gives have passed."""

from datetime import datetime

import pytest

from warehouse.scoring import publication

LINE = {"scheme": "s", "period": "2024-06", "at": "2024-07-10T16:00:00", "timezone": "Asia/Shanghai"}


@pytest.mark.parametrize(
    ("days", "now", "early"), [(5, "2024-07-14T23:59:59", True), (5, "2024-07-15", False), (0, "2024-07-10", False)]
)
def test_days_for_objections(monkeypatch: pytest.MonkeyPatch, days: int, now: str, early: bool) -> None:
    monkeypatch.setattr(publication, "_now", lambda line: datetime.fromisoformat(now))
    if early:
        with pytest.raises(publication.WrongState, match="from 2024-07-15 on") as refused:
            publication._heard(LINE, days)
        assert refused.value.code == "LOCK_TOO_EARLY"
    else:
        publication._heard(LINE, days)
