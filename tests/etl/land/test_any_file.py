"""Any bytes at all: a file is refused, or each of its records is in exactly one bin."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.check import check_files
from tests.etl.badinput import HEADER, good, text
from tests.etl.land.desk import LAYOUTS

PIECE = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b'"', b"\n", b",", b"\r", b"\0", "，".encode(), b"\xff", HEADER.encode(), good(1)[0].encode(), b""]
    ),
)


@given(st.lists(st.tuples(st.integers(0, 1500), PIECE), max_size=6), st.booleans())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_the_bins_sum_up(damage: list[tuple[int, bytes]], keep: bool) -> None:
    content = (HEADER + text(good())).encode() if keep else b""
    for place, piece in damage:
        content = content[:place] + piece + content[place:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        [report] = check_files([path], [LAYOUTS])
    assert report.balanced
    assert report.refused is not None or report.read == report.loaded + report.quarantined + sum(
        report.structural.values()
    )
    assert report.quarantined == sum(report.reasons.values()) or report.refused is not None
