"""A page's address: the spelling of a question that people share, keep and reload."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from warehouse import BadQuestion, Question, dimensions
from warehouse.text import LANGUAGES

PLAIN = (
    *("by", "period", "from", "to", "as_of", "view", "metric", "list", "sort", "filter"),
    *("scheme", "unit", "group", "node", "share", "lang", "generation"),
)
PLACES = ("district", "street", "community")
# Of the pages of the assessment: the scheme, the unit evaluated or its group, a node, the share tried out.
SCORED = ("scheme", "unit", "group", "node", "share")
# The pages among which a chosen scheme is kept.
ASSESSMENT = "/assessment"
LONGEST = 200
# A path is kept as an address spells it: what is quoted in it already is not quoted again.
SPELT = "/%"
# What one page alone makes something of: no other page, and no download, is told.
ONE_PAGE: Mapping[str, Any] = {
    **dict.fromkeys(("metric", "listed", "sort", "scheme", "unit", "group", "node", "share")),
    "filters": (),
}


@dataclass(frozen=True)
class Address:
    """Where a reader is: the path as it is spelt, and the whitelisted keys of the query."""

    path: str = "/"
    where: Mapping[str, str] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    period: str | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    view: str | None = None
    metric: str | None = None
    listed: str | None = None
    sort: str | None = None
    filters: tuple[str, ...] = ()
    scheme: str | None = None
    unit: str | None = None
    group: str | None = None
    node: str | None = None
    share: str | None = None
    lang: str = "zh"
    generation: int | None = None

    def query(self) -> dict[str, str | list[str]]:
        """The keys that are set, as they are written in the address."""
        days = {"from": self.since, "to": self.until, "as_of": self.as_of}
        keys: dict[str, str | list[str]] = dict(self.where)
        keys |= {"by": list(self.by)} if self.by else {}
        keys |= {"period": self.period} if self.period else {}
        keys |= {key: day.isoformat() for key, day in days.items() if day}
        keys |= {"view": self.view} if self.view else {}
        keys |= {"metric": self.metric} if self.metric else {}
        keys |= {"list": self.listed} if self.listed else {}
        keys |= {"sort": self.sort} if self.sort else {}
        keys |= {"filter": list(self.filters)} if self.filters else {}
        keys |= {key: word for key in SCORED if (word := getattr(self, key))}
        keys |= {"lang": self.lang} if self.lang != LANGUAGES[0] else {}
        return keys | ({"generation": str(self.generation)} if self.generation else {})

    def href(self, path: str | None = None, **changes: object) -> str:
        """The address after these changes, as a link."""
        there = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        query = urlencode(there.query(), doseq=True)
        return quote(path or self.path, safe=SPELT) + (f"?{query}" if query else "")

    def plain(self, path: str) -> str:
        """Another page for the same time and generation, without this page's filters."""
        kept = {"scheme": self.scheme} if path.startswith(ASSESSMENT) else {}
        return self.href(path, where={}, by=(), view=None, **{**ONE_PAGE, **kept})

    def within(self, path: str | None = None, **where: str | None) -> str:
        """A link to the same question with these places or kinds added (None takes one away)."""
        kept = {key: code for key, code in {**self.where, **where}.items() if code is not None}
        return self.href(path, where=kept)

    def export(self, metric: str, kind: str, by: tuple[str, ...], generation: int, what: str = "ask") -> str:
        """The download of this question's table for a metric (kind xlsx or csv; what ask or rank)."""
        # A unit chosen on the ranked level is one row of the table, not what the table is about.
        where = {name: code for name, code in self.where.items() if what != "rank" or name not in by}
        return self.href(f"/export/{what}/{metric}.{kind}", where=where, by=by, generation=generation, **ONE_PAGE)

    def dossiers(self, kind: str, generation: int) -> str:
        """The download of the dossiers of the enclaves that this address leaves (kind xlsx or csv)."""
        return self.href(f"/export/dossiers.{kind}", by=(), generation=generation, **ONE_PAGE)

    def scores(self, scheme: str, kind: str) -> str:
        """The download of the scores of this address's period by a scheme (kind xlsx or csv)."""
        return self.href(f"/export/score/{scheme}.{kind}", where={}, by=(), view=None, **ONE_PAGE)

    def column_filters(self) -> dict[str, str]:
        """The words by which the columns of the page's list are filtered."""
        return {column: word for column, _, word in (each.partition(":") for each in self.filters) if word}

    def question(self, metric: str, by: tuple[str, ...] = ()) -> Question:
        """The question about a metric that this address spells."""
        chosen = {"view": self.view} if self.view else {}
        return Question(
            metric=metric,
            by=by,
            where=dict(self.where),
            period=self.period,
            since=self.since,
            until=self.until,
            as_of=self.as_of,
            **chosen,
        )


def address(path: object, query: object) -> Address:
    """The address spelt by a path and a query; unknown keys are dropped, wrong values refused."""
    if not isinstance(path, str) or not isinstance(query, Mapping):
        raise BadQuestion("an address is a path and its keys")
    known = {key: value for key, value in query.items() if key in PLAIN or key in dimensions()}
    by, filters = (_several(key, known.pop(key, ())) for key in ("by", "filter"))
    words = {key: _word(key, value) for key, value in known.items()}
    return Address(
        path=path,
        where={key: value for key, value in words.items() if key not in PLAIN and value},
        by=by,
        period=words.get("period") or None,
        since=_day("from", words),
        until=_day("to", words),
        as_of=_day("as_of", words),
        view=words.get("view") or None,
        metric=words.get("metric") or None,
        listed=words.get("list") or None,
        sort=words.get("sort") or None,
        filters=filters,
        **{key: words.get(key) or None for key in SCORED},
        lang=language(words.get("lang")),
        generation=_number("generation", words),
    )


def language(lang: object) -> str:
    """The language asked for when there is one of that name, else Chinese."""
    return lang if isinstance(lang, str) and lang in LANGUAGES else LANGUAGES[0]


def _several(key: str, value: object) -> tuple[str, ...]:
    """The words of a key that may be given more than once."""
    values = (value,) if isinstance(value, str) else value
    if not isinstance(values, Sequence):
        raise BadQuestion(f"{key} takes words")
    return tuple(_word(key, each) for each in values if each)


def _word(key: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise BadQuestion(f"{key} takes one short value")
    return value.strip()


def _day(key: str, words: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(words[key]) if words.get(key) else None
    except ValueError as error:
        raise BadQuestion(f"{key} is a day like 2021-05-31, not {words[key]!r}") from error


def _number(key: str, words: Mapping[str, str]) -> int | None:
    written = words.get(key)
    if written and not (written.isascii() and written.isdigit() and len(written) < 10):
        raise BadQuestion(f"{key} is a number, not {written!r}")
    return int(written) if written else None
