"""The rivals of the benchmark do the same work: from a small synthetic city they make the same records and states."""

from pathlib import Path

import duckdb
import pytest

from bench import floor, pandas_way
from bench.renditions import files, records, render
from etl.refresh import Run
from etl.synthetic.build import build
from warehouse import current

SAYS = "phase, ever_closed, extended, reopens, n_assist, repeated, channel, street, due_at, closed_at"
STATES = f"select case_id, cast(valid_from as date), {SAYS}, cast(handle_step as integer) from "


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small synthetic city as UTF-8 CSV files."""
    folder = tmp_path_factory.mktemp("bench")
    build(folder / "city", 6_000, 20210531, False, lambda: None)
    return render(folder / "city", folder / "inbox")


def test_pandas_and_the_refresh_make_the_same_states(inbox: Path, tmp_path: Path) -> None:
    document = Run(inbox, tmp_path / "w").document()
    theirs = pandas_way.main(inbox, tmp_path / "states.parquet")
    assert theirs["cases"] == document["totals"]["case"]["rows"]
    with duckdb.connect(str(tmp_path / "w/snapshots" / current(tmp_path / "w")["file"]), read_only=True) as con:
        ours, rival = f"{STATES} case_state", f"{STATES} '{tmp_path}/states.parquet'"
        for one, other in ((ours, rival), (rival, ours)):
            assert con.execute(f"{one} except all {other}").fetchall() == []


def test_the_bare_load_has_every_record(inbox: Path, tmp_path: Path) -> None:
    floor.load(inbox, tmp_path / "floor.duckdb")
    with duckdb.connect(str(tmp_path / "floor.duckdb"), read_only=True) as con:
        for feed, paths in files(inbox).items():
            told = sum(1 for path in paths for record in records(path) if record) - len(paths)
            assert con.execute(f'select count(*) from "{feed}"').fetchone() == (told,)
