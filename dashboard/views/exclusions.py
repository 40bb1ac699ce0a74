"""Exclusions: what does not count, by which rule, who approved it, how appeals ended, and how many per unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.address import Address
from dashboard.views import numbers, table
from dashboard.views.caption import caption, credited
from dashboard.views.tile import empty, no_feed, tile
from dashboard.views.words import dimension_name
from warehouse import Excluded, excluded_name
from warehouse.text import has_text, text

Document = dict[str, Any]
FEED = "exclusion"
Counts = Sequence[tuple[str, bool, int]]


def title(counts: Counts, lang: str) -> str:
    """How many entries are in force; the page's name where there is none."""
    held, all_ = sum(n for _, in_force, n in counts if in_force), sum(n for _, _, n in counts)
    return text("exclusions.title", lang, n=held, of=all_) if all_ else text("exclusions.name", lang)


def rules(counts: Counts, fed: bool, address: Address) -> Any:
    """How many entries there are of each rule."""
    lang, name = address.lang, text("exclusions.rules", address.lang)
    if not fed:
        return no_feed([FEED], address, name)
    found: dict[str, dict[str, int]] = {}
    for rule, in_force, n in counts:
        found.setdefault(rule, {})["in_force" if in_force else "not"] = n
    columns = [
        table.Column("rule", text("exclusions.rule", lang)),
        table.Column("in_force", text("exclusions.in_force", lang), number=True),
        table.Column("not", text("exclusions.not_in_force", lang), number=True),
    ]
    rows = [
        {"rule": excluded_name(rule, lang), "in_force": held.get("in_force", 0), "not": held.get("not", 0)}
        for rule, held in found.items()
    ]
    return tile(name, table.plain(columns, rows), foot=text("exclusions.rules_foot", lang))


def register(entries: Sequence[Excluded], most: int, fed: bool, address: Address, grid: str) -> Any:
    """The register, entry by entry."""
    lang, name = address.lang, text("exclusions.register", address.lang)
    if not fed:
        return no_feed([FEED], address, name)
    keys = ("kind", "target", "rule", "approved_by", "approved_on", "revoked_on", "appeal", "state")
    columns = [
        table.Column(key, text(f"exclusions.{key}", lang), look="look" if key == "state" else None) for key in keys
    ]
    rows = [_entry(each, lang) for each in entries]
    foot = text("exclusions.register_foot", lang) + (text("exclusions.most", lang, n=most) if len(rows) == most else "")
    return tile(name, table.grid(grid, columns, rows, lang), foot=foot)


def _entry(each: Excluded, lang: str) -> dict[str, Any]:
    return {
        "kind": text(f"exclusions.kind_{each.target_kind}", lang),
        "target": each.target_id,
        "rule": excluded_name(each.rule, lang),
        "approved_by": each.approved_by,
        "approved_on": each.approved_on and each.approved_on.isoformat(),
        "revoked_on": each.revoked_on and each.revoked_on.isoformat(),
        "appeal": _appeal(each.appeal_outcome, lang),
        "state": text("exclusions.holds" if each.in_force else "exclusions.holds_not", lang),
        "look": "watch" if each.in_force else "",
    }


def _appeal(outcome: str | None, lang: str) -> str | None:
    key = f"exclusions.appeal_{outcome}"
    return text(key, lang) if outcome and has_text(key) else outcome


def by_unit(document: Document, level: str, address: Address, grid: str) -> Any:
    """Of each unit how many cases of the period do not count, reason by reason."""
    lang, name = address.lang, text("exclusions.by_unit", address.lang)
    reasons = [reason for reason, n in (document["total"]["excluded"] or {}).items() if n]
    if not reasons:
        return empty(lang, name)
    digits = numbers.CREDIT_DIGITS if credited(document) else 0
    columns = [table.Column("name", dimension_name(level, lang), width=140)]
    columns += [table.Column("excluded", text("exclusions.excluded", lang), number=True, digits=digits, width=96)]
    columns += [
        table.Column(each, excluded_name(each, lang), number=True, digits=digits, width=104) for each in reasons
    ]
    columns += [table.Column("n", text("exclusions.counted", lang), number=True, digits=digits, width=104)]
    rows = [_unit(each["key"][level]["name"], each, reasons) for each in document["groups"]]
    held = sorted((row for row in rows if row["excluded"]), key=lambda row: -row["excluded"])
    total = _unit(text("words.total", lang), document["total"], reasons)
    return tile(name, table.grid(grid, columns, held, lang, total), foot=caption(document, lang))


def _unit(name: str, told: Mapping[str, Any], reasons: Sequence[str]) -> dict[str, Any]:
    counts = {reason: numbers.plain((told["excluded"] or {}).get(reason)) for reason in reasons}
    return {"name": name, **counts, "excluded": sum(n or 0 for n in counts.values()), "n": numbers.plain(told["n"])}
