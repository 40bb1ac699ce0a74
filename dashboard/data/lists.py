"""Lists of cases and single cases, as the page's grids ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from dashboard.data.visit import Visit
from warehouse import BadQuestion, Story, dimensions, in_words, rows, story

MOST = 200
DEEPEST = 10_000_000
NEWEST_FIRST = "-reported_at"


@dataclass(frozen=True)
class Block:
    """Which rows a grid asks for: from, how many, in which order, under which filters of its columns."""

    offset: int
    limit: int
    sort: str
    contains: str | None
    where: Mapping[str, str]

    def filters(self) -> tuple[str, ...]:
        """The filters of its columns, as an address spells them."""
        asked = {"case_id": self.contains, **self.where}
        return tuple(f"{column}:{word}" for column, word in asked.items() if word)


def block(request: object) -> Block:
    """A grid's request, checked; no request is the first block."""
    if request is None:
        return Block(0, MOST, NEWEST_FIRST, None, {})
    if not isinstance(request, Mapping):
        raise BadQuestion("a grid asks for rows by start and end")
    start, end = (_whole(request.get(key)) for key in ("startRow", "endRow"))
    filters = _filters(request.get("filterModel"))
    return Block(
        start,
        min(max(end - start, 0), MOST),
        _sort(request.get("sortModel")),
        filters.pop("case_id", None),
        filters,
    )


def cases(here: Visit, metric: str, bin: str, wanted: Block) -> tuple[list[dict[str, Any]], int]:
    """The rows of a metric's bin in words, under the filters of page and grid; and how many there are."""
    question = here.address.question(metric)
    both = replace(question, where={**question.where, **wanted.where})
    found = rows(here.snapshot, both, bin, wanted.limit, wanted.offset, wanted.sort, wanted.contains)
    return [in_words(found.answer, row, here.lang) for row in found.rows], found.total


def case(here: Visit, case_id: str) -> Story | None:
    """What had happened to one case by the end of the page's day, None before its report; raises Unknown."""
    told, day = story(here.snapshot, case_id), here.address.as_of
    if day is None or day >= here.snapshot.data_day:
        return told
    stop = datetime.combine(day + timedelta(days=1), time.min)
    return _until(told, stop) if told.case["reported_at"] < stop else None


def _until(told: Story, stop: datetime) -> Story:
    events = tuple(event for event in told.events if event["happened_at"] < stop)
    turns = [event for event in events if event["kind"] in ("close", "reopen")]
    stamps = {key: _before(told.case[key], stop) for key in ("accepted_at", "closed_at")}
    if turns:
        stamps["closed_at"] = turns[-1]["happened_at"] if turns[-1]["kind"] == "close" else None
    sent = [each for each in told.assignments if each["dispatched_at"] is None or each["dispatched_at"] < stop]
    return replace(
        told,
        case=told.case | stamps,
        events=events,
        assignments=tuple({**each, "done_at": _before(each["done_at"], stop)} for each in sent),
    )


def _before(at: datetime | None, stop: datetime) -> datetime | None:
    return at if at is not None and at < stop else None


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= DEEPEST:
        raise BadQuestion("a grid counts rows in whole numbers")
    return value


def _sort(model: object) -> str:
    if not isinstance(model, list) or not model:
        return NEWEST_FIRST
    first = model[0]
    if not isinstance(first, Mapping) or not isinstance(first.get("colId"), str):
        raise BadQuestion("a grid sorts by a column")
    return ("-" if first.get("sort") == "desc" else "") + str(first["colId"])


def _filters(model: object) -> dict[str, str]:
    if not model:
        return {}
    if not isinstance(model, Mapping):
        raise BadQuestion("a grid filters by its columns")
    found = {}
    for key, asked in model.items():
        word = asked.get("filter") if isinstance(asked, Mapping) else None
        if key not in ("case_id", *dimensions()) or not isinstance(word, str) or len(word) > MOST:
            raise BadQuestion("a column is filtered by one short word")
        found[str(key)] = word.strip()
    return {key: word for key, word in found.items() if word}
