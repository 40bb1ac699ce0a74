"""What a build checks of itself: torn, doubled and lost states are found whatever they are states of."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.landing import built
from warehouse import BuildFailed
from warehouse.verify import verify

CASES = [{"case_id": "c1", "reported_at": "2024-05-01 08:00:00", "closed_at": "2024-05-04 09:00:00"}]
WHISTLES = [
    {"whistle_id": "w1", "kind": "emergency", "blown_at": "2024-05-01 10:00:00", "finished_at": "2024-05-03 10:00:00"},
    {"whistle_id": "w2", "kind": "key_work", "blown_at": "2024-05-02 10:00:00"},
]
CALLS = [
    {
        "whistle_id": "w1",
        "department_code": "D9",
        "arrived_at": "2024-05-02 10:00:00",
        "left_at": "2024-05-03 09:00:00",
    },
    {"whistle_id": "w2", "department_code": "D9"},
]
TABLES = {"case": CASES, "whistle": WHISTLES, "whistle_call": CALLS}
TORN = {
    "a gap": "update {table} set valid_to = valid_to - 1 where valid_to < date '9999-12-31'",
    "a lost thing": "delete from {table}",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    with built(folder, TABLES):
        return folder / "built.duckdb"


def test_a_sound_snapshot_passes(sound: Path, tmp_path: Path) -> None:
    assert verify(sound, tmp_path)["totals"]["call_state"]["rows"] > len(CALLS)


@pytest.mark.parametrize("table", ["case_state", "call_state", "whistle_state"])
@pytest.mark.parametrize("harm", TORN)
def test_a_harmed_one_does_not(sound: Path, tmp_path: Path, table: str, harm: str) -> None:
    database = Path(shutil.copy(sound, tmp_path / "harmed.duckdb"))
    with duckdb.connect(str(database)) as con:
        con.execute(TORN[harm].format(table=table))
    with pytest.raises(BuildFailed, match=table):
        verify(database, tmp_path)
