"""The planted stories stand out of a calm background, recounted from the files alone."""

import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.etl.synthetic.export import Record, counted, moment, records

END = datetime(2021, 6, 1)
FEW = 30
RULES = {
    "overdue_spike",
    "buck_passing",
    "reopened_batch",
    "rising_item",
    "enclave_relapse",
    "enclave_no_team",
    "enclave_misfit",
    "month_end_closing",
    "weekend_gap",
    "repeat_places",
    "auto_praise",
    "hollow_closing",
    "relapsing_item",
    "own_duty_whistles",
}


def planted(folder: Path) -> dict[str, dict[str, object]]:
    return {story["story"]: story for story in json.loads((folder / "planted.json").read_text("utf-8"))}


def unit(folder: Path, story: str) -> str:
    return planted(folder)[story]["units"][0]


@pytest.fixture(scope="session")
def found(city: Path) -> list[Record]:
    return counted(city)


@pytest.fixture(scope="session")
def plain(plain_city: Path) -> list[Record]:
    return counted(plain_city)


def shares(hits: Counter[str], of: Counter[str], few: int = FEW) -> dict[str, float]:
    return {key: hits[key] / count for key, count in of.items() if count >= few}


def stands_out(values: dict[str, float], key: str, planted_from: float, others_to: float) -> None:
    assert values[key] >= planted_from
    assert max(value for other, value in values.items() if other != key) <= others_to


def test_the_list_of_stories_is_well_formed(city: Path, plain_city: Path) -> None:
    stories = planted(city)
    assert {story["rule"] for story in stories.values()} == RULES | {None}
    codes = {
        record[column]
        for kind, column in (("区划", "区划代码"), ("部门", "部门编码"), ("事项目录", "事项编码"), ("飞地", "飞地编号"))
        for record in records(city, kind)
    }
    for story in stories.values():
        assert set(story) == {"story", "rule", "units", "from", "to", "note"}
        assert set(story["units"]) <= codes
        assert date.fromisoformat(story["from"]) < date.fromisoformat(story["to"])
        assert set(story["note"]) == {"zh", "en"}
    assert planted(plain_city) == {}


def weekend(found: list[Record]) -> dict[str, float]:
    of = Counter(record["区划代码"][:6] for record in found)
    free = Counter(record["区划代码"][:6] for record in found if moment(record["上报时间"]).weekday() >= 5)
    return shares(free, of)


def test_one_district_has_a_weekend_gap(city: Path, found: list[Record], plain: list[Record]) -> None:
    values, gap = weekend(found), unit(city, "weekend_gap")
    assert values.pop(gap) < 0.03
    assert min(values.values()) > 0.17 and max(values.values()) < 0.26
    assert min(weekend(plain).values()) > 0.17 and max(weekend(plain).values()) < 0.26


def returns(folder: Path, found: list[Record]) -> dict[str, float]:
    back = Counter(record["部门编码"] for record in records(folder, "案件流转") if record["环节"] == "退回")
    return shares(back, Counter(record["主办部门编码"] for record in found))


def test_one_department_passes_the_buck(city: Path, plain_city: Path, found: list[Record], plain: list[Record]) -> None:
    stands_out(returns(city, found), unit(city, "buck_passing"), 0.2, 0.1)
    assert max(returns(plain_city, plain).values()) <= 0.1


def month_end(found: list[Record], column: str, length: int) -> dict[str, float]:
    closed = [(record[column][:length], moment(record["办结时间"])) for record in found if record["办结时间"]]
    late = Counter(key for key, stamp in closed if (stamp + timedelta(days=2)).month != stamp.month)
    return shares(late, Counter(key for key, _ in closed))


def test_one_department_closes_at_the_end_of_months(city: Path, found: list[Record], plain: list[Record]) -> None:
    stands_out(month_end(found, "主办部门编码", 9), unit(city, "month_end_closing"), 0.7, 0.25)
    assert max(month_end(found, "区划代码", 9).values()) <= 0.35
    assert max(month_end(plain, "主办部门编码", 9).values()) <= 0.25


def overdue(found: list[Record], moment_of: datetime) -> Counter[str]:
    return Counter(
        record["区划代码"][:9]
        for record in found
        if moment(record["上报时间"]) < moment_of
        and (moment(record["办结时间"]) or END) >= moment_of
        and (moment(record["延期后时限"]) or moment(record["处置时限"]) or END) < moment_of
    )


