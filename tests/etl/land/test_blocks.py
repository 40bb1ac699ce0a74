"""Blocks: value maps, joined values, look-ups by name and day, side blocks, duplicates, tombstones."""

from datetime import datetime
from pathlib import Path

from etl import lookups
from tests.etl.land.desk import desk, land, landed, landed_text, refused

HEAD = '[layout]\ntitle = { zh = "x", en = "x" }\n'
NAMED = (
    HEAD
    + """
[feeds.case.columns]
case_id = "id"
reported_at = "at"
area_code = { lookup = "area", from = ["d", "s"] }
main_department_code = { lookup = "department", from = ["d", "dept"] }
item_code = { lookup = "item", from = ["l1", "l3"] }
"""
)
REGISTERS = {
    "area": """(values ('1','City','city',null,null,null,null,null::date,null::date),
        ('11','东区','district','1',null,null,null,null,null), ('12','西区','district','1',null,null,null,null,null),
        ('111','海滨街道','street','11',null,null,null,null,null),
        ('121','海滨街道','street','12',null,null,null,null,null),
        ('112','老街','street','11',null,null,null,null,date '2021-03-01'),
        ('113','老街','street','11',null,null,null,date '2021-03-01',null))
        as t(area_code, name, level, parent_code, kind, households, population, valid_from, valid_to)""",
    "department": """(values ('B1','城管委','11',null,null,null,null::date,null::date),
        ('B2','城管委','12',null,null,null,null,null))
        as t(department_code, name, district_code, kind, host_street_code, parent_code, valid_from, valid_to)""",
    "item": """(values ('I1','市容','卫生','垃圾',null,null), ('I2','市容','卫生','积水',null,null),
        ('I3','市政','排水','积水',null,null), ('I4','噪声',null,null,null,null))
        as t(item_code, level1, level2, level3, limit_minutes, clock)""",
    "alias": """(values ('area','海街','111',null::date,null::date), ('area','西区/河滨街','121',null,null),
        ('area','新街','113',date '2021-03-05',null))
        as t(feed, source_text, code, valid_from, valid_to)""",
}


def write(folder: Path, layout: str, content: str) -> Path:
    (folder / "layouts").mkdir()
    (folder / "layouts" / "odd.toml").write_text(layout, "utf-8")
    (folder / "a.csv").write_text(content, "utf-8")
    return folder / "a.csv"


def test_names_become_codes_by_register_alias_and_day(tmp_path: Path) -> None:
    rows = {
        "1,2021-03-01 09:00,东区,海滨街道,城管委,市容,垃圾": ("111", "B1", "I1"),
        "2,2021-03-01 09:00,西区,海滨街道,城管委,市容,积水": ("121", "B2", "I2"),
        "3,2021-03-01 09:00,,海街,,噪声,": ("111", None, "I4"),
        "4,2021-02-28 09:00,东区,老街,,,": ("112", None, None),
        "5,2021-03-01 09:00,东区,老街,,,": ("113", None, None),
        "6,2021-03-06 09:00, 东区,新街　,,,": ("113", None, None),
        "7,2021-03-06 09:00,西区,,,市政,积水": ("12", None, "I3"),
        "8,2021-03-06 09:00,西区,河滨街,,,": ("121", None, None),
    }
    wrong = {
        "21,2021-03-01 09:00,,海滨街道,,,": (10, "area_code", "海滨街道", "unknown_area"),
        "22,2021-03-01 09:00,西区,海街,,,": (11, "area_code", "西区/海街", "unknown_area"),
        "23,2021-03-04 09:00,东区,新街,,,": (12, "area_code", "东区/新街", "unknown_area"),
        "24,2021-03-01 09:00,,,城管委,,": (13, "main_department_code", "城管委", "unknown_department"),
        "25,2021-03-01 09:00,,,,,积水": (14, "item_code", "积水", "unknown_item"),
    }
    path = write(tmp_path, NAMED, "\n".join(["id,at,d,s,dept,l1,l3", *rows, *wrong]) + "\n")
    with desk(tmp_path, more=tmp_path / "layouts") as at:
        lookups.build(at.con, REGISTERS)
        report = land(at, path, tmp_path / "out")
        assert landed(at, report, "case", "area_code, main_department_code, item_code") == list(rows.values())
        assert refused(at, report) == list(wrong.values())
        assert report.lookups == ("area", "department", "item")


