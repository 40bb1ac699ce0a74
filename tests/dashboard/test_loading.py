"""How the page of the data tells what came in."""

from dashboard.views import loading
from tests.dashboard.journalled import SAMPLES, report
from tests.dashboard.test_views import drawn


def test_the_refused_records_of_many_files_are_few_components() -> None:
    shown = drawn(loading.samples([report(number) | {"quarantine": []} for number in range(200)], "grid", "zh"))
    assert shown.count('"line":') == 200 * SAMPLES
    assert shown.count('"namespace"') < 20, "the renderer's time grows with the square of what it draws"


def test_no_refused_record_is_said_in_words() -> None:
    assert "没有隔离的记录" in drawn(loading.samples([], "grid", "zh"))
