"""What if a part weighed more or less: places and scores at any weight, from the figures beside the score."""

from fractions import Fraction
from typing import Any

from dashboard.data.assessment import beside, scheme, scored
from dashboard.data.visit import Visit
from dashboard.supposition import Supposed, Supposition
from warehouse import BadQuestion, Mixed, Unknown, half_up, ranked

Document = dict[str, Any]
WHOLE = 100


def supposition(here: Visit, share: object) -> Supposition:
    """The group of the address at a share of so many percent, the scheme's own where none is given."""
    document = scored(here)
    by_group = {each["group_code"]: each["what_if"] for each in beside(here)["groups"]}
    labels = {each["group_code"]: each["group"] for each in document["subjects"]}
    group = _group(here, by_group)
    told = by_group.get(group, {"units": [], "pairs": [], "ticks": [], "left_out": [], "weight": "0", "node": ""})
    weight = Fraction(told["weight"]) if share is None else _share(share)
    units = _units(here, document, told, weight)
    several = tuple((code, labels[code]) for code in by_group if code in labels)
    return Supposition(document, told, group, several, weight, tuple(units))


def _group(here: Visit, by_group: dict[str, Document]) -> str:
    """The group of the address, else the first in which two can change places."""
    if here.address.group:
        if here.address.group not in by_group:
            raise Unknown("group", here.address.group, by_group)
        return here.address.group
    mixed = [code for code, each in by_group.items() if len(each["units"]) > 1]
    return next(iter([*mixed, *by_group]), "")


def _share(share: object) -> Fraction:
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= WHOLE:
        raise BadQuestion("a share is a number of percent from 0 to 100")
    return Fraction(str(share)) / WHOLE


def _units(here: Visit, document: Document, told: Document, weight: Fraction) -> list[Supposed]:
    asked, subjects = scheme(here), {each["code"]: each for each in document["subjects"]}
    mixed = {each["code"]: _mixed(each, subjects[each["code"]]) for each in told["units"]}
    firm = {code: each for code, each in mixed.items() if subjects[code]["ranked"]}
    now, places = (ranked(asked, firm, share) for share in (Fraction(told["weight"]), weight))
    found = []
    for code, each in mixed.items():
        score = half_up(each.at(weight), asked.publish.score_decimals)
        moved = Fraction(score) - Fraction(subjects[code]["score"])
        found.append(Supposed(subjects[code], score, moved, now.get(code), places.get(code)))
    return sorted(found, key=lambda each: (-(each.gained or 0), -each.moved, each.subject["code"]))


def _mixed(told: Document, subject: Document) -> Mixed:
    last = any(each["rank"] == "last" for each in subject["vetoes"])
    return Mixed(Fraction(told["part"]), Fraction(told["rest"]), last)
