"""Who takes part in which pilot programme: some from early on, some late, some left, some only in future."""

from datetime import date, timedelta

import numpy as np

from etl.synthetic.chance import Chance
from etl.synthetic.city import City
from etl.synthetic.words import words

OPENED, OPEN_DAYS = date(2020, 4, 1), 480  # the last of them join after the files end
TAKES_PART = {"street": 0.6, "department": 0.35}
LEAVES, STAYS = 0.05, 120  # share of those who leave, after that many days
STREAM = 91


def participation_rows(city: City) -> list[tuple[object, ...]]:
    """Unit, programme, from, to; a unit's fate hangs on the seed and its place in the register alone."""
    units = {"street": city.areas.streets, "department": city.bureaus.codes}
    rows: list[tuple[object, ...]] = []
    for stream, (kind, codes) in enumerate(units.items()):
        rows += _rows(city.chance, words()["programmes"][kind], codes, TAKES_PART[kind], STREAM + stream * 3)
    return rows


def _rows(chance: Chance, programme: str, codes: list[str], share: float, stream: int) -> list[tuple[object, ...]]:
    keys = np.arange(len(codes))
    chosen, when, left = (chance.noise(keys, stream + place) for place in range(3))
    rows: list[tuple[object, ...]] = []
    for place in np.flatnonzero(chosen < share):
        start = OPENED + timedelta(days=int(when[place] * OPEN_DAYS))
        end = (start + timedelta(days=STAYS)).isoformat() if left[place] < LEAVES else None
        rows.append((codes[place], programme, start.isoformat(), end))
    return rows
