"""Targets, participation, and the people of an area: what is refused is refused by name."""

from decimal import Decimal
from pathlib import Path

from tests.etl.land.desk import desk, land, landed, landed_text, refused


def judged(text: str, tmp_path: Path, feed: str, columns: str) -> tuple[list, list]:
    """Landed rows and quarantined records of a CSV in the feed's own column names."""
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with desk(tmp_path) as at:
        report = land(at, tmp_path / "a.csv", tmp_path / "out")
        assert report.refused is None, report.refused
        return landed(at, report, feed, columns), refused(at, report)


def test_a_target_is_exact_to_six_places(tmp_path: Path) -> None:
    text = "metric,period_kind,area_or_group,target,floor\nclosure_rate,month,all,0.1,9.9999%\n"
    rows = landed_text(text, tmp_path, "target", "target, floor, target + target + target = 0.3")
    assert rows == [(Decimal("0.1"), Decimal("0.099999"), True)]


def test_a_target_of_an_unknown_metric_is_refused_with_its_name(tmp_path: Path) -> None:
    text = (
        "metric,period_kind,area_or_group,target\nclosure_rate,month,all,95%\nclosing_rate,month,all,95%\n"
        "rework_rate,any,all,\n合计,any,all,1\nrework_rate,any,all,5%\nrework_rate,any,S1,6%\n"
    )
    rows, wrong = judged(text, tmp_path, "target", "metric, target")
    assert rows == [
        ("closure_rate", Decimal("0.95")),
        ("rework_rate", Decimal("0.05")),
        ("rework_rate", Decimal("0.06")),
    ]
    assert wrong == [
        (3, "metric", "closing_rate", "unknown_metric"),
        (4, "target", None, "missing_value"),
        (5, "metric", "合计", "unknown_metric"),
    ]


def test_nobody_can_live_in_an_area(tmp_path: Path) -> None:
    text = (
        "area_code,name,level,households,population\nA,甲,street,0,10\nB,乙,street,10,0\nC,丙,street,1,1\n"
        "D,丁,street,,\nE,戊,street,-1,\nF,己,street,7,\n"
    )
    rows, wrong = judged(text, tmp_path, "area", "area_code, households, population")
    assert rows == [("C", 1, 1), ("D", None, None), ("F", 7, None)]
    assert wrong == [
        (2, "households", "0", "bad_households"),
        (3, "population", "0", "bad_population"),
        (6, "households", "-1", "bad_households"),
    ]


def test_spans_of_one_unit_in_one_programme_must_not_overlap(tmp_path: Path) -> None:
    text = (
        "unit_code,programme,from_on,to_on\nS1,甲,2024-03-01,\nS1,甲,2024-01-01,2024-03-01\nS1,乙,2024-01-15,\n"
        "S2,甲,2024-01-01,\nS2,甲,2024-05-01,2024-06-01\nS3,甲,2024-05-01,2024-04-30\nS3,甲,2024-01-01,2024-02-01\n"
        "S3,甲,2024-02-02,\n"
    )
    rows, wrong = judged(text, tmp_path, "participation", "unit_code, programme, cast(from_on as varchar)")
    assert rows == [
        ("S1", "甲", "2024-01-01"),
        ("S1", "乙", "2024-01-15"),
        ("S2", "甲", "2024-01-01"),
        ("S3", "甲", "2024-01-01"),
        ("S3", "甲", "2024-02-02"),
    ]
    assert wrong == [
        (2, "from_on", "2024-03-01", "overlapping_span"),
        (6, "from_on", "2024-05-01", "overlapping_span"),
        (7, "to_on", "2024-04-30", "end_before_start"),
    ]


def test_a_span_that_a_later_record_shortens_makes_room(tmp_path: Path) -> None:
    text = (
        "unit_code,programme,from_on,to_on,recorded_at\nS1,甲,2024-01-01,,2024-01-02 00:00:00\n"
        "S1,甲,2024-01-01,2024-02-01,2024-02-02 00:00:00\nS1,甲,2024-03-01,,2024-03-02 00:00:00\n"
    )
    rows = landed_text(text, tmp_path, "participation", "cast(from_on as varchar), cast(to_on as varchar)")
    assert rows == [("2024-01-01", None), ("2024-01-01", "2024-02-01"), ("2024-03-01", None)]
