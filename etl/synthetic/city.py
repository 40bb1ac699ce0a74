"""Everything about the city that is fixed before the first case is drawn."""

from dataclasses import dataclass

import numpy as np

from etl.synthetic.areas import LOAD, WEEKEND, Areas, areas
from etl.synthetic.bureaus import Bureaus, bureaus
from etl.synthetic.chance import Chance, Floats
from etl.synthetic.changes import Former, former
from etl.synthetic.days import Days, days
from etl.synthetic.items import Items, items
from etl.synthetic.names import Names
from etl.synthetic.words import words

GAP = 0.012  # reports on a weekend day in the district of the weekend gap, as a share of a working day


@dataclass(frozen=True)
class Cast:
    """Who plays a part in the stories: positions of districts, streets, items and departments."""

    gap_district: int
    spike_street: int
    reopened_street: int
    repeat_street: int
    small_street: int
    rising_item: int
    reopened_item: int
    buck_department: int
    month_end_department: int
    praised_street: int
    hollow_department: int
    relapsing_item: int
    own_duty_street: int
    stale_item: int


@dataclass(frozen=True)
class City:
    """Registers, chances and the distributions that cases are drawn from; no cast in a plain city."""

    seed: int
    chance: Chance
    days: Days
    areas: Areas
    former: tuple[Former, ...]  # codes of areas that ended
    bureaus: Bureaus
    items: Items
    names: Names
    roads: list[str]  # four a community
    cast: Cast | None
    daily: Floats  # day x street
    mix: Floats  # (district, month of the year) x item
    channels: Floats  # district x channel


def city(seed: int, plain: bool) -> City:
    """The city of a seed."""
    chance, names = Chance(seed), Names(seed)
    tree = areas(names)
    departments, catalogue, calendar = bureaus(tree, names), items(names), days(chance)
    cast = None if plain else _cast(tree, departments, catalogue)
    return City(
        seed,
        chance,
        calendar,
        tree,
        former(tree),
        departments,
        catalogue,
        names,
        _roads(names, len(tree.communities)),
        cast,
        _daily(calendar, tree, cast),
        _mix(catalogue, names),
        _channels(names),
    )


def _cast(tree: Areas, departments: Bureaus, catalogue: Items) -> Cast:
    # Stories keep out of each other's way: every one has its own district.
    def street(district: int) -> int:
        own = np.flatnonzero(tree.district_of == district)
        return int(own[np.argsort(tree.street_load[own], kind="stable")[len(own) // 2]])

    order = np.argsort(np.where(catalogue.own, 0.0, catalogue.load[4]), kind="stable")
    return Cast(
        gap_district=4,
        spike_street=street(8),
        reopened_street=street(2),
        repeat_street=street(10),
        small_street=street(15),
        rising_item=int(order[len(order) // 2]),
        reopened_item=int(order[len(order) // 3]),
        buck_department=departments.of(7, 2),
        month_end_department=departments.of(12, 2),
        praised_street=street(6),
        hollow_department=departments.of(13, 2),
        relapsing_item=int(order[len(order) * 2 // 3]),
        own_duty_street=street(0),
        stale_item=int(order[-4]),
    )


def _daily(calendar: Days, tree: Areas, cast: Cast | None) -> Floats:
    rest = np.repeat(np.array(WEEKEND)[None, :], calendar.span, axis=0)
    weight = np.where(calendar.worked[: calendar.span, None], 1.0, rest)
    load = tree.street_load.copy()
    if cast is not None:
        weight[calendar.weekend[: calendar.span], cast.gap_district] = GAP
        load[cast.small_street] = 0.0
    found: Floats = calendar.busy[: calendar.span, None] * weight[:, tree.district_of] * load
    return found


def _mix(catalogue: Items, names: Names) -> Floats:
    leaning = names.dice.uniform(0.75, 1.3, (len(LOAD), int(catalogue.group.max()) + 1))
    by_item = leaning[:, catalogue.group]
    found: Floats = (by_item[:, None, :] * catalogue.load[None, :, :]).reshape(-1, len(catalogue.codes))
    return found


def _channels(names: Names) -> Floats:
    shares = np.array(list(words()["channels"].values()))
    found: Floats = shares * names.dice.uniform(0.6, 1.5, (len(LOAD), len(shares)))
    return found


def _roads(names: Names, communities: int) -> list[str]:
    pairs, suffix = np.array(names.pairs), words()["suffix"]["road"]
    chosen = pairs[names.dice.integers(len(pairs), size=communities * 4)]
    return [name + suffix[place % len(suffix)] for place, name in enumerate(chosen.tolist())]
