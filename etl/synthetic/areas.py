"""The theatre tree: 1 city, 16 districts, 252 streets, towns and zones, 5,395 communities."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from etl.synthetic.chance import Floats, Ints
from etl.synthetic.names import Names
from etl.synthetic.words import words

CITY = "990000"
STREETS = (12, 13, 14, 11, 15, 12, 16, 18, 20, 17, 14, 19, 21, 16, 18, 16)
COMMUNITIES = 5_395
LARGE = 24  # communities of 5,000 households or more
# reports of a district, relative; and how fast it works: the middle handling time as a share of the limit
LOAD = (1.0, 1.15, 0.9, 0.8, 1.05, 0.75, 1.2, 1.5, 1.35, 1.0, 0.95, 1.3, 1.45, 1.1, 1.25, 0.6)
PACE = (0.19, 0.22, 0.24, 0.17, 0.27, 0.21, 0.25, 0.28, 0.22, 0.20, 0.30, 0.23, 0.26, 0.22, 0.24, 0.18)
# reports on a day off, as a share of a working day
WEEKEND = (0.62, 0.70, 0.58, 0.75, 0.66, 0.60, 0.72, 0.55, 0.68, 0.64, 0.57, 0.73, 0.61, 0.69, 0.59, 0.65)
SINCE = "2019-01-01"
RENAMED_ON = "2020-07-01"


@dataclass(frozen=True)
class Areas:
    """Codes and names in order of code, the parent as a position in the level above, and weights of load."""

    districts: list[str]
    district_names: list[str]
    streets: list[str]
    street_names: list[str]
    street_kinds: list[str]
    district_of: Ints
    street_load: Floats
    communities: list[str]
    community_names: list[str]
    street_of: Ints
    first_community: Ints  # position of a street's first community; one more at the end
    households: Ints
    renamed: int  # the community that got a new name

    @property
    def codes(self) -> list[str]:
        """Codes as cases carry them: communities, then streets, then districts."""
        return [*self.communities, *self.streets, *self.districts]

    @property
    def people(self) -> Ints:
        """Inhabitants of each community."""
        found: Ints = np.rint(self.households * 2.6).astype(np.int64)
        return found


def areas(names: Names) -> Areas:
    """The city's tree."""
    dice, suffix = names.dice, words()["suffix"]
    districts = [f"9901{place + 1:02}" for place in range(len(STREETS))]
    district_of = np.repeat(np.arange(len(STREETS)), STREETS)
    within = np.concatenate([np.arange(count) for count in STREETS])
    streets = [f"{districts[place]}{number + 1:03}" for place, number in zip(district_of, within, strict=True)]
    kinds = [
        str(kind) for kind in dice.permutation([kind for kind, count in suffix["street"].items() for _ in range(count)])
    ]
    sizes = _shares(dice.uniform(0.6, 1.4, len(streets)), COMMUNITIES)
    street_of = np.repeat(np.arange(len(streets)), sizes)
    first = np.concatenate([[0], np.cumsum(sizes)])
    communities = [f"{streets[street]}{place - first[street] + 1:03}" for place, street in enumerate(street_of)]
    load = np.array(LOAD)[district_of] / np.array(STREETS)[district_of] * dice.uniform(0.75, 1.3, len(streets))
    households = dice.integers(600, 4_600, COMMUNITIES)
    households[dice.choice(COMMUNITIES, LARGE, replace=False)] = dice.integers(5_000, 8_200, LARGE)
    return Areas(
        districts,
        [name + suffix["district"] for name in names.places(len(districts))],
        streets,
        [name + kind for name, kind in zip(names.places(len(streets)), kinds, strict=True)],
        kinds,
        district_of,
        load,
        communities,
        [
            name + suffix["community_kind"][kinds[street]]
            for name, street in zip(names.communities(COMMUNITIES), street_of, strict=True)
        ],
        street_of,
        first,
        households,
        int(dice.integers(COMMUNITIES)),
    )


def _shares(weights: Floats, total: int) -> Ints:
    """Whole numbers in proportion to the weights that sum to the total (largest remainder)."""
    exact = weights / weights.sum() * total
    whole: Ints = np.floor(exact).astype(np.int64)
    whole[np.argsort(whole - exact, kind="stable")[: total - whole.sum()]] += 1
    return whole


def area_rows(areas: Areas, begun: Mapping[int, str]) -> list[tuple[object, ...]]:
    """What stands, as exported: code, name, level, parent, kind, households, population, from, to.

    `begun`: the first day of communities that came later, by position.
    """
    level = words()["levels"]
    rows: list[tuple[object, ...]] = [
        (CITY, words()["city"]["name"], level["city"], None, None, None, None, SINCE, None)
    ]
    people = areas.people
    for code, name in zip(areas.districts, areas.district_names, strict=True):
        rows.append((code, name, level["district"], CITY, words()["suffix"]["district"], None, None, SINCE, None))
    for place, code in enumerate(areas.streets):
        parent = areas.districts[areas.district_of[place]]
        rows.append(
            (
                code,
                areas.street_names[place],
                level["street"],
                parent,
                areas.street_kinds[place],
                None,
                None,
                SINCE,
                None,
            )
        )
    for place, code in enumerate(areas.communities):
        street = int(areas.street_of[place])
        kind = words()["suffix"]["community_kind"][areas.street_kinds[street]]
        size = (int(areas.households[place]), int(people[place]))
        about = (level["community"], areas.streets[street], kind, *size)
        name = areas.community_names[place]
        if place != areas.renamed:
            rows.append((code, name, *about, begun.get(place, SINCE), None))
            continue
        rows.append((code, name, *about, SINCE, RENAMED_ON))
        rows.append((code, words()["suffix"]["renamed"] + name, *about, RENAMED_ON, None))
    return rows
