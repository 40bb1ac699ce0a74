"""What shipped layouts of other systems make of a record: times, places, the tree, closes that have no column."""

import json
from datetime import datetime
from pathlib import Path

from tests.etl.land.desk import desk, land, landed

FIXTURES = Path(__file__).parents[1] / "layouts"
NEW_YORK = "America/New_York"


def test_new_york_closes_and_places(tmp_path: Path) -> None:
    with desk(tmp_path, NEW_YORK) as at:
        report = land(at, FIXTURES / "nyc_311" / "problems.csv", tmp_path / "out")
        assert landed(at, report, "case", "area_code, reported_at, closed_at") == [
            ("09 MANHATTAN", datetime(2021, 1, 15, 23, 58, 1), datetime(2021, 1, 16, 0, 3, 10)),
            ("BROOKLYN", datetime(2021, 1, 16), None),
            ("03 QUEENS", datetime(2021, 1, 16, 9, 10, 11), datetime(2021, 1, 20, 12, 30)),
            ("new_york", datetime(2021, 1, 17, 10), None),
            ("12 BRONX", datetime(2021, 1, 19, 8), datetime(2021, 1, 19, 9)),
        ]
        tree = landed(at, report, "area", "level, area_code, name, parent_code")
        assert {unit for unit in tree if "QUEENS" in unit[1]} == {
            ("district", "QUEENS", "Queens", "new_york"),
            ("street", "03 QUEENS", "03 QUEENS", "QUEENS"),
        }


def test_new_york_seen_from_another_zone(tmp_path: Path) -> None:
    with desk(tmp_path, "Asia/Shanghai") as at:
        report = land(at, FIXTURES / "nyc_311" / "interface.csv", tmp_path / "out")
        assert landed(at, report, "case", "reported_at") == [(datetime(2020, 5, 6, 1, 14, 15),)]


def test_an_open311_request_is_closed_when_it_was_last_updated(tmp_path: Path) -> None:
    with desk(tmp_path, NEW_YORK) as at:
        report = land(at, FIXTURES / "open311" / "requests.json", tmp_path / "out")
        columns = "case_id, item_code, lat, reported_at, closed_at"
        assert landed(at, report, "case", columns) == [
            ("638344", "006", 37.762221815, datetime(2021, 4, 14, 10, 37, 38), datetime(2021, 4, 15, 10, 37, 38)),
            ("638345", "17", None, datetime(2021, 4, 14, 19, 30), None),
            ("638348", "Something else", None, datetime(2021, 5, 1, 4), None),
            ("638344", "006", None, datetime(2021, 4, 14, 10, 37, 38), None),
        ]


def test_a_single_open311_request_is_read_too(tmp_path: Path) -> None:
    stamps = {"requested_datetime": "2021-05-01T00:00Z", "updated_datetime": "2021-05-02T00:00:00.000Z"}
    one = {"service_request_id": "1", "service_code": "2", "status": "CLOSED", **stamps}
    (tmp_path / "one.json").write_text(json.dumps(one), "utf-8")
    with desk(tmp_path) as at:
        report = land(at, tmp_path / "one.json", tmp_path / "out")
        assert landed(at, report, "case", "closed_at") == [(datetime(2021, 5, 2, 8),)]


def test_jinzhitong_places_levels_and_closes(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        report = land(at, FIXTURES / "jinzhitong" / "records.json", tmp_path / "out")
        columns = "case_id, area_code, item_code, found_level, closed_at, excluded_as"
        assert landed(at, report, "case", columns) == [
            ("990101-1", "990101/s21/c301/g1", "531", "district", datetime(2021, 3, 1, 9, 30), None),
            ("990101-2", "990101/s21", "531", None, None, None),
            ("990101-5", "990101/s21/c301/g1", "520", "district", datetime(2021, 3, 5, 8, 10), "void"),
            ("990101-7", "990101/s22/c302/g2", "531", "street", datetime(2021, 3, 8, 8), None),
        ]
        assert set(landed(at, report, "area", "area_code, name, level, parent_code")) == {
            ("990101", "和顺区", "district", "990100"),
            ("990101/s21", "大营街道", "street", "990101"),
            ("990101/s21/c301", "春柳社区", "community", "990101/s21"),
            ("990101/s21/c301/g1", "春柳社区01网格", "grid", "990101/s21/c301"),
            ("990101/s22", "小营街道", "street", "990101"),
            ("990101/s22/c302", "春柳社区", "community", "990101/s22"),
            ("990101/s22/c302/g2", "春柳社区02网格", "grid", "990101/s22/c302"),
        }
