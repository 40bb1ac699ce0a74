"""Who is evaluated: the registered units of the scheme's kind, teams under their departments, like beside like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from warehouse.dimension import Dimension, dimension
from warehouse.feed import Label
from warehouse.peers import Peers, peers, rest
from warehouse.question import Scope
from warehouse.register import Registers, registers
from warehouse.scoring.scheme import Scheme
from warehouse.snapshot import Snapshot
from warehouse.text import LANGUAGES

STATIONED = "stationed"
PARENTS = "select department_code, parent_code from dim_department where valid_from <= $day and $day < valid_to"


@dataclass(frozen=True)
class Subject:
    """One unit that is evaluated, with its group and the district it belongs to."""

    code: str
    group: Peers
    district: str | None


@dataclass(frozen=True)
class Subjects:
    """All of them; `home` leads every code that counts for one to that one."""

    dimension: Dimension
    units: Mapping[str, Subject]
    home: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]


def subjects(snapshot: Snapshot, scheme: Scheme, day: date, scope: Scope) -> Subjects:
    """The subjects of a scheme on a day."""
    asked = dimension(scheme.scheme.dimension)
    known, belongs = registers(snapshot), peers(snapshot, asked, day)
    codes = known.standing(asked, day, {name: (code,) for name, code in scope.where.items()})
    groups = {code: belongs.get(code, rest(asked)) for code in codes}
    home = {code: code for code in codes}
    if scheme.scheme.subject == "department":
        home = _rolled(snapshot, day, groups)
    elif scheme.scheme.subject == "team":
        home = {code: code for code in codes if groups[code].name == STATIONED}
    wanted = scheme.scheme.groups
    home = {code: top for code, top in home.items() if not wanted or groups[top].name in wanted}
    units = {top: Subject(top, groups[top], _district(snapshot, asked, top, day)) for top in home.values()}
    parts: dict[str, list[str]] = {}
    for code, top in home.items():
        parts.setdefault(top, []).append(code)
    return Subjects(asked, dict(sorted(units.items())), home, {top: tuple(held) for top, held in parts.items()})


def group_of(scheme: Scheme, subject: Subject) -> tuple[str, str | None]:
    """Among whom a subject is ranked: its group, and its district where the scheme ranks within districts."""
    return subject.group.name, subject.district if scheme.publish.rank_within == "district" else None


def group_label(known: Registers, key: tuple[str, str | None], label: Label, day: date) -> dict[str, str]:
    """The group in words."""
    found = label.model_dump()
    if key[1] is None:
        return found
    names = {lang: known.name(dimension("district"), key[1], day, lang) for lang in LANGUAGES}
    return {lang: f"{names[lang]} {found[lang]}" for lang in LANGUAGES}


def _rolled(snapshot: Snapshot, day: date, groups: Mapping[str, Peers]) -> dict[str, str]:
    """Every code with the department it counts for: a stationed team counts for the one it was sent by."""
    with snapshot.cursor() as cursor:
        parents = dict(cursor.execute(PARENTS, {"day": day}).fetchall())
    found = {}
    for code in groups:
        top = code
        for _ in range(len(groups)):
            above = parents.get(top)
            if groups[top].name != STATIONED or above is None or above not in groups:
                break
            top = above
        found[code] = top
    return found


def _district(snapshot: Snapshot, asked: Dimension, code: str, day: date) -> str | None:
    spans = registers(snapshot).units.get(asked.name, {}).get(code, [])
    return next((each.above.get("district") for each in spans if each.stands(day)), None)
