"""Asking: one question, or several metrics over several windows, answered from one snapshot."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Any

from warehouse.answer import Answer, Group, Total
from warehouse.cells import Entry, Source
from warehouse.changes import DAY, Mark, changes
from warehouse.counting import Count, count
from warehouse.dimension import dimension
from warehouse.errors import BadQuestion
from warehouse.exact import with_exact_hours
from warehouse.metric import Metric, metric
from warehouse.patience import patience
from warehouse.period import Window, grain
from warehouse.query import Statement, choose, entry
from warehouse.query import statement as build
from warehouse.question import EVERYTHING, Frame, Question, Scope, View, frame, resolve
from warehouse.register import Registers, registers
from warehouse.sides import SIDE, Sides
from warehouse.snapshot import Snapshot

Keys = tuple[tuple[str, ...], ...]
SOURCES = ("tally", "state")
MOST_ROWS = 300_000


def ask(snapshot: Snapshot, question: Question, scope: Scope = EVERYTHING, source: str | None = None) -> Answer:
    """The answer to one question; `source` tally or state forces where it is read."""
    asked, framed, window = resolve(snapshot, question, scope)
    answer = _answers(snapshot, [asked], framed, [window], source)[asked.name][0]
    if asked.kind != "percentile" or answer.total.missing_feeds:
        return answer
    return with_exact_hours(snapshot, answer)


def ask_windows(
    snapshot: Snapshot,
    names: Sequence[str],
    where: Mapping[str, str],
    by: Sequence[str],
    windows: Sequence[Window],
    view: View | None = None,
    scope: Scope = EVERYTHING,
    source: str | None = None,
) -> dict[str, tuple[Answer, ...]]:
    """Each metric's answers, one a window, from one SQL a state table and cohort; without exact hours.

    Windows that are looked at together know what codes became by the last of their days."""
    day = max((each.as_of for each in windows), default=snapshot.data_day)
    found: dict[str, tuple[Answer, ...]] = {}
    for asked in _together([metric(name) for name in names]):
        framed = frame(snapshot, asked[0], by, where, view, scope, day)
        for each in asked[1:]:
            frame(snapshot, each, by, where, view, scope, day)
        found |= _answers(snapshot, asked, framed, windows, source)
    return {name: found[name] for name in names}


def counted(snapshot: Snapshot, asked: Metric, framed: Frame, window: Window, sides: Sides) -> Count:
    """What a metric counted in one window on each side, by the side's number: without an answer for each unit."""
    place, (by,) = entry(asked, window), framed.by
    (source,) = choose(registers(snapshot), [asked], framed, [place])
    time = "cohort" if source.tally else asked.cohort
    sided = replace(
        source, relation=f"({sides.select(source.relation, by.column, time if asked.cohort else None)}) sided"
    )
    beside = replace(framed, by=(SIDE,), folds={})
    query = build([asked], beside, [place], sided)
    query.parameters.update(sides.parameters(framed.folds.get(by.name, {})))
    return count(_run(snapshot, query), [asked], beside, query)[0, 0]


def fed(snapshot: Snapshot, asked: Metric) -> bool:
    """True when the snapshot holds rows of every feed that the metric reads."""
    return not _missing(snapshot, asked)


def _together(asked: Sequence[Metric]) -> list[list[Metric]]:
    """Metrics that one statement can answer: stocks go with those of the stamp every row has."""
    found: dict[tuple[str, str, bool], list[Metric]] = {}
    for each in asked:
        key = (each.of, each.cohort or each.state.born, each.kind == "percentile")
        found.setdefault(key, []).append(each)
    return list(found.values())


def _answers(
    snapshot: Snapshot, asked: Sequence[Metric], framed: Frame, windows: Sequence[Window], wanted: str | None
) -> dict[str, tuple[Answer, ...]]:
    if wanted not in (None, *SOURCES):
        raise BadQuestion(f"source is tally or state, not {wanted!r}")
    fed = [each for each in asked if not _missing(snapshot, each)]
    found = {each.name: _unfed(snapshot, each, framed, windows) for each in asked if each not in fed}
    if not fed or not windows:
        return found | {each.name: () for each in fed}
    entries = tuple(dict.fromkeys(entry(each, window) for each in fed for window in windows))
    read = {place: each for each in _read(snapshot, fed, framed, entries, wanted) for place in each.query.entries}
    due = cache(partial(_registered, registers(snapshot), framed))  # the same units for every metric
    crossed = cache(partial(_changes, snapshot, framed))
    for index, each in enumerate(fed):
        found[each.name] = tuple(
            _answer(snapshot, each, index, framed, window, read[entry(each, window)], due, crossed)
            for window in windows
        )
    return found | (_counted_once(snapshot, fed, framed, windows, wanted, found) if framed.overlaps else {})


def _counted_once(
    snapshot: Snapshot,
    fed: Sequence[Metric],
    framed: Frame,
    windows: Sequence[Window],
    wanted: str | None,
    found: Mapping[str, tuple[Answer, ...]],
) -> dict[str, tuple[Answer, ...]]:
    """The answers with the totals that count once what several groups count whole."""
    whole = _answers(snapshot, fed, framed.whole(fed[0].state), windows, wanted)
    return {
        each.name: tuple(
            replace(answer, total=once.total) for answer, once in zip(found[each.name], whole[each.name], strict=True)
        )
        for each in fed
    }


