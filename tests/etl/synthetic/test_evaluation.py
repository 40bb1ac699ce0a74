"""Whistles, ratings, scores by others and exclusions: what the files say, and that their stories stand out."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from statistics import mean

import pytest

from etl.refresh import Run
from tests.etl.synthetic.export import Record, cases, moment, records
from tests.etl.synthetic.test_stories import planted
from warehouse import Question, Snapshot, ask, open_snapshot

CRITERIA = ["到场及时", "解决实效", "协同配合", "服务态度"]
LIMITS = {"综合执法哨": 30, "应急处置哨": 30, "重点工作哨": 1440}
QUARTERS = ["2020-Q4", "2021-Q1"]  # a small city tells of the last two
Key = Callable[[Record], str]


@pytest.fixture(scope="module")
def whistles(city: Path) -> dict[str, Record]:
    return {record["哨件编号"]: record for record in records(city, "哨件")}


@pytest.fixture(scope="module")
def calls(city: Path) -> list[Record]:
    return list(records(city, "报到"))


@pytest.fixture(scope="module")
def ratings(city: Path) -> list[Record]:
    return list(records(city, "街道评价"))


@pytest.fixture(scope="module")
def loaded(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The city in a warehouse."""
    warehouse = tmp_path_factory.mktemp("evaluation")
    assert Run(city, warehouse).document()["outcome"] == "released"
    snapshot = open_snapshot(warehouse)
    yield snapshot
    snapshot.close()


def units(folder: Path, story: str) -> list[str]:
    return list(planted(folder)[story]["units"])


def told(folder: Path, story: str) -> int:
    """How many rows the note speaks of: the first number in it."""
    return int(re.search(r"\d+", planted(folder)[story]["note"]["en"])[0])


def late(call: Record, whistles: dict[str, Record]) -> bool:
    """Whether a department came after its limit, or never."""
    whistle = whistles[call["哨件编号"]]
    limit = int(call["时限分钟"] or LIMITS[whistle["哨别"]])
    came = moment(call["到场时间"])
    return came is None or came > moment(whistle["吹哨时间"]) + timedelta(minutes=limit)


def night(call: Record, whistles: dict[str, Record]) -> bool:
    return not 6 <= moment(whistles[call["哨件编号"]]["吹哨时间"]).hour < 22


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def test_a_whistle_calls_departments_of_its_district(
    city: Path, whistles: dict[str, Record], calls: list[Record]
) -> None:
    blowers = defaultdict(set)
    for record in records(city, "吹哨街道"):
        blowers[record["哨件编号"]].add(record["吹哨街道编码"])
    assert set(blowers) == set(whistles)
    assert len({(call["哨件编号"], call["部门编码"]) for call in calls}) == len(calls)
    of = {record["部门编码"]: record["所属区代码"] for record in records(city, "部门")}
    for call in calls:
        assert {street[:6] for street in blowers[call["哨件编号"]]} == {of[call["部门编码"]]}
    assert {len(streets) for streets in blowers.values()} >= {1, 2}
    assert {count for count in Counter(call["哨件编号"] for call in calls).values()} == {1, 2, 3, 4}


def test_whistles_grow_with_the_city_and_name_its_cases(city: Path, whistles: dict[str, Record]) -> None:
    known = cases(city)
    of_cases = [record for record in whistles.values() if record["案件编号"]]
    assert 0.006 < len(of_cases) / len(known) < 0.012
    assert all(record["案件编号"] in known for record in of_cases)
    assert {record["哨别"] for record in whistles.values()} == set(LIMITS)
    assert any(record["撤哨时间"] for record in whistles.values())


def test_streets_rate_every_department_of_their_district_each_quarter(city: Path, ratings: list[Record]) -> None:
    periodic = [record for record in ratings if record["考核期"]]
    forms = {(record["考核期"], record["街道编码"], record["部门编码"]) for record in periodic}
    assert 0.95 < len(forms) / (2 * 252 * 18) < 1
    assert sorted({record["考核期"] for record in ratings} - {""}) == QUARTERS
    assert {record["评价项目"] for record in ratings} == set(CRITERIA)
    assert all(record["街道编码"][:6] == f"9901{record['部门编码'][2:4]}" for record in periodic)


