"""Answers drawn for people on a terminal."""

import sys
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.table import Table

from warehouse.dimension import dimension
from warehouse.metric import metric
from warehouse.register import excluded_name
from warehouse.sheets.titles import named_unit
from warehouse.statistics import exact, half_up
from warehouse.text import text

Document = dict[str, Any]
UNCUT = 2_000  # characters a line where no terminal bounds it


def terminal() -> Console:
    """Where people read: as wide as their terminal, and uncut where the lines go to a file or another program."""
    return Console(width=None if sys.stdout.isatty() else UNCUT)


def print_answer(document: Document, lang: str) -> None:
    """The figure, its reconciliation, and one line for each group."""
    console = terminal()
    console.print(heading(document, lang))
    for warning in document["warnings"]:
        console.print(text(f"ask.{warning}", lang), style="yellow")
    for change in document["changes"]:
        console.print(change["sentence"], style="yellow")
    total = document["total"]
    if total["state"] == "no_feed":
        console.print(text("ask.no_feed", lang, feeds=", ".join(total["missing_feeds"])))
        return
    table = Table(*[each["zh" if lang == "zh" else "en"] for each in _dimension_labels(document)])
    for name in ("value", "numerator", "denominator", "pending", "outside", "excluded", "rows"):
        table.add_column(text(f"ask.{name}", lang), justify="right")
    for group in [*document["groups"], {**total, "key": None}]:
        table.add_row(*_names(document, group, lang), *_figures(group, lang))
    console.print(table)
    console.print(_bins(document, lang))
    if "explain" in document:
        console.print(document["explain"]["sql"], highlight=False)
        console.print(document["explain"]["parameters"])


def print_rows(document: Document, lang: str) -> None:
    """The rows of a bin."""
    console, found = terminal(), document["rows"]
    console.print(f"{heading(document, lang)} · {document['bin']}: {len(found)} / {document['rows_total']}")
    if found:
        table = Table(*found[0])
        for row in found:
            table.add_row(*("" if value is None else str(value) for value in row.values()))
        console.print(table)


def print_catalog(document: Document, lang: str) -> None:
    """Metrics with their dimensions."""
    table = Table(text("ask.metric", lang), "", text("ask.dimensions", lang), text("ask.feeds", lang))
    for each in document["metrics"]:
        mark = "" if each["available"] else " ✗"
        table.add_row(each["name"] + mark, each["label"][lang], " ".join(each["dimensions"]), " ".join(each["needs"]))
    terminal().print(table)


def print_attention(document: Document, lang: str) -> None:
    """What needs attention, one line each."""
    console = terminal()
    for each in document["attention"]:
        console.print(f"{each['title']}: {each['sentence']}")
    if not document["attention"]:
        console.print(text("ask.nothing", lang))


def print_since(document: Document, lang: str) -> None:
    """What changed between two generations: figures, then what needs attention now and no longer does."""
    console, before, now = terminal(), document["before"], document["snapshot"]
    console.print(text("since.heading", lang, before=before["generation"], now=now["generation"]))
    table = Table(text("ask.metric", lang), *(text(f"since.{name}", lang) for name in ("before", "restated", "now")))
    for move in document["moves"]:
        figures = [_figure(move[name]) for name in ("before", "restated", "now")]
        table.add_row(move["label"][lang], *figures, style="yellow" if move["corrected"] else "")
    console.print(table)
    for name in ("new", "gone"):
        for finding in document["attention"][name]:
            console.print(f"{text(f'since.{name}', lang)}: {finding['title']}: {finding['sentence']}")


def _figure(total: Document) -> str:
    if total["state"] != "ok":
        return "—"
    if total["denominator"] is None:
        return f"{total['numerator']}"
    return f"{total['value']['percent']} % ({total['numerator']}/{total['denominator']})"


def print_splits(document: Document, lang: str) -> None:
    """The rule, what is to be split, and what was split into what."""
    console, limit = terminal(), document["limit"]
    rule = text("splits.rule", lang, **limit) if limit else text("splits.no_rule", lang)
    console.print(f"{text('ask.as_of', lang, day=document['as_of'])} · {rule}")
    for state in ("to_split", "split"):
        table = Table(*(text(f"splits.{each}", lang) for each in (state, "above", "households", "parts")))
        for unit in document[state]:
            above = " › ".join(unit[each]["name"] for each in ("district", "street") if each in unit)
            parts = [f"{part['name']} {part['households'] or '—'}" for part in unit.get("parts", ())]
            name = f"{unit['name']} {unit.get('effective_on', '')}".strip()
            table.add_row(name, above, str(unit["households"] or "—"), ", ".join(parts))
        console.print(table)
    console.print(text("splits.unknown", lang, n=document["unknown"]))


def heading(document: Document, lang: str) -> str:
    """What was asked, of which data, in one line."""
    question, snapshot = document["question"], document["snapshot"]
    period = question["period"]
    told = text("ask.everything", lang) if period is None else f"{period['from'] or ''} – {period['to'] or ''}"
    mark = f" · {text('ask.synthetic', lang)}" if snapshot["synthetic"] else ""
    as_of = text("ask.as_of", lang, day=question["as_of"])
    told = f"{told} · {as_of} · #{snapshot['generation']}"
    return f"{document['label'][lang]} · {told} · {document['source']}{mark}"


def _dimension_labels(document: Document) -> list[dict[str, str]]:
    return [dimension(name).label.model_dump() for name in document["question"]["by"]]


def _names(document: Document, group: Document, lang: str) -> list[str]:
    by = document["question"]["by"]
    if group["key"] is None:
        return [text("ask.total", lang)] + [""] * (len(by) - 1) if by else []
    return [named_unit(group["key"][name], lang) for name in by]


def _figures(group: Document, lang: str) -> list[str]:
    shown = [group["numerator"], group["denominator"], group["pending"]]
    sums = [sum(map(exact, group[name].values())) for name in ("outside", "excluded")]
    return [
        shown_value(group["value"]),
        *("" if each is None else shown_number(each) for each in [*shown, *sums, group["rows"]]),
    ]


def shown_number(value: int | str | Fraction) -> str:
    """A quantity: whole as it is, else with two decimals."""
    whole = Fraction(value)
    return str(whole) if whole.denominator == 1 else half_up(whole, 2)


def shown_value(value: Document | None) -> str:
    """A figure of an answer in words."""
    if value is None:
        return "—"
    if "p50" in value:
        return " / ".join(f"{name} {each['shown']}" for name, each in value.items())
    return f"{value['percent']} %" if value["percent"] else str(value["decimal"])


def _bins(document: Document, lang: str) -> str:
    labels = {each.name: each.label for each in metric(document["metric"]).bins}
    held = {**document["total"]["bins"], **document["total"]["outside"]}
    parts = [f"{labels[name].zh if lang == 'zh' else labels[name].en} {shown_number(n)}" for name, n in held.items()]
    parts += [f"{excluded_name(reason, lang)} {shown_number(n)}" for reason, n in document["total"]["excluded"].items()]
    return " · ".join(parts)
