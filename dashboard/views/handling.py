"""How long handling took: shares of cases by time, with the median and the ninetieth percentile."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.chart import chart
from dashboard.views.tile import tile, unless_ok
from warehouse.text import text

Document = dict[str, Any]
HEIGHT = 268
# Upper edges of the bands of handling time, in minutes: an hour, two, four … thirty days.
TIMES = (60, 120, 240, 480, 1440, 2880, 4320, 7200, 10080, 14400, 21600, 43200)


def times(
    document: Document, steps: Sequence[tuple[int, float]], address: Address, generation: int, synthetic: bool
) -> html.Section:
    """How long handling took: shares of cases by time, with the median and the ninetieth percentile."""
    lang, name = address.lang, text("closure.times", address.lang)
    total = document["total"]
    instead = unless_ok(total, address, name)
    if instead:
        return instead
    counts = _gathered(steps)
    whole = sum(counts)
    names = [_time_name(at, lang) for at in range(len(counts))]
    rows = [_share(band, n, whole, lang) for band, n in zip(names, counts, strict=True)]
    marks = [figure.Mark(names[_band(point)], text(f"closure.{key}", lang)) for key, point in total["value"].items()]
    drawing = chart(
        "times", figure.distribution(rows, marks), text("closure.times_label", lang), lang, HEIGHT, synthetic
    )
    files = table.downloads(*(address.export("handle_hours", kind, (), generation) for kind in ("xlsx", "csv")), lang)
    actions = [table.sheet(_times_table(rows, counts, lang), lang), files]
    return tile(
        name,
        drawing,
        foot=_marked(total["value"], lang) + caption(document, lang) + _censored(total, lang),
        actions=actions,
    )


def _times_table(rows: Sequence[figure.Bar], counts: Sequence[float], lang: str) -> html.Div:
    columns = [
        table.Column("band", text("closure.time", lang)),
        table.Column("n", text("closure.cases", lang), number=True),
        table.Column("share", text("closure.share", lang), number=True),
    ]
    lines = [
        {"band": row.name, "n": numbers.exact(str(n), lang), "share": row.label}
        for row, n in zip(rows, counts, strict=True)
    ]
    return table.plain(columns, lines)


def _marked(points: Mapping[str, Document], lang: str) -> str:
    return "".join(text(f"closure.{key}_is", lang, time=_shown(point, lang)) for key, point in points.items())


def _censored(total: Document, lang: str) -> str:
    n = sum(numbers.count(each) for each in total["outside"].values())
    return text("closure.censored", lang, n=numbers.exact(n, lang)) if n else ""


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
