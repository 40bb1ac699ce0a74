"""A refresh that dies, wherever: readers keep a whole snapshot, the next run ends as if nothing had been."""

import json
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.holdings import runs_path
from tests.etl.killed import MOMENTS
from tests.etl.small_city import etl, fill, loaded, refresh, tiny, write
from warehouse import current, open_snapshot
from warehouse.snapshot import sha256
from warehouse.verify import verify

# Where in a run it dies, as a share of its moments.
DEATHS = (0.02, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 0.96, 1.0)


@dataclass(frozen=True)
class Scene:
    """A released warehouse, an inbox with more than it holds, and what an undisturbed refresh makes of it."""

    inbox: Path
    warehouse: Path
    moments: int
    hashes: dict[str, str]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Half of the tiny city released, the other half waiting."""
    folder = tmp_path_factory.mktemp("scene")
    tables = tiny()
    inbox = fill(folder / "inbox", {**tables, "case": tables["case"][:16]})
    loaded(inbox, folder / "w")
    write(inbox / "more/case.csv", tables["case"][16:])
    write(inbox / "more/case_event.csv", [{**tables["case_event"][0], "kind": "return", "seq": "9"}])
    shutil.copytree(folder / "w", folder / "counted")
    done = etl("0", "refresh", "--inbox", inbox, "--warehouse", folder / "counted", module="tests.etl.killed")
    assert done.code == 0, done.errors
    return Scene(inbox, folder / "w", int(done.errors.rsplit(MOMENTS)[-1]), done.hashes)


@pytest.mark.parametrize("share", DEATHS)
def test_killed_and_run_again(scene: Scene, tmp_path: Path, share: float) -> None:
    warehouse = tmp_path / "w"
    shutil.copytree(scene.warehouse, warehouse)
    fatal = max(1, round(share * scene.moments))
    asked = (str(fatal), "refresh", "--inbox", scene.inbox, "--warehouse", warehouse)
    assert etl(*asked, module="tests.etl.killed").code == -signal.SIGKILL
    _is_whole(warehouse, tmp_path)
    again = refresh(scene.inbox, warehouse)
    assert again.code == 0, again.errors
    assert (again.hashes or current(warehouse)["table_hashes"]) == scene.hashes
    _is_whole(warehouse, tmp_path)
    left = [path.name for path in warehouse.iterdir() if path.name.startswith((".build", ".landing", ".scratch"))]
    assert left == []


def test_a_first_refresh_that_dies_leaves_nothing_to_trip_over(scene: Scene, tmp_path: Path) -> None:
    asked = ("20", "refresh", "--inbox", scene.inbox, "--warehouse", tmp_path / "w")
    assert etl(*asked, module="tests.etl.killed").code == -signal.SIGKILL
    assert refresh(scene.inbox, tmp_path / "w").hashes == scene.hashes


def test_a_torn_last_line_is_survived(scene: Scene, tmp_path: Path) -> None:
    shutil.copytree(scene.warehouse, tmp_path / "w")
    for path in (tmp_path / "w/journal").glob("*.jsonl"):
        path.write_bytes(path.read_bytes() + b'{"kind": "file", "sha2')
    assert etl("history", "--warehouse", tmp_path / "w").code == 0
    done = refresh(scene.inbox, tmp_path / "w")
    assert (done.code, done.hashes) == (0, scene.hashes)
    for path in (tmp_path / "w/journal").glob("*.jsonl"):
        assert all(json.loads(line) for line in path.read_text("utf-8").splitlines())


@pytest.mark.parametrize(("old", "new"), [(b'"case.csv"', b'"cabe.csv"'), (b'"name":', b'"name";')])
def test_a_changed_line_is_named(scene: Scene, tmp_path: Path, old: bytes, new: bytes) -> None:
    shutil.copytree(scene.warehouse, tmp_path / "w")
    path = runs_path(tmp_path / "w")
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    done = refresh(scene.inbox, tmp_path / "w")
    assert done.code == 1
    assert "runs.jsonl, line " in done.errors
    assert "Traceback" not in done.errors
    assert current(tmp_path / "w")["generation"] == 1


def test_a_lost_snapshot_file_is_made_again(scene: Scene, tmp_path: Path) -> None:
    shutil.copytree(scene.warehouse, tmp_path / "w")
    (tmp_path / "w/snapshots/snap-1.duckdb").unlink()
    assert refresh(scene.inbox, tmp_path / "w").hashes == scene.hashes


def _is_whole(warehouse: Path, scratch: Path) -> None:
    """CURRENT.json points to a file that is there, is the one that was released, and verifies."""
    record = current(warehouse)
    path = warehouse / "snapshots" / record["file"]
    assert sha256(path) == record["sha256"]
    assert verify(path, scratch)["table_hashes"] == record["table_hashes"]
    opened = open_snapshot(warehouse)
    assert opened.generation == record["generation"]
    opened.close()
