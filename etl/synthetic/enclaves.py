"""The 546 enclaves of every city: dossiers, acceptances, parcels that changed districts, people in care."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from etl.synthetic.chance import Floats, Ints
from etl.synthetic.city import City
from etl.synthetic.days import second
from etl.synthetic.words import words

KINDS = (187, 164, 121, 74)  # in the order of the words
BOUND = 1  # the kind whose parcels change districts
PARCELS = 7  # between one district more, each pair neighbours in the list
BEGUN = date(2020, 4, 1)
# days after the begin or the one before: papers within so many; requirements, in any order, between so many
PAPERS = (35, 30, 25)
STEPS = ((15, 195), (10, 80), (10, 80))
REVOKED, AGAIN = date(2020, 12, 15), date(2021, 2, 18)
SAFETY = 1
NAMED = 0.08  # of the whistles of a street that has enclaves
MONTHS, CARED, KNOWN = 12, 140, 0.93
STREAM = 131
Row = tuple[object, ...]


@dataclass(frozen=True)
class Told:
    """The enclaves of the stories, by position."""

    relapse: int
    no_team: int
    misfit: int


def enclave_tables(city: City) -> dict[str, list[Row]]:
    """The rows of the four files, by kind of file."""
    return {
        "enclave": list(_dossiers(city)),
        "enclave_requirement": list(_acceptances(city)),
        "boundary_change": list(_changes(city)),
        "care_enrolment": list(_care(city)),
    }


def enclave_stories(city: City) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Story, enclave, and what its words name."""
    told = _told(city)
    if told is not None:
        yield "enclave_relapse", _code(told.relapse), {"revoked": REVOKED, "again": AGAIN}
        yield "enclave_no_team", _code(told.no_team), {}
        yield "enclave_misfit", _code(told.misfit), {"measure": words()["enclave"]["remedies"][BOUND][0]}


def enclave_codes() -> list[str]:
    """The numbers of the list, by position."""
    return [_code(place) for place in range(sum(KINDS))]


def enclaves_at(city: City, key: Ints, street: Ints, moment: Ints) -> Ints:
    """The enclave that each whistle is about, by position: one of its street, for some since the begin; -1 for none."""
    lies, noise = _streets(city), city.chance.noise
    order, count = np.argsort(lies, kind="stable"), np.bincount(lies, minlength=len(city.areas.streets))
    first = np.cumsum(count) - count
    chosen = (noise(key, STREAM + 60) < NAMED) & (count[street] > 0) & (moment >= second(BEGUN))
    place = first[street] + np.floor(noise(key, STREAM + 61) * count[street]).astype(np.int64)
    found: Ints = np.where(chosen, order[np.minimum(place, len(order) - 1)], -1)
    return found


