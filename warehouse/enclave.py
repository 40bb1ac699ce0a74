"""Enclaves as of a day: the dossiers, what became of each requirement, parcels, relapses, whistles and their cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from warehouse.errors import Unknown
from warehouse.question import EVERYTHING, Scope
from warehouse.register import registers
from warehouse.snapshot import Snapshot

TABLE = "dim_enclave"
REQUIREMENTS = ("responsibility", "safety", "livelihood")
FILTERS = ("enclave_kind", "territory_district", "affairs_district", "street")
# The whistles that name the enclave, and the cases they began as.
BLOWN = """
    select w.whistle_id, w.kind as whistle_kind, w.blown_at, w.case_id,
        case when w.finished_at < $stop then w.finished_at end as finished_at,
        case when w.withdrawn_at < $stop then w.withdrawn_at end as withdrawn_at,
        count(c.department_code) as called, count(case when c.arrived_at < $stop then 1 end) as arrived
    from fct_whistle w join dim_enclave e on e.enclave_id = w.enclave_id
    left join fct_whistle_call c on c.whistle_id = w.whistle_id
    where w.blown_at < $stop and {wanted} group by all order by w.blown_at desc, w.whistle_id"""
BEGUN = """
    select s.case_id, s.reported_at, s.item_3, s.due_at, s.closed_at from case_state s
    where s.valid_from <= $day and $day < s.valid_to and s.case_id in (
        select w.case_id from fct_whistle w join dim_enclave e on e.enclave_id = w.enclave_id
        where w.blown_at < $stop and {wanted})
    order by s.reported_at desc, s.case_id"""
# What was not known of an enclave by the day is left out, whatever its dossier says today.
DOSSIERS = """
    select
        e.enclave_id, e.name, e.enclave_kind, e.territory_district, e.affairs_district, e.street, e.households,
        e.population, e.cause, e.gap, e.demand, e.measure, e.owner_unit, e.lead_officer, e.fits,
        s.met, s.revoked, s.dossier, s.plan, s.team, r.* exclude (enclave_id),
        case when s.dossier then e.dossier_on end as dossier_on, case when s.plan then e.plan_on end as plan_on,
        case when s.team then e.team_on end as team_on
    from dim_enclave e
    join enclave_state s on s.enclave_id = e.enclave_id and s.valid_from <= $day and $day < s.valid_to
    join ({standing}) r on r.enclave_id = e.enclave_id
    where {wanted} order by e.enclave_id"""
# Since when each requirement has been accepted, or that it was and is no more.
MET = ", ".join(
    f"max(case when requirement = '{name}' and accepted then valid_from end) as {name}_on,"
    f" bool_or(requirement = '{name}' and revoked) as {name}_revoked"
    for name in REQUIREMENTS
)
STANDING = (
    f"select enclave_id, {MET} from requirement_state where valid_from <= $day and $day < valid_to group by enclave_id"
)
ACCEPTANCES = """
    select r.enclave_id, e.name, r.requirement, r.accepted_on, r.evidence,
        case when r.revoked_on <= $day then r.revoked_on end as revoked_on,
        (select min(n.accepted_on) from fct_enclave_requirement n where n.enclave_id = r.enclave_id
            and n.requirement = r.requirement and n.accepted_on > r.revoked_on and n.accepted_on <= $day) as again_on
    from fct_enclave_requirement r join dim_enclave e on e.enclave_id = r.enclave_id
    where r.accepted_on <= $day and {wanted} order by r.accepted_on, r.requirement"""
CHANGES = """
    select c.change_id, c.enclave_id, e.name, c.from_district, c.to_district, c.effective_on
    from fct_boundary_change c left join dim_enclave e on e.enclave_id = c.enclave_id
    where c.effective_on <= $day and {wanted} order by c.effective_on, c.change_id"""
REMEDIES = """
    select e.enclave_kind, e.measure, e.fits, count(*) as n from dim_enclave e
    where {wanted} group by all order by e.fits nulls last, e.enclave_kind, n desc, e.measure"""
Row = dict[str, Any]


@dataclass(frozen=True)
class Dossier:
    """One enclave: its facts, its acceptances in order of time, the parcels of it that changed districts, the
    whistles that name it and the cases they began as."""

    facts: Row
    acceptances: tuple[Row, ...]
    changes: tuple[Row, ...]
    whistles: tuple[Row, ...]
    cases: tuple[Row, ...]


def dossiers(snapshot: Snapshot, day: date, where: Mapping[str, str], scope: Scope = EVERYTHING) -> list[Row]:
    """Every enclave of the list that the filters leave, as it stood at the end of that day."""
    return _rows(snapshot, DOSSIERS, day, {**where, **scope.where})


def dossier(snapshot: Snapshot, enclave_id: str, day: date, scope: Scope = EVERYTHING) -> Dossier:
    """All that was known of one enclave at the end of that day; one outside the reader's scope is unknown."""
    where = {"enclave_id": enclave_id, **scope.where}
    found = _rows(snapshot, DOSSIERS, day, where)
    if not found:
        raise Unknown("enclave", enclave_id, ())
    told = (tuple(_rows(snapshot, each, day, where)) for each in (ACCEPTANCES, CHANGES, BLOWN, BEGUN))
    return Dossier(found[0], *told)


def relapses(snapshot: Snapshot, day: date, where: Mapping[str, str], scope: Scope = EVERYTHING) -> list[Row]:
    """The acceptances that were revoked by that day; `again_on`: when the requirement was accepted anew."""
    told = _rows(snapshot, ACCEPTANCES, day, {**where, **scope.where})
    return [row for row in told if row["revoked_on"] is not None]


def boundary_changes(snapshot: Snapshot, day: date, where: Mapping[str, str], scope: Scope = EVERYTHING) -> list[Row]:
    """The parcels that had changed districts by that day; under filters those of enclaves alone."""
    return _rows(snapshot, CHANGES, day, {**where, **scope.where})


def remedies_in_use(snapshot: Snapshot, day: date, where: Mapping[str, str], scope: Scope = EVERYTHING) -> list[Row]:
    """How many enclaves of each kind have which remedy, and whether the rules know it for the kind."""
    return _rows(snapshot, REMEDIES, day, {**where, **scope.where})


def first_acceptance(snapshot: Snapshot) -> date | None:
    """The day on which the first requirement was accepted; None where none was."""
    if TABLE not in registers(snapshot).tables:
        return None
    with snapshot.cursor() as cursor:
        row = cursor.execute("select min(accepted_on) from fct_enclave_requirement").fetchone()
    return row[0] if row else None


def _rows(snapshot: Snapshot, select: str, day: date, where: Mapping[str, str]) -> list[Row]:
    if TABLE not in registers(snapshot).tables:  # made before there were enclaves
        return []
    wanted = [f"e.{_known(name)} = ${name}" for name in where]
    text = select.format(wanted=" and ".join(wanted) or "true", standing=STANDING)
    times = {"day": day, "stop": datetime.combine(day + timedelta(days=1), time.min)}
    values = {name: moment for name, moment in times.items() if f"${name}" in text}
    with snapshot.cursor() as cursor:
        cursor.execute(text, {**values, **where})
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _known(name: str) -> str:
    if name not in (*FILTERS, "enclave_id"):
        raise Unknown("filter of enclaves", name, FILTERS)
    return name
