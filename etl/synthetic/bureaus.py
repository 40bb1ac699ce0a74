"""400 departments: 18 like kinds in each of 16 districts, city offices, and teams stationed in streets."""

from dataclasses import dataclass

import numpy as np

from etl.synthetic.areas import SINCE, Areas
from etl.synthetic.chance import Ints
from etl.synthetic.names import Names
from etl.synthetic.words import catalogue, words

TEAMS = 94


@dataclass(frozen=True)
class Bureaus:
    """Codes in order: district by district all kinds, then the city's offices, then the teams."""

    codes: list[str]
    rows: list[tuple[object, ...]]
    kinds: int
    city_from: int
    team_of: Ints  # position of the team by (street, kind), -1 where there is none

    def of(self, district: int, kind: int) -> int:
        """Position of a district's bureau."""
        return district * self.kinds + kind


def bureaus(areas: Areas, names: Names) -> Bureaus:
    """The city's departments; a row is code, name, district, kind, host street, parent, from, to."""
    kinds = catalogue()["bureau"]
    rows: list[tuple[object, ...]] = []
    for place, district in enumerate(areas.districts):
        for number, kind in enumerate(kinds):
            name = areas.district_names[place] + kind["name"]
            rows.append(
                (
                    f"BM{place + 1:02}{number + 1:02}",
                    name,
                    district,
                    kind["name"],
                    None,
                    _city(number),
                    SINCE,
                    None,
                )
            )
    for number, kind in enumerate(kinds):
        rows.append(
            (
                _city(number),
                words()["city"]["name"] + kind["name"],
                None,
                kind["name"],
                None,
                None,
                SINCE,
                None,
            )
        )
    team_of = np.full((len(areas.streets), len(kinds)), -1)
    stationed = [number for number, kind in enumerate(kinds) if "team" in kind]
    posts = names.dice.choice(len(areas.streets) * len(stationed), TEAMS, replace=False)
    for post in sorted(posts):
        street, number = int(post) // len(stationed), stationed[int(post) % len(stationed)]
        team_of[street, number] = len(rows)
        rows.append(_team(areas, street, number, kinds[number]))
    return Bureaus([str(row[0]) for row in rows], rows, len(kinds), len(kinds) * len(areas.districts), team_of)


def _city(number: int) -> str:
    return f"BM00{number + 1:02}"


def _team(areas: Areas, street: int, number: int, kind: dict[str, str]) -> tuple[object, ...]:
    district = int(areas.district_of[street])
    code = f"PZ{areas.streets[street][4:]}{number + 1:02}"
    parent = f"BM{district + 1:02}{number + 1:02}"
    host = areas.streets[street]
    return (
        code,
        areas.street_names[street] + kind["team"],
        areas.districts[district],
        kind["team"],
        host,
        parent,
        SINCE,
        None,
    )