def test_one_street_has_an_overdue_spike(city: Path, found: list[Record], plain: list[Record]) -> None:
    def growth(known: list[Record]) -> dict[str, float]:
        now, before = overdue(known, END), overdue(known, END - timedelta(days=28))
        return {street: float(count - before[street]) for street, count in now.items()}

    stands_out(growth(found), unit(city, "overdue_spike"), 35, 8)
    assert max(growth(plain).values()) <= 8


def test_one_batch_is_reopened(city: Path, plain_city: Path, found: list[Record], plain: list[Record]) -> None:
    def batches(folder: Path, known: list[Record]) -> Counter[tuple[str, str, str]]:
        cases = {record["案件编号"]: record for record in known}
        return Counter(
            (
                cases[number]["区划代码"][:9],
                cases[number]["事项编码"],
                event["发生时间"].replace("/", "-")[:7],
            )
            for event in records(folder, "案件流转")
            if event["环节"] == "重新打开" and (number := event["案件编号"]) in cases
        )

    (first, most), (_, next_most) = batches(city, found).most_common(2)
    assert (first[0], most) == (unit(city, "reopened_batch"), 60)
    assert next_most <= 5
    assert batches(plain_city, plain).most_common(1)[0][1] <= 5


def weeks(found: list[Record]) -> dict[str, list[int]]:
    """Reports of each item in the last five weeks, the last one first."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for record in found:
        back = (END - timedelta(seconds=1) - moment(record["上报时间"])).days // 7
        if back < 5:
            counts[record["事项编码"]][back] += 1
    return counts


def test_one_item_rises_week_on_week(city: Path, found: list[Record], plain: list[Record]) -> None:
    counts = weeks(found)
    rising = counts.pop(unit(city, "rising_item"))
    assert rising == sorted(rising, reverse=True) and rising[0] >= 3 * rising[4]
    for others in (counts, weeks(plain)):
        assert [item for item, count in others.items() if count[0] >= 20 and count[0] >= 1.6 * count[4]] == []


def repeats(found: list[Record]) -> dict[str, float]:
    last: dict[tuple[str, str, str], datetime] = {}
    of, again = Counter(), Counter()
    for record in sorted(found, key=lambda record: moment(record["上报时间"])):
        place = record["区划代码"], record["地点"], record["事项编码"]
        stamp, street = moment(record["上报时间"]), record["区划代码"][:9]
        if stamp >= END - timedelta(days=90):
            of[street] += 1
            again[street] += place in last and stamp - last[place] <= timedelta(days=30)
        last[place] = stamp
    return shares(again, of, 25)


def test_one_street_repeats_its_places(city: Path, found: list[Record], plain: list[Record]) -> None:
    stands_out(repeats(found), unit(city, "repeat_places"), 0.4, 0.16)
    assert max(repeats(plain).values(), default=0) <= 0.16


def calls(folder: Path, known: list[Record], since: datetime = datetime(2020, 12, 1)) -> list[tuple[Record, Record]]:
    """The last call since about each case, with the case."""
    cases, last = {record["案件编号"]: record for record in known}, {}
    for call in sorted(records(folder, "回访"), key=lambda record: record["回访时间"].replace("/", "-")):
        case = cases.get(call["案件编号"])
        if case and case["办结时间"] and moment(call["回访时间"]) >= max(since, moment(case["办结时间"])):
            last[call["案件编号"]] = call, case
    return list(last.values())


def praised(folder: Path, known: list[Record]) -> dict[str, float]:
    told = calls(folder, known)
    default = Counter(case["区划代码"][:9] for call, case in told if call["系统默认"] == "是")
    return {street: float(count) for street, count in default.items()}


def test_one_street_is_praised_by_default(
    city: Path, plain_city: Path, found: list[Record], plain: list[Record]
) -> None:
    stands_out(praised(city, found), unit(city, "auto_praise"), 60, 6)
    assert max(praised(plain_city, plain).values()) <= 6


def unresolved(folder: Path, known: list[Record]) -> dict[str, float]:
    said = [(call, case) for call, case in calls(folder, known) if call["是否解决"]]
    no = Counter(case["主办部门编码"] for call, case in said if call["是否解决"] == "否")
    return {department: float(count) for department, count in no.items()}


def test_one_department_closes_what_is_not_resolved(
    city: Path, plain_city: Path, found: list[Record], plain: list[Record]
) -> None:
    stands_out(unresolved(city, found), unit(city, "hollow_closing"), 45, 12)
    assert max(unresolved(plain_city, plain).values()) <= 12


def relapses(known: list[Record]) -> Counter[str]:
    """Reports since March of a place whose report before, up to 30 days ago, had been closed, by item."""
    last: dict[tuple[str, str, str], tuple[datetime, datetime]] = {}
    back: Counter[str] = Counter()
    for record in sorted(known, key=lambda record: moment(record["上报时间"])):
        place, stamp = (record["区划代码"], record["地点"], record["事项编码"]), moment(record["上报时间"])
        before, closed = last.get(place, (END, END))
        recent = stamp >= datetime(2021, 3, 1) and stamp - before <= timedelta(days=30)
        back[record["事项编码"]] += recent and closed <= stamp and before <= stamp
        last[place] = stamp, moment(record["办结时间"]) or END
    return back


def test_one_item_comes_back_after_closing(city: Path, found: list[Record], plain: list[Record]) -> None:
    values = {item: float(count) for item, count in relapses(found).items()}
    stands_out(values, unit(city, "relapsing_item"), 55, 12)
    assert max(relapses(plain).values()) <= 12


def test_one_street_has_next_to_no_cases(city: Path, found: list[Record]) -> None:
    own = [record for record in found if record["区划代码"].startswith(unit(city, "small_n"))]
    assert len(own) == 9
    assert all(record["办结时间"] for record in own)


def test_one_street_changes_its_officer_and_its_closure_rate_turns(city: Path, found: list[Record]) -> None:
    street = unit(city, "officer_turned")
    assert street == unit(city, "below_target")
    terms = [record for record in records(city, "主官") if record["区划代码"] == street]
    assert [record["离任日期"] for record in terms][-2:] == ["2021-05-01", ""] and terms[-1]["任职日期"] == "2021-05-01"
    since = [record for record in found if moment(record["上报时间"]) >= datetime(2021, 5, 1)]
    of = Counter(record["区划代码"][:9] for record in since)
    rates = shares(Counter(record["区划代码"][:9] for record in since if record["办结时间"]), of, few=15)
    others = [rate for code, rate in rates.items() if code != street]
    assert rates[street] < 0.4 < min(others)


def duties(folder: Path) -> dict[str, list[Record]]:
    """The entries of the duty lists by item, those that hold at the end last."""
    listed: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records(folder, "责任清单"):
        listed[record["事项编码"]].append(record)
    return listed


def own_whistles(folder: Path, known: list[Record]) -> tuple[Counter[str], Counter[str]]:
    """Whistles over what the lists call the street's own duty, and all over listed items, by street."""
    items, listed = {record["案件编号"]: record["事项编码"] for record in known}, duties(folder)
    streets = {record["哨件编号"]: record["吹哨街道编码"] for record in records(folder, "吹哨街道")}
    own, of = Counter(), Counter()
    for whistle in records(folder, "哨件"):
        if entries := listed.get(items.get(whistle["案件编号"], "")):
            of[streets[whistle["哨件编号"]]] += 1
            own[streets[whistle["哨件编号"]]] += entries[0]["主体责任"] == "街道"
    return own, of


def test_one_street_whistles_over_its_own_duty(
    city: Path, plain_city: Path, found: list[Record], plain: list[Record]
) -> None:
    own, of = own_whistles(city, found)
    street = unit(city, "own_duty_whistles")
    assert own.pop(street) == 40 and of[street] <= 50
    assert max(own.values()) <= 5 and max(own_whistles(plain_city, plain)[0].values()) <= 5


def test_one_item_is_dispatched_as_before_though_its_duty_moved(city: Path, plain_city: Path) -> None:
    item = unit(city, "stale_dispatch")
    moved = {code for code, listed in duties(city).items() if len({each["主体责任"] for each in listed}) > 1}
    assert moved == {item}
    old, new = duties(city)[item]
    assert (old["停用日期"], new["启用日期"], new["配合责任"]) == ("2021-03-01", "2021-03-01", old["主体责任"])
    assert all(len({each["主体责任"] for each in listed}) == 1 for listed in duties(plain_city).values())
