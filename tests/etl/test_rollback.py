"""Going back to an older generation: what is shown, what the journal says, and what the next refreshes do."""

from pathlib import Path

import pytest

from etl.errors import NotKept
from etl.refresh import Run
from etl.rollback import roll_back
from tests.etl.small_city import etl, fill, loaded, write
from warehouse import current, open_snapshot, releases

CASES = [{"case_id": "a", "reported_at": "2024-05-01 08:00:00", "closed_at": ""}]
WRONG = [{"case_id": "a", "reported_at": "2024-05-01 08:00:00", "closed_at": "2024-05-02 08:00:00"}]
WHO = ("--operator", "甲", "--reason", "the platform sent test records")


def closed(warehouse: Path) -> int:
    snapshot = open_snapshot(warehouse)
    count = snapshot.cursor().execute("select count(closed_at) from fct_case").fetchone()
    snapshot.close()
    assert count is not None
    return int(count[0])


def test_an_older_generation_stays_until_a_new_file_comes(tmp_path: Path) -> None:
    inbox, warehouse = fill(tmp_path / "inbox", {"case": CASES}, None), tmp_path / "w"
    loaded(inbox, warehouse)
    write(inbox / "wrong.csv", [{**WRONG[0], "recorded_at": "2024-05-03"}])
    loaded(inbox, warehouse)
    assert closed(warehouse) == 1
    done = etl("rollback", "--to", 1, *WHO, "--warehouse", warehouse)
    told = done.document["current"]["rolled_back"]
    assert (done.code, told["from"], told["operator"], told["reason"]) == (0, 2, "甲", WHO[3])
    assert (current(warehouse)["generation"], closed(warehouse)) == (1, 0)
    assert [line["generation"] for line in releases(warehouse)] == [1, 2, 1]
    assert Run(inbox, warehouse).document()["outcome"] == "nothing_new"
    write(inbox / "right.csv", [{**CASES[0], "recorded_at": "2024-05-04"}, {**CASES[0], "case_id": "b"}])
    after = loaded(inbox, warehouse)
    assert after["generation"] == {"before": 1, "after": 3}
    assert after["table_hashes"] == loaded(inbox, warehouse, anew=True)["table_hashes"]
    assert closed(warehouse) == 0


def test_what_cannot_be_gone_back_to_is_refused(tmp_path: Path) -> None:
    inbox, warehouse = fill(tmp_path / "inbox", {"case": CASES}, None), tmp_path / "w"
    loaded(inbox, warehouse)
    write(inbox / "wrong.csv", WRONG)
    loaded(inbox, warehouse)
    with pytest.raises(NotKept, match="current one"):
        roll_back(warehouse, 2, "甲", "why")
    first = warehouse / "snapshots" / "snap-1.duckdb"
    first.chmod(0o644)
    first.write_bytes(first.read_bytes()[:-1])
    with pytest.raises(NotKept, match="kept whole"):
        roll_back(warehouse, 1, "甲", "why")
    silent = etl("rollback", "--to", 1, "--operator", "甲", "--reason", " ", "--warehouse", warehouse)
    assert (silent.code, silent.document["error"]["code"]) == (2, "BAD_USAGE")
    unknown = etl("rollback", "--to", 9, *WHO, "--warehouse", warehouse)
    assert (unknown.code, unknown.document["error"]["code"]) == (1, "NO_SNAPSHOT")
    assert current(warehouse)["generation"] == 2
