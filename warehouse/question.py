"""Questions: one frozen value, whatever it is spelt as, and what its words mean in a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from warehouse.dimension import Dimension, dimension, dimensions
from warehouse.errors import BadQuestion, Unknown
from warehouse.metric import Metric, metric
from warehouse.period import Period, Window, calendar, span
from warehouse.register import columns_of, registers
from warehouse.snapshot import Snapshot
from warehouse.state import State, Twin

View = Literal["participation", "shared"]
VIEWS: tuple[View, ...] = ("participation", "shared")
RESERVED = ("by", "where", "period", "from", "to", "as_of", "view", "lang", "generation")


@dataclass(frozen=True)
class Question:
    """What is asked; `since` and `until` are the first and last day, `view` None the default."""

    metric: str
    by: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    period: str | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    view: View | None = None


@dataclass(frozen=True)
class Scope:
    """What a reader may see: filters that hold for every question of theirs."""

    where: Mapping[str, str] = field(default_factory=dict)


EVERYTHING = Scope()


@dataclass(frozen=True)
class Frame:
    """What several questions have in common, with every name resolved to its code."""

    by: tuple[Dimension, ...]
    where: dict[str, str]
    view: View
    relation: str  # the states, or their twin by the units that share a row
    twin: Twin | None
    codes: Mapping[str, tuple[str, ...]]  # every code that a filter means
    folds: Mapping[str, Mapping[str, str]]  # of a dimension's old codes, the one that lasts
    folded: tuple[str, ...]  # the dimensions whose filter named an old code

    @property
    def shared(self) -> bool:
        """Whether a row stands once for every unit that shares it."""
        return self.twin is not None

    @property
    def overlaps(self) -> bool:
        """Whether a row counts whole in several groups, so that the whole is not their sum."""
        divided = self.twin is not None and self.twin.equal and {each.name for each in self.by} & set(self.twin.by)
        return bool(divided) and self.view == "participation"

    def whole(self, state: State) -> "Frame":
        """The same question undivided: each row once."""
        twin = state.twin(self.where)
        return replace(self, by=(), folds={}, relation=twin.table if twin else state.table, twin=twin)

    def code(self, asked: Dimension, value: date | str | None) -> str:
        """The code under which a row with that value is counted."""
        code = asked.code(value)
        return self.folds.get(asked.name, {}).get(code, code)


def parse(name: str, arguments: Mapping[str, Sequence[str]]) -> Question:
    """The question of a command line or a URL; keys are by, where, period …, or a dimension's own name."""
    for key in arguments:
        if key not in RESERVED and key not in dimensions():
            raise Unknown("argument", key, {*RESERVED, *dimensions()})
    return Question(
        metric=name,
        by=tuple(arguments.get("by", ())),
        where=_filters(arguments),
        period=_only(arguments, "period"),
        since=day(_only(arguments, "from"), "from"),
        until=day(_only(arguments, "to"), "to"),
        as_of=day(_only(arguments, "as_of"), "as_of"),
        view=_view(_only(arguments, "view")),
    )


def day(word: str | None, what: str) -> date | None:
    """A day written YYYY-MM-DD; None of nothing."""
    if not word:
        return None
    try:
        return datetime.strptime(word, "%Y-%m-%d").date()
    except ValueError as error:
        raise BadQuestion(f"{what} is a day written YYYY-MM-DD, not {word!r}") from error


def window(snapshot: Snapshot, question: Question) -> Window:
    """The period and the as-of day that the question means in this snapshot."""
    if question.period and (question.since or question.until):
        raise BadQuestion("a question has either a period or from and to, not both")
    as_of = question.as_of or snapshot.data_day
    if not date(1, 1, 2) <= as_of < date(9999, 12, 31):
        raise BadQuestion(f"as_of {as_of} is out of range")
    if question.period:
        return Window(period(snapshot, question.period), as_of)
    return Window(span(question.since, question.until) if question.since or question.until else None, as_of)


