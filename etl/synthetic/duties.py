"""The duty lists: which kind of department, or the street, has the main responsibility for an item, and who assists."""

from collections.abc import Iterator

import numpy as np

from etl.synthetic.city import City
from etl.synthetic.stories import MOVED_ON
from etl.synthetic.words import catalogue, words

FIRST, SECOND = "2019-01-01", "2021-01-01"  # the lists and their revision
LATER, BOTH, ASSISTED = 0.08, 0.25, 0.6  # items listed by the revision alone; on both lists; with somebody who assists
STREAM = 301


def duty_rows(city: City) -> list[tuple[object, ...]]:
    """List, item, title, main, assisting, basis, from, to; an entry's fate hangs on the seed and its item alone."""
    return [row for item in range(len(city.items.codes)) for row in _rows(city, item)]


def _rows(city: City, item: int) -> Iterator[tuple[object, ...]]:
    word, kind = words()["duties"], int(city.items.bureau[item])
    later, both, assisted = (float(city.chance.noise(np.array([item]), STREAM + at)[0]) for at in range(3))
    since = SECOND if later < LATER else FIRST
    if city.items.own[item]:
        yield _entry(city, "territorial", item, word["street"], [_kind(kind)], since)
        return
    stale = city.cast is not None and item == city.cast.stale_item
    helpers = [_kind(kind + 1 + int(assisted * 7))] if assisted < ASSISTED else []
    if both < BOTH and not stale:
        yield _entry(city, "territorial", item, _kind(kind), [word["street"], *helpers], since)
        helpers = []
    if not stale:
        yield _entry(city, "responsibility", item, _kind(kind), helpers, since)
        return
    day = MOVED_ON.isoformat()
    yield _entry(city, "responsibility", item, _kind(kind), helpers, since, day)
    yield _entry(city, "responsibility", item, _kind(kind + 1), [_kind(kind)], day)


def _kind(number: int) -> str:
    kinds = catalogue()["bureau"]
    return str(kinds[number % len(kinds)]["name"])


def _entry(
    city: City, duty_list: str, item: int, main: str, helpers: list[str], since: str, until: str | None = None
) -> tuple[object, ...]:
    word, items = words()["duties"], city.items
    assist = word["comma"].join(helpers) or None
    return word[duty_list], items.codes[item], items.names[item], main, assist, word["basis"][duty_list], since, until
