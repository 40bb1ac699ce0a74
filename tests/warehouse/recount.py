"""The same questions answered by walking through the cases one by one: slow and plain."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from tests.warehouse.dispatched import decisions, sent
from tests.warehouse.drawers import drawer
from tests.warehouse.fate import Fate, fate
from tests.warehouse.nasty import AREAS, CHANGES, DEPARTMENTS, ITEMS, Case

Bins = dict[str, Fraction]
Key = tuple[str, ...]
MONTH = timedelta(days=30)
BY_CLOSE = (
    "handle_hours",
    "handled_count",
    "response_rate",
    "resolution_rate",
    "satisfaction_rate",
    "callback_coverage",
    "auto_praise_rate",
)
NOT_IN_ANY = datetime.max
SIDES = {"网格员": "grid", "12345": "public", "随手拍": "public"}
STOCKS = ("open_count", "overdue_open_count")


@dataclass
class Row:
    """A case, or a department's part in it, as a metric sees it; no cohort: it belongs to every period."""

    case: Case
    place: dict[str, str]
    weight: Fraction
    fate: Fate
    cohort: datetime | None
    signing: str = ""


class Recount:
    """A city that can be asked."""

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        self.repeated, self.relapsed = _repeated(cases)

    def ask(
        self,
        metric: str,
        by: Key,
        where: Mapping[str, str],
        days: tuple[date | None, date | None],
        as_of: date,
        shared: bool,
    ) -> tuple[dict[Key, Bins], dict[Key, Counter[int]]]:
        """Bins by key, and handling times in minutes by key; shared: departments have parts of a case."""
        cutoff = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
        bins: dict[Key, Bins] = defaultdict(lambda: defaultdict(Fraction))
        times: dict[Key, Counter[int]] = defaultdict(Counter)
        split = shared if "department" in {*by, *where} else None
        for row in self._rows(metric, cutoff, split):
            if not _wanted(row, where, days, as_of):
                continue
            key = tuple(_lasting(_key(row.place, name, row.cohort), as_of) for name in by)
            name = self._drawer(metric, row, cutoff)
            bins[key][name] += row.weight
            if name == "measured" and row.fate.closed_at:
                spent = row.fate.closed_at - row.case.row["reported_at"]
                times[key][int(spent.total_seconds() // 60)] += row.weight
            if name in ("reworked", "closed_once"):
                bins[key]["reopen_times"] += row.weight * row.fate.reopens
        return {key: {name: n for name, n in held.items() if n} for key, held in bins.items()}, times

    def _drawer(self, metric: str, row: Row, cutoff: datetime) -> str:
        if row.fate.excluded:
            return f"excluded:{row.fate.excluded}"
        if row.signing:
            return row.signing
        if metric == "street_self_handle_rate":
            return _handled(row)
        told = row.case.row
        known = told["place"] is not None and told["item_code"] is not None
        again = self.relapsed if metric == "relapse_rate" else self.repeated
        return drawer(metric, row.fate.phase(cutoff), row.fate, known, told["case_id"] in again)

    def _rows(self, metric: str, cutoff: datetime, split: bool | None) -> Iterator[Row]:
        for case in self.cases:
            if metric == "returned_count":
                yield from _returns(case, cutoff)
            elif metric == "sign_ontime_rate":
                yield from _dispatches(case, cutoff)
            elif metric == "buck_passing_rate":
                yield from (_told(case, *each) for each in decisions(case, cutoff))
            elif metric in ("list_match_rate", "first_dispatch_accuracy"):
                for each in sent(case, cutoff):
                    found = each.listing if metric == "list_match_rate" else each.outcome
                    yield _told(case, each.department, each.moment, found)
            elif case.row["reported_at"] < cutoff:
                yield from (_timed(metric, row) for row in _shares(case, cutoff, split))


def _wanted(row: Row, where: Mapping[str, str], days: tuple[date | None, date | None], as_of: date) -> bool:
    first, last = days
    if row.cohort == NOT_IN_ANY:
        return False
    if any(_lasting(row.place[name], as_of) not in _family(code, as_of) for name, code in where.items()):
        return False
    day = row.cohort and row.cohort.date()
    return day is None or (not first or first <= day) and (not last or day <= last)


def _lasting(code: str, day: date) -> str:
    """The code that one other after the other has become by that day."""
    for old, new, kind, on in CHANGES:
        if code == old and on <= day and kind != "split" and new != "S99":
            return _lasting(new, day)
    return code


def _family(code: str, day: date) -> set[str]:
    """What a filter means: the code that lasts, with the parts that it was divided into by that day."""
    parts = {new for old, new, kind, on in CHANGES if (old, kind) == (code, "split") and on <= day}
    return {_lasting(code, day), *parts}


def _timed(metric: str, row: Row) -> Row:
    if metric in BY_CLOSE:
        row.cohort = row.fate.closed_at or NOT_IN_ANY
    elif metric in STOCKS:
        row.cohort = None
    return row


def _returns(case: Case, cutoff: datetime) -> Iterator[Row]:
    for event in case.events:
        if event["kind"] == "return" and event["happened_at"] < cutoff:
            place = {**_place(case), "department": _department(event["department_code"])}
            nothing = Fate(None, False, 0, False, None, case.row["excluded_as"])
            yield Row(case, place, Fraction(1), nothing, event["happened_at"])


def _dispatches(case: Case, cutoff: datetime) -> Iterator[Row]:
    sent = {
        (each["department_code"], each["happened_at"])
        for each in case.events
        if each["kind"] == "dispatch" and each["happened_at"] < cutoff
    }
    for department, moment in sorted(sent, key=lambda each: each[1]):
        place = {**_place(case), "department": _department(department)}
        nothing = Fate(None, False, 0, False, None, case.row["excluded_as"])
        yield Row(case, place, Fraction(1), nothing, moment, _signing(case, department, moment, cutoff))


def _told(case: Case, department: str, moment: datetime, bin: str) -> Row:
    """A row of a dispatch or return that has its bin already."""
    nothing = Fate(None, False, 0, False, None, case.row["excluded_as"])
    return Row(case, {**_place(case), "department": department}, Fraction(1), nothing, moment, bin)


def _signing(case: Case, department: str | None, sent: datetime, cutoff: datetime) -> str:
    """What answered a dispatch before the next one to the same department, by the limit of two hours."""
    own = [each for each in case.events if each["department_code"] == department]
    again = [each["happened_at"] for each in own if each["kind"] == "dispatch" and each["happened_at"] > sent]
    until, limit = min([cutoff, *again]), sent + timedelta(minutes=120)
    first = {
        kind: min(
            [each["happened_at"] for each in own if each["kind"] == kind and sent <= each["happened_at"] < until],
            default=NOT_IN_ANY,
        )
        for kind in ("sign", "return")
    }
    if first["return"] <= limit and first["return"] < first["sign"]:
        return "returned"
    if first["sign"] < NOT_IN_ANY:
        return "on_time" if first["sign"] <= limit else "late"
    return "missed" if limit < cutoff else "waiting"


def _handled(row: Row) -> str:
    if row.place["street"] in ("unspecified", "unregistered"):
        return "street_unknown"
    case = row.case
    if case.shares or case.row["main_department_code"] or any(each["kind"] == "dispatch" for each in case.events):
        return "sent_on"
    return "closed_by_street" if row.fate.closed_at else "open_with_street"


def _shares(case: Case, cutoff: datetime, split: bool | None) -> Iterator[Row]:
    whole, place = fate(case, cutoff), _place(case)
    parts = [(place["department"], Fraction(1), whole)]
    if split is not None:
        parts = list(_parts(case, place["department"], whole, cutoff, split))
    for department, weight, held in parts:
        closed_level = held.level or "unspecified"
        yield Row(
            case,
            {**place, "department": department, "closed_level": closed_level},
            weight,
            held,
            case.row["reported_at"],
        )


def _parts(case: Case, main: str, whole: Fate, cutoff: datetime, shared: bool) -> Iterator[tuple[str, Fraction, Fate]]:
    helping = [each for each in case.shares if each["role"] == "assist" and each["department_code"] != main]
    yield main, Fraction(7, 10) if helping and shared else Fraction(1), whole
    for each in helping:
        held = whole
        if each["done_at"] or each["due_at"]:
            done = each["done_at"] if each["done_at"] and each["done_at"] < cutoff else None
            held = Fate(
                done,
                done is not None,
                0,
                False,
                each["due_at"] or whole.due,
                case.row["excluded_as"],
                call=whole.call if done else None,
            )
        yield each["department_code"], Fraction(3, 10) / len(helping) if shared else Fraction(1), held


def _place(case: Case) -> dict[str, str]:
    row, day = case.row, case.row["reported_at"].date()
    item = next((each for each in ITEMS if each[0] == row["item_code"]), None)
    second = item and (item[2] or "unclassified")
    return {
        **_area(row["area_code"], day),
        "item_1": item[1] if item else "unclassified",
        "item_2": f"{item[1]}/{second}" if item else "unclassified",
        "item_3": item[0] if item else "unclassified",
        "channel": row["channel"] or "unspecified",
        "source_system": row["source_system"] or "unspecified",
        "found_level": row["found_level"] or "unspecified",
        "found_by": SIDES.get(row["channel"], "unspecified"),
        "department": _main(case),
    }


def _area(code: str | None, day: date) -> dict[str, str]:
    levels = ("district", "street", "community")
    row = _registered(code, day)
    if row is None:
        return dict.fromkeys(levels, "unspecified" if code is None else "unregistered")
    found = dict.fromkeys(levels, "unspecified")
    while row is not None:
        if row[2] in levels:
            found[row[2]] = row[0]
        row = _registered(row[3], day)
    return found


def _registered(code: str | None, day: date) -> tuple | None:
    code = _lasting(code, day) if code else code
    return next(
        (each for each in AREAS if each[0] == code and (each[4] or date.min) <= day < (each[5] or date.max)),
        None,
    )


def _main(case: Case) -> str:
    mains = {each["department_code"] for each in case.shares if each["role"] == "main"}
    return mains.pop() if len(mains) == 1 else _department(case.row["main_department_code"])


def _department(code: str | None) -> str:
    return "unspecified" if code is None else code if code in {each[0] for each in DEPARTMENTS} else "unregistered"


def _key(place: Mapping[str, str], name: str, cohort: datetime | None) -> str:
    if name == "month":
        return f"{cohort:%Y-%m}"
    if name == "week":
        year, number, _ = cohort.isocalendar()
        return f"{year:04}-W{number:02}"
    return f"{cohort:%Y-%m-%d}" if name == "day" else place[name]


def _repeated(cases: list[Case]) -> tuple[set[str], set[str]]:
    """Cases that came again within 30 days, and those whose forerunner had been closed by then."""
    seen: dict[tuple, list[tuple[datetime, datetime]]] = defaultdict(list)
    found, relapsed = set(), set()
    for case in sorted(cases, key=lambda each: (each.row["reported_at"], each.row["case_id"])):
        row = case.row
        if row["place"] is None or row["item_code"] is None or row["excluded_as"]:
            continue
        before = seen[row["area_code"], row["place"], row["item_code"]]
        if any(row["reported_at"] - each <= MONTH for each, _ in before):
            found.add(row["case_id"])
            if before[-1][1] <= row["reported_at"]:
                relapsed.add(row["case_id"])
        before.append((row["reported_at"], _first_close(case)))
    return found, relapsed


def _first_close(case: Case) -> datetime:
    moves = [each for each in case.events if each["kind"] in ("close", "reopen")]
    if not moves:
        return case.row["closed_at"] or NOT_IN_ANY
    return min([each["happened_at"] for each in moves if each["kind"] == "close"], default=NOT_IN_ANY)
