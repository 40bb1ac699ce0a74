"""A standing as a table: one row a unit, ranked ones first in each group, with everything that was worked out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from warehouse.sheets.answer import fitted, total_word
from warehouse.sheets.meaning import meaning_table
from warehouse.sheets.table import Cell, Column, Kind, Table
from warehouse.sheets.titles import Document, Names, facts, mark, question_in_words
from warehouse.text import text

Unit = Mapping[str, Any]


@dataclass(frozen=True)
class _Field:
    """A column by the key of its words, its kind, and where a unit holds its cell."""

    key: str
    kind: Kind
    cell: Callable[[Unit], Cell]


def standing_table(document: Document, names: Names, lang: str) -> Table:
    """The table of a standing; `names` are the values of its filters in words."""
    fields, by = _fields(document, lang), document["question"]["by"][0]
    units = [*_units(document), *(_plain(each["key"][by], each) for each in document["aside"])]
    whole = _plain({"code": None, "name": total_word(document, lang)}, document["total"])
    rows = [[each.cell(unit) for each in fields] for unit in units]
    titles = [_title(each.key, document, lang) for each in fields]
    return Table(
        name=f"{document['label'][lang]} {text('standing.ranking', lang)}",
        title=question_in_words(document, names, lang),
        facts=[*facts(document, names, lang), *_coverage(document, lang)],
        columns=[
            fitted(Column(title, each.kind), [row[place] for row in rows])
            for place, (title, each) in enumerate(zip(titles, fields, strict=True))
        ],
        rows=rows,
        total=[each.cell(whole) for each in fields],
        mark=mark(document, lang),
    )


def standing_notes(document: Document, lang: str) -> Table:
    """The definition behind the figure, and what each statistic is."""
    meaning = meaning_table(document, lang)
    known = [(text(f"standing.{_WORD.get(name, name)}", lang), said) for name, said in document["statistics"].items()]
    return replace(meaning, facts=[*meaning.facts, *known])


# Statistics whose column is called otherwise.
_WORD = {
    "rank_interval": "rank_from",
    "wilson": "interval_low",
    "progress": "progress_rank",
    "per_people": "per_10000",
    "participation": "programmes",
}


def _units(document: Document) -> Sequence[Unit]:
    ranked = [unit for field in document["groups"] for unit in field["units"]]
    return [*ranked, *document["unranked"], *document["empty"]]


def _plain(named: Mapping[str, Any], total: Document) -> Unit:
    """What is no unit among others, with its figures: a bucket, or the whole that all of them add up to."""
    return {**dict.fromkeys(_JUDGED), "participation": (), **total, **named}


# What is said of units alone.
_JUDGED = (
    *("group", "rank", "rank_interval", "rank_of", "band", "unranked_reason", "progress", "target"),
    *("wilson", "shrunk", "funnel", "per_people"),
)


def _fields(document: Document, lang: str) -> list[_Field]:
    labels = {field["group"]: field["label"][lang] for field in document["groups"]}
    fields = [
        _Field("group", "text", lambda unit: labels.get(unit["group"])),
        _Field("code", "text", lambda unit: unit["code"]),
        _Field("unit", "text", lambda unit: unit["name"]),
        _Field("rank", "whole", lambda unit: unit["rank"]),
        _Field("rank_from", "whole", lambda unit: unit["rank_interval"] and unit["rank_interval"][0]),
        _Field("rank_to", "whole", lambda unit: unit["rank_interval"] and unit["rank_interval"][1]),
        _Field("rank_of", "whole", lambda unit: unit["rank_of"]),
        _Field("band", "whole", lambda unit: unit["band"]),
        *_figures(document),
        *_moved(document),
        *(_certainty(lang) if document["kind"] == "ratio" else ()),
        *(_for_people() if document["kind"] == "count" else ()),
        _Field("programmes", "text", lambda unit: _programmes(unit, lang)),
        _Field("reason", "text", lambda unit: _reason(unit, lang)),
    ]
    light = _Field("light", "text", lambda unit: _light(unit, lang))
    return [*fields[:-2], light, *fields[-2:]]


def _figures(document: Document) -> list[_Field]:
    if document["kind"] == "ratio":
        return [
            _Field("value", "percent", lambda unit: _fraction(unit["value"] and unit["value"]["ratio"])),
            _Field("numerator", "whole", lambda unit: _quantity(unit["numerator"])),
            _Field("denominator", "whole", lambda unit: _quantity(unit["denominator"])),
        ]
    if document["kind"] == "count":
        return [_Field("value", "whole", lambda unit: _quantity(unit["numerator"]))]
    return [
        _Field("value", "text", lambda unit: unit["value"] and next(iter(unit["value"].values()))["shown"]),
        _Field("n", "whole", lambda unit: _quantity(unit["n"])),
    ]


def _moved(document: Document) -> list[_Field]:
    kind: Kind = "percent" if document["kind"] == "ratio" else "number"
    return [
        _Field("before", kind, lambda unit: _fraction(_inner(unit, "progress", "before", "ratio"))),
        _Field("change", kind, lambda unit: _fraction(_inner(unit, "progress", "change", "ratio"))),
        _Field("progress_rank", "whole", lambda unit: _inner(unit, "progress", "rank")),
        _Field("target", kind, lambda unit: _fraction(_inner(unit, "target", "target"))),
        _Field("distance", kind, lambda unit: _fraction(_inner(unit, "target", "distance"))),
    ]


def _certainty(lang: str) -> list[_Field]:
    def flag(unit: Unit) -> Cell:
        return text(f"standing.funnel_{unit['funnel']['flag']}", lang) if unit["funnel"] else None

    return [
        _Field("interval_low", "percent", lambda unit: _fraction(unit["wilson"] and unit["wilson"][0])),
        _Field("interval_high", "percent", lambda unit: _fraction(unit["wilson"] and unit["wilson"][1])),
        _Field("shrunk", "percent", lambda unit: _fraction(unit["shrunk"])),
        _Field("funnel_z", "number", lambda unit: _fraction(_inner(unit, "funnel", "z"))),
        _Field("funnel", "text", flag),
    ]


def _for_people() -> list[_Field]:
    return [
        _Field("per_10000", "number", lambda unit: _fraction(_inner(unit, "per_people", "per_10000", "decimal"))),
        _Field(
            "per_household", "small", lambda unit: _fraction(_inner(unit, "per_people", "per_household", "decimal"))
        ),
    ]


def _title(key: str, document: Document, lang: str) -> str:
    if key == "value":
        return str(document["label"][lang])
    return text(f"sheets.{key}" if key in ("numerator", "denominator") else f"standing.{key}", lang)


def _programmes(unit: Unit, lang: str) -> str | None:
    told = [
        text(
            "standing.joined" if each["joined"] else "standing.not_joined",
            lang,
            day=each["from_on"],
            programme=each["programme"],
        )
        for each in unit["participation"]
    ]
    return text("sheets.comma", lang).join(told) or None


def _light(unit: Unit, lang: str) -> str | None:
    return text(f"standing.light_{unit['target']['light']}", lang) if unit["target"] else None


def _reason(unit: Unit, lang: str) -> str | None:
    reason = unit["unranked_reason"]
    return text(f"standing.reason_{reason}", lang) if reason else None


def _coverage(document: Document, lang: str) -> list[tuple[str, str]]:
    label = text("standing.programmes", lang)
    return [(label, text("standing.coverage", lang, **each)) for each in document["programmes"]]


def _inner(unit: Unit, *path: str) -> Any:
    found: Any = unit
    for name in path:
        found = found and found[name]
    return found


def _fraction(written: str | int | None) -> Cell:
    return None if written is None else float(Fraction(written))


def _quantity(written: str | int | None) -> Cell:
    return float(Fraction(written)) if isinstance(written, str) else written
