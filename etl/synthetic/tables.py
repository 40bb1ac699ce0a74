"""A month's cases, events, assignments and follow-ups as Arrow tables, whose columns are the platform's words."""

from typing import Any

import numpy as np
import pyarrow as pa

from etl.synthetic.calls import Calls
from etl.synthetic.cases import Cases
from etl.synthetic.chance import Array, Flags, Ints
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF, DAY, LAST, second
from etl.synthetic.handling import NEVER
from etl.synthetic.histories import KINDS, Assignments, Events
from etl.synthetic.words import words

UNREGISTERED = ("990199001001", "SX99901", "BM9999")  # codes that no register has
PHONE, HOTLINE, VIDEO = 1, 2, 5  # channels; the phone sends a position
CLOSED_AT_HOME = 0.3  # closed in the community where they were found
WEST, SOUTH = 162.0, 24.0  # open ocean: no real place is meant
CORRECTED = 0.001


def case_table(city: City, known: Cases) -> Any:
    """The cases; `road` and `house` make the place, `corrected` marks those that a later file mends."""
    drafts, noise, word = known.drafts, city.chance.noise, words()
    road = _road(city, known)
    phone = known.channel == PHONE
    channels = list(word["channels"])
    levels = list(dict.fromkeys(word["found"].values()))
    level_of = np.array([levels.index(word["found"][channel]) for channel in channels])
    return pa.table(
        {
            "number": pa.array(known.number.astype(str)),
            "reported": moment(drafts.reported),
            "channel": coded(known.channel, channels),
            "system": coded(_system(known), word["city"]["systems"]),
            "item": coded(known.item, [*city.items.codes, UNREGISTERED[1]]),
            "item_name": coded(np.where(known.item < len(city.items.codes), known.item, -1), city.items.names),
            "area": coded(known.area, [*city.areas.codes, UNREGISTERED[0], *(each.code for each in city.former)]),
            "street_name": coded(
                _street(city, known), [*city.areas.street_names, word["suffix"]["unregistered_street"]]
            ),
            "level": coded(level_of[known.channel], levels),
            "road": coded(road, city.roads),
            "house": pa.array(1 + (noise(drafts.spot, 92) * 2000).astype(np.int16)),
            "lon": _position(WEST + 0.05 * (road % 400) / 20 + noise(drafts.spot, 93) * 0.01, phone),
            "lat": _position(SOUTH + 0.05 * (road // 400) / 20 + noise(drafts.spot, 94) * 0.01, phone),
            "accepted": moment(known.accepted),
            "due": moment(known.due),
            "extended": moment(known.extended),
            "approved": moment(known.approved),
            "closed": moment(known.closed),
            "closed_level": coded(_closed_level(city, known, levels), levels),
            "department": coded(known.department, [*city.bureaus.codes, UNREGISTERED[2]]),
            "excluded": coded(known.excluded, list(word["excluded"])),
            "urgency": coded((noise(drafts.key, 95) < 0.06).astype(np.int64), word["case"]["urgency"]),
            "pictures": pa.array((noise(drafts.key, 96) * 5).astype(np.int8)),
            "updated": moment(known.updated),
            "corrected": pa.array(_corrected(city, known)),
        }
    )


def _road(city: City, known: Cases) -> Ints:
    """One of the four roads of the community that the place lies in, also where the code says less."""
    tree, spot = city.areas, known.drafts.spot
    first = tree.first_community[known.drafts.street]
    size = tree.first_community[known.drafts.street + 1] - first
    community = first + (city.chance.noise(spot, 61) * size).astype(np.int64)
    return community * 4 + (city.chance.noise(spot, 91) * 4).astype(np.int64)


def _street(city: City, known: Cases) -> Ints:
    tree = city.areas
    found = np.where(known.area == len(tree.codes), len(tree.streets), known.drafts.street)
    return np.where(
        (known.area >= len(tree.communities) + len(tree.streets)) & (known.area < len(tree.codes)), -1, found
    )


def _closed_level(city: City, known: Cases, levels: list[str]) -> Ints:
    """Some end where they were found; else the rank of whoever handled it: city, district, team or street."""
    word, bureaus = words()["levels"], city.bureaus
    found = np.array([levels.index(word[name]) for name in ("city", "district", "street", "community")])
    teams = bureaus.city_from + bureaus.kinds
    rank = np.select(
        [known.department < 0, known.department < bureaus.city_from, known.department < teams], [2, 1, 0], 2
    )
    at_home = (city.chance.noise(known.drafts.key, 98) < CLOSED_AT_HOME) & (known.channel != HOTLINE)
    return np.where(known.closed == NEVER, -1, found[np.where(at_home, 3, rank)])


def _system(known: Cases) -> Ints:
    """The hotline and the video patrol have systems of their own."""
    found: Ints = np.select(
        [known.channel == HOTLINE, known.channel == VIDEO], [known.channel * 0 + 2, known.channel * 0 + 1], 0
    )
    return found


def _corrected(city: City, known: Cases) -> Flags:
    # Only closed cases of the background that a file of a later month can mend.
    drawn = city.chance.noise(known.drafts.key, 97) < CORRECTED
    found: Flags = drawn & (known.drafts.story == 0) & (known.closed < NEVER) & (known.updated < CUTOFF - 2 * DAY)
    found &= known.drafts.reported < second(LAST.replace(day=1))
    return found


def event_table(city: City, known: Cases, told: Events) -> Any:
    """The events."""
    word = words()
    kinds = word["event"]["kinds"]
    closing = np.where(told.kind == KINDS.index("close"), known.channel[told.case] % 4, -1)
    return pa.table(
        {
            "number": pa.array(known.number[told.case].astype(str)),
            "kind": coded(told.kind, [kinds[kind] for kind in KINDS]),
            "happened": moment(told.happened),
            "department": coded(told.department, [*city.bureaus.codes, UNREGISTERED[2]]),
            "seq": pa.array(told.sequence().astype(np.int16)),
            "new_due": moment(told.new_due),
            "level": coded(closing, list(word["levels"].values())),
            "updated": moment(told.happened),
        }
    )


def assignment_table(city: City, known: Cases, told: Assignments) -> Any:
    """The assignments."""
    word = words()["assignment"]
    names = [str(row[1]) for row in city.bureaus.rows]
    return pa.table(
        {
            "number": pa.array(known.number[told.case].astype(str)),
            "department": coded(told.department, [*city.bureaus.codes, UNREGISTERED[2]]),
            "department_name": coded(np.where(told.department < len(names), told.department, -1), names),
            "role": coded(told.main.astype(np.int64), [word["assist"], word["main"]]),
            "sent": moment(told.sent),
            "due": moment(told.due),
            "done": moment(told.done),
            "updated": moment(np.minimum(np.where(told.done == NEVER, told.sent, told.done), CUTOFF - 1)),
        }
    )


def call_table(city: City, known: Cases, told: Calls) -> Any:
    """The follow-ups."""
    word = words()["register_words"]
    answers = [word["no"], word["yes"]]
    return pa.table(
        {
            "number": pa.array(known.number[told.case].astype(str)),
            "reported": moment(known.drafts.reported[told.case]),
            "called": moment(told.called),
            "reached": coded(told.reached, answers),
            "contacted": coded(told.contacted, answers),
            "resolved": coded(told.resolved, answers),
            "level": coded(told.level, words()["followup"]["levels"]),
            "auto": coded(told.auto, answers),
            "updated": moment(told.called),
        }
    )


def moment(seconds: Ints) -> Any:
    """Naive stamps; what lies beyond the files and is no due time is given as NEVER before."""
    return pa.array(np.where(seconds >= NEVER, 0, seconds).astype("datetime64[s]"), mask=seconds >= NEVER)


def coded(positions: Ints, values: list[str]) -> Any:
    """Texts by position, null for -1."""
    indices = pa.array(positions.astype(np.int32), mask=positions < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(values))


def _position(degrees: Array, known: Flags) -> Any:
    return pa.array(np.round(degrees, 5), mask=~known)
