"""Every shipped layout has files made by us, and takes them and no others."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etl.check import check_files
from etl.errors import BadLayout
from etl.layout import FOLDER, Layout, layouts, read
from etl.read import Table, open_tables
from etl.recognise import Header
from tests.etl.badinput import CHINESE, HEADER
from tests.etl.land.desk import LAYOUTS
from warehouse import feeds

FIXTURES = Path(__file__).parents[1] / "layouts"
FILES = [
    (path.parent.name, path.parent / about["name"], about)
    for path in sorted(FIXTURES.glob("*/expected.toml"))
    for about in tomllib.loads(path.read_text("utf-8"))["file"]
]


@pytest.mark.parametrize(("layout", "path", "about"), FILES, ids=[f"{layout}/{path.name}" for layout, path, _ in FILES])
def test_the_bins_are_as_counted_by_hand(layout: str, path: Path, about: dict[str, Any]) -> None:
    [report] = check_files([path], [LAYOUTS])
    found = (report.layout, report.loaded, report.quarantined, sum(report.structural.values()))
    assert found == (layout, about["loaded"], about["quarantined"], about["structural"])
    assert dict(report.reasons) == about.get("reasons", {})
    assert dict(report.feeds) == about["feeds"]


def test_every_shipped_layout_has_a_fixture() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {layout for layout, _, _ in FILES}


def headers(tmp_path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from (("badinput", tuple(line.strip().split(","))) for line in (HEADER, CHINESE))
    yield from ((feed.name, (*feed.columns, "recorded_at", "deleted")) for feed in feeds().values())
    yield from (
        (feed.name, tuple(name for name, column in feed.columns.items() if column.required))
        for feed in feeds().values()
    )
    for layout, path, _ in FILES:
        for table in open_tables(path, tmp_path):
            yield layout, table.header if isinstance(table, Table) else table.columns() or ()


def test_every_header_fits_its_own_layout_and_no_other(tmp_path: Path) -> None:
    known = layouts([LAYOUTS])
    for layout, header in headers(tmp_path):
        assert [name for name, other in known.items() if Header(header).fits(other)] == [layout]


BROKEN = {
    "no required column": ("[feeds.case.columns]\ncase_id = 'a'\n", "reported_at"),
    "no such column": (
        "[feeds.case.columns]\ncase_id = 'a'\nreported_at = 'b'\nclosed_on = 'c'\n",
        "closed_on",
    ),
    "no such feed": ("[feeds.cases.columns]\ncase_id = 'a'\n", "cases"),
    "two origins": ("[feeds.policy_date.columns]\nday = { from = 'a', constant = 'b' }\ntitle = 'c'\n", "exactly one"),
    "misspelt key": ("[feeds.policy_date.columns]\nday = { form = 'a' }\ntitle = 'c'\n", "form"),
    "an empty condition": ("[feeds.policy_date.columns]\nday = { from = 'a', when = 'b' }\ntitle = 'c'\n", "when"),
    "a look-up on condition": (
        "[feeds.case.columns]\ncase_id = 'a'\nreported_at = 'b'\n"
        "area_code = { lookup = 'area', from = 'c', when = { d = 'e' } }\n",
        "do not go together",
    ),
    "no such zone": ("[layout]\ntimezone = 'Mars'\n[feeds.policy_date.columns]\nday = 'a'\ntitle = 'c'\n", "Mars"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_layout_that_makes_no_sense_says_what_is_wrong(name: str, tmp_path: Path) -> None:
    body, word = BROKEN[name]
    title = "title = { zh = 'x', en = 'x' }\n"
    body = body.replace("[layout]\n", f"[layout]\n{title}") if "[layout]" in body else f"[layout]\n{title}{body}"
    (tmp_path / "odd.toml").write_text(body, "utf-8")
    with pytest.raises(BadLayout, match=word):
        read(tmp_path / "odd.toml")


def test_the_implicit_layout_of_a_feed_reads_its_own_names() -> None:
    case: Layout = layouts()["case"]
    assert case.needed() == (("case_id",), ("reported_at",))
