"""Registers that contradict themselves: the records are refused by line, column, value and reason."""

from pathlib import Path

import pytest

from tests.etl.land.desk import desk, land, landed, refused

AREA = "area_code,name,level,parent_code,valid_from,valid_to\n"
ALIAS = "feed,source_text,code,valid_from,valid_to\n"
FINE = "X,甲区,district,,,\nZ,乙区,district,,,\nW,丙区,district,,,\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # an open row gives way to the next, one with an end does not
            AREA + FINE + "S,一街,street,X,,\nS,一街,street,Z,2021-01-01,\nT,二街,street,X,,2021-02-01\n"
            "T,二街,street,Z,2021-01-01,\n",
            [(8, "valid_from", "2021-01-01", "overlapping_span")],
        ),
        (AREA + FINE + "S,一街,street,X,,2021-01-01\nS,一街,street,Z,2021-01-01,\n", []),
        (AREA + FINE + "S,一街,street,S,,\n", [(5, "parent_code", "S", "parent_loop")]),
        (
            AREA + FINE + "S,一街,street,T,,\nT,二街,street,U,,\nU,三街,street,S,,\n",
            [
                (5, "parent_code", "T", "parent_loop"),
                (6, "parent_code", "U", "parent_loop"),
                (7, "parent_code", "S", "parent_loop"),
            ],
        ),
        (  # one above the other, then the other way round
            AREA + FINE + "S,一街,street,T,,2021-01-01\nT,二街,street,X,,2021-01-01\n"
            "S,一街,street,X,2021-01-01,\nT,二街,street,S,2021-01-01,\n",
            [],
        ),
        (AREA + FINE + "S,一街,street,X,2021-02-01,2021-01-01\n", [(5, "valid_to", "2021-01-01", "end_before_start")]),
        (
            ALIAS + "area,甲,1,,\narea,甲,2,,\narea,乙,1,,2021-01-01\narea,乙,2,2021-01-01,\narea,丙,1,,\n"
            "area,丙,2,2021-01-01,\narea,丁,1,,\narea,丁,1,2021-01-01,\nitem,甲,3,,\narea,戊,1,,\n",
            [(line, "code", code, "ambiguous_alias") for line, code in ((2, "1"), (3, "2"), (6, "1"), (7, "2"))],
        ),
    ],
)
def test_what_contradicts_is_refused_by_name(tmp_path: Path, text: str, expected: list[tuple[object, ...]]) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with desk(tmp_path) as at:
        report = land(at, tmp_path / "a.csv", tmp_path / "out")
        assert report.refused is None, report.refused
        assert (refused(at, report) if expected else []) == expected
        assert report.quarantined == len(expected)
        assert report.loaded == text.count("\n") - 1 - len(expected)


def test_a_later_version_of_a_record_is_no_contradiction(tmp_path: Path) -> None:
    text = "area_code,name,level,valid_from,valid_to,recorded_at\nS,一街,street,2020-01-01,2021-06-01,2021-01-01\n"
    text += "S,一街,street,2020-01-01,2021-03-01,2021-02-01\nS,一街,street,2021-03-01,,2021-02-01\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with desk(tmp_path) as at:
        report = land(at, tmp_path / "a.csv", tmp_path / "out")
        assert len(landed(at, report, "area", "area_code")) == 3
