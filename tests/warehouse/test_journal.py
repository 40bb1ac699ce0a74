"""The journal: every line vouches for the one before."""

import json
from pathlib import Path

import pytest

from warehouse import JournalBroken, journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of three lines."""
    for number, word in enumerate(("一", "two", "三"), 1):
        journal.append(tmp_path / "journal" / "runs.jsonl", {"kind": "run", "number": number, "word": word})
    return tmp_path / "journal" / "runs.jsonl"


def test_lines_come_back_in_order(path: Path) -> None:
    assert [(line["number"], line["word"]) for line in journal.read(path)] == [
        (1, "一"),
        (2, "two"),
        (3, "三"),
    ]


def test_no_file_is_no_line(tmp_path: Path) -> None:
    assert journal.read(tmp_path / "none.jsonl") == []


def test_a_torn_last_line_was_never_written_and_the_next_takes_its_place(path: Path) -> None:
    whole = path.read_bytes()
    for cut in (1, 20, len(whole.splitlines()[-1])):
        path.write_bytes(whole[:-cut])
        assert [line["number"] for line in journal.read(path)] == [1, 2]
    journal.append(path, {"number": 4})
    assert [line["number"] for line in journal.read(path)] == [1, 2, 4]


@pytest.mark.parametrize("line", [1, 2])
def test_a_flipped_bit_is_named_with_its_line(path: Path, line: int) -> None:
    whole = path.read_bytes()
    first, second = (len(each) + 1 for each in whole.splitlines()[:2])
    start, end = (0, first) if line == 1 else (first, first + second)
    for place in range(start, end):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(JournalBroken, match=r"runs\.jsonl, line [123]"):
            journal.read(path)


def test_a_line_taken_out_or_moved_is_named(path: Path) -> None:
    first, second, third = path.read_bytes().splitlines(keepends=True)
    for left in (second + third, first + third, second + first + third):
        path.write_bytes(left)
        with pytest.raises(JournalBroken):
            journal.read(path)


def test_a_whole_journal_has_no_faults(path: Path) -> None:
    assert journal.faults(path) == []


@pytest.mark.parametrize("line", [1, 2, 3])
def test_every_flipped_bit_of_every_line_is_a_fault_of_that_line(path: Path, line: int) -> None:
    whole = path.read_bytes()
    starts = [0, *(place + 1 for place, byte in enumerate(whole) if byte == ord("\n"))]
    for place in range(starts[line - 1], starts[line]):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        named = {fault.split(":")[0] for fault in journal.faults(path)}
        assert f"runs.jsonl, line {line}" in named, place
        # What a line says of the one before speaks against both, where that is what was changed.
        assert named <= {f"runs.jsonl, line {line}", f"runs.jsonl, line {line - 1}"}, place


def test_a_last_line_that_was_taken_away_is_a_fault(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert journal.faults(path) == ["runs.jsonl, line 2: is not the last line that was written"]


def test_a_writer_that_died_leaves_no_fault(path: Path) -> None:
    head, noted = path.with_suffix(".head"), path.with_suffix(".head").read_bytes()
    with path.open("ab") as file:
        file.write(b'{"number": 4, "pre')
    assert journal.faults(path) == []
    journal.append(path, {"number": 4})
    head.write_bytes(noted)
    assert journal.faults(path) == []


def test_a_line_is_one_json_document(path: Path) -> None:
    assert [json.loads(line)["number"] for line in path.read_text("utf-8").splitlines()] == [1, 2, 3]
