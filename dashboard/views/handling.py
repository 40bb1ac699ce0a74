"""How long handling took: shares of cases by time, with the median and the ninetieth percentile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from warehouse.text import has_text, text

Document = dict[str, Any]
HEIGHT = 268
# Upper edges of the bands of handling time, in minutes: an hour, two, four … thirty days.
TIMES = (60, 120, 240, 480, 1440, 2880, 4320, 7200, 10080, 14400, 21600, 43200)


@dataclass(frozen=True)
class Words:
    """What a distribution of times is called: its picture, its title, what it shows, what is counted."""

    picture: str
    title: str
    label: str
    counted: str


def times(
    document: Document,
    steps: Sequence[tuple[int, float]],
    address: Address,
    generation: int,
    synthetic: bool,
    words: Words | None = None,
    below: html.Div | None = None,
    more: str = "",
) -> html.Section:
    """How long something took: shares by time, with the median and the ninetieth percentile; of handling by default."""
    lang = address.lang
    words = words or Words("times", *(text(f"closure.{key}", lang) for key in ("times", "times_label", "cases")))
    name, asked = words.title, document["metric"]
    total = document["total"]
    instead = unless_ok(total, address, name)
    if instead:
        return instead
    counts = _gathered(steps)
    whole = sum(counts)
    names = [_time_name(at, lang) for at in range(len(counts))]
    rows = [_share(band, n, whole, lang) for band, n in zip(names, counts, strict=True)]
    marks = [figure.Mark(names[_band(point)], text(f"closure.{key}", lang)) for key, point in total["value"].items()]
    drawing = chart(words.picture, figure.distribution(rows, marks), words.label, lang, HEIGHT, synthetic)
    files = table.downloads(*(address.export(asked, kind, (), generation) for kind in ("xlsx", "csv")), lang)
    actions = [table.sheet(_times_table(rows, counts, words.counted, lang), lang), files]
    foot = _marked(total["value"], lang) + caption(document, lang) + _censored(total, asked, lang)
    return tile(name, [drawing, below], foot=foot + more, actions=actions)


def _times_table(rows: Sequence[figure.Bar], counts: Sequence[float], counted: str, lang: str) -> html.Div:
    columns = [
        table.Column("band", text("closure.time", lang)),
        table.Column("n", counted, number=True),
        table.Column("share", text("closure.share", lang), number=True),
    ]
    lines = [
        {"band": row.name, "n": numbers.exact(str(n), lang), "share": row.label}
        for row, n in zip(rows, counts, strict=True)
    ]
    return table.plain(columns, lines)


def _marked(points: Mapping[str, Document], lang: str) -> str:
    return "".join(text(f"closure.{key}_is", lang, time=_shown(point, lang)) for key, point in points.items())


def _censored(total: Document, asked: str, lang: str) -> str:
    """What has no time, by the name of its bin where it is not plainly open."""
    n = sum(numbers.count(each) for each in total["outside"].values())
    key = f"whistles.censored_{asked}" if has_text(f"whistles.censored_{asked}") else "closure.censored"
    return text(key, lang, n=numbers.exact(n, lang)) if n else ""


def _gathered(steps: Sequence[tuple[int, float]]) -> list[float]:
    counts = [0.0] * (len(TIMES) + 1)
    for minutes, n in steps:
        counts[_place(minutes)] += n
    return counts


def _place(minutes: float) -> int:
    return next((at for at, edge in enumerate(TIMES) if minutes < edge), len(TIMES))


def _band(point: Document) -> int:
    return _place(point["number"] * (60 if point["step"] == "hour" else 1))


def _shown(point: Document, lang: str) -> str:
    exact = point.get("exact_hours")
    return point["shown"] if exact is None else f"{point['shown']} ({text('ask.hours', lang, n=exact)})"


def _share(name: str, n: float, whole: float, lang: str) -> figure.Bar:
    share = f"{100 * n / whole:.1f} %"
    return figure.Bar(name, n, share, f"{name} · {numbers.exact(str(n), lang)} · {share}")


def _time_name(at: int, lang: str) -> str:
    if at == len(TIMES):
        return "≥" + _edge(TIMES[-1], lang)
    return "<" + _edge(TIMES[at], lang)


def _edge(minutes: int, lang: str) -> str:
    unit, n = ("days", minutes // 1440) if minutes >= 1440 else ("hours", minutes // 60)
    return text(f"closure.short_{unit}", lang, n=n)
