"""What the product must bring to light: extra cases of the stories, and the list of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from etl.synthetic.chance import Ints, pick
from etl.synthetic.city import Cast, City
from etl.synthetic.days import DAY, FIRST, LAST, second
from etl.synthetic.drawing import Drafts, joined
from etl.synthetic.words import words

SPIKE, BUCK, REOPENED, RISING, SMALL, REPEAT = range(1, 7)
# least number of cases, and the share of a large city
SIZES = {SPIKE: (40, 4e-4), BUCK: (45, 2e-4), REOPENED: (60, 1e-4), RISING: (160, 7.6e-4), REPEAT: (60, 1e-3)}
SPANS = {
    SPIKE: (date(2021, 5, 6), date(2021, 5, 26)),
    BUCK: (date(2021, 4, 1), date(2021, 5, 20)),
    REOPENED: (date(2021, 3, 1), date(2021, 4, 25)),
    RISING: (LAST - timedelta(days=34), LAST),
    SMALL: (FIRST, date(2021, 4, 30)),
    REPEAT: (date(2021, 4, 1), date(2021, 5, 31)),
}
SMALL_COUNT = 9
CLUSTER = 6  # reports of one place, within CLUSTER_DAYS
CLUSTER_DAYS = 24
GROWTH = 1.6  # of the rising item, week on week
BUCK_SINCE = date(2020, 12, 1)
REOPENED_ON = (date(2021, 5, 1), date(2021, 5, 31))
SHORT = 72 * 60  # minutes: the spike's cases must be overdue by the end
NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Stories:
    """The extra cases, by story, and how many of each there are."""

    cases: Drafts
    sizes: dict[int, int]


def stories(city: City, count: int, first_key: int) -> Stories:
    """The extra cases of a city of that many cases; none for a plain one."""
    found = Drafts(*(NONE for _ in range(7)))
    if city.cast is None:
        return Stories(found, {})
    sizes = _sizes(count)
    for story, size in sizes.items():
        keys = np.arange(first_key + len(found.key), first_key + len(found.key) + size, dtype=np.int64)
        found = joined(found, _block(city, city.cast, story, keys))
    return Stories(found, sizes)


def _sizes(count: int) -> dict[int, int]:
    sizes = {story: max(least, round(count * share)) for story, (least, share) in SIZES.items()}
    sizes[REPEAT] -= sizes[REPEAT] % CLUSTER
    return sizes | {SMALL: SMALL_COUNT}


def extra(city: City, count: int) -> int:
    """How many cases the stories add."""
    return 0 if city.cast is None else sum(_sizes(count).values())


def _block(city: City, cast: Cast, story: int, keys: Ints) -> Drafts:
    reported = _times(city, story, keys)
    street, item, spot = _streets(city, cast, story, keys), _items(city, cast, story, keys), keys
    if story == REPEAT:
        spot = keys - (keys - keys[0]) % CLUSTER
        item = _items(city, cast, story, spot)
    department = np.full(len(keys), cast.buck_department if story == BUCK else -1)
    return Drafts(keys, reported, street, item, spot, department, np.full(len(keys), story))


def _times(city: City, story: int, keys: Ints) -> Ints:
    start, end = second(SPANS[story][0]), second(SPANS[story][1]) + DAY
    part = (np.arange(len(keys)) + 0.5) / len(keys)
    if story == RISING:
        weeks = (end - start) / DAY / 7
        part = np.log1p(part * (GROWTH**weeks - 1)) / np.log(GROWTH) / weeks
    if story == REPEAT:
        place, turn = np.divmod(np.arange(len(keys)), CLUSTER)
        reach = end - start - CLUSTER_DAYS * DAY
        moment = (place + 0.5) / (len(keys) // CLUSTER) * reach + turn / CLUSTER * CLUSTER_DAYS * DAY
        part = moment / (end - start)
    day = np.floor(part * (end - start) / DAY).astype(np.int64)
    # daytime only: 8:00 to 20:00
    return start + day * DAY + 8 * 3600 + (city.chance.noise(keys, 21) * 12 * 3600).astype(np.int64)


def _streets(city: City, cast: Cast, story: int, keys: Ints) -> Ints:
    fixed = {
        SPIKE: cast.spike_street,
        REOPENED: cast.reopened_street,
        SMALL: cast.small_street,
        REPEAT: cast.repeat_street,
    }
    if story in fixed:
        return np.full(len(keys), fixed[story])
    load = city.areas.street_load.copy()
    load[cast.small_street] = 0.0
    if story == BUCK:
        load[city.areas.district_of != cast.buck_department // city.bureaus.kinds] = 0.0
    return pick(load[None, :], np.zeros(len(keys), dtype=np.int64), city.chance.lattice(keys, "street"))


def _items(city: City, cast: Cast, story: int, keys: Ints) -> Ints:
    fixed = {RISING: cast.rising_item, REOPENED: cast.reopened_item}
    if story in fixed:
        return np.full(len(keys), fixed[story])
    items, load = city.items, city.items.load[4].copy()
    load[[cast.rising_item, cast.reopened_item]] = 0.0
    if story == SPIKE:
        load[(items.minutes > SHORT) | (items.working_days > 0)] = 0.0
    if story == BUCK:
        load[items.bureau != cast.buck_department % city.bureaus.kinds] = 0.0
    if story == REPEAT:
        load = (load > 0).astype(float)
    return pick(load[None, :], np.zeros(len(keys), dtype=np.int64), city.chance.lattice(keys, "item"))


def planted(city: City, told: Stories) -> list[dict[str, object]]:
    """The content of planted.json; `rule` is the attention rule that finds the story, or None."""
    return [] if city.cast is None else list(_planted(city, city.cast, told.sizes))


def _planted(city: City, cast: Cast, sizes: dict[int, int]) -> Iterator[dict[str, object]]:
    streets, departments = city.areas.streets, city.bureaus.codes
    items, names = city.items.codes, city.items.names
    listed: list[tuple[str, str, tuple[date, date], dict[str, object]]] = [
        ("overdue_spike", streets[cast.spike_street], (SPANS[SPIKE][0], LAST), {"n": sizes[SPIKE]}),
        ("buck_passing", departments[cast.buck_department], (BUCK_SINCE, LAST), {"n": sizes[BUCK]}),
        (
            "reopened_batch",
            streets[cast.reopened_street],
            REOPENED_ON,
            {"n": sizes[REOPENED], "item": f"{items[cast.reopened_item]} {names[cast.reopened_item]}"},
        ),
        ("rising_item", items[cast.rising_item], SPANS[RISING], {"n": sizes[RISING]}),
        ("month_end_closing", departments[cast.month_end_department], (FIRST, LAST), {}),
        ("weekend_gap", city.areas.districts[cast.gap_district], (FIRST, LAST), {}),
        ("repeat_places", streets[cast.repeat_street], SPANS[REPEAT], {"n": sizes[REPEAT]}),
        ("small_n", streets[cast.small_street], (FIRST, LAST), {"n": sizes[SMALL]}),
    ]
    for story, unit, (start, end), values in listed:
        note = {lang: text.format(**values) for lang, text in words()["stories"][story].items()}
        rule = None if story == "small_n" else story
        yield {
            "story": story,
            "rule": rule,
            "units": [unit],
            "from": start.isoformat(),
            "to": end.isoformat(),
            "note": note,
        }
