"""How units stand among their like, each within its own group: what is asked, and who belongs together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from warehouse.answer import Answer, Total
from warehouse.ask import ask_windows
from warehouse.dimension import Dimension
from warehouse.errors import BadQuestion
from warehouse.judging import Judged, Place, Progress, judge, placed, progress, value_of
from warehouse.metric import Metric, metric
from warehouse.participation import Programmes, participation
from warehouse.peers import RANKED_BY, Peers, groups, peers, ranked_by, rest
from warehouse.people import People, people
from warehouse.period import Window, earlier
from warehouse.pooling import Pool
from warehouse.question import EVERYTHING, Question, Scope, resolve
from warehouse.register import BUCKETS, registers
from warehouse.snapshot import Snapshot
from warehouse.targets import SIGN, Target, Targets, targets

PER_PEOPLE = 10_000


@dataclass(frozen=True)
class Unit:
    """One unit: its figure, itself among its like, its progress, its target, and its people for counts."""

    code: str
    total: Total
    value: Fraction | None
    judged: Judged
    progress: Progress | None
    target: Target | None
    people: People
    place_per_people: Place | None = None

    @property
    def per_people(self) -> Fraction | None:
        """Of a count, how many for every 10,000 people."""
        return _per(self.value, self.people.population, PER_PEOPLE) if self.total.metric.kind == "count" else None

    @property
    def per_household(self) -> Fraction | None:
        """Of a count, how many for each household."""
        return _per(self.value, self.people.households, 1) if self.total.metric.kind == "count" else None


@dataclass(frozen=True)
class Field:
    """One group of like units, best first, and what its rates have in common."""

    peers: Peers
    units: tuple[Unit, ...]
    pool: Pool | None

    @property
    def improved(self) -> tuple[str, ...]:
        """Those named for their progress: the first of them that moved for the better."""
        most = groups().standing.progress_units
        moved = [(each.progress, each.code) for each in self.units if each.progress and each.progress.better]
        firm = sorted((move.place.rank, code) for move, code in moved if move.place)
        return tuple(code for place, code in firm if place <= most)


@dataclass(frozen=True)
class Standing:
    """The answer, the window it is compared with, and its units by group; buckets stand aside."""

    answer: Answer
    before: Window | None
    fields: tuple[Field, ...]
    programmes: Programmes

    @property
    def asked(self) -> Dimension:
        """What is ranked."""
        return self.answer.frame.by[0]


@dataclass(frozen=True)
class _Lore:
    """What the registers say of the units: their like, what they were to reach, who lives there."""

    peers: Mapping[str, Peers]
    targets: Mapping[str, Targets]
    people: Mapping[str, People]


def rank(snapshot: Snapshot, question: Question, scope: Scope = EVERYTHING, source: str | None = None) -> Standing:
    """How the units of the question's one dimension stand, in its period and as of its day."""
    return standings(snapshot, [question.metric], question, scope, source)[question.metric]


def standings(
    snapshot: Snapshot, names: Sequence[str], question: Question, scope: Scope = EVERYTHING, source: str | None = None
) -> dict[str, Standing]:
    """How the same units stand by each of several metrics, asked together; the question's own metric frames them."""
    _, framed, window = resolve(snapshot, question, scope)
    if len(framed.by) != 1 or framed.by[0].unit_level not in RANKED_BY:
        found = " and ".join(question.by) or "nothing"
        raise BadQuestion(f"a ranking is by one of {', '.join(ranked_by())}, not by {found}")
    before = earlier(window, 1, tuple(registers(snapshot).periods.values()))
    windows = [window, before] if before else [window]
    told = ask_windows(snapshot, names, question.where, question.by, windows, question.view, scope, source)
    codes = {code for answers in told.values() for code in _by_code(answers[0])}
    lore = _Lore(
        peers(snapshot, framed.by[0], window.as_of, codes),
        targets(snapshot, names, window),
        people(snapshot, framed.by[0], window.as_of, codes)
        if any(metric(name).kind == "count" for name in names)
        else {},
    )
    programmes = participation(snapshot, window.as_of)
    return {
        name: Standing(now, before, _fields(lore, now, then[0] if then else None), programmes)
        for name, (now, *then) in told.items()
    }


def alone(
    snapshot: Snapshot, names: Sequence[str], question: Question, code: str, scope: Scope = EVERYTHING
) -> dict[str, Unit]:
    """Everything under the question's filters as one unit that has no like: figures, progress, targets of that code."""
    _, _, window = resolve(snapshot, question, scope)
    before = earlier(window, 1, tuple(registers(snapshot).periods.values()))
    windows = [window, before] if before else [window]
    told = ask_windows(snapshot, names, question.where, (), windows, question.view, scope)
    found, aims = {}, targets(snapshot, names, window)
    for name, (now, *then) in told.items():
        moved = progress(now.metric, {code: now.total}, {code: then[0].total} if then else {}).get(code)
        aim = aims[name].of(code)
        lone = replace(moved, place=None) if moved else None
        found[name] = Unit(code, now.total, value_of(now.total), Judged(), lone, aim, People())
    return found


def _fields(lore: _Lore, answer: Answer, before: Answer | None) -> tuple[Field, ...]:
    asked, aims = answer.frame.by[0], lore.targets[answer.metric.name]
    now, then = _by_code(answer), _by_code(before) if before else {}
    living = lore.people if answer.metric.kind == "count" else {}
    found = []
    for held in groups().of(asked.unit_level):
        mine = {code: total for code, total in now.items() if lore.peers.get(code, rest(asked)) == held}
        pool, judged = judge(answer.metric, mine)
        moved = progress(answer.metric, mine, then)
        units = [
            Unit(
                code,
                total,
                value_of(total),
                judged[code],
                moved.get(code),
                aims.of(code, held.name),
                living.get(code, People()),
            )
            for code, total in mine.items()
        ]
        if units:
            found.append(Field(held, _ordered(answer.metric, units), pool))
    return tuple(found)


def _ordered(asked: Metric, units: list[Unit]) -> tuple[Unit, ...]:
    """Best first: by place, then those without one by figure; per 10,000 people they have places of their own."""
    rates = {each.code: each.per_people for each in units}
    places = placed(asked, {code: value for code, value in rates.items() if value is not None})
    sign = SIGN[asked.better] or 1
    known = [replace(each, place_per_people=places.get(each.code)) for each in units]
    return tuple(sorted(known, key=lambda each: (_rank(each), -(each.value or 0) * sign, each.code)))


def _rank(unit: Unit) -> tuple[bool, bool, int]:
    place = unit.judged.place
    return (place is None, unit.value is None, place.rank if place else 0)


def _by_code(answer: Answer) -> dict[str, Total]:
    """The totals of units; buckets are nobody's."""
    codes = {next(iter(group.key.values())): group.total for group in answer.groups}
    return {code: total for code, total in codes.items() if code not in BUCKETS}


def _per(value: Fraction | None, people: int | None, each: int) -> Fraction | None:
    return None if value is None or not people else value * each / people
