"""The audit of ratings: who has rated, which levels were given, and hints that ask for a reason and never count."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, points, table
from dashboard.views.chart import chart
from dashboard.views.figure import Bar
from dashboard.views.form import form_path
from dashboard.views.pair import Layer, pairs
from dashboard.views.tile import empty, no_feed, tile
from warehouse import Scheme
from warehouse.text import text

Document = dict[str, Any]
# From the lowest level to the highest: neighbours differ in lightness, so that they are told apart without colour.
COLOURS = ("@bad", "@watch", "@grey", "@scale", "@accent")
MOST, ROW, FRAME = 20, 26, 90
CEILING = 90


def title(audit: Document, lang: str) -> str:
    """How many units have too few ratings, and how many hints there are."""
    units = audit["units"]
    if not units:
        return text("audit.name", lang)
    short = sum(each["rated"]["state"] != "ok" for each in units)
    return text("audit.title", lang, n=len(units), short=short, hints=len(_hints(audit)) + len(audit["leaders"]))


def missing(audit: Document, scheme: Scheme, fed: bool, address: Address, name: str) -> html.Section | None:
    """What stands instead of a tile where there are no ratings; None where there are."""
    if scheme.rating is None:
        words = html.Div(html.Strong(text("audit.no_rating", address.lang)), className="tile-words")
        return tile(name, words, state="empty")
    if not fed:
        return no_feed(["rating"], address, name)
    return None if audit["units"] else empty(address.lang, name)


def coverage(audit: Document, address: Address, grid: str) -> html.Section:
    """Every unit with its coverage and the streets that have not rated it, by name."""
    lang = address.lang
    columns = [
        table.Column("name", text("words.unit", lang), href="href", width=164),
        table.Column("state", text("audit.state", lang), look="look", width=136),
        table.Column("coverage", text("audit.coverage", lang), number=True, digits=2, suffix=" %", width=92),
        table.Column("rated", text("audit.rated", lang), number=True, width=76),
        table.Column("missing", text("audit.missing", lang), number=True, width=76),
        table.Column("names", text("audit.names", lang), width=220),
    ]
    rows = sorted((_unit(each, address) for each in audit["units"]), key=lambda each: (each["coverage"], each["code"]))
    body = table.grid(grid, columns, rows, lang, getRowId="params.data.code")
    files = table.files("coverage", address)
    return tile(text("audit.coverage_name", lang), body, foot=text("audit.coverage_foot", lang), actions=[files])


def _unit(subject: Document, address: Address) -> dict[str, Any]:
    rated, lang = subject["rated"], address.lang
    names = text("words.comma", lang).join(each["name"] for each in rated["missing_streets"])
    return {
        "code": subject["code"],
        "name": subject["name"],
        "href": address.href("/assessment/unit", unit=subject["code"], node=rated["code"]),
        "state": points.state(rated["state"], lang),
        "look": "good" if rated["state"] == "ok" else "watch",
        "coverage": float((points.exact(rated["coverage"]) or 0) * 100),
        "rated": len(rated["streets"]),
        "missing": len(rated["missing_streets"]),
        "names": names,
    }


def duties(audit: Document, address: Address) -> html.Section:
    """Which streets owe ratings, those that owe most first."""
    lang, owing = address.lang, [each for each in audit["duties"] if each["owed"]]
    columns = [
        table.Column("name", text("subject.street", lang)),
        table.Column("done", text("audit.done", lang), number=True),
        table.Column("owed", text("audit.owed", lang), number=True),
    ]
    body = table.plain(columns, owing) if owing else html.Strong(text("audit.none_owed", lang))
    scrolled = html.Div(body, className="list-scroll", tabIndex=0)
    files = table.files("duties", address)
    return tile(text("audit.duties", lang), scrolled, foot=text("audit.duties_foot", lang), actions=[files])


def levels(audit: Document, scheme: Scheme, address: Address, synthetic: bool) -> html.Section:
    """The share of each level in what each street gave."""
    lang, name, streets = address.lang, text("audit.levels", address.lang), audit["streets"]
    if not streets or scheme.rating is None:
        return empty(lang, name)
    steps = [str(level) for level in range(scheme.rating.scale_min, scheme.rating.scale_max + 1)]
    ordered = sorted(streets, key=lambda each: (-(points.exact(each["ceiling"]) or 0), -each["answers"]))
    shown = ordered[:MOST]
    layers = [
        Layer(text("audit.level", lang, n=step), colour, _bars(shown, step))
        for step, colour in zip(steps, COLOURS, strict=False)
    ]
    picture = pairs([each["street_name"] for each in shown], layers, " %", stacked=True)
    label = text("audit.levels_label", lang)
    drawing = chart("audit-levels", picture, label, lang, len(shown) * ROW + FRAME, synthetic)
    foot = text("audit.levels_foot", lang, shown=len(shown), n=len(streets))
    return tile(
        name,
        drawing,
        foot=foot,
        actions=[table.sheet(_behind(ordered, steps, lang), lang), table.files("levels", address)],
    )


def _bars(streets: Sequence[Document], step: str) -> list[Bar]:
    found = []
    for each in streets:
        n = each["levels"][step]
        share = round(100 * n / each["answers"], 2) if each["answers"] else 0
        found.append(Bar(each["street_name"], share, "", f"{each['street_name']} · {step}:{n} / {each['answers']}"))
    return found


def _behind(streets: Sequence[Document], steps: Sequence[str], lang: str) -> html.Div:
    columns = [table.Column("name", text("subject.street", lang))]
    columns += [table.Column(step, text("audit.level", lang, n=step), number=True) for step in steps]
    columns += [table.Column(key, text(f"audit.{key}", lang), number=True) for key in ("answers", "mean", "ceiling")]
    rows = [
        {
            "name": each["street_name"],
            **each["levels"],
            "answers": each["answers"],
            "mean": points.points(each["mean"]),
            "ceiling": points.share(each["ceiling"]),
        }
        for each in streets
    ]
    return table.plain(columns, rows)


def hints(audit: Document, scheme: Scheme, address: Address, grid: str) -> html.Section:
    """Everything that asks for a reason, in words, each marked as not counting."""
    lang, told = address.lang, hint_rows(audit, scheme, address)
    columns = [
        table.Column("kind", text("audit.kind", lang), width=112),
        table.Column("street", text("subject.street", lang), width=92),
        table.Column("department", text("audit.department", lang), width=92),
        table.Column("words", text("audit.what", lang), href="href", width=300),
        table.Column("counts", text("audit.counts", lang), width=118),
    ]
    name = text("audit.hints", lang)
    if not told:
        return tile(name, html.Div(html.Strong(text("audit.no_hints", lang)), className="tile-words"), state="empty")
    body = table.grid(grid, columns, told, lang, getRowId="params.data.code")
    chip = html.Span(text("audit.only_hint", lang), className="chip watch")
    return tile(name, body, foot=text("score.about_ratings", lang), actions=[chip, table.files("hints", address)])


def hint_rows(audit: Document, scheme: Scheme, address: Address) -> list[dict[str, Any]]:
    """Every hint in words."""
    told = [_hint(at, each, address) for at, each in enumerate(_hints(audit))]
    return told + [_leader(len(told) + at, each, scheme, address) for at, each in enumerate(audit["leaders"])]


def _hints(audit: Document) -> list[tuple[str, Document]]:
    """Contradictions first, for they are the plainest; then favours, flat streets, streets full of the best level."""
    flat = [each for each in audit["streets"] if each["flat"]]
    full = [
        each for each in audit["streets"] if not each["flat"] and (points.exact(each["ceiling"]) or 0) * 100 >= CEILING
    ]
    several = (("contradiction", audit["contradictions"]), ("favour", audit["favours"]), ("flat", flat), ("full", full))
    return [(kind, each) for kind, held in several for each in held]


def _hint(at: int, hint: tuple[str, Document], address: Address) -> dict[str, Any]:
    (kind, told), lang = hint, address.lang
    values: dict[str, Any] = {key: value for key, value in told.items() if key != "levels"}
    if kind == "contradiction":
        values["record"] = text(f"audit.record_{told['record']}", lang)
    if kind == "favour":
        values["excess"] = points.points(told["excess"])
    if kind in ("flat", "full"):
        values |= {"mean": points.points(told["mean"]), "ceiling": points.share(told["ceiling"])}
    return {
        "code": str(at),
        "kind": text(f"audit.kind_{kind}", lang),
        "street": told["street_name"],
        "department": told.get("department_name"),
        "words": text(f"audit.hint_{kind}", lang, **values),
        "href": address.href(form_path(told["rating"])) if kind == "contradiction" else None,
        "counts": text("audit.only_hint", lang),
    }


def _leader(at: int, told: Document, scheme: Scheme, address: Address) -> dict[str, Any]:
    """A unit that comes out first because there is next to nothing to count."""
    lang, node = address.lang, told["node"]
    value = points.measured(node["value"], node["metric"])
    name = points.label(scheme, node["code"], lang)
    return {
        "code": str(at),
        "kind": text("audit.kind_few", lang),
        "department": told["name"],
        "words": text("audit.hint_few", lang, node=name, value=value, n=numbers.exact(node["n"], lang)),
        "href": address.href("/assessment/unit", unit=told["unit"], node=node["code"]),
        "counts": text("audit.only_hint", lang),
    }
