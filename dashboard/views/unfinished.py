"""Who left before the whistle was finished, and who signed for it and never came, by department."""

from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.caption import caption
from dashboard.views.tile import tile, unless_ok
from dashboard.views.words import dimension_name, metric_name, word
from warehouse import metric
from warehouse.text import text

Document = dict[str, Any]
METRICS = ("left_early_rate", "signed_absent_rate")
MOST = 10
# Which calls each of them lists.
HITS = {"left_early_rate": "left_early", "signed_absent_rate": "signed_absent"}


def most(document: Document, address: Address, generation: int) -> html.Section:
    """The departments with most such calls, each with its rate; the whole list of calls as a file."""
    lang, asked = address.lang, document["metric"]
    name = text(f"whistles.{HITS[asked]}", lang)
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    some = [group for group in document["groups"] if group["state"] == "ok" and numbers.count(group["numerator"])]
    some.sort(key=lambda group: (-numbers.count(group["numerator"]), group["key"]["department"]["code"]))
    if not some:
        words = html.Div(html.Strong(text("whistles.none_such", lang)), className="tile-words", role="status")
        return tile(name, words, foot=caption(document, lang), state="empty")
    label = next(word(each.label, lang) for each in metric(asked).bins if each.name == HITS[asked])
    columns = [
        table.Column("name", dimension_name("department", lang), href="href"),
        table.Column("n", label, number=True),
        table.Column("of", text("whistles.of", lang), number=True),
        table.Column("rate", metric_name(asked, lang), number=True),
    ]
    lines = [_figures(group, lang) | _named(group, address) for group in some[:MOST]]
    total = {"name": text("words.total", lang)} | _figures(document["total"], lang)
    files = table.downloads(
        *(address.export(asked, kind, ("department",), generation) for kind in ("xlsx", "csv")), lang
    )
    link = address.href(f"/export/rows/{asked}.csv", by=(), generation=generation) + f"&bin={HITS[asked]}"
    listed = html.A(text("whistles.all_calls", lang), href=link, download="", className="nowrap")
    foot = caption(document, lang) + (text("whistles.most", lang, n=MOST) if len(some) > MOST else "")
    return tile(name, table.plain(columns, lines, total), foot=foot, actions=[listed, files])


def _named(group: Document, address: Address) -> dict[str, Any]:
    unit = group["key"]["department"]
    return {"name": unit["name"], "href": address.within(department=unit["code"])}


def _figures(total: Document, lang: str) -> dict[str, str]:
    return {
        "n": numbers.exact(total["numerator"], lang),
        "of": numbers.exact(total["denominator"], lang),
        "rate": numbers.percent(total),
    }
