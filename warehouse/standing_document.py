"""A standing as the contract has it: one JSON document."""

from fractions import Fraction
from typing import Any

from warehouse.answer import Total, window_document
from warehouse.judging import Place, published
from warehouse.metric import Metric
from warehouse.participation import coverage
from warehouse.peers import groups
from warehouse.pooling import DIGITS, Pool
from warehouse.register import BUCKETS
from warehouse.standing import Field, Standing, Unit
from warehouse.statistics import half_up, plain, wilson
from warehouse.text import text

Document = dict[str, Any]
STATISTICS = (
    "rank",
    "rank_interval",
    "band",
    "wilson",
    "shrunk",
    "funnel",
    "progress",
    "target",
    "per_people",
    "participation",
)


def standing_document(found: Standing, lang: str = "zh") -> Document:
    """The standing: groups of ranked units, then those not ranked, those without a figure, and the buckets."""
    answer = found.answer
    whole = answer.document(lang)
    buckets = [each for each in whole.pop("groups") if each["key"][found.asked.name]["code"] in BUCKETS]
    units = [(field, unit, _unit(found, field, unit, lang)) for field in found.fields for unit in field.units]
    return {
        **whole,
        "before": window_document(found.before) if found.before else None,
        "rules": {**groups().standing.model_dump(), "rank_on": "published"},
        "groups": [
            _field(each, [told for of, unit, told in units if of is each and unit.judged.place])
            for each in found.fields
        ],
        "unranked": [told for _, unit, told in units if not unit.judged.place and unit.value is not None],
        "empty": [told for _, unit, told in units if unit.value is None],
        "aside": buckets,
        "programmes": coverage([unit.code for _, unit, _ in units], found.programmes),
        "statistics": {name: text(f"standing.about_{name}", lang) for name in STATISTICS},
    }


def _field(field: Field, ranked: list[Document]) -> Document:
    return {
        "group": field.peers.name,
        "label": field.peers.label.model_dump(),
        "n_units": len(field.units),
        "pool": pool_document(field.pool),
        "improved": list(field.improved),
        "units": ranked,
    }


def pool_document(pool: Pool | None) -> Document | None:
    """What the rates of a group have in common."""
    if pool is None:
        return None
    weight = None if pool.weight is None else half_up(pool.weight, DIGITS)
    return {"mean": plain(pool.mean), "mean_decimal": half_up(pool.mean, DIGITS), "m": weight}


def unit_document(unit: Unit, lang: str) -> Document:
    """What is told of one unit: its figure, its place among its like, its progress, its target."""
    asked, judged = unit.total.metric, unit.judged
    return {
        **unit.total.document(lang),
        **_place(judged.place),
        "ranked": judged.place is not None,
        "unranked_reason": judged.reason,
        "wilson": wilson_document(unit.total),
        "shrunk": None if judged.shrunk is None else half_up(judged.shrunk, DIGITS),
        "funnel": _funnel(asked, unit),
        "progress": _progress(asked, unit),
        "target": _target(asked, unit),
        "per_people": _people(unit) if asked.kind == "count" else None,
    }


def _unit(found: Standing, field: Field, unit: Unit, lang: str) -> Document:
    answer = found.answer
    return {
        "code": unit.code,
        "name": answer.registers.name(found.asked, unit.code, answer.window.as_of, lang),
        "group": field.peers.name,
        **unit_document(unit, lang),
        "participation": [each.document() for each in found.programmes.get(unit.code, ())],
    }


def _place(place: Place | None) -> Document:
    interval = place.interval if place else None
    return {
        "rank": place.rank if place else None,
        "tied": place.tied if place else None,
        "rank_of": place.of if place else None,
        "rank_interval": list(interval) if interval else None,
        "band": place.band if place else None,
    }


def wilson_document(total: Total) -> list[str] | None:
    """Wilson's interval of a rate."""
    if total.metric.kind != "ratio":
        return None
    found = wilson(total.of("hit"), total.n)
    return [f"{edge:.{DIGITS}f}" for edge in found] if found else None


def _funnel(asked: Metric, unit: Unit) -> Document | None:
    funnel = unit.judged.funnel
    if funnel is None:
        return None
    better = {"higher": funnel.above, "lower": not funnel.above}.get(asked.better)
    side = None if better is None or funnel.flag == "in" else "better" if better else "worse"
    return {"z": funnel.z, "flag": funnel.flag, "side": side}


def _progress(asked: Metric, unit: Unit) -> Document | None:
    moved = unit.progress
    if moved is None:
        return None
    place = moved.place
    return {
        "before": _figure(asked, moved.before),
        "change": _figure(asked, moved.change),
        "better": moved.better,
        "rank": place.rank if place else None,
        "tied": place.tied if place else None,
        "rank_of": place.of if place else None,
    }


def _target(asked: Metric, unit: Unit) -> Document:
    target = unit.target
    if target is None:
        return {"light": "none", **dict.fromkeys(("target", "floor", "for", "period_kind", "distance"))}
    shown = None if unit.value is None else published(asked, unit.value) / (100 if asked.kind == "ratio" else 1)
    return {
        "light": "none" if shown is None else target.light(asked, shown),
        "target": _decimal(target.target),
        "floor": None if target.floor is None else _decimal(target.floor),
        "for": target.whom,
        "period_kind": target.period_kind,
        "distance": None if shown is None else _decimal(target.distance(asked, shown)),
    }


def _people(unit: Unit) -> Document:
    place, each = unit.place_per_people, unit.per_people
    return {
        "population": unit.people.population,
        "households": unit.people.households,
        "per_10000": _rate(each),
        "per_household": _rate(unit.per_household),
        "rank": place.rank if place else None,
        "tied": place.tied if place else None,
        "rank_of": place.of if place else None,
    }


def _rate(value: Fraction | None) -> Document:
    """A number of cases for so many people; state none where nobody knows how many there are."""
    if value is None:
        return {"state": "none", "ratio": None, "decimal": None}
    return {"state": "ok", "ratio": plain(value), "decimal": half_up(value, DIGITS)}


def _figure(asked: Metric, value: Fraction) -> Document:
    shown = half_up(value * 100, 2) if asked.kind == "ratio" else None
    ratio = f"{value.numerator}/{value.denominator}"
    return {"ratio": ratio, "decimal": half_up(value, DIGITS), "percent": shown}


def _decimal(value: Fraction) -> str:
    """A number of the targets' six places, without the zeros that say nothing."""
    return half_up(value, DIGITS).rstrip("0").rstrip(".")
