"""What a table says its values have: nothing that clean-up would change goes unsaid."""

import csv
import io
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.read import ALL, lines
from etl.tidy import tidy
from etl.typing_sql import SCIENTIFIC
from tests.etl.read.reading import assert_accounted, table, values

TEXT = st.one_of(
    st.sampled_from(
        ["", "路灯", "积,水", '"', " a", "a ", "a b", "1E5", "1.2e+17", "Ｅ", "\u3000", "、", "x\ny", "1\t"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
)


@settings(max_examples=200)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-16"]))
def test_a_blemish_left_out_is_in_no_value(records: list[tuple[str, str]], encoding: str) -> None:
    with tempfile.TemporaryDirectory() as room:
        found = table(_written(Path(room), records, encoding), Path(room) / "scratch")
        texts = [text for record in values(found) for text in record]
    if "edge" not in found.blemishes:
        assert [text for text in texts if text != text.strip(" ")] == []
    if "exponent" not in found.blemishes:
        assert [text for text in texts if re.search(SCIENTIFIC, text)] == []
    if "foreign" not in found.blemishes:
        assert [text for text in texts if tidy(text) != text.strip(" ")] == []


def _written(room: Path, records: list[tuple[str, str]], encoding: str) -> Path:
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\n").writerows([("编号", "甲", "乙"), *(("1", *record) for record in records)])
    path = room / "a.csv"
    path.write_bytes(target.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        ("1,TJ01,路灯", frozenset()),
        ("1,TJ01 ,路灯", {"edge"}),
        ("1,1E5,路灯", {"exponent"}),
        ("1,TJ01,（路）", ALL),
        ('1,"a,b",路灯', frozenset()),
        ('1," a",路灯', {"edge"}),
    ],
)
def test_a_table_says_what_its_values_have(record: str, wanted: frozenset[str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"编号,甲,乙\n1,2,3\n{record}\n", encoding="utf-8")
    assert table(tmp_path / "a.csv", tmp_path / "scratch").blemishes == wanted


@pytest.mark.parametrize("block", [16, 1 << 20])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("blank", [0, 1, 2, 40])
def test_empty_lines_at_the_end_are_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, blank: int, end: str, block: int
) -> None:
    monkeypatch.setattr(lines, "BLOCK", block)
    given = end.join(["编号,甲", "1,2", "3,4"]) + end + end * blank
    (tmp_path / "a.csv").write_bytes(given.encode())
    found = table(tmp_path / "a.csv", tmp_path / "scratch")
    assert_accounted(found)
    assert (values(found), found.lines) == ([["1", "2"], ["3", "4"]], 3 + blank)
    assert found.structural == ({"header": 1, "blank": blank} if blank else {"header": 1})


def test_empty_lines_at_the_end_do_not_cost_a_copy(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号,甲\n1,2\n\n\n", encoding="utf-8")
    assert table(tmp_path / "a.csv", tmp_path / "scratch").records == 1
    assert not [path for path in (tmp_path / "scratch").rglob("*") if path.is_file() and not path.is_symlink()]
