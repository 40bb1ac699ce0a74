"""What makes a record of a block unacceptable, in the order in which it is looked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from etl.layout import Block, Check
from etl.tidy import literal, name
from etl.typing_sql import BAD, SCIENTIFIC, words
from warehouse import Feed
from warehouse.feed import Column

EARLIEST = "timestamp '1990-01-01'"
LAST_DUE = "timestamp '2099-12-31 23:59:59'"
CODES = ("code",)
DUPLICATE, OVERLAP, AMBIGUOUS, LOOP, WITHIN = -1, -2, -3, -4, -5


@dataclass(frozen=True)
class Rule:
    """A condition in SQL over the typed record, and what a record that meets it is told.

    A late rule is looked at once all records are typed, for texts that were taken as they stood."""

    when: str
    column: str
    reason: str
    value: str
    late: bool = False


@dataclass(frozen=True)
class Later:
    """A fault that shows only beside the other records of a file; without a column it is the key's, or the span's."""

    column: str | None
    reason: str


LATER = {
    DUPLICATE: Later(None, "duplicate_key"),
    OVERLAP: Later("valid_from", "overlapping_span"),
    AMBIGUOUS: Later("code", "ambiguous_alias"),
    LOOP: Later("parent_code", "parent_loop"),
    WITHIN: Later(None, "overlapping_span"),
}


def later(feed: Feed) -> dict[int, tuple[str, str]]:
    """The faults of the feed's records that show only beside others: the column each is named by, the reason."""
    first = feed.span[0] if feed.span else None
    found = LATER | {WITHIN: Later(first, LATER[WITHIN].reason)}
    return {number: (each.column or feed.key[0], each.reason) for number, each in found.items()}


def rules(feed: Feed, block: Block, unproven: tuple[str, ...], latest: str) -> list[Rule]:
    """Every rule for a block; `latest` is SQL for the last plausible moment of an event."""
    found: list[Rule] = []
    for column, about in feed.columns.items():
        found += _of_column(feed, block, column, about, column in unproven, latest)
    for extra in ("recorded_at", "deleted"):
        if extra in block.columns:
            found.append(_unreadable(extra, "timestamp" if extra == "recorded_at" else "boolean"))
    for check, wanted in block.checks.items():
        found += _of_check(check, wanted)
    for refusal in feed.refuse:
        text = name(f"x_{refusal.column}") if refusal.column in block.columns else "null"
        found.append(Rule(refusal.when, refusal.column, refusal.reason, text))
    return found


def _of_column(feed: Feed, block: Block, column: str, about: Column, late: bool, latest: str) -> Iterator[Rule]:
    if column not in block.columns:
        return
    text, value = name(f"x_{column}"), name(column)
    if about.type in BAD:
        yield _unreadable(column, about.type)
    yield from _of_code(feed, block, column, about, late)
    if about.required:
        reason = f"bad_{column}" if column in feed.key else "missing_value"
        excused = "" if column in feed.key or "deleted" not in block.columns else " and not deleted"
        yield Rule(f"{value} is null{excused}", column, reason, text)
    if about.type == "choice":
        listed = ", ".join(map(literal, about.values))
        yield Rule(f"{value} not in ({listed})", column, about.reason or "bad_choice", text)
    if about.type == "timestamp":
        until = LAST_DUE if about.range == "due" else latest
        yield Rule(f"{value} < {EARLIEST} or {value} > {until}", column, "out_of_range", text)
    for bound, beyond in _bounds(about, block):
        yield Rule(f"{value} {beyond} {bound}", column, about.reason or "out_of_range", text)


def _bounds(about: Column, block: Block) -> Iterator[tuple[int | str, str]]:
    """What a value must not lie beyond: numbers, and another column of the record."""
    if about.min is not None:
        yield about.min, "<"
    if about.max is not None:
        yield about.max, ">"
    for other, beyond in ((about.not_before, "<"), (about.after, "<=")):
        if other is not None and other in block.columns:
            yield name(other), beyond


def _of_code(feed: Feed, block: Block, column: str, about: Column, late: bool) -> Iterator[Rule]:
    text, value = name(f"x_{column}"), name(column)
    source = block.columns[column]
    if source.lookup is not None:
        yield Rule(f"{value} is null and {text} is not null", column, f"unknown_{source.lookup}", text)
    elif about.type == "code":
        yield Rule(f"regexp_matches({value}, {literal(SCIENTIFIC)})", column, f"bad_{column}", text, late)
    if about.type == "code" and column == feed.key[0]:
        spelled = {form for word in words()["totals"] for form in (word, word.upper(), word.capitalize())}
        totals = ", ".join(map(literal, sorted(spelled)))
        yield Rule(f"{value} in ({totals})", column, f"bad_{column}", text)


def _unreadable(column: str, kind: str) -> Rule:
    text, value = name(f"x_{column}"), name(column)
    # Text of spaces only is empty, not wrong; Python is asked about the few that could not be read.
    filled = f"case when {value} is null and {text} is not null then tidy({text}) <> '' else false end"
    return Rule(filled, column, BAD[kind], text)


def _of_check(check: str, wanted: Check) -> Iterator[Rule]:
    text, value = name(f"x_check {check}"), name(f"check {check}")
    reason = BAD.get(wanted.type, "bad_number")
    if wanted.type in BAD:
        filled = f"case when {value} is null and {text} is not null then tidy({text}) <> '' else false end"
        yield Rule(filled, check, reason, text)
    if wanted.required:
        yield Rule(f"{value} is null", check, "missing_value", text)
    for bound, comparison in ((wanted.min, "<"), (wanted.max, ">")):
        if bound is not None:
            yield Rule(f"{value} {comparison} {bound}", check, reason, text)
