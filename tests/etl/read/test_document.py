"""JSON: arrays anywhere, objects on lines; values as they are written."""

from pathlib import Path

import pytest

from etl.errors import Refused
from etl.read import Document
from tests.etl.read.reading import assert_accounted, reasons, rows, tables


def document(path: Path, text: str) -> Document:
    """The document of a file with this text."""
    path.write_text(text, encoding="utf-8")
    (found,) = tables(path, path.parent / "scratch")
    assert isinstance(found, Document)
    return found


def test_columns_are_found_by_path_and_numbers_stay_as_written(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.json",
        """{"data": {"items": [
        {"id": 120103199003075612345, "properties": {"n": 1.10, "ok": true, "tags": ["甲"]}},
        {"id": "007", "properties": null}]}}""",
    )
    assert found.columns() is not None and found.columns("data.nowhere") is None
    assert found.columns("data.items") == (
        "id",
        "properties",
        "properties.n",
        "properties.ok",
        "properties.tags",
    )
    made = found.table("data.items", ["id", "properties.n", "properties.ok", "properties.tags"])
    assert rows(made) == [
        ("120103199003075612345", "1.10", "true", '["甲"]', 1),
        ("007", None, None, None, 2),
    ]
    assert_accounted(made)


def test_a_malformed_line_is_a_fault(tmp_path: Path) -> None:
    found = document(tmp_path / "a.jsonl", '{"a": 1}\n\n{"a": 2, "a": 3}\n{"a": \n[4]\n{"a": 5}\n{"a": 6}\n')
    made = found.table(None, ["a"])
    assert rows(made) == [("1", 1), ("3", 3), ("5", 6), ("6", 7)]
    assert (reasons(made), made.structural, [fault.line for fault in made.faults]) == (
        {"bad_json": 2},
        {"blank": 1},
        [4, 5],
    )


def test_an_array_at_the_top_is_found_without_a_path(tmp_path: Path) -> None:
    found = document(tmp_path / "a.json", '[{"a": "x"}, 7, {"b": null}]')
    made = found.table(None, ["a", "b"])
    assert (found.columns(), made.records, reasons(made)) == (("a", "b"), 2, {"column_count": 1})


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a": 2}', "<html></html>", '{"a": 1} trailing', "[" * 100_000])
def test_malformed_json_refuses_the_file(text: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        document(tmp_path / "a.json", text)
    assert refusal.value.code == "NOT_CSV"