def test_a_rating_belongs_to_one_thing_and_a_low_one_has_a_reason(
    whistles: dict[str, Record], ratings: list[Record]
) -> None:
    assert all(bool(record["哨件编号"]) != bool(record["考核期"]) for record in ratings)
    assert {record["评价等级"] for record in ratings} == set("12345")
    assert all(bool(record["理由"]) == (record["评价等级"] in "12") for record in ratings)
    after = [record for record in ratings if record["哨件编号"]]
    assert all(moment(record["提交时间"]) > moment(whistles[record["哨件编号"]]["吹哨时间"]) for record in after)


def test_every_department_has_its_scores_by_others(city: Path) -> None:
    found = Counter((record["考核期"], record["指标编码"]) for record in records(city, "外部评分"))
    assert set(found.values()) == {288} and len(found) == 6 * 4
    assert all(0 <= Fraction(record["得分"]) <= 100 for record in records(city, "外部评分"))


def test_exclusions_name_posts_and_only_cases_that_were_excluded_already(city: Path, calls: list[Record]) -> None:
    found = list(records(city, "剔除台账"))
    known = cases(city)
    assert {record["对象类别"] for record in found} == {"案件", "报到", "哨件", "评价"}
    for record in found:
        if record["对象类别"] == "案件":
            assert known[record["对象编号"]]["剔除原因"] == record["剔除依据"]
    people = {record["姓名"] for record in records(city, "主官")}
    assert not people & {record["批准人"] for record in found}
    named = {f"{call['哨件编号']}/{call['部门编码']}" for call in calls}
    assert {record["对象编号"] for record in found if record["对象类别"] == "报到"} <= named


def test_one_street_rates_far_better_than_others(city: Path, plain_city: Path) -> None:
    [street], of = units(city, "lenient_street"), means(list(records(city, "街道评价")), lambda each: each["街道编码"])
    top = of.pop(street)
    assert top > 4.6 and max(of.values()) < 4.2
    assert max(means(list(records(plain_city, "街道评价")), lambda each: each["街道编码"]).values()) < 4.2


def means(found: list[Record], key: Key) -> dict[str, float]:
    """The mean level of every street or department in the quarters."""
    levels = defaultdict(list)
    for record in found:
        if record["考核期"]:
            levels[key(record)].append(int(record["评价等级"]))
    return {unit: mean(each) for unit, each in levels.items()}


def test_one_street_gives_the_same_level_to_all(city: Path, ratings: list[Record]) -> None:
    [street] = units(city, "flat_rater")
    given = Counter((record["街道编码"], record["评价等级"]) for record in ratings)
    levels = defaultdict(int)
    for unit, _ in given:
        levels[unit] += 1
    assert levels.pop(street) == 1 and min(levels.values()) >= 2
    assert given[street, "3"] == told(city, "flat_rater")


def test_a_street_and_a_department_favour_each_other(
    city: Path, whistles: dict[str, Record], calls: list[Record], ratings: list[Record]
) -> None:
    street, department = units(city, "reciprocity")
    pair = [each for each in ratings if (each["街道编码"], each["部门编码"]) == (street, department)]
    assert {each["评价等级"] for each in pair} == {"5"} and len(pair) == told(city, "reciprocity")
    others = [int(each["评价等级"]) for each in ratings if each["部门编码"] == department and each not in pair]
    assert mean(others) < 4
    near = {each["哨件编号"] for each in records(city, "吹哨街道") if each["吹哨街道编码"] == street}
    assert not any(late(c, whistles) for c in calls if c["部门编码"] == department and c["哨件编号"] in near)


def test_a_street_rates_arrivals_against_the_record(
    city: Path, whistles: dict[str, Record], calls: list[Record], ratings: list[Record]
) -> None:
    pair = tuple(units(city, "rating_against_record"))
    found = against(ratings, {(c["哨件编号"], c["部门编码"]) for c in calls if late(c, whistles)})
    assert found.pop(pair) == told(city, "rating_against_record") >= 30
    assert max(found.values(), default=0) <= 2


