"""The enclaves page: the cards, the title, and completion by kind or district."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.reading import Reading
from dashboard.views import figure, numbers, table
from dashboard.views.caption import caption
from dashboard.views.card import card
from dashboard.views.chart import chart
from dashboard.views.tile import loading, tile, unless_ok
from dashboard.views.verdict import deeper
from dashboard.views.words import dimension_name, metric_name
from warehouse.text import text

Document = dict[str, Any]
DONE, MET = "enclave_completion_rate", "enclave_progress"
METRICS = (DONE, MET, "enclave_dossier_rate", "enclave_plan_rate", "enclave_team_rate")


def cards(readings: Mapping[str, Reading], address: Address, step: str) -> list[html.Section]:
    """One card a figure; each leads to the dossiers below."""
    return [card(readings[name], address, step, f"{address.href()}#enclaves-dossiers") for name in METRICS]


def waiting(lang: str) -> list[html.Section]:
    """What stands for the cards until they come."""
    return [loading(lang) for _ in METRICS]


def title(readings: Mapping[str, Reading], lang: str) -> str:
    """How many are done, in one sentence; the page's name where there is no list."""
    done, met = (readings[name].now for name in (DONE, MET))
    if done["state"] != "ok":
        return text("enclaves.name", lang)
    parts = {"done": numbers.exact_parts(done, lang), "rate": numbers.percent(done)}
    if met["state"] != "ok":
        return text("enclaves.title_done", lang, **parts)
    return text("enclaves.title", lang, **parts, met=numbers.exact_parts(met, lang))


def divided(found: Mapping[str, Document], by: str, address: Address, generation: int, synthetic: bool) -> html.Section:
    """Completion as bars with n of m; the table behind has progress and the means as well."""
    document, lang = found[DONE], address.lang
    name = text("enclaves.divided", lang, by=dimension_name(by, lang))
    instead = unless_ok(document["total"], address, name)
    if instead:
        return instead
    groups = [group for group in document["groups"] if numbers.count(group["rows"])]
    groups.sort(key=lambda group: (numbers.ratio(group) or 0, group["key"][by]["code"]))
    picture = figure.bars([_bar(group, by, address) for group in groups], " %")
    picture["layout"]["margin"]["r"] = 112
    height = max(200, 26 * len(groups) + 60)
    drawing = chart("divided", picture, text("enclaves.divided_label", lang), lang, height, synthetic)
    files = table.downloads(*(address.export(DONE, kind, (by,), generation) for kind in ("xlsx", "csv")), lang)
    behind = table.sheet(_table(found, groups, by, address), lang)
    return tile(name, drawing, foot=caption(document, lang), actions=[behind, files])


def _bar(group: Document, by: str, address: Address) -> figure.Bar:
    unit, written = group["key"][by], f"{numbers.percent(group)} {numbers.exact_parts(group, address.lang)}"
    said = f"{unit['name']} · {numbers.percent(group)} · {numbers.exact_parts(group, address.lang)}"
    value = numbers.hundredths(numbers.ratio(group))
    return figure.Bar(unit["name"], value, written, said, deeper(by, unit["code"], address))


def _table(found: Mapping[str, Document], groups: list[Document], by: str, address: Address) -> html.Div:
    lang = address.lang
    told = [name for name in METRICS if found[name]["total"]["state"] == "ok"]
    columns = [table.Column("name", dimension_name(by, lang), href="href")]
    columns += [table.Column(name, metric_name(name, lang), number=True) for name in told]
    by_code = {name: {each["key"][by]["code"]: each for each in found[name]["groups"]} for name in told}
    lines = [
        {
            "name": group["key"][by]["name"],
            "href": deeper(by, group["key"][by]["code"], address),
            **{name: _both(by_code[name][group["key"][by]["code"]], lang) for name in told},
        }
        for group in groups
    ]
    whole = {name: _both(found[name]["total"], lang) for name in told}
    return table.plain(columns, lines, {"name": text("words.total", lang), **whole})


def _both(total: Document, lang: str) -> str:
    return f"{numbers.percent(total)} · {numbers.exact_parts(total, lang)}"