def test_the_digest_of_the_registers_tells_what_they_hold(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        whole, again = lookups.build(at.con, REGISTERS), lookups.build(at.con, REGISTERS)
        less = lookups.build(at.con, {name: sql for name, sql in REGISTERS.items() if name != "alias"})
        assert (whole == again, whole == less) == (True, False)


SIDES = (
    HEAD
    + """
main = "case"
[feeds.case.columns]
case_id = "id"
reported_at = { first = ["at", "received"] }
channel = { from = "via", values = { "A" = "app", "-" = "" } }
area_code = { from = "ward", replace = [["^Ward ", ""], ["^0+", ""]] }
place = { join = ["road", "number"], with = " " }
[feeds.area]
derive = true
[feeds.area.columns]
area_code = { from = "ward", replace = [["^Ward ", ""], ["^0+", ""]] }
name = { join = [{ constant = "Ward" }, { from = "ward", replace = [["^Ward ", ""], ["^0+", ""]] }], with = " " }
level = { constant = "district" }
households = "homes"
[[feeds.assignment]]
[feeds.assignment.columns]
case_id = "id"
department_code = "main"
role = { constant = "main" }
[[feeds.assignment]]
[feeds.assignment.columns]
case_id = "id"
department_code = "assist"
role = { constant = "assist" }
done_at = "helped"
"""
)


def test_one_line_fills_several_feeds(tmp_path: Path) -> None:
    lines = [
        "id,at,received,via,ward,road,number,homes,main,assist,helped",
        "1,2021-03-01 09:00,,A,Ward 18,Elm St,5,12,X,Y,2021-03-02 09:00",
        "2,,2021-03-01 10:00,phone,18,Elm St,,,X,,",
        "3,2021-03-01 11:00,,-,09,,,many,X,Y,soon",
        "4,yesterday,,A,77,,,,X,Y,",
        "5,2021-03-01 11:00,,, ,,,,,,",
    ]
    path = write(tmp_path, SIDES, "\n".join(lines) + "\n")
    with desk(tmp_path, more=tmp_path / "layouts") as at:
        report = land(at, path, tmp_path / "out")
        assert landed(at, report, "case", "case_id, reported_at, channel, area_code, place") == [
            ("1", datetime(2021, 3, 1, 9), "app", "18", "Elm St 5"),
            ("2", datetime(2021, 3, 1, 10), "phone", "18", "Elm St"),
            ("3", datetime(2021, 3, 1, 11), None, "9", None),
            ("5", datetime(2021, 3, 1, 11), None, None, None),
        ]
        assert landed(at, report, "area", "area_code, name, households") == [("18", "Ward 18", 12)]
        assert sorted(landed(at, report, "assignment", "case_id, department_code, role")) == [
            ("1", "X", "main"),
            ("1", "Y", "assist"),
            ("2", "X", "main"),
            ("3", "X", "main"),
        ]
        assert (report.loaded, report.quarantined, dict(report.reasons)) == (4, 1, {"bad_timestamp": 1})
        assert report.side_faults == {"area": {"bad_number": 1}, "assignment": {"bad_timestamp": 1}}


CONDITIONAL = (
    HEAD
    + """
[feeds.case.columns]
case_id = "id"
reported_at = "at"
closed_at = { first = [
    "closed",
    { from = "changed", when = { state = ["Closed", "Done"], kind = "A" } },
    { from = "state", when = { state = "Closed" } },
] }
excluded_as = { constant = "void", when = { kind = "V" } }
"""
)


def test_a_value_may_be_taken_from_some_records_only(tmp_path: Path) -> None:
    rows = {
        "1,2021-03-01 09:00,,2021-03-02 09:00,Closed,A": (datetime(2021, 3, 2, 9), None),
        "2,2021-03-01 09:00,,2021-03-03 09:00, Done ,A": (datetime(2021, 3, 3, 9), None),
        "3,2021-03-01 09:00,2021-03-04 09:00,2021-03-05 09:00,Closed,A": (datetime(2021, 3, 4, 9), None),
        "4,2021-03-01 09:00,,2021-03-06 09:00,Open,A": (None, None),
        "5,2021-03-01 09:00,,2021-03-06 09:00,Done,V": (None, "void"),
        "6,2021-03-01 09:00,,2021-03-06 09:00,,": (None, None),
    }
    wrong = {"7,2021-03-01 09:00,,,Closed,A": (8, "closed_at", "Closed", "bad_timestamp")}
    path = write(tmp_path, CONDITIONAL, "\n".join(["id,at,closed,changed,state,kind", *rows, *wrong]) + "\n")
    with desk(tmp_path, more=tmp_path / "layouts") as at:
        report = land(at, path, tmp_path / "out")
        assert landed(at, report, "case", "closed_at, excluded_as") == list(rows.values())
        assert refused(at, report) == list(wrong.values())


def test_the_column_of_a_condition_must_be_there(tmp_path: Path) -> None:
    path = write(tmp_path, CONDITIONAL, "id,at,closed,changed,state\n1,2021-03-01 09:00,,,\n")
    with desk(tmp_path, more=tmp_path / "layouts") as at:
        report = land(at, path, tmp_path / "out")
    assert report.refused is not None
    assert (report.refused.code, "kind" in str(report.refused)) == ("MISSING_COLUMN", True)


def test_the_same_key_twice(tmp_path: Path) -> None:
    lines = [
        "case_id,reported_at,closed_at,place,recorded_at",
        "1,2021-03-01 09:00,,,",
        "1,2021-03-01 09:00,2021-03-02 09:00,,",
        "1,2021-03-01 09:00,,somewhere,",
        "2,2021-03-01 09:00,,,2021-03-01 09:00",
        "2,2021-03-01 09:00,,,2021-03-02 09:00",
        "3,2021-03-01 09:00,,,",
        "3,2021-03-01 09:00,,here,",
    ]
    for order in (lines, [lines[0], *reversed(lines[1:])]):
        room = tmp_path / str(order is lines)
        room.mkdir()
        (room / "a.csv").write_text("\n".join(order) + "\n", "utf-8")
        with desk(room) as at:
            report = land(at, room / "a.csv", room / "out")
            assert sorted(
                landed(at, report, "case", "case_id, closed_at is not null, place, day(recorded_at)"), key=str
            ) == [
                ("1", True, None, None),
                ("2", False, None, 1),
                ("2", False, None, 2),
                ("3", False, "here", None),
            ]
            assert (report.quarantined, report.superseded, dict(report.reasons)) == (3, 1, {"duplicate_key": 3})


def test_a_tombstone_needs_its_key_alone(tmp_path: Path) -> None:
    content = "case_id,reported_at,recorded_at,deleted\n1,2021-03-01 09:00,,\n2,,2021-03-01 09:00,是\n"
    assert landed_text(content, tmp_path, "case", "case_id, deleted") == [("1", False), ("2", True)]


def test_landed_columns_are_the_feeds_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("day,title\n2021-03-01,x\n", "utf-8")
    with desk(tmp_path) as at:
        report = land(at, tmp_path / "a.csv", tmp_path / "out")
        assert report.folder is not None
        found = at.con.execute("describe from read_parquet(?)", [str(report.folder / "policy_date.parquet")]).fetchall()
        assert [(column, kind) for column, kind, *_ in found] == [
            ("day", "DATE"),
            ("title", "VARCHAR"),
            ("recorded_at", "TIMESTAMP"),
            ("deleted", "BOOLEAN"),
            ("line", "BIGINT"),
        ]


def test_unclean_text_is_found_and_cleaned_however_late(tmp_path: Path) -> None:
    lines = ["case_id,reported_at,place", *(f"{number},2021-03-01 09:00,甲路" for number in range(3000))]
    lines[2900] = "2899,2021-03-01 09:00,　乙路（东）\u200b"
    rows = landed_text("\n".join(lines) + "\n", tmp_path, "case", "place")
    assert (rows[2899], {row for row in rows if row != ("甲路",)}) == (("乙路(东)",), {("乙路(东)",)})


def test_json_by_the_paths_of_a_layout(tmp_path: Path) -> None:
    layout = HEAD.replace("[layout]", '[layout]\nformat = "json"\nrecords = "data.items"') + (
        '[feeds.case.columns]\ncase_id = "no"\nreported_at = "times.in"\n'
        'place = { from = "where.road", optional = true }\n'
    )
    path = write(tmp_path, layout, "").with_suffix(".json")
    path.write_text(
        '{"data": {"items": [{"no": 7, "times": {"in": "2021-03-01T01:00:00Z"}, "where": {"road": "甲路"}},'
        ' {"no": 8, "times": {"in": "soon"}}, {"no": 9, "times": {"in": "2021-03-01 10:00"}}]}}',
        "utf-8",
    )
    with desk(tmp_path, more=tmp_path / "layouts") as at:
        report = land(at, path, tmp_path / "out")
        assert landed(at, report, "case", "case_id, hour(reported_at), place") == [("7", 9, "甲路"), ("9", 10, None)]
        assert refused(at, report) == [(2, "reported_at", "soon", "bad_timestamp")]
