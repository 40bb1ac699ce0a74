"""Enclaves as the page's day knew them: dossiers in words, and the burn-up week by week."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.data.figures import within
from dashboard.data.periods import window_of
from dashboard.data.units import names
from dashboard.data.visit import Visit
from dashboard.reading import Burnup, Week
from warehouse import (
    Answer,
    Dossier,
    Window,
    ask_windows,
    attention,
    boundary_changes,
    dimension,
    dossier,
    dossiers,
    first_acceptance,
    forecast,
    grain,
    policy_dates,
    registers,
    relapses,
    remedies_in_use,
)

CARE, ENCLAVE = "care_coverage_rate", "enclave"
# People are told by district and street: the filters of enclaves that are places, as counts of people know them.
CARED = {"territory_district": "district", "district": "district", "street": "street"}
CARE_BY = ("care_group", "district")
DONE, MET = "enclave_completion_rate", "enclave_progress"
BY = ("enclave_kind", "territory_district", "affairs_district")
NAMED = (*BY, "street", "requirement", "whistle_kind", "item_3")
MOST_WEEKS = 130
Row = dict[str, Any]


def dividing_enclaves(here: Visit) -> str:
    """The dimension that divides the enclaves: the address's, else their kind."""
    return next((name for name in here.address.by if name in BY), BY[0])


def burnup(here: Visit) -> Burnup:
    """Week by week up to the page's day; one query a metric."""
    as_of = window_of(here).as_of
    days = _weeks(first_acceptance(here.snapshot), as_of)
    windows = [Window(None, day) for day in days]
    done = within(here, [DONE], windows)[DONE]
    met = ask_windows(here.snapshot, [MET], here.address.where, ["requirement"], windows)[MET]
    found = [
        Week(day, whole.total, {group.key["requirement"]: group.total for group in parts.groups})
        for day, whole, parts in zip(days, done, met, strict=True)
    ]
    titles = policy_dates(here.snapshot, days[0], as_of)
    told = [(_end(day, as_of).isoformat(), day, title) for day, title in titles]
    missing = tuple(dict.fromkeys((*met[-1].total.missing_feeds, *done[-1].total.missing_feeds)))
    return Burnup(found, told, missing, None if missing else forecast(here.snapshot, here.address.where, as_of))


def enclave_rows(here: Visit) -> list[Row]:
    """The dossiers under the page's filters, codes in words."""
    return [worded(here, row) for row in dossiers(here.snapshot, window_of(here).as_of, _where(here))]


def enclave(here: Visit, enclave_id: str) -> Dossier:
    """One enclave in words; raises Unknown."""
    found = dossier(here.snapshot, enclave_id, window_of(here).as_of)
    lists = (found.acceptances, found.changes, found.whistles, found.cases)
    return Dossier(worded(here, found.facts), *(tuple(worded(here, row) for row in rows) for rows in lists))


def relapsed(here: Visit) -> list[Row]:
    """Acceptances that were revoked, in words."""
    return [worded(here, row) for row in relapses(here.snapshot, window_of(here).as_of, _where(here))]


def parcels(here: Visit) -> list[Row]:
    """Parcels that changed districts, in words."""
    return [worded(here, row) for row in boundary_changes(here.snapshot, window_of(here).as_of, _where(here))]


def remedies(here: Visit) -> list[Row]:
    """Remedies in use by kind of enclave, in words."""
    return [worded(here, row) for row in remedies_in_use(here.snapshot, window_of(here).as_of, _where(here))]


def care(here: Visit) -> dict[str, Answer]:
    """People in care by group and by district, where the enclaves of the page's filters lie."""
    where = {CARED[name]: word for name, word in here.address.where.items() if name in CARED}
    found = {}
    for by in CARE_BY:
        (found[by],) = ask_windows(here.snapshot, [CARE], where, [by], [window_of(here)])[CARE]
    return found


def enclave_needs(here: Visit, rows: Sequence[Row]) -> list[Row]:
    """What the attention rules found of these enclaves."""
    listed = {row["enclave_id"] for row in rows}
    found = attention(here.snapshot, window_of(here).as_of, ENCLAVE)
    return [each.document(here.lang) for each in found if each.unit in listed]


def worded(here: Visit, row: Row) -> Row:
    """A row with `<column>_name` beside each code."""
    told = {name: row[name] for name in NAMED if name in row}
    known, day = registers(here.snapshot), window_of(here).as_of
    for side in ("from_district", "to_district"):
        if side in row:
            row = {**row, f"{side}_name": known.name(dimension("district"), row[side], day, here.lang)}
    return row | {f"{name}_name": word for name, word in names(here, told).items()}


def _where(here: Visit) -> dict[str, str]:
    """The page's filters by code."""
    known, day = registers(here.snapshot), window_of(here).as_of
    return {name: known.code(here.snapshot, dimension(name), word, day) for name, word in here.address.where.items()}


def _weeks(first: date | None, last: date) -> list[date]:
    """The ends of the weeks from the first day to the last, the last day at their end; before the first it alone."""
    if first is None or first > last:
        return [last]
    days, day = [], max(first, last - timedelta(weeks=MOST_WEEKS))
    while day < last:
        day = _end(day, last)
        days.append(day)
        day += timedelta(days=1)
    return days if days and days[-1] == last else [*days, last]


def _end(day: date, last: date) -> date:
    return min(grain("week", day).last or last, last)
