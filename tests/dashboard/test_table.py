"""Tables: how tall a grid is, what its cells say."""

import pytest

from dashboard.views import table

COLUMNS = [table.Column("name", "名称"), table.Column("n", "件数", number=True)]


@pytest.mark.parametrize("rows, whole", [(1, True), (table.MOST, True), (table.MOST + 1, False)])
def test_a_short_grid_shows_every_row_and_a_long_one_scrolls(rows: int, whole: bool) -> None:
    grid = table.grid("grid", COLUMNS, [{"name": "甲", "n": 1}] * rows, "zh")
    assert (grid.dashGridOptions["domLayout"] == "autoHeight") == whole
    assert ("height" in grid.style) != whole


def test_words_that_do_not_fit_their_cell_are_told_on_pointing_at_it() -> None:
    words, number = table.grid("grid", COLUMNS, [], "zh").columnDefs
    assert words["tooltipField"] == "name" and "tooltipField" not in number


def test_a_total_leaves_empty_what_cannot_be_added_up() -> None:
    written = table.grid("grid", COLUMNS, [], "zh").columnDefs[0]["valueFormatter"]["function"]
    assert written.index("rowPinned ? ''") < written.index("'—'")
