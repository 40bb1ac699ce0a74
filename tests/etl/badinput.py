"""Broken and odd CSV files in bytes, each with what a careful human finds in it."""

from dataclasses import dataclass, field

NAMES = "case_id,district,street,event_class,reported_at,closed_at,status,duration_min,content"
CHINESE = "工单编号,区,街道,类别,上报时间,办结时间,状态,耗时,内容"
HEADER = NAMES + "\n"
MANY = 30_000


@dataclass(frozen=True)
class Case:
    """A file: the records to be read, the faults by reason, the blank lines; or the code of its refusal."""

    content: bytes
    records: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    blank: int = 0
    refused: str | None = None


def row(number: int, **changed: str) -> str:
    """One good record, some of its fields changed."""
    day = number % 28 + 1
    fields = {
        "case_id": f"TJ{number:06d}",
        "district": "河西区",
        "street": "大营门街道",
        "event_class": "市容环境",
        "reported_at": f"2021-03-{day:02d} 08:00:00",
        "closed_at": f"2021-03-{day:02d} 09:00:00",
        "status": "已办结",
        "duration_min": str(30 + number % 50),
        "content": "路灯不亮",
    }
    return ",".join({**fields, **changed}.values())


def good(count: int = 20, first: int = 1) -> list[str]:
    """Good records."""
    return [row(number) for number in range(first, first + count)]


def text(lines: list[str], end: str = "\n") -> str:
    """The lines as a file."""
    return end.join(lines) + end


def sixth(line: str, count: int = 20) -> bytes:
    """Good records, with this line in the place of the sixth."""
    lines = good(count)
    lines[5] = line
    return (HEADER + text(lines)).encode()


def quoted(content: str) -> bytes:
    """Good records, the sixth with this content."""
    return sixth(row(6, content=content))


def late(line: bytes) -> bytes:
    """Many good records, this line in the place of number 25,001."""
    return (HEADER + text(good(25_000))).encode() + line + b"\n" + text(good(MANY - 25_001, 25_002)).encode()


def _with_two_stray_quotes() -> bytes:
    lines = good()
    lines[5], lines[12] = row(6, content='"甲'), row(13, content='乙"')
    return (HEADER + text(lines)).encode()


ROWS = text(good())
CLEAN = HEADER + ROWS
LATIN = HEADER + text(
    [row(n, district="Hexi", street="x", event_class="x", status="x", content="café") for n in range(1, 21)]
)

