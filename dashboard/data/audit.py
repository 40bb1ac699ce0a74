"""Ratings looked at from the other side: what each street has rated and owes, and what its ratings hint at."""

from datetime import date
from typing import Any

from dashboard.data.assessment import beside, scored
from dashboard.data.visit import Visit
from warehouse import dimension, registers

Document = dict[str, Any]


def audit(here: Visit) -> Document:
    """Coverage by unit and by street, the levels each street gave, and hints, all by name."""
    document = scored(here)
    statistics = beside(here)
    told = statistics["ratings"]
    rated = {each["code"]: _rated(each) for each in document["subjects"]}
    names = {each["code"]: each["name"] for each in document["subjects"]}
    return {
        "document": document,
        "units": [{**each, "rated": rated[each["code"]]} for each in document["subjects"] if rated[each["code"]]],
        "duties": _duties([each for each in rated.values() if each], names),
        "streets": [_named(here, each, document) for each in told["streets"]] if told else [],
        "contradictions": [_named(here, each, document) for each in told["contradictions"]] if told else [],
        "favours": [_named(here, each, document) for each in told["favours"]] if told else [],
        "leaders": _leaders(statistics, document),
        "rated": told is not None,
    }


def _rated(subject: Document) -> Document | None:
    return next((each for each in subject["nodes"] if each["kind"] == "bottom_up"), None)


def _duties(rated: list[Document], names: dict[str, str]) -> list[Document]:
    """Of each street how many units it has rated and how many it still owes, those that owe most first."""
    found: dict[str, Document] = {}
    for each in rated:
        for key, several in (("done", each["streets"]), ("owed", each["missing_streets"])):
            for street in several:
                held = found.setdefault(street["code"], {**_only(street), "done": 0, "owed": 0})
                held[key] += 1
    return sorted(found.values(), key=lambda each: (-each["owed"], each["code"]))


def _leaders(statistics: Document, document: Document) -> list[Document]:
    """Units at the top of a rate that rests on too few rows to be ranked."""
    nodes = {each["code"]: {node["code"]: node for node in each["nodes"]} for each in document["subjects"]}
    names = {each["code"]: each["name"] for each in document["subjects"]}
    return [
        {"unit": unit["code"], "name": names[unit["code"]], "node": nodes[unit["code"]][code]}
        for group in statistics["groups"]
        for code, rates in group["rates"].items()
        for unit in rates["units"]
        if unit["leads_on_few"]
    ]


def _only(street: Document) -> Document:
    return {"code": street["code"], "name": street["name"]}


def _named(here: Visit, told: Document, document: Document) -> Document:
    """The same with the names of its street and its department."""
    known, day = registers(here.snapshot), date.fromisoformat(document["as_of"])
    names = {
        f"{key}_name": known.name(dimension(key), told[key], day, here.lang)
        for key in ("street", "department")
        if key in told
    }
    return {**told, **names}
