"""A standing drawn for people on a terminal."""

from typing import Any

from rich.table import Table

from warehouse.printing import heading, shown_number, shown_value, terminal
from warehouse.text import text

Document = dict[str, Any]
COLUMNS = ("rank", "unit", "value", "n", "band", "change", "progress_rank", "funnel", "light")


def print_standing(document: Document, lang: str) -> None:
    """One table for each group, then who is not ranked and why, and how far each programme reaches."""
    console = terminal()
    console.print(heading(document, lang))
    for warning in document["warnings"]:
        console.print(text(f"ask.{warning}", lang), style="yellow")
    if document["total"]["state"] == "no_feed":
        console.print(text("ask.no_feed", lang, feeds=", ".join(document["total"]["missing_feeds"])))
        return
    for field in document["groups"]:
        if field["units"]:
            console.print(_table(field["label"][lang], field["units"], lang))
    for unit in [*document["unranked"], *document["empty"]]:
        reason = text(f"standing.reason_{unit['unranked_reason']}", lang)
        console.print(f"{unit['name']} {shown_value(unit['value'])} · n = {unit['n']} · {reason}")
    for each in document["programmes"]:
        console.print(text("standing.coverage", lang, **each))


def _table(title: str, units: list[Document], lang: str) -> Table:
    heads = [text(f"ask.{name}" if name == "value" else f"standing.{name}", lang) for name in COLUMNS]
    table = Table(*heads, title=title)
    for unit in units:
        table.add_row(*_cells(unit, lang))
    return table


def _cells(unit: Document, lang: str) -> list[str]:
    interval, moved, funnel = unit["rank_interval"], unit["progress"], unit["funnel"]
    range_of = f" ({interval[0]}–{interval[1]})" if interval else ""
    change = "" if moved is None else moved["change"]["percent"] or shown_number(moved["change"]["ratio"])
    return [
        f"{unit['rank']}{'=' if unit['tied'] else ''}{range_of}",
        unit["name"],
        shown_value(unit["value"]),
        shown_number(unit["n"]),
        str(unit["band"] or ""),
        change,
        str(moved["rank"] or "") if moved else "",
        text(f"standing.funnel_{funnel['flag']}", lang) if funnel else "",
        text(f"standing.light_{unit['target']['light']}", lang),
    ]
