"""A standing as a table: every unit with its place, how sure that is, its progress and its target."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.caption import caption
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, feed_name
from warehouse.text import text

Document = dict[str, Any]
LIGHTS = {"good": "✔", "watch": "▲", "bad": "✘"}
LOOK = {"better": "good", "worse": "bad", "same": ""}


def units(document: Document) -> list[Document]:
    """Every unit: ranked ones first, group by group, then those without a place, then those without a figure."""
    return [
        *(unit for field in document["groups"] for unit in field["units"]),
        *document["unranked"],
        *document["empty"],
    ]


def aimed(document: Document) -> bool:
    """Whether any of the units has a target."""
    return any(unit["target"]["target"] for unit in units(document))


def no_target(fed: bool, lang: str) -> str:
    """Why there is no light: nobody set a target, or targets have not been loaded."""
    return text("theatre.no_target" if fed else "theatre.no_targets_fed", lang, feed=feed_name("target", lang))


def deeper(by: str, code: str, address: Address) -> str:
    """Where a unit leads: the same page within it."""
    return address.href("/theatre", by=(), where={**address.where, by: code})


def place(unit: Document, least: int, lang: str) -> str:
    """第2名(1–3)/16, with ties; or why there is no place."""
    if unit["rank"] is None:
        reason = unit["unranked_reason"]
        return text(f"theatre.unranked_{reason}", lang, least=least) if reason else numbers.MISSING
    words = text("theatre.tied" if unit["tied"] else "theatre.place", lang, rank=unit["rank"])
    if unit["rank_interval"]:
        low, high = unit["rank_interval"]
        words += text("theatre.between", lang, low=low, high=high)
    return words + text("theatre.of", lang, of=unit["rank_of"])


def light(target: Document, lang: str) -> str:
    """The light as a sign with its word; nothing without a target."""
    name = target["light"]
    return f"{LIGHTS[name]} {text(f'theatre.light_{name}', lang)}" if name in LIGHTS else ""


def moved(unit: Document, shown_as: str, better: str, lang: str) -> tuple[float | None, str, str]:
    """The change on the period before: as a number, in words with its arrow, and whether it is for the better."""
    change = unit["progress"] and unit["progress"]["change"]
    if not change:
        return None, "", ""
    number = float(change["percent"] if shown_as == "percent" else change["decimal"])
    arrow = "▲ +" if number > 0 else "▼ −" if number < 0 else "● "
    size = f"{abs(number):,.2f}" if shown_as != "count" else numbers.exact(round(abs(number), 1), lang)
    unit_ = {"percent": " " + text("words.points", lang), "duration": " " + text("words.hour", lang)}.get(shown_as, "")
    way = "same" if number == 0 or better == "none" else "better" if unit["progress"]["better"] else "worse"
    return number, f"{arrow}{size}{unit_}", way


def standing(
    document: Document, by: str, address: Address, generation: int, grid: Any, targets_fed: bool
) -> html.Section:
    """The table of all units, what belongs to none of them and the total at its foot."""
    lang, name = address.lang, text("theatre.table", address.lang, by=dimension_name(by, address.lang))
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    labels = {field["group"]: field["label"][lang] for field in document["groups"]}
    rows = [_row(unit, labels, document, by, address) for unit in units(document)]
    aside = [{"name": each["key"][by]["name"], **_figures(each, document, lang)} for each in document["aside"]]
    total = {"name": text("words.total", lang), **_figures(document["total"], document, lang)}
    foot = [
        html.Div(caption(document, lang) + text("theatre.least", lang, n=document["rules"]["min_rank_cases"])),
        html.Div(text("theatre.beside", lang)),
        None if any(unit["target"]["target"] for unit in units(document)) else html.Div(no_target(targets_fed, lang)),
    ]
    files = table.downloads(
        *(address.export(document["metric"], kind, (by,), generation, "rank") for kind in ("xlsx", "csv")), lang
    )
    body = table.grid(grid, _columns(document, rows, by, lang), rows, lang, total, aside)
    return tile(name, body, foot=foot, actions=[files])


def _columns(document: Document, rows: Sequence[Mapping[str, Any]], by: str, lang: str) -> list[table.Column]:
    shown_as, digits = document["shown_as"], {"percent": 2, "count": 0, "duration": 2}[document["shown_as"]]
    suffix = numbers.UNITS[shown_as]
    several = len(document["groups"]) > 1
    columns = [
        table.Column("name", dimension_name(by, lang), href="href", width=130),
        _words("above", lang, 96) if any(row.get("above") for row in rows) else None,
        _words("group", lang, 84) if several else None,
        table.Column("rank", text("standing.rank", lang), shown="place", width=158),
        _number("band", lang, 66) if document["kind"] == "ratio" else None,
        table.Column("value", document["label"][lang], number=True, suffix=suffix, digits=digits, width=92),
        _said("n", "parts", lang, 160) if document["kind"] != "count" else None,
        _words("interval", lang, 120) if document["kind"] == "ratio" else None,
        _said("change", "moved", lang, 138, "way"),
        _said("progress", "progress_place", lang, 112),
        *(_aims(suffix, digits, lang) if aimed(document) else ()),
        *(_people(lang) if document["kind"] == "count" else ()),
        _words("programmes", lang, 150) if any(row["programmes"] for row in rows) else None,
    ]
    return [column for column in columns if column]


def _aims(suffix: str, digits: int, lang: str) -> list[table.Column]:
    return [
        table.Column("target", text("standing.target", lang), number=True, suffix=suffix, digits=digits, width=84),
        table.Column("distance", text("standing.distance", lang), number=True, digits=digits, width=84),
        _said("light", "light_words", lang, 108, "light"),
    ]


def _words(key: str, lang: str, width: int) -> table.Column:
    return table.Column(key, text(f"theatre.{key}", lang), width=width)


def _number(key: str, lang: str, width: int) -> table.Column:
    return table.Column(key, text(f"standing.{key}", lang), number=True, width=width)


def _said(key: str, shown: str, lang: str, width: int, look: str | None = None) -> table.Column:
    return table.Column(key, text(f"theatre.{shown}", lang), shown=shown, look=look, width=width)


def _people(lang: str) -> list[table.Column]:
    digits = {"per_10000": 2, "per_household": 4}
    return [
        table.Column(key, text(f"standing.{key}", lang), number=True, digits=places, width=96)
        for key, places in digits.items()
    ]


def _row(unit: Document, labels: Mapping[str, str], document: Document, by: str, address: Address) -> dict[str, Any]:
    lang, shown_as = address.lang, document["shown_as"]
    change, words, way = moved(unit, shown_as, document["better"], lang)
    target, people = unit["target"], unit["per_people"] or {}
    moved_place = unit["progress"] and unit["progress"]["rank"]
    return {
        "name": unit["name"],
        "href": deeper(by, unit["code"], address),
        "above": unit.get("above"),
        "group": labels[unit["group"]],
        "rank": unit["rank"],
        "place": place(unit, document["rules"]["min_rank_cases"], lang),
        "band": unit["band"],
        **_figures(unit, document, lang),
        "interval": interval(unit["wilson"]),
        "change": change,
        "moved": words,
        "way": LOOK.get(way, ""),
        "progress": moved_place,
        "progress_place": _progress(unit["progress"], lang) if moved_place else "",
        "target": numbers.level(target["target"], shown_as),
        "distance": numbers.level(target["distance"], shown_as),
        "light": target["light"],
        "light_words": light(target, lang),
        **{key: _rate(people.get(key)) for key in ("per_10000", "per_household")},
        "programmes": text("words.comma", lang).join(_programme(each, lang) for each in unit["participation"]),
    }


def _figures(total: Document, document: Document, lang: str) -> dict[str, Any]:
    return {
        "value": numbers.amount(total, document["shown_as"]),
        "n": numbers.plain(total["n"]),
        "parts": parts(total, document["kind"], lang),
    }


def parts(total: Document, kind: str, lang: str) -> str:
    """What was divided by what, or how many it rests on."""
    return numbers.exact(total["n"], lang) if kind == "percentile" else numbers.exact_parts(total, lang)


def interval(edges: Sequence[str] | None) -> str:
    """Wilson's interval in percent; nothing without one."""
    if not edges:
        return ""
    low, high = (numbers.level(edge, "percent") for edge in edges)
    return f"{low:.2f}–{high:.2f} %"


def _progress(moved_: Document, lang: str) -> str:
    words = text("theatre.tied" if moved_["tied"] else "theatre.place", lang, rank=moved_["rank"])
    return words + text("theatre.of", lang, of=moved_["rank_of"])


def _rate(rate: Document | None) -> float | None:
    return float(rate["decimal"]) if rate and rate["decimal"] is not None else None


def _programme(each: Document, lang: str) -> str:
    key = "standing.joined" if each["joined"] else "standing.not_joined"
    return text(key, lang, day=each["from_on"], programme=each["programme"])
