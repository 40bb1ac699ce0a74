"""A desk to land files at, and what came of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.block import Clock
from etl.land import Desk, land_file
from etl.layout import layouts
from etl.report import FileReport

DATA_TIME = datetime(2021, 5, 31, 23, 59, 59)
LAYOUTS = Path(__file__).parents[2] / "layouts"


@contextmanager
def desk(folder: Path, zone: str = "Asia/Shanghai", more: Path = LAYOUTS) -> Iterator[Desk]:
    """A desk with all shipped layouts and those of one folder."""
    with duckdb.connect() as con:
        yield Desk(con, layouts([more]), Clock(zone, DATA_TIME))


def land(at: Desk, path: Path, room: Path) -> FileReport:
    """The report of a file with one table."""
    room.mkdir(parents=True)
    [report] = land_file(at, path, room)
    return report


def landed(at: Desk, report: FileReport, feed: str, columns: str) -> list[tuple[Any, ...]]:
    """Landed rows in the order of their lines."""
    assert report.folder is not None
    sql = f"select {columns} from read_parquet(?) order by line"
    return at.con.execute(sql, [str(report.folder / f"{feed}.parquet")]).fetchall()


def refused(at: Desk, report: FileReport) -> list[tuple[Any, ...]]:
    """Line, column, value and reason of the quarantined records."""
    assert report.folder is not None
    sql = 'select line, "column", value, reason from read_parquet(?) order by line'
    return at.con.execute(sql, [str(report.folder / "quarantine.parquet")]).fetchall()


def landed_text(
    text: str, tmp_path: Path, feed: str, columns: str, zone: str = "Asia/Shanghai"
) -> list[tuple[Any, ...]]:
    """What is landed of a CSV in the feed's own column names."""
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with desk(tmp_path, zone) as at:
        report = land(at, tmp_path / "a.csv", tmp_path / "out")
        assert report.refused is None, report.refused
        return landed(at, report, feed, columns)