CASES = {
    "clean": Case(CLEAN.encode(), 20),
    "clean_bom": Case(b"\xef\xbb\xbf" + CLEAN.encode(), 20),
    "clean_crlf": Case(CLEAN.replace("\n", "\r\n").encode(), 20),
    "clean_cr": Case(CLEAN.replace("\n", "\r").encode(), 20),
    "mixed_newlines": Case(
        (HEADER + "".join(line + ("\r\n" if number % 2 else "\n") for number, line in enumerate(good()))).encode(),
        20,
    ),
    "no_final_newline": Case(CLEAN.rstrip("\n").encode(), 20),
    "empty_file": Case(b"", refused="EMPTY_FILE"),
    "only_bom": Case(b"\xef\xbb\xbf", refused="EMPTY_FILE"),
    "only_blank_lines": Case(b"\n\r\n\n", refused="EMPTY_FILE"),
    "header_only": Case(HEADER.encode(), 0),
    "header_without_newline": Case(NAMES.encode(), 0),
    "blank_lines_between": Case((HEADER + text(good(), "\n\n") + "\n\n").encode(), 20, blank=22),
    "blank_lines_first": Case(b"\n\n" + CLEAN.encode(), 20, blank=2),
    "header_twice": Case((HEADER + text(good(10)) + HEADER + text(good(10, 11))).encode(), 20, {"repeated_header": 1}),
    "header_chinese": Case((CHINESE + "\n" + ROWS).encode(), 20),
    "total_footer": Case((CLEAN + "合计,,,,,,,1000,\n").encode(), 21),
    "short_row": Case(sixth("a,b,c,d,e,f"), 19, {"column_count": 1}),
    "long_row": Case(sixth(row(6) + ",q,q"), 19, {"column_count": 1}),
    "trailing_separator": Case(sixth(row(6) + ","), 20),
    "empty_value_shifts_the_rest": Case(
        sixth("TJ000006,," + row(6).split(",", 1)[1][:-5] + ","), 19, {"column_count": 1}
    ),
    "short_first_row": Case((HEADER + "a,b,c\n" + text(good(19, 2))).encode(), 19, {"column_count": 1}),
    "quoted_comma": Case(quoted('"积水,堵路"'), 20),
    "quoted_newline": Case(quoted('"第一行\n第二行"'), 20),
    "quoted_crlf": Case(quoted('"第一行\r\n第二行"'), 20),
    "quoted_blank_line": Case(quoted('"第一行\n\n第二行"'), 20),
    "doubled_quote": Case(quoted('"他说""不行"""'), 20),
    "backslash_quote": Case(quoted('"他说\\"不行\\""'), 19, {"quote_error": 1}),
    "text_after_quote": Case(quoted('"他说"不行'), 19, {"quote_error": 1}),
    "unclosed_quote": Case(quoted('"没有收尾'), 19, {"unbalanced_quote": 1}),
    "unclosed_quote_last": Case(
        (HEADER + text([*good(19), row(20, content='"没有收尾')])).encode(), 19, {"unbalanced_quote": 1}
    ),
    "unclosed_quote_before_quoted": Case(
        (HEADER + text([*good(5), row(6, content='"没有收尾'), row(7, content='"甲,乙"'), *good(13, 8)])).encode(),
        19,
        {"unbalanced_quote": 1},
    ),
    "stray_quote": Case(quoted('五"寸管'), 19, {"unbalanced_quote": 1}),
    "two_stray_quotes": Case(_with_two_stray_quotes(), 18, {"unbalanced_quote": 2}),
    "chinese_quotes": Case(quoted("“飞地”问题"), 20),
    "nul_in_field": Case(quoted("a\0b"), 19, {"nul_byte": 1}),
    "nul_line": Case((HEADER + text(good(5)) + "\0\0\0\0\n" + text(good(15, 6))).encode(), 20, {"nul_byte": 1}),
    "cut_in_row": Case(CLEAN.encode()[:-40], 19, {"column_count": 1}),
    "cut_in_character": Case(CLEAN.encode()[:-3], 19, {"invalid_encoding": 1}),
    "bad_bytes": Case(quoted("XX").replace(b"XX", b"\xff\xfe"), 19, {"invalid_encoding": 1}),
    "latin1": Case(LATIN.encode("latin-1"), 0, {"invalid_encoding": 20}),
    "gb18030": Case(CLEAN.encode("gb18030"), 20),
    "gb18030_header": Case((CHINESE + "\n" + ROWS).encode("gb18030"), 20),
    "gb18030_cut": Case(CLEAN.encode("gb18030")[:-2], 19, {"invalid_encoding": 1}),
    "utf16": Case(CLEAN.encode("utf-16"), 20),
    "utf16_big_endian": Case(b"\xfe\xff" + CLEAN.encode("utf-16-be"), 20),
    "utf16_unmarked": Case(CLEAN.encode("utf-16-le"), refused="NUL_PADDING"),
    "padded_with_nul": Case(CLEAN.encode() + b"\0" * 4096, refused="NUL_PADDING"),
    "tab": Case(CLEAN.replace(",", "\t").encode(), 20),
    "semicolon": Case(CLEAN.replace(",", ";").encode(), 20),
    "pipe": Case(CLEAN.replace(",", "|").encode(), 20),
    "fullwidth_comma": Case(CLEAN.replace(",", "\uff0c").encode(), 20),
    "controls": Case(quoted("a\x01\x07\x1b[31mb"), 20),
    "emoji": Case(quoted("😀路灯𠮷"), 20),
    "long_field": Case(quoted("x" * 10_000_000), 19, {"field_too_long": 1}),
    "long_quoted_field": Case(quoted('"' + "y\n" * 1_000_000 + '"'), 19, {"field_too_long": 1}),
    "many_columns": Case((NAMES + "".join(f",c{n}" for n in range(5000)) + "\n").encode(), refused="TOO_MANY_COLUMNS"),
    "quote_in_header": Case(('a,"b,c\n' + "1,2,3\n" * 5).encode(), refused="HEADER_NOT_FOUND"),
    "html": Case(b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>\n", refused="NOT_CSV"),
    "json": Case('[{"case_id":"TJ1","district":"河西区"}]\n'.encode(), refused="NOT_CSV"),
    "zip": Case(b"PK\x03\x04" + bytes(range(256)) * 20, refused="NOT_CSV"),
    "gzip": Case(b"\x1f\x8b\x08" + bytes(range(256)), refused="NOT_CSV"),
    "late_short": Case(late(b"a,b,c"), MANY - 1, {"column_count": 1}),
    "late_unclosed_quote": Case(late(row(25_001, content='"没有收尾').encode()), MANY - 1, {"unbalanced_quote": 1}),
    "late_bad_bytes": Case(late(b"\xff\xfe" + row(25_001).encode()), MANY - 1, {"invalid_encoding": 1}),
    "late_nul": Case(late(row(25_001, content="a\0b").encode()), MANY - 1, {"nul_byte": 1}),
    "late_header": Case(late(NAMES.encode()), MANY - 1, {"repeated_header": 1}),
    "late_cr": Case((HEADER + text(good(25_000)) + text(good(5_000, 25_001), "\r")).encode(), MANY),
    "late_separator": Case(
        (HEADER + text(good(25_000)) + text(good(5_000, 25_001)).replace(",", ";")).encode(),
        25_000,
        {"column_count": 5_000},
    ),
}