def against(ratings: list[Record], lates: set[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter(
        (each["街道编码"], each["部门编码"])
        for each in ratings
        if each["评价项目"] == "到场及时"
        and int(each["评价等级"]) >= 4
        and (each["哨件编号"], each["部门编码"]) in lates
    )


def test_one_department_has_far_more_exclusions(city: Path, plain_city: Path) -> None:
    def excluded(folder: Path) -> Counter[str]:
        held = [each for each in records(folder, "剔除台账") if each["对象类别"] == "报到" and not each["撤销日期"]]
        return Counter(each["对象编号"].split("/")[1] for each in held if each["申诉结果"] != "不成立")

    found, [department] = excluded(city), units(city, "gamed_exclusions")
    assert found.pop(department) == told(city, "gamed_exclusions") >= 45
    assert max([*found.values(), *excluded(plain_city).values(), 0]) <= 5


def test_one_department_leads_on_very_few_calls(city: Path, whistles: dict[str, Record], calls: list[Record]) -> None:
    [department] = units(city, "few_calls_leader")
    own = [call for call in calls if call["部门编码"] == department]
    assert len(own) == told(city, "few_calls_leader") == 4
    assert not any(late(call, whistles) for call in own)


def test_one_department_comes_late_at_night_and_one_never(
    city: Path, whistles: dict[str, Record], calls: list[Record]
) -> None:
    [nightly], [absent] = units(city, "late_at_night"), units(city, "signs_never_comes")
    at_night = [late(c, whistles) for c in calls if c["部门编码"] == nightly and night(c, whistles)]
    assert all(at_night) and len(at_night) == told(city, "late_at_night") >= 50
    others = [late(c, whistles) for c in calls if c["部门编码"] not in (nightly, absent) and night(c, whistles)]
    assert share(others) < 0.3
    signed = [c for c in calls if c["部门编码"] == absent and c["签收时间"]]
    assert len(signed) == told(city, "signs_never_comes") >= 40
    assert not any(call["到场时间"] for call in calls if call["部门编码"] == absent)


def test_the_plain_city_has_no_department_of_the_stories(plain_city: Path) -> None:
    whistles = {record["哨件编号"]: record for record in records(plain_city, "哨件")}
    by_department = defaultdict(list)
    for call in records(plain_city, "报到"):
        by_department[call["部门编码"]].append(late(call, whistles))
    assert share([each for found in by_department.values() for each in found]) < 0.2
    assert max(len(found) for found in by_department.values()) < 40


def test_the_warehouse_counts_what_the_files_say(
    city: Path, loaded: Snapshot, whistles: dict[str, Record], calls: list[Record]
) -> None:
    [department] = units(city, "signs_never_comes")
    answer = ask(loaded, Question("whistle_ontime_rate", ("department",), as_of=date(2021, 5, 31)))
    of = {group.key["department"]: group.total for group in answer.groups}
    assert of[department].of("hit") == 0
    assert of[department].of("miss") == sum(call["部门编码"] == department for call in calls)
    absent = ask(loaded, Question("signed_absent_rate", ("department",)))
    most = max(absent.groups, key=lambda group: (group.total.of("hit"), group.total.n))
    assert most.key["department"] == department and most.total.ratio == 1
    [nightly] = units(city, "late_at_night")
    watches = ask(loaded, Question("whistle_ontime_rate", ("watch",), {"department": nightly}))
    rates = {group.key["watch"]: group.total.ratio for group in watches.groups}
    assert rates["night"] == 0 and rates["day"] > Fraction(1, 2)
    joint = ask(loaded, Question("whistle_count", ("street",)))
    streets = sum(1 for _ in records(city, "吹哨街道"))
    assert joint.identity == {"units": streets, "overlaps": streets - len(whistles), "whole": len(whistles)}
    with loaded.cursor() as cursor:
        assert cursor.execute("select count(*) from fct_rating").fetchone() == (len(list(records(city, "街道评价"))),)
        assert cursor.execute("select distinct node_code from fct_external_score order by 1").fetchall() == [
            ("party",),
            ("peer",),
            ("performance",),
            ("superior",),
        ]
