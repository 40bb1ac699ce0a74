"""The tables of the assessment as files: numbers are numbers, and they say what the pages say."""

import csv
import io
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from dash import Dash
from openpyxl import load_workbook

from dashboard import data
from dashboard.assessed import TABLES, table
from dashboard.callbacks import audit, subject
from tests.dashboard.assessed import here
from tests.dashboard.test_views import drawn
from warehouse import Unknown

PLACE = {"scheme": "dept-performance", "period": "2024-02", "unit": "D1"}


class TestFiles:
    """Files of the rated city."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    @pytest.mark.parametrize("name", TABLES)
    def test_workbook_and_text_hold_the_same_rows(self, app: Dash, name: str) -> None:
        made = table(here(unit="D1"), name)
        rows = [list(row) for row in made.rows]
        client = app.server.test_client()
        book = client.get(f"/export/assessment/{name}.xlsx", query_string=PLACE)
        text = client.get(f"/export/assessment/{name}.csv", query_string=PLACE)
        assert book.status_code == text.status_code == 200
        assert name != "streets" or "D1" not in book.headers["Content-Disposition"]
        head = [column.title for column in made.columns]
        sheet = [list(row) for row in load_workbook(io.BytesIO(book.data)).worksheets[0].iter_rows(values_only=True)]
        at = sheet.index(head)
        assert sheet[at + 1 : at + 1 + len(rows)] == rows and rows
        lines = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig"))))
        assert len(lines) - lines.index(head) - 1 == len(rows)

    def test_the_parts_of_a_unit_add_up_to_its_score(self) -> None:
        made = table(here(unit="D1"), "nodes")
        titles, scheme = [column.title for column in made.columns], data.scheme(here())
        brings = {row[0]: row[titles.index("贡献")] for row in made.rows}
        unit = data.subject(here(unit="D1"), data.scored(here()))
        leaves = [node.zh for node in scheme.leaves] + [each.zh for each in scheme.adjustments]
        assert sum(Fraction(str(brings[name] or 0)) for name in leaves) == Fraction(unit["score"])

    def test_pages_lead_to_their_files(self) -> None:
        shown = _links(subject.show_subject(here(unit="D1"))) | _links([subject.show_moved(here(unit="D1"))])
        shown |= _links([subject.show_forms(here(unit="D1"))]) | _links(audit.show_audit(here()))
        assert {name for name in TABLES if any(f"/export/assessment/{name}.xlsx" in link for link in shown)} == set(
            TABLES
        )

    @pytest.mark.parametrize(
        ("path", "query", "status"),
        [
            ("nothing.csv", PLACE, 400),
            ("nodes.csv", {**PLACE, "unit": "nobody"}, 400),
            ("nodes.csv", {**PLACE, "x": "1"}, 400),
        ],
    )
    def test_what_there_is_not_is_refused(self, app: Dash, path: str, query: Mapping[str, str], status: int) -> None:
        assert app.server.test_client().get(f"/export/assessment/{path}", query_string=query).status_code == status

    def test_unknown_tables_are_named(self) -> None:
        with pytest.raises(Unknown, match="table"):
            table(here(), "nothing")


def _links(tiles: Any) -> set[str]:
    return {part for tile in tiles for part in drawn(tile).split('"') if part.startswith("/export/")}
