"""Files written by others: nothing unaccounted, no crash."""

import csv
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from etl.errors import Refused
from tests.etl.read.reading import assert_accounted, reasons, table, values

pytestmark = pytest.mark.shared
READER_REASONS = {
    "column count": "column_count",
    "unbalanced quote": "unbalanced_quote",
    "quote error": "quote_error",
    "invalid encoding in line": "invalid_encoding",
    "NUL byte": "nul_byte",
    "field too long": "field_too_long",
    "repeated header": "repeated_header",
}


def test_the_corpus_of_bad_input_is_met(shared: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(shared / "badinput/make.py"), str(tmp_path)], check=True, capture_output=True)
    expected = json.loads((shared / "badinput/expected.json").read_text())
    for name, case in expected.items():
        try:
            found = table(tmp_path / f"{name}.csv", tmp_path / "scratch")
        except Refused:
            assert case["outcome"] == "refuse", name
            continue
        assert_accounted(found)
        named = [reason for words, reason in READER_REASONS.items() if f"({words})" in case["reason"]]
        if named:
            assert reasons(found) == {named[0]: case.get("quarantined", 1)}, name
        elif case["outcome"] == "load":
            assert (found.records, found.faults) == (case["loaded"] + case["quarantined"], ()), name


def test_csv_spectrum(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "data/csv_spectrum/csvs").glob("*.csv")):
        found = table(path, tmp_path / "scratch")
        assert_accounted(found)
        wanted = json.loads((path.parent.parent / "json" / f"{path.stem}.json").read_bytes())
        if path.stem == "location_coordinates":
            assert reasons(found) == {"unbalanced_quote": 1}
            continue
        flat = [[value.replace("\r\n", " ").replace("\n", " ") for value in record.values()] for record in wanted]
        assert values(found) == flat, path.name


def test_every_twentieth_polluted_file_is_accounted_for(shared: Path, tmp_path: Path) -> None:
    with tarfile.open(shared / "data/pollock_polluted/pollock_polluted_setA.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    polluted = sorted((tmp_path / "polluted_files/csv").glob("*.csv"))[::20]
    assert len(polluted) > 100
    for path in polluted:
        with (tmp_path / "polluted_files/clean" / path.name).open(newline="", encoding="utf-8") as file:
            clean = list(csv.reader(file))
        try:
            found = table(path, tmp_path / "scratch")
        except Refused:
            continue
        assert_accounted(found)
        got = values(found)
        if path.name.startswith("row_"):
            assert found.records + len(found.faults) == len(clean) - 1, path.name
            assert found.records in (0, len(clean) - 2, len(clean) - 1), path.name
            assert all(record in clean for record in got), path.name
