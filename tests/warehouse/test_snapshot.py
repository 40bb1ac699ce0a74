"""Snapshots: a name of their own, a locked-down connection, a pointer that always points."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from warehouse import NoSnapshot, Snapshot, current, kept, open_snapshot, releases
from warehouse.snapshot import publish

SPIED = 20_000


def released(warehouse: Path, generation: int) -> dict[str, object]:
    """Publish a file whose one table says its generation."""
    (warehouse / "snapshots").mkdir(parents=True, exist_ok=True)
    build = warehouse / f".build-{generation}.duckdb"
    with duckdb.connect(str(build)) as con:
        con.execute(f"create table told as select {generation} as generation from range({SPIED})")
    return publish(warehouse, build, {"generation": generation, "data_until": "2024-06-01T00:00:00"})


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[Snapshot]:
    """An open snapshot beside a file that it must not read."""
    (tmp_path / "secret.csv").write_text("a\n1\n", "utf-8")
    released(tmp_path, 1)
    opened = open_snapshot(tmp_path)
    yield opened
    opened.close()


def test_nothing_released_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="etl refresh"):
        open_snapshot(tmp_path)


def test_a_damaged_pointer_says_so(tmp_path: Path) -> None:
    (tmp_path / "CURRENT.json").write_text("", "utf-8")
    with pytest.raises(NoSnapshot, match=r"CURRENT\.json is damaged"):
        open_snapshot(tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{folder}/secret.csv')",
        "select * from '{folder}/secret.csv'",
        "select * from read_text('/etc/passwd')",
        "select * from glob('/etc/*')",
        "copy (select 1) to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb'",
        "install httpfs",
        "load httpfs",
        "select * from read_csv('http://127.0.0.1:9/x.csv')",
        "set memory_limit = '8GB'",
        "set enable_external_access = true",
        "select * from spied",
        "export database '{folder}/out'",
        "create table mine as select 1",
        "delete from told",
        "drop table told",
    ],
)
def test_a_reader_can_do_nothing_but_read(snapshot: Snapshot, tmp_path: Path, statement: str) -> None:
    spied = duckdb.from_query("select 1")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(duckdb.Error):
        snapshot.cursor().execute(statement.format(folder=tmp_path)).fetchall()
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert snapshot.cursor().execute("select count(*) from told").fetchone() == (SPIED,)
    del spied


def test_a_release_is_a_new_name_that_nobody_can_write(tmp_path: Path) -> None:
    first, second = released(tmp_path, 1), released(tmp_path, 2)
    assert (first["file"], second["file"]) == ("snap-1.duckdb", "snap-2.duckdb")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "snapshots").iterdir()} == {0o444}
    assert current(tmp_path)["generation"] == 2
    assert [line["sha256"] for line in releases(tmp_path)] == [first["sha256"], second["sha256"]]


def test_an_open_snapshot_goes_on_while_others_are_released(tmp_path: Path) -> None:
    released(tmp_path, 1)
    old = open_snapshot(tmp_path)
    for generation in range(2, 7):
        released(tmp_path, generation)
        new = open_snapshot(tmp_path)
        assert new.cursor().execute("select max(generation) from told").fetchone() == (generation,)
        new.close()
        assert old.cursor().execute("select max(generation) from told").fetchone() == (1,)
    old.close()
    assert kept(tmp_path)[:3] == [6, 5, 4]
    with pytest.raises(NoSnapshot, match="no longer kept"):
        open_snapshot(tmp_path, 1)
    with pytest.raises(NoSnapshot, match="never released"):
        open_snapshot(tmp_path, 99)


def test_threads_with_cursors_of_their_own_get_their_own_answers(snapshot: Snapshot) -> None:
    wrong: list[int] = []

    def ask(number: int) -> None:
        for _ in range(40):
            found = snapshot.cursor().execute("select count(*) + ? from told", [number]).fetchone()
            if found != (SPIED + number,):
                wrong.append(number)

    threads = [Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
