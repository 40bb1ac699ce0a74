"""Broken files: what can be read is read, what cannot is named, nothing disappears."""

from pathlib import Path

import pytest

from etl.errors import Refused
from tests.etl.badinput import CASES, CHINESE, NAMES
from tests.etl.read.reading import assert_accounted, reasons, rows, table, values

READABLE = {name for name, case in CASES.items() if case.refused is None}


@pytest.mark.parametrize("name", sorted(READABLE))
def test_every_record_is_in_one_bin(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    (tmp_path / "a.csv").write_bytes(case.content)
    found = table(tmp_path / "a.csv", tmp_path / "scratch")
    assert (found.records, reasons(found), found.structural.get("blank", 0)) == (
        case.records,
        case.faults,
        case.blank,
    )
    assert_accounted(found)


@pytest.mark.parametrize("name", sorted(set(CASES) - READABLE))
def test_a_file_that_is_no_table_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CASES[name].content)
    with pytest.raises(Refused) as refusal:
        table(tmp_path / "a.csv", tmp_path / "scratch")
    assert refusal.value.code == CASES[name].refused


@pytest.mark.parametrize("name", ["clean", "clean_bom", "clean_crlf", "clean_cr", "gb18030", "utf16", "tab"])
def test_the_same_records_come_out_of_every_encoding(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CASES[name].content)
    found = table(tmp_path / "a.csv", tmp_path / "scratch")
    assert found.header == tuple(NAMES.split(","))
    assert rows(found)[4] == (
        "TJ000005",
        "河西区",
        "大营门街道",
        "市容环境",
        "2021-03-06 08:00:00",
        "2021-03-06 09:00:00",
        "已办结",
        "35",
        "路灯不亮",
        6,
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("quoted_comma", "积水,堵路"),
        ("quoted_newline", "第一行 第二行"),
        ("quoted_crlf", "第一行 第二行"),
        ("doubled_quote", '他说"不行"'),
        ("chinese_quotes", "“飞地”问题"),
        ("trailing_separator", "路灯不亮"),
    ],
)
def test_a_quoted_value_is_what_was_meant(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CASES[name].content)
    found = table(tmp_path / "a.csv", tmp_path / "scratch")
    assert values(found)[5][-1] == content
    assert [line[-1] for line in values(found) if line[-1] != "路灯不亮"] == [content] * (content != "路灯不亮")


def test_a_fault_names_its_line_and_shows_the_record(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CASES["two_stray_quotes"].content)
    first, second = table(tmp_path / "a.csv", tmp_path / "scratch").faults
    assert (first.line, second.line) == (7, 14)
    assert first.value.startswith("TJ000006,") and second.value.endswith('乙"')


def test_lines_after_a_value_of_two_lines_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CASES["quoted_newline"].content)
    found = table(tmp_path / "a.csv", tmp_path / "scratch")
    assert [record[-1] for record in rows(found)] == [*range(2, 8), *range(9, 23)]


def test_header_names_are_cleaned(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(' ｃａｓｅ_id ,"上报\n时间",\u200b内容\u3000\n1,2,3\n', encoding="utf-8")
    found = table(tmp_path / "a.csv", tmp_path / "scratch")
    assert (found.header, values(found)) == (("case_id", "上报 时间", "内容"), [["1", "2", "3"]])


def test_gb18030_is_named_and_needs_no_mark(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CASES["gb18030_header"].content)
    found = table(tmp_path / "a.csv", tmp_path / "scratch")
    assert (found.encoding, found.header) == ("gb18030", tuple(CHINESE.split(",")))


def test_gb18030_without_iconv_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(CASES["gb18030"].content)
    with_iconv = rows(table(tmp_path / "a.csv", tmp_path / "one"))
    monkeypatch.setenv("PATH", "")
    assert rows(table(tmp_path / "a.csv", tmp_path / "two")) == with_iconv


def test_an_unclosed_quote_without_a_recognisable_column_refuses_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('name,note\na,b\nc,"d\ne,f\ng,h\n', encoding="utf-8")
    with pytest.raises(Refused, match="line 3") as refusal:
        table(tmp_path / "a.csv", tmp_path / "scratch")
    assert refusal.value.code == "NOT_BALANCED"


def test_a_clean_file_is_read_in_place(tmp_path: Path) -> None:
    (tmp_path / "a[1]*.csv").write_bytes(CASES["doubled_quote"].content)
    found = table(tmp_path / "a[1]*.csv", tmp_path / "scratch")
    assert_accounted(found)
    assert not [path for path in (tmp_path / "scratch").rglob("*") if path.is_file() and not path.is_symlink()]
