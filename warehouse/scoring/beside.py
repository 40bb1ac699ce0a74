"""The statistics that stand beside a score and never count, as the document holds them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from warehouse.answer import Total
from warehouse.judging import Judged, judge
from warehouse.pooling import DIGITS, Funnel
from warehouse.scoring.anomalies import Hints
from warehouse.scoring.leniency import leniency
from warehouse.scoring.number import told
from warehouse.scoring.scheme import Node, Scheme
from warehouse.scoring.whatif import BETWEEN, Mixed, holding, mixed, part_of, ranked, swaps
from warehouse.standing_document import pool_document, wilson_document
from warehouse.statistics import half_up
from warehouse.targets import SIGN
from warehouse.text import text

if TYPE_CHECKING:  # a score tells itself as a document
    from warehouse.scoring.scored import Score, Scored

Document = dict[str, Any]
MOST_PAIRS = 800
APART: Document = {"counts": False}
NOTES = ("wilson", "shrunk", "rank_interval", "funnel", "what_if", "sensitivity", "leniency", "ratings")


def statistics_document(found: "Score", lang: str) -> Document:
    """By group what the figures can bear, what other weights would do, how lenient streets are; then their ratings."""
    return {
        **APART,
        "note": text("score.beside", lang),
        "notes": {name: text(f"score.about_{name}", lang) for name in NOTES},
        "groups": found.compared,
        "ratings": _ratings(found.hints),
    }


def compared_documents(scheme: Scheme, groups: Mapping[tuple[str, str | None], Sequence["Scored"]]) -> list[Document]:
    """What can be said of the members of each group beside each other."""
    return [
        {
            "group_code": "@".join(part for part in key if part),
            "rates": {node.code: _rates(node, held) for node in _rated(scheme)},
            "what_if": _what_if(scheme, held),
            "leniency": _leniency(held),
        }
        for key, held in groups.items()
    ]


def what_if_document(found: "Score", code: str | None, weight: Fraction, lang: str) -> Document:
    """Every subject's score and place if that part weighed so much; nothing of it is kept."""
    part, units = part_of(found.scheme, code), dict[str, Document]()
    for held in found.groups().values():
        those = mixed(found.scheme, held, part)
        firm = {each.subject.code for each in held if each.rank}
        places = ranked(found.scheme, {code: each for code, each in those.items() if code in firm}, weight)
        for code, each in those.items():
            exact, place = each.at(weight), places.get(code)
            units[code] = {
                "code": code,
                "score": half_up(exact, found.scheme.publish.score_decimals),
                "exact": told(exact),
                "rank": place.rank if place else None,
                "tied": place.tied if place else None,
            }
    return {
        **APART,
        "label": text("score.what_if", lang),
        "node": part.code,
        "weight": told(weight),
        "subjects": [units[code] for code in sorted(units)],
    }


def _rated(scheme: Scheme) -> list[Node]:
    return [node for node in scheme.leaves if node.kind == "metric" and node.measured.kind == "ratio"]


def _rates(node: Node, held: Sequence["Scored"]) -> Document:
    totals = {each.subject.code: each.measured[node.code].total for each in held}
    pool, judged = judge(node.measured, totals)
    few = _leading_on_few(node, totals, judged)
    units = [
        {"code": code, "wilson": wilson_document(total), **_judged(judged[code]), "leads_on_few": code in few}
        for code, total in totals.items()
    ]
    return {**APART, "pool": pool_document(pool), "units": units}


def _leading_on_few(node: Node, totals: Mapping[str, Total], judged: Mapping[str, Judged]) -> set[str]:
    """Units that come out at the top only because their rate rests on fewer rows than may be ranked."""
    sign = SIGN[node.measured.better]
    rates = {code: rate * sign for code, total in totals.items() if sign and (rate := total.ratio) is not None}
    firm = [rates[code] for code in rates if judged[code].place]
    return {code for code, rate in rates.items() if judged[code].reason == "few_cases" and firm and rate >= max(firm)}


def _judged(judged: Judged) -> Document:
    place = judged.place
    return {
        "rank": place.rank if place else None,
        "rank_interval": list(place.interval) if place and place.interval else None,
        "band": place.band if place else None,
        "shrunk": None if judged.shrunk is None else half_up(judged.shrunk, DIGITS),
        "funnel": _funnel(judged.funnel),
    }


def _funnel(funnel: Funnel | None) -> Document | None:
    return {"z": funnel.z, "flag": funnel.flag, "above": funnel.above} if funnel else None


def _what_if(scheme: Scheme, held: Sequence["Scored"]) -> Document:
    part = part_of(scheme)
    units = mixed(scheme, held, part)
    found = swaps(units)
    share = holding(units)
    moving = {pair: at for pair, at in found.items() if isinstance(at, Fraction)}
    near = sorted(moving, key=lambda pair: abs(moving[pair] - part.weight))[:MOST_PAIRS]
    listed = list(found) if len(found) <= MOST_PAIRS else near
    return {
        **APART,
        "node": part.code,
        "weight": told(part.weight),
        "units": [_mixed(code, each) for code, each in units.items()],
        "left_out": [each.subject.code for each in held if each.subject.code not in units],
        "pairs": [{"a": one, "b": other, "swap_at": str(found[one, other])} for one, other in listed],
        "pairs_left_out": len(found) - len(listed),
        "ticks": [str(at) for at in sorted({moving[pair] for pair in near})],
        "sensitivity": {"from": str(BETWEEN[0]), "to": str(BETWEEN[1]), "share": told(share)},
    }


def _mixed(code: str, each: Mixed) -> Document:
    return {"code": code, "part": told(each.part), "rest": told(each.rest)}


def _leniency(held: Sequence["Scored"]) -> Document:
    found = leniency(
        [
            (street.street, each.subject.code, street.score)
            for each in held
            if each.rated
            for street in each.rated.streets
        ]
    )
    return {
        **APART,
        "status": found.status,
        "differs": found.differs,
        "raw": _fractions(found.raw),
        "adjusted": _fractions(found.adjusted),
        "severity": _fractions(found.severity),
    }


def _ratings(hints: Hints | None) -> Document | None:
    """Hints at ratings that deserve a question."""
    if hints is None:
        return None
    return {
        **APART,
        "streets": [
            {
                "street": code,
                "answers": each.answers,
                "levels": {str(level): n for level, n in each.levels.items()},
                "flat": each.flat,
                "ceiling": str(each.ceiling),
                "mean": str(each.mean),
            }
            for code, each in hints.habits.items()
        ],
        "contradictions": [vars(each) for each in hints.contradictions],
        "favours": [{**vars(each), "excess": str(each.excess)} for each in hints.favours],
    }


def _fractions(held: Mapping[str, Fraction] | None) -> dict[str, str] | None:
    return None if held is None else {code: str(value) for code, value in held.items()}