@dataclass(frozen=True)
class _Read:
    """What one statement counted, by metric and entry, and where it read."""

    source: Source
    query: Statement
    counted: Mapping[tuple[int, int], Count]


def _read(
    snapshot: Snapshot, asked: Sequence[Metric], framed: Frame, entries: Sequence[Entry], wanted: str | None
) -> Iterator[_Read]:
    """One statement for all entries that the same tally, or the states, must answer."""
    for source, some in choose(registers(snapshot), asked, framed, entries, wanted).items():
        query = build(asked, framed, some, source)
        yield _Read(source, query, count(_run(snapshot, query), asked, framed, query))


def _run(snapshot: Snapshot, query: Statement) -> list[tuple[Any, ...]]:
    with snapshot.cursor() as cursor, patience(cursor):
        rows = cursor.execute(query.text, query.parameters).fetchmany(MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        raise BadQuestion(
            f"the answer would have more than {MOST_ROWS:,} counts; divide by fewer dimensions, or filter by one"
        )
    return rows


def _answer(
    snapshot: Snapshot,
    asked: Metric,
    index: int,
    framed: Frame,
    window: Window,
    read: _Read,
    due: Callable[[date], Keys],
    crossed: Callable[[date, date], Sequence[Mark]],
) -> Answer:
    known = registers(snapshot)
    counted = read.counted[index, read.query.entries.index(entry(asked, window))]
    keys = sorted({*counted.bins, *counted.rows, *_due_keys(due, framed, window, counted)}) if framed.by else []
    names = [each.name for each in framed.by]
    groups = tuple(Group(dict(zip(names, key, strict=True)), counted.total(asked, [key], key)) for key in keys)
    total = counted.total(asked, list({*counted.bins, *counted.rows}), None)
    began = window.period.first if window.period and asked.cohort else None
    marks = crossed(began + DAY if began else date.min, window.as_of)
    return Answer(
        asked,
        framed,
        window,
        snapshot.record,
        known,
        read.source.name,
        total,
        groups,
        (*_warnings(snapshot, asked, window), *_crossed(framed, marks)),
        read.query.text,
        read.query.parameters,
        tuple(marks),
    )


def _registered(known: Registers, framed: Frame, day: date) -> Keys:
    """The registered units of the one dimension on that day."""
    (only,) = framed.by
    return tuple((framed.code(only, code),) for code in known.standing(only, day, framed.codes))


def _due_keys(due: Callable[[date], Keys], framed: Frame, window: Window, counted: Count) -> Keys:
    """Units that must appear though nothing was counted: all registered ones, every step of the period."""
    if len(framed.by) != 1:
        return ()
    (only,) = framed.by
    if only.grain is None:
        return due(window.as_of)
    return tuple((code,) for code in _steps(only.grain, window, counted))


def _steps(kind: str, window: Window, counted: Count) -> list[str]:
    seen = sorted(key[0] for key in counted.bins)
    period = window.period
    first = period.first if period and period.first else _first_day(kind, seen[0]) if seen else None
    last = period.last if period and period.last else window.as_of
    found, day = [], first
    while day is not None and day <= min(last, window.as_of):
        step = grain(kind, day)
        found.append(step.code or "")
        day = step.stop
    return found


def _first_day(kind: str, code: str) -> date:
    if kind == "week":
        return date.fromisocalendar(int(code[:4]), int(code[6:]), 1)
    return date.fromisoformat(code if kind == "day" else f"{code}-01")


def _missing(snapshot: Snapshot, asked: Metric) -> tuple[str, ...]:
    held, known = snapshot.record.get("feeds", {}), registers(snapshot).columns  # of tables and views
    if asked.state.table not in known:  # made before there were such states
        return asked.feeds
    return tuple(name for name in asked.feeds if not held.get(name))


def _unfed(snapshot: Snapshot, asked: Metric, framed: Frame, windows: Sequence[Window]) -> tuple[Answer, ...]:
    total = Total(asked, missing_feeds=_missing(snapshot, asked))
    known = registers(snapshot)
    return tuple(Answer(asked, framed, window, snapshot.record, known, None, total) for window in windows)


def _warnings(snapshot: Snapshot, asked: Metric, window: Window) -> tuple[str, ...]:
    found = []
    if asked.cohort is None and window.period is not None:
        found.append("stock_without_period")
    if window.as_of > snapshot.data_day:
        found.append("as_of_after_data")
    return tuple(found)


def _changes(snapshot: Snapshot, framed: Frame, since: date, as_of: date) -> list[Mark]:
    """The changes that an answer crosses: of its filters' units, after the first day and by the last."""
    return [mark for name, code in framed.where.items() for mark in changes(snapshot, name, code, since, as_of)]


def _crossed(framed: Frame, marks: Sequence[Mark]) -> list[str]:
    """What a reader must know of these changes: an old code was asked, a part, a whole that was divided, moves."""
    found = [f"{dimension(name).registered_in}_folded" for name in framed.folded]
    asked = set(framed.where.values())
    for mark in marks:
        kind, change = mark.by.registered_in, mark.change
        if mark.effect != "own":
            found.append(f"{kind}_moved")
        elif not change.folds and change.old != change.new:
            found.append(f"{kind}_part" if change.old not in asked else f"{kind}_divided")
    return list(dict.fromkeys(found))
