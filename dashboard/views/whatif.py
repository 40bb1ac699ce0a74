"""What if the streets' share were another: who would gain, who would lose, and at which shares two change places."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.supposition import Supposed, Supposition
from dashboard.views import numbers, points, table
from dashboard.views.tile import empty, tile
from warehouse import Scheme
from warehouse.text import text

MOST_TICKS, NAMED = 40, 8
TICK = {"color": "var(--watch)"}
# The scheme's own share is read through whatever ticks stand near it.
OWN = {"color": "var(--accent)", "background": "var(--paper)", "zIndex": 1, "padding": "0 4px", "fontWeight": 600}


def title(found: Supposition, scheme: Scheme, lang: str) -> str:
    """How many change places at the supposed share."""
    moved = sum(bool(each.gained) for each in found.units)
    node = points.label(scheme, found.told["node"], lang)
    return text("whatif.title", lang, node=node, share=points.share(found.weight), n=moved, of=len(found.units))


def marks(found: Supposition) -> dict[str, Any]:
    """The ticks of the slider: the scheme's own share, the ends, and where two units change places."""
    own = Fraction(found.told["weight"])
    near = sorted((Fraction(tick) for tick in found.told["ticks"]), key=lambda tick: abs(tick - own))[:MOST_TICKS]
    ticks: dict[str, Any] = {_place(tick): {"label": "|", "style": TICK} for tick in near}
    ends = {_place(Fraction(each)): points.share(Fraction(each)) for each in (0, 1)}
    return ticks | ends | {_place(own): {"label": f"▲ {points.share(own)}", "style": OWN}}


def _place(share: Fraction) -> str:
    return points.points(share * 100).rstrip("0").rstrip(".")


def foot(found: Supposition, lang: str) -> list[Any]:
    """What the ticks are, which weights are meant, and that nothing is kept."""
    told = found.told
    held = told.get("sensitivity", {}).get("share")
    said = [
        text("whatif.label", lang),
        text("whatif.ticks", lang, n=len(told["ticks"]), shown=min(len(told["ticks"]), MOST_TICKS)),
        text("whatif.two_weights", lang),
    ]
    if held is not None:
        said.append(text("whatif.sensitivity", lang, share=points.share(held)))
    if told["left_out"]:
        said.append(text("whatif.left_out", lang, n=len(told["left_out"])))
    return [html.Div(words) for words in said]


def gains(found: Supposition, address: Address) -> html.Section:
    """Who would gain most places, and who would lose most."""
    lang, name = address.lang, text("whatif.gains", address.lang)
    up = [each for each in found.units if (each.gained or 0) > 0][:NAMED]
    down = [each for each in found.units[::-1] if (each.gained or 0) < 0][:NAMED]
    if not up and not down:
        return tile(name, html.Div(html.Strong(text("whatif.nobody", lang)), className="tile-words"), state="empty")
    sides = [_side("gain", up, address), _side("lose", down, address)]
    return tile(name, html.Div(sides, className="whatif-sides"))


def _side(key: str, several: Sequence[Supposed], address: Address) -> html.Div:
    lang = address.lang
    columns = [
        table.Column("name", text("words.unit", lang), href="href"),
        table.Column("rank", text("assessment.rank", lang), number=True),
        table.Column("moved", text("whatif.moved", lang), number=True),
    ]
    rows = [
        {
            "name": each.subject["name"],
            "href": address.href("/assessment/unit", unit=each.subject["code"]),
            "rank": f"{each.now.rank} → {each.rank.rank}" if each.now and each.rank else numbers.MISSING,
            "moved": points.signed(each.moved),
        }
        for each in several
    ]
    return html.Div([html.H3(text(f"whatif.{key}", lang), className="note"), table.plain(columns, rows)])


def units(found: Supposition, address: Address, grid: str) -> html.Section:
    """Every unit: what it has, and what it would have."""
    lang, name = address.lang, text("whatif.units", address.lang)
    if not found.units:
        return empty(lang, name)
    columns = [
        table.Column("name", text("words.unit", lang), href="href", width=140),
        table.Column("rank", text("whatif.rank", lang), number=True, width=84),
        table.Column("score", text("whatif.score", lang), number=True, digits=2, width=96),
        table.Column("there", text("whatif.rank_there", lang), shown="there_words", width=110),
        table.Column("scored", text("whatif.score_there", lang), number=True, digits=2, width=110),
        table.Column("gained", text("whatif.gained", lang), shown="gained_words", look="look", width=110),
        table.Column("moved", text("whatif.moved", lang), shown="moved_words", width=100),
    ]
    rows = [_unit(each, address) for each in found.units]
    chip = html.Span(text("score.what_if", lang), className="chip watch")
    return tile(name, table.grid(grid, columns, rows, lang, getRowId="params.data.code"), actions=[chip])


def _unit(each: Supposed, address: Address) -> dict[str, Any]:
    lang, gained = address.lang, each.gained
    words = "" if gained is None else f"▲ {gained}" if gained > 0 else f"▼ {-gained}" if gained < 0 else "● 0"
    tied = each.rank is not None and each.rank.tied
    return {
        "code": each.subject["code"],
        "name": each.subject["name"],
        "href": address.href("/assessment/unit", unit=each.subject["code"]),
        "rank": each.now.rank if each.now else None,
        "score": points.number(each.subject["score"]),
        "there": each.rank.rank if each.rank else None,
        "there_words": text("whatif.tied" if tied else "whatif.place", lang, rank=each.rank.rank) if each.rank else "",
        "scored": points.number(each.score),
        "gained": gained,
        "gained_words": words,
        "look": "" if not gained else "good" if gained > 0 else "bad",
        "moved": float(each.moved),
        "moved_words": points.signed(each.moved),
    }


def swaps(found: Supposition, address: Address, grid: str) -> html.Section:
    """Every pair that changes places, and at which share."""
    lang, name = address.lang, text("whatif.swaps", address.lang)
    names = {each["code"]: each["name"] for each in found.document["subjects"]}
    own = Fraction(found.told["weight"])
    moving = [each for each in found.told["pairs"] if each["swap_at"] not in ("never", "identical")]
    if not moving:
        return tile(name, html.Div(html.Strong(text("whatif.no_swaps", lang)), className="tile-words"), state="empty")
    columns = [
        table.Column("a", text("whatif.one", lang), width=130),
        table.Column("b", text("whatif.other", lang), width=130),
        table.Column("at", text("whatif.swap_at", lang), number=True, digits=2, suffix=" %", width=110),
        table.Column("exact", text("whatif.exactly", lang), width=110),
    ]
    rows = [
        {
            "code": f"{each['a']}/{each['b']}",
            "a": names[each["a"]],
            "b": names[each["b"]],
            "at": points.number(Fraction(each["swap_at"]) * 100),
            "exact": each["swap_at"],
        }
        for each in sorted(moving, key=lambda each: abs(Fraction(each["swap_at"]) - own))
    ]
    left = found.told.get("pairs_left_out", 0)
    below = text("whatif.swaps_foot", lang) + (text("whatif.pairs_left_out", lang, n=left) if left else "")
    return tile(name, table.grid(grid, columns, rows, lang, getRowId="params.data.code"), foot=below)
