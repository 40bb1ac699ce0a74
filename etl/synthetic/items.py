"""The catalogue of what is reported: 9 classes, 38 sub-classes, 238 items, with limits, loads and seasons."""

from dataclasses import dataclass

import numpy as np

from etl.synthetic.chance import Flags, Floats, Ints
from etl.synthetic.names import Names
from etl.synthetic.words import catalogue, words


@dataclass(frozen=True)
class Items:
    """Codes in order, the kind of bureau responsible, the limit, and how often each comes by month."""

    codes: list[str]
    names: list[str]
    rows: list[tuple[object, ...]]
    group: Ints
    bureau: Ints
    minutes: Ints
    working_days: Ints  # 0 where the clock never stops
    own: Flags  # the street's own duty
    load: Floats  # month 0..11 x item


def items(names: Names) -> Items:
    """The city's catalogue; a row is code, three levels, limit in minutes, clock."""
    groups, word = catalogue()["group"], words()["register_words"]
    classes = list(dict.fromkeys(group["class"] for group in groups))
    rows: list[tuple[object, ...]] = []
    about: list[tuple[int, int, int, int, bool]] = []
    loads: list[list[float]] = []
    for number, group in enumerate(groups):
        working, hours = group.get("working", False), group["hours"]
        minutes, days = (hours * 480, hours) if working else (hours * 60, 0)
        for place, item in enumerate(group["items"]):
            code = f"SX{classes.index(group['class']) + 1}{number + 1:02}{place + 1:02}"
            clock = word["clock_working"] if working else word["clock_calendar"]
            rows.append((code, group["class"], group["name"], item, minutes, clock))
            about.append((number, group["bureau"], minutes, days, item in group.get("own", ())))
            share = group["load"] / (place + 1.5) * names.dice.uniform(0.8, 1.2)
            loads.append([share * (1.6 if month + 1 in group.get("season", ()) else 1.0) for month in range(12)])
    group_of, bureau, limit, working_days, own = np.array(about).T
    return Items(
        [str(row[0]) for row in rows],
        [str(row[3]) for row in rows],
        rows,
        group_of,
        bureau,
        limit,
        working_days,
        own > 0,
        np.array(loads).T,
    )
