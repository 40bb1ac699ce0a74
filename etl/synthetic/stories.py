"""What the product must bring to light: extra cases of the stories, and the list of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from etl.synthetic.chance import Ints, pick
from etl.synthetic.city import Cast, City
from etl.synthetic.days import DAY, FIRST, LAST, second
from etl.synthetic.drawing import Drafts, joined
from etl.synthetic.enclaves import enclave_stories
from etl.synthetic.words import words

SPIKE, BUCK, REOPENED, RISING, SMALL, REPEAT, PRAISED, HOLLOW, RELAPSE, OWN_DUTY = range(1, 11)
# least number of cases, and the share of a large city
SIZES = {
    SPIKE: (40, 4e-4),
    BUCK: (45, 2e-4),
    REOPENED: (60, 1e-4),
    RISING: (160, 7.6e-4),
    REPEAT: (60, 1e-3),
    PRAISED: (60, 3e-4),
    HOLLOW: (60, 5e-4),
    RELAPSE: (120, 8e-4),
    OWN_DUTY: (40, 8e-5),
}
SPANS = {
    SPIKE: (date(2021, 5, 6), date(2021, 5, 26)),
    BUCK: (date(2021, 4, 1), date(2021, 5, 20)),
    REOPENED: (date(2021, 3, 1), date(2021, 4, 25)),
    RISING: (LAST - timedelta(days=34), LAST),
    SMALL: (FIRST, date(2021, 4, 30)),
    REPEAT: (date(2021, 4, 1), date(2021, 5, 31)),
    PRAISED: (date(2021, 2, 1), date(2021, 5, 24)),
    HOLLOW: (date(2021, 2, 1), date(2021, 5, 24)),
    RELAPSE: (date(2021, 3, 1), date(2021, 5, 31)),
    OWN_DUTY: (date(2020, 12, 10), date(2021, 5, 30)),
}
SMALL_COUNT = 9
TURNED_ON = date(2021, 5, 1)  # the officer of the spike's street changes, and its closure rate turns
UNRULED = (
    "small_n",
    "below_target",
    "officer_turned",
    "community_split",
    "oversized_community",
    "lenient_street",
    "flat_rater",
    "reciprocity",
    "rating_against_record",
    "gamed_exclusions",
    "few_calls_leader",
    "late_at_night",
    "signs_never_comes",
    "stale_dispatch",
)  # seen on the pages, found by no attention rule
# reports of one place, and within how many days
CLUSTERS = {REPEAT: (6, 24), RELAPSE: (2, 16)}
MOVED_ON = date(2021, 3, 1)  # the duty for an item moves to another department, and dispatchers keep to the old one
GROWTH = 1.6  # of the rising item, week on week
BUCK_SINCE = date(2020, 12, 1)
REOPENED_ON = (date(2021, 5, 1), date(2021, 5, 31))
SHORT = 72 * 60  # minutes: the spike's cases must be overdue by the end
NONE = np.zeros(0, dtype=np.int64)
Told = tuple[str, list[str], tuple[date, date], dict[str, object]]  # name, units, from and to, values of its words


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
    for story, (cluster, _) in CLUSTERS.items():
        sizes[story] -= sizes[story] % cluster
    return sizes | {SMALL: SMALL_COUNT}


def extra(city: City, count: int) -> int:
    """How many cases the stories add."""
    return 0 if city.cast is None else sum(_sizes(count).values())


def _block(city: City, cast: Cast, story: int, keys: Ints) -> Drafts:
    reported = _times(city, story, keys)
    street, item, spot = _streets(city, cast, story, keys), _items(city, cast, story, keys), keys
    if story in CLUSTERS:
        spot = keys - (keys - keys[0]) % CLUSTERS[story][0]
        street, item = _streets(city, cast, story, spot), _items(city, cast, story, spot)
    department = np.full(len(keys), _sent_to(cast).get(story, -1))
    return Drafts(keys, reported, street, item, spot, department, np.full(len(keys), story))


def _sent_to(cast: Cast) -> dict[int, int]:
    """The stories of a department: all their cases are sent to it."""
    return {BUCK: cast.buck_department, HOLLOW: cast.hollow_department}


def _times(city: City, story: int, keys: Ints) -> Ints:
    start, end = second(SPANS[story][0]), second(SPANS[story][1]) + DAY
    part = (np.arange(len(keys)) + 0.5) / len(keys)
    if story == RISING:
        weeks = (end - start) / DAY / 7
        part = np.log1p(part * (GROWTH**weeks - 1)) / np.log(GROWTH) / weeks
    if story in CLUSTERS:
        cluster, days = CLUSTERS[story]
        place, turn = np.divmod(np.arange(len(keys)), cluster)
        reach = end - start - days * DAY
        moment = (place + 0.5) / (len(keys) // cluster) * reach + turn / cluster * days * DAY
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
        PRAISED: cast.praised_street,
        OWN_DUTY: cast.own_duty_street,
    }
    if story in fixed:
        return np.full(len(keys), fixed[story])
    load = city.areas.street_load.copy()
    load[cast.small_street] = 0.0
    if story == RELAPSE:  # where nothing comes on weekends it would fill the gap
        load[city.areas.district_of == cast.gap_district] = 0.0
    if story in _sent_to(cast):
        load[city.areas.district_of != _sent_to(cast)[story] // city.bureaus.kinds] = 0.0
    return pick(load[None, :], np.zeros(len(keys), dtype=np.int64), city.chance.lattice(keys, "street"))


def _items(city: City, cast: Cast, story: int, keys: Ints) -> Ints:
    fixed = {RISING: cast.rising_item, REOPENED: cast.reopened_item, RELAPSE: cast.relapsing_item}
    if story in fixed:
        return np.full(len(keys), fixed[story])
    items, load = city.items, city.items.load[4].copy()
    load[list(fixed.values())] = 0.0
    if story == SPIKE:
        load[(items.minutes > SHORT) | (items.working_days > 0)] = 0.0
    if story in _sent_to(cast):
        load[items.bureau != _sent_to(cast)[story] % city.bureaus.kinds] = 0.0
    if story == OWN_DUTY:
        load[~items.own] = 0.0
    if story == REPEAT:
        load = (load > 0).astype(float)
    return pick(load[None, :], np.zeros(len(keys), dtype=np.int64), city.chance.lattice(keys, "item"))


def planted(city: City, told: Stories, others: Iterable[Told]) -> list[dict[str, object]]:
    """The content of planted.json, `others` last; `rule` is the attention rule that finds the story, or None."""
    if city.cast is None:
        return []
    return [*_planted(city, city.cast, told.sizes), *(_told(*other) for other in others)]


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
        ("auto_praise", streets[cast.praised_street], SPANS[PRAISED], {"n": sizes[PRAISED]}),
        ("hollow_closing", departments[cast.hollow_department], SPANS[HOLLOW], {"n": sizes[HOLLOW]}),
        ("relapsing_item", items[cast.relapsing_item], SPANS[RELAPSE], {"n": sizes[RELAPSE]}),
        ("own_duty_whistles", streets[cast.own_duty_street], SPANS[OWN_DUTY], {"n": sizes[OWN_DUTY]}),
        (
            "stale_dispatch",
            items[cast.stale_item],
            (MOVED_ON, LAST),
            {"day": MOVED_ON, "item": f"{items[cast.stale_item]} {names[cast.stale_item]}"},
        ),
        ("small_n", streets[cast.small_street], (FIRST, LAST), {"n": sizes[SMALL]}),
        ("below_target", streets[cast.spike_street], (SPANS[SPIKE][0], LAST), {}),
        ("officer_turned", streets[cast.spike_street], (TURNED_ON, LAST), {"day": TURNED_ON}),
    ]
    for story, unit, span, values in listed:
        yield _told(story, [unit], span, values)
    yield from _communities(city)
    for story, enclave, values in enclave_stories(city):
        yield _told(story, [enclave], (FIRST, LAST), values)


def _communities(city: City) -> Iterator[dict[str, object]]:
    """The one that was too big and was split, and the biggest that still stands."""
    communities, households = city.areas.communities, city.areas.households
    for each in city.former:
        if each.kind == "split":
            units, span = (
                [each.code, *(communities[heir] for heir in each.heirs)],
                (date.fromisoformat(each.until), LAST),
            )
            yield _told("community_split", units, span, {"n": each.households, "day": each.until})
    biggest = int(np.argmax(households))
    yield _told("oversized_community", [communities[biggest]], (FIRST, LAST), {"n": households[biggest]})


def _told(story: str, units: list[str], span: tuple[date, date], values: dict[str, object]) -> dict[str, object]:
    return {
        "story": story,
        "rule": None if story in UNRULED else story,
        "units": units,
        "from": span[0].isoformat(),
        "to": span[1].isoformat(),
        "note": {lang: text.format(**values) for lang, text in words()["stories"][story].items()},
    }
