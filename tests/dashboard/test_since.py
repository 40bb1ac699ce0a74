"""The line that says what changed since the release before."""

from pathlib import Path

from flask.testing import FlaskClient

from dashboard.address import Address
from dashboard.views.since import since
from tests.dashboard.test_views import drawn
from warehouse import open_snapshot
from warehouse import since as change

HERE = Address("/")


def test_the_line_tells_the_change_of_the_named_figures(warehouse: Path) -> None:
    before, now = open_snapshot(warehouse, 1), open_snapshot(warehouse, 2)
    document = change(before, now).document("zh")
    moves = {move["metric"]: move for move in document["moves"]}
    closed = moves["closed_count"]
    moved = closed["now"]["numerator"] - closed["before"]["numerator"]
    shown = drawn(since(document, 2, HERE))
    assert moved and f'"{"+" if moved > 0 else "−"}{abs(moved)}"' in shown
    assert "较第 1 代" in shown
    for snapshot in (before, now):
        snapshot.close()


def test_the_first_release_says_that_there_is_none_before() -> None:
    assert "没有可比的上一代" in drawn(since(None, 1, HERE))


def test_the_same_over_http(client: FlaskClient) -> None:
    answer = client.get("/api/since")
    assert answer.status_code == 200 and answer.json["before"]["generation"] == 1
    assert client.get("/api/since?generation=1").status_code == 404
    assert client.get("/api/since?metric=closure_rate").status_code == 400
