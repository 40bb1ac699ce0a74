"""Compressed files: unpacked within limits, under names of our own."""

import gzip
import zipfile
from pathlib import Path

import pytest

from etl.errors import Refused
from etl.read import Table
from tests.etl.badinput import CLEAN
from tests.etl.read.reading import assert_accounted, table, tables

ENCRYPTED_FLAG = b"\x01\x00"


def packed(path: Path, members: dict[str, bytes]) -> Path:
    """A ZIP archive with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_gzipped_file_is_one_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(CLEAN.encode()))
    found = table(tmp_path / "a.csv.gz", tmp_path / "scratch")
    assert (found.records, found.part) == (20, None)
    assert_accounted(found)


def test_a_zip_gives_a_table_per_member(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"x/工单.csv": CLEAN.encode(), "b.csv": b"a,b\n1,2\n", "readme.md": b"x"})
    found = [one for one in tables(path, tmp_path / "scratch") if isinstance(one, Table)]
    assert [(one.part, one.records) for one in found] == [("x/工单.csv", 20), ("b.csv", 1)]


def test_a_member_called_dot_dot_stays_in_scratch(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"../../outside.csv": b"a,b\n1,2\n", "/etc/absolute.csv": b"a,b\n1,2\n"})
    assert len(tables(path, tmp_path / "scratch")) == 2
    assert not list(tmp_path.parent.glob("outside.csv"))


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = b"a,b\n" + b"1,2\n" * 20_000_000
    path = packed(tmp_path / "a.zip", {"a.csv": bomb})
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(bomb))
    for one in (path, tmp_path / "a.csv.gz"):
        with pytest.raises(Refused) as refusal:
            tables(one, tmp_path / "scratch")
        assert refusal.value.code == "ZIP_BOMB"


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.csv": b"a,b\n1,2\n"})
    content = bytearray(path.read_bytes())
    content[6:8] = ENCRYPTED_FLAG
    directory = content.index(b"PK\x01\x02")
    content[directory + 8 : directory + 10] = ENCRYPTED_FLAG
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        tables(path, tmp_path / "scratch")
    assert refusal.value.code == "ENCRYPTED"


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz", "a.xlsx"])
def test_what_is_not_what_its_name_says_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(CLEAN.encode())
    with pytest.raises(Refused) as refusal:
        tables(tmp_path / name, tmp_path / "scratch")
    assert refusal.value.code == "NOT_CSV"


def test_a_gzip_file_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(CLEAN.encode())[:-20])
    with pytest.raises(Refused) as refusal:
        tables(tmp_path / "a.csv.gz", tmp_path / "scratch")
    assert refusal.value.code == "NOT_CSV"


def test_a_zip_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        tables(packed(tmp_path / "a.zip", {"readme.md": b"x"}), tmp_path / "scratch")
    assert refusal.value.code == "EMPTY_FILE"
