"""Files nobody thought of: valid ones come back as written, damaged ones are accounted for."""

import csv
import io
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.errors import Refused
from etl.read import lines
from tests.etl.read.reading import assert_accounted, table, values

VALUE = st.sampled_from(
    [
        "",
        "路灯",
        "a b",
        "积,水",
        '他说"不"',
        "x\ny",
        '"',
        '""',
        ",",
        "\r\n",
        "é",
        "𠮷",
        '"a',
        " ",
        "1",
        "\t;|",
        "\\",
    ]
)
RECORDS = st.lists(st.lists(VALUE, min_size=3, max_size=3), min_size=3, max_size=12)
DAMAGE = st.sampled_from([b'"', b"\n", b"\r", b",", b"\xff", b"\0", b'""', b""])


def written(records: list[list[str]], end: str, quoting: int) -> bytes:
    """The records as CSV, each with an identifier first; two plain ones lead, as in any real file."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerow(["id", "a", "b", "c"])
    writer.writerows([f"TJ{number:05d}", *record] for number, record in enumerate(records))
    return target.getvalue().encode()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RECORDS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_a_valid_file_comes_back_as_written(records: list[list[str]], end: str, quoting: int) -> None:
    plain = [["", "", ""], ["", "", ""]]
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "a.csv"
        path.write_bytes(written(plain + records, end, quoting))
        found = table(path, Path(room) / "scratch")
        assert_accounted(found)
        flat = [[re.sub("\r\n|\n", " ", value) for value in record] for record in plain + records]
        assert [record[1:] for record in values(found)] == flat


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RECORDS, st.integers(0, 400), DAMAGE, st.sampled_from([16, 50, 1 << 20]))
def test_a_damaged_file_is_accounted_for(
    monkeypatch: pytest.MonkeyPatch, records: list[list[str]], at: int, damage: bytes, block: int
) -> None:
    monkeypatch.setattr(lines, "BLOCK", block)
    content = written(records, "\n", csv.QUOTE_MINIMAL)
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "a.csv"
        path.write_bytes(content[:at] + damage + content[at + 1 :])
        try:
            found = table(path, Path(room) / "scratch")
        except Refused as refusal:
            assert refusal.code in {"NOT_BALANCED", "HEADER_NOT_FOUND", "NUL_PADDING", "EMPTY_FILE"}
            assert "in bins" not in str(refusal)
        else:
            assert_accounted(found)
