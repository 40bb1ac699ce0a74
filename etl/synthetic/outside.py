"""What others say of departments: scores by superiors, peers and other assessments, and notices of supervision."""

from collections.abc import Sequence

import numpy as np

from etl.synthetic.city import City
from etl.synthetic.days import DAY, LAST, second
from etl.synthetic.ratings import QUARTERS, quarter_end
from etl.synthetic.roles import Roles
from etl.synthetic.words import words

Row = Sequence[object]
LOWEST, REACH, UNREST = 74.0, 20.0, 8.0
INCIDENTS = 14


def score_rows(city: City, cast: Roles) -> list[Row]:
    """Period, unit, node, score, moment: every bureau of a district, each quarter."""
    nodes, codes = words()["score"]["nodes"], city.bureaus.codes[: city.bureaus.city_from]
    quarter, place, node = (each.ravel() for each in np.indices((len(QUARTERS), len(codes), len(nodes))))
    key = (quarter * len(nodes) + node) * len(codes) + place
    worth = city.chance.noise(place, 281) * (1 - UNREST / 100)
    worth = np.where(place == cast.leading_department, 1.0, worth)
    score = LOWEST + REACH * worth + UNREST * (city.chance.noise(key, 282) - 0.5)
    given = [f"{quarter_end(code).isoformat()} 18:00:00" for code in QUARTERS]
    cents = np.rint(score * 100).astype(np.int64).tolist()
    return [
        (QUARTERS[when], codes[unit], nodes[kind], f"{cent // 100}.{cent % 100:02}", given[when])
        for when, unit, kind, cent in zip(quarter.tolist(), place.tolist(), node.tolist(), cents, strict=True)
    ]


def incident_rows(city: City) -> list[Row]:
    """Number, kind, unit, day, document, moment: some departments and streets were named in a notice."""
    word, noise = words()["incident"], city.chance.noise
    keys = np.arange(INCIDENTS, dtype=np.int64)
    units = [*city.bureaus.codes[: city.bureaus.city_from], *city.areas.streets]
    unit = (noise(keys, 283) * len(units)).astype(np.int64)
    first = second(quarter_end(QUARTERS[0]))
    span = second(LAST) // DAY - first // DAY
    days = np.sort(first // DAY + (noise(keys, 284) * span).astype(np.int64)).astype("datetime64[D]").astype(str)
    return [
        (
            f"SJ{key + 1:04}",
            word["notice"],
            units[unit[key]],
            day,
            word["document"].format(year=day[:4], number=key + 1),
            f"{day} 18:00:00",
        )
        for key, day in enumerate(days.tolist())
    ]
