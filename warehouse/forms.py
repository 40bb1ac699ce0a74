"""The periodic forms: which department each street has to rate, until when, and which forms are not in yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from warehouse.answer import CONTRACT, release_document
from warehouse.command import shared_options, show, warehouse_directory
from warehouse.dimension import dimension
from warehouse.errors import BadQuestion, Unknown
from warehouse.period import Period
from warehouse.printing import terminal
from warehouse.question import period as period_of
from warehouse.register import registers
from warehouse.scoring.evidence import deadline
from warehouse.scoring.scheme import Rating
from warehouse.scoring.shelf import pick, shelf
from warehouse.snapshot import Snapshot
from warehouse.text import text

SCHEME = "dept-performance"
RATED = "fct_rating"
# A street rates the departments of its district; a team stationed in a street counts for the one that sent it.
DUE = """
select s.area_code, d.department_code
from dim_area s
join dim_department d on d.district_code = s.district and d.host_street_code is null
where s.level = 'street' and s.valid_from <= $day and $day < s.valid_to and d.valid_from <= $day and $day < d.valid_to
order by 1, 2
"""
GIVEN = """
select street_code, department_code, min(submitted_at) < $stop
from fct_rating
where period_code = $period and voided_at is null
group by 1, 2
"""


@dataclass(frozen=True)
class Forms:
    """The forms of a period as pairs of street and department: due, in by the deadline, and in too late."""

    period: Period
    deadline: date
    rating: Rating
    due: tuple[tuple[str, str], ...]
    given: Mapping[tuple[str, str], bool]

    @property
    def missing(self) -> dict[str, list[str]]:
        """Departments by street whose form did not come by the deadline."""
        found: dict[str, list[str]] = {}
        for street, department in self.due:
            if not self.given.get((street, department)):
                found.setdefault(street, []).append(department)
        return found


def forms(snapshot: Snapshot, directory: Path, code: str, scheme: str = SCHEME) -> Forms:
    """The forms of a period by the registers of its last day."""
    asked = period_of(snapshot, code)
    rating = pick(shelf(directory), scheme, asked).scheme.rating
    if rating is None or asked.last is None:
        raise BadQuestion(f"the scheme {scheme} has no form by which streets rate; name one that has: --scheme ID")
    known, last = registers(snapshot), deadline(snapshot, rating, asked)
    with snapshot.cursor() as cursor:
        due = cursor.execute(DUE, {"day": asked.last}).fetchall()
        bound = {"period": code, "stop": last + timedelta(days=1)}
        given = cursor.execute(GIVEN, bound).fetchall() if RATED in known.tables else []
    return Forms(asked, last, rating, tuple(due), {(street, unit): timely for street, unit, timely in given})


def form_rows(
    snapshot: Snapshot, directory: Path, period: str, street: str, scheme: str = SCHEME
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """One row of the feed `rating` for each department and criterion that a street has to rate, and what codes mean."""
    found = forms(snapshot, directory, period, scheme)
    streets = {each for each, _ in found.due}
    if street not in streets:
        raise Unknown("street", street, streets)
    known, day = registers(snapshot), found.period.last or snapshot.data_day
    departments = [department for each, department in found.due if each == street]
    names = {each: known.name(dimension("department"), each, day, "zh") for each in departments}
    names |= {each.code: each.zh for each in found.rating.items}
    names[street] = known.name(dimension("street"), street, day, "zh")
    fixed = {"period_code": period, "street_code": street}
    return [
        {
            "rating_id": f"{period}/{street}/{department}/{item.code}",
            **fixed,
            "department_code": department,
            "criterion": item.code,
        }
        for department in departments
        for item in found.rating.items
    ], names


def forms_document(snapshot: Snapshot, found: Forms, lang: str) -> dict[str, Any]:
    """How many forms are due and in, and street by street those that are not."""
    day, missing = found.period.last, found.missing
    assert day is not None
    known, street, department = registers(snapshot), dimension("street"), dimension("department")

    def unit(at: str, code: str) -> dict[str, str]:
        return {"code": code, "name": known.name(department, code, day, lang), "state": _state(found, at, code)}

    due = {each: 0 for each, _ in found.due}
    for each, _ in found.due:
        due[each] += 1
    return {
        "contract": CONTRACT,
        "snapshot": release_document(snapshot.record),
        "period": {"code": found.period.code, "from": f"{found.period.first}", "to": day.isoformat()},
        "deadline": found.deadline.isoformat(),
        "due": len(found.due),
        "in": len(found.due) - sum(map(len, missing.values())),
        "streets": [
            {
                "code": code,
                "name": known.name(street, code, day, lang),
                "due": due[code],
                "in": due[code] - len(units),
                "missing": [unit(code, each) for each in units],
            }
            for code, units in missing.items()
        ],
    }


def _state(found: Forms, street: str, department: str) -> str:
    return "late" if (street, department) in found.given else "missing"


@click.command("forms")
@click.option("--period", required=True)
@click.option("--scheme", default=SCHEME, show_default=True, metavar="ID", help="the scheme whose form it is")
@shared_options
def forms_command(snapshot: Snapshot, period: str, scheme: str, as_json: bool, lang: str) -> None:
    """List the forms by which streets rate departments that are not in by the deadline."""
    found = forms(snapshot, warehouse_directory(), period, scheme)
    show(forms_document(snapshot, found, lang), as_json, lambda document: print_forms(document, lang))


def print_forms(document: dict[str, Any], lang: str) -> None:
    """The deadline, how many are in, and the streets that owe some."""
    told = {**document, "period": document["period"]["code"], "n": document["in"]}
    terminal().print(text("forms.heading", lang, **told))
    table = Table(*(text(f"forms.{each}", lang) for each in ("street", "given", "missing")))
    for each in document["streets"]:
        owed = [_owed(unit, lang) for unit in each["missing"]]
        everything = text("forms.everything", lang) if not each["in"] else ", ".join(owed)
        table.add_row(f"{each['name']} {each['code']}", f"{each['in']} / {each['due']}", everything)
    if document["streets"]:
        terminal().print(table)


def _owed(unit: dict[str, Any], lang: str) -> str:
    return text("forms.late", lang, name=unit["name"]) if unit["state"] == "late" else str(unit["name"])