def _told(city: City) -> Told | None:
    if city.cast is None:
        return None
    early = np.flatnonzero(_accepted(city)[:, SAFETY] < (REVOKED - BEGUN).days - 30)
    others = np.flatnonzero(_kind() != BOUND)
    return Told(int(early[len(early) // 2]), int(others[len(others) // 3]), int(np.flatnonzero(_kind() == 0)[9]))


def _dossiers(city: City) -> Iterator[Row]:
    told, drawn = _told(city), _drawn(city, 0, 12)
    for place, lies in enumerate(zip(*_districts(city), _streets(city), strict=True)):
        row = _dossier(city, place, lies, drawn[:, place])
        if told and place == told.no_team:
            row["team"] = None
        if told and place == told.misfit:
            row["measure"] = words()["enclave"]["remedies"][BOUND][0]
        yield tuple(row.values())


def _dossier(city: City, place: int, lies: tuple[int, int, int], drawn: Floats) -> dict[str, object]:
    """One line of the list, in the order of its columns; it lies in a district and a street, and is one's affair."""
    word, kind, tree = words()["enclave"], int(_kind()[place]), city.areas
    territory, affairs, street = lies
    households = int(20 + drawn[2] ** 2 * 900)
    dossier, plan, team = (_day(int(after)) for after in np.cumsum(np.array(PAPERS) * drawn[3:6]))
    return {
        "id": _code(place),
        "name": tree.community_names[int(tree.first_community[street] + drawn[1] * 3)] + word["suffix"][kind],
        "kind": word["kinds"][kind],
        "territory": tree.districts[territory],
        "affairs": tree.districts[affairs],
        "street": tree.streets[street],
        "households": households,
        "population": round(households * 2.6),
        "cause": _pick(word["causes"], drawn[7]),
        "gap": _pick(word["gaps"], drawn[8]),
        "demand": _pick(word["demands"], drawn[9]),
        "measure": _pick(word["remedies"][kind], drawn[6]),
        "owner": tree.street_names[street],
        "dossier": dossier,
        "plan": plan,
        "team": team,
        "lead": _pick(city.names.surnames, drawn[10]) + _pick(list(city.names.given), drawn[11]),
    }


def _acceptances(city: City) -> Iterator[Row]:
    word, told = words()["enclave"], _told(city)
    for place, days in enumerate(_accepted(city)):
        for at, (requirement, evidence) in enumerate(zip(word["requirements"], word["evidence"], strict=True)):
            relapsed = told is not None and place == told.relapse and at == SAFETY
            yield _code(place), requirement, _day(days[at]), REVOKED.isoformat() if relapsed else None, evidence
            if relapsed:
                yield _code(place), requirement, AGAIN.isoformat(), None, word["again"]


def _changes(city: City) -> Iterator[Row]:
    territory, affairs = _districts(city)
    districts = city.areas.districts
    for turn, place in enumerate(np.flatnonzero(_kind() == BOUND)[:PARCELS]):
        pair = districts[territory[place]], districts[affairs[place]]
        yield (f"TZ{turn + 1:02}", _code(int(place)), *pair, _day(170 + turn * 21))


def _care(city: City) -> Iterator[Row]:
    """Counts by district, group and month: fewer people in care than were found."""
    groups, drawn = words()["enclave"]["groups"], _drawn(city, 20, 2)
    for at, district in enumerate(city.areas.districts):
        for turn, group in enumerate(groups):
            found = int(CARED * (0.6 + drawn[0, at * len(groups) + turn]))
            for month in range(MONTHS):
                year, place = divmod(BEGUN.year * 12 + BEGUN.month + month, 12)
                share = min(1.0, KNOWN * (0.5 + (month + 1) / MONTHS * 0.57))
                yield district, group, f"{year}-{place + 1:02}", found, int(found * share)


def _districts(city: City) -> tuple[Ints, Ints]:
    """Where each lies, and which district looks after its people: another one for parcels and where nobody knew."""
    count, drawn, kind = len(city.areas.districts), _drawn(city, 30, 2), _kind()
    territory = np.floor(drawn[0] * count).astype(np.int64)
    affairs = np.where(kind == 0, territory, (territory + 1 + np.floor(drawn[1] * 2).astype(np.int64)) % count)
    parcels = np.flatnonzero(kind == BOUND)[:PARCELS]
    territory[parcels], affairs[parcels] = np.arange(PARCELS), np.arange(PARCELS) + 1
    return territory, affairs


def _accepted(city: City) -> Ints:
    """Days after the begin on which each requirement was accepted, one row an enclave."""
    drawn = zip(_drawn(city, 40, len(STEPS)), STEPS, strict=True)
    steps = np.array([low + each * (high - low) for each, (low, high) in drawn])
    days = np.floor(np.cumsum(steps, axis=0)).astype(np.int64).T
    order = np.argsort(_drawn(city, 50, len(STEPS)).T, axis=1)
    found: Ints = np.take_along_axis(days, order, axis=1)
    return found


def _kind() -> Ints:
    found: Ints = np.repeat(np.arange(len(KINDS)), KINDS)
    return found


def _streets(city: City) -> Ints:
    """The street that each lies in: one of its district."""
    district_of, (territory, _) = city.areas.district_of, _districts(city)
    first, size = np.searchsorted(district_of, territory), np.bincount(district_of)[territory]
    found: Ints = first + np.floor(_drawn(city, 0, 1)[0] * size).astype(np.int64)
    return found


def _drawn(city: City, first: int, count: int) -> Floats:
    keys = np.arange(sum(KINDS), dtype=np.int64)
    return np.array([city.chance.noise(keys, STREAM + first + place) for place in range(count)])


def _pick(listed: list[str], drawn: float) -> str:
    return listed[int(drawn * len(listed))]


def _day(after: int) -> str:
    return (BEGUN + timedelta(days=int(after))).isoformat()


def _code(place: int) -> str:
    return f"FD{place + 1:03}"