def period(snapshot: Snapshot, code: str) -> Period:
    """The period of that code: the feed's, else the calendar's."""
    known = registers(snapshot).periods
    found = known.get(code) or calendar(code)
    if found is None:
        raise Unknown("period", code, {*known, f"{snapshot.data_day:%Y}", f"{snapshot.data_day:%Y-%m}"})
    return found


def frame(
    snapshot: Snapshot,
    asked: Metric,
    by: Sequence[str],
    where: Mapping[str, str],
    view: View | None,
    scope: Scope,
    day: date,
) -> Frame:
    """The dimensions, filters and view of a question, names resolved by that day; refuses what makes no sense."""
    keys = tuple(dimension(name) for name in by)
    if len(set(by)) < len(by):
        raise BadQuestion(f"by names a dimension twice: {', '.join(by)}")
    for each in keys:
        _fits(snapshot, asked, each)
    codes = {name: _code(snapshot, asked, name, word, day) for name, word in where.items()}
    lasting = {name: _lasting(snapshot, name, code, day) for name, code in codes.items()}
    for name, word in scope.where.items():
        held = _lasting(snapshot, name, _code(snapshot, asked, name, word, day), day)
        if lasting.setdefault(name, held) != held:
            raise BadQuestion(f"{name} {lasting[name]} lies outside what may be seen")
    known = registers(snapshot)
    twin = asked.state.twin({*by, *lasting})
    # A time is nobody's part of a time: percentiles count each department's case whole.
    credited = twin is not None and asked.kind != "percentile"
    usual: View = "participation" if twin is not None and twin.equal else "shared"
    return Frame(
        keys,
        lasting,
        view or usual if credited else "participation",
        twin.table if twin else asked.state.table,
        twin,
        {name: known.lineage(dimension(name)).meant(code, day) for name, code in lasting.items()},
        {each.name: folds for each in keys if (folds := known.folded(each, day))},
        tuple(name for name, code in codes.items() if lasting[name] != code),
    )


def resolve(snapshot: Snapshot, question: Question, scope: Scope = EVERYTHING) -> tuple[Metric, Frame, Window]:
    """The metric, the frame and the window of a question."""
    asked, meant = metric(question.metric), window(snapshot, question)
    return asked, frame(snapshot, asked, question.by, question.where, question.view, scope, meant.as_of), meant


def _fits(snapshot: Snapshot, asked: Metric, wanted: Dimension) -> None:
    if wanted.grain and asked.cohort is None:
        raise BadQuestion(f"{asked.name} is a stock: it has no {wanted.name}; ask it as of several days")
    held = columns_of(asked.state, registers(snapshot))
    if wanted.column and held and wanted.column not in held:
        raise BadQuestion(f"{asked.name} is not known by {wanted.name}")


def _lasting(snapshot: Snapshot, name: str, code: str, day: date) -> str:
    return registers(snapshot).folded(dimension(name), day).get(code, code)


def _code(snapshot: Snapshot, asked: Metric, name: str, word: str, day: date) -> str:
    wanted = dimension(name)
    if wanted.grain:
        raise BadQuestion(f"{name} cannot be a filter; use period, or from and to")
    _fits(snapshot, asked, wanted)
    return registers(snapshot).code(snapshot, wanted, word, day)


def _filters(arguments: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    pairs = [_pair(word) for word in arguments.get("where", ())]
    pairs += [(key, value) for key in arguments if key in dimensions() for value in arguments[key]]
    for name, value in pairs:
        if found.setdefault(name, value) != value:
            raise BadQuestion(f"two filters for {name}: {found[name]!r} and {value!r}")
    return found


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals or not value:
        raise BadQuestion(f"a filter is written DIMENSION=VALUE, not {word!r}")
    return name, value


def _only(arguments: Mapping[str, Sequence[str]], key: str) -> str | None:
    found = [word for word in arguments.get(key, ()) if word]
    if len(found) > 1:
        raise BadQuestion(f"{key} is given {len(found)} times")
    return found[0] if found else None


def _view(word: str | None) -> View | None:
    if word is None:
        return None
    for each in VIEWS:
        if word == each:
            return each
    raise Unknown("view", word, VIEWS)
