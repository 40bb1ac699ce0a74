"""The register files: areas, departments, items, officers, work calendar, periods, policy dates, the rest."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from etl.synthetic.areas import area_rows
from etl.synthetic.changes import begun, change_rows, former_rows
from etl.synthetic.city import City
from etl.synthetic.days import LAST, special
from etl.synthetic.duties import duty_rows
from etl.synthetic.enclaves import enclave_tables
from etl.synthetic.files import encode, write_xlsx
from etl.synthetic.programmes import participation_rows
from etl.synthetic.stories import TURNED_ON
from etl.synthetic.words import words

Row = Sequence[object]
BOOKS = ("area", "officer")
OLD = ("department",)  # still exported in GB18030
PERIODS = 12
OFFICE_FROM, CHANGES_FROM, CHANGE_SPAN = date(2018, 3, 1), date(2019, 12, 1), 480
CHANGED = 0.3  # share of posts with a change of officer
ALIASES = 12


def write_registers(city: City, folder: Path) -> dict[str, int]:
    """Writes the register files; the records of each by file name."""
    word = words()
    tables: dict[str, Sequence[Row]] = {
        "area": [*area_rows(city.areas, begun(city.former)), *former_rows(city.areas, city.former)],
        "department": city.bureaus.rows,
        "item": city.items.rows,
        "officer": _officers(city),
        "workday": _workdays(),
        "period": _periods(),
        "policy": sorted(word["policies"].items()),
        "change": change_rows(city.areas, city.former),
        "alias": _aliases(city),
        "target": word["targets"]["rows"],
        "participation": participation_rows(city),
        "duty_list": duty_rows(city),
        **enclave_tables(city),
    }
    rows: dict[str, int] = {}
    for kind, records in tables.items():
        rows |= write_rows(folder, kind, word["registers"][kind], records)
    return rows


def write_rows(folder: Path, kind: str, header: Sequence[str], records: Sequence[Row]) -> dict[str, int]:
    """Writes one file of that kind; its records by its name."""
    path = folder / f"{words()['files'][kind]}.{'xlsx' if kind in BOOKS else 'csv'}"
    _write(path, header, records, kind in OLD)
    return {path.name: len(records)}


def _write(path: Path, header: Sequence[str], records: Sequence[Row], old: bool) -> None:
    if path.suffix == ".xlsx":
        write_xlsx(path, header, records)
        return
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(records)
    if old:
        encode(path, "gb18030")


def _officers(city: City) -> list[Row]:
    """Area, post, from, name, to: one officer in charge at a time."""
    post, dice = words()["register_words"]["post"], city.names.dice
    rows: list[Row] = []
    for code in (*city.areas.districts, *city.areas.streets):
        start, change = OFFICE_FROM, None
        if dice.random() < CHANGED:
            change = CHANGES_FROM + timedelta(days=int(dice.integers(CHANGE_SPAN)))
            rows.append((code, post, start.isoformat(), city.names.person(), change.isoformat()))
        rows.append((code, post, (change or start).isoformat(), city.names.person(), None))
    return _turned(city, rows)


def _turned(city: City, rows: list[Row]) -> list[Row]:
    """The story's street changes its officer on the day from which its closure rate turns."""
    if city.cast is None:
        return rows
    told = city.areas.streets[city.cast.spike_street]
    (code, post, start, name, _) = next(row for row in rows if row[0] == told and row[4] is None)
    day = TURNED_ON.isoformat()
    kept = [row for row in rows if row[0] != told or row[4] is not None]
    return [*kept, (code, post, start, name, day), (code, post, day, city.names.person(), None)]


def _workdays() -> list[Row]:
    """Day, yes or no, hours: the days that differ from the week's habit."""
    off, worked = special()
    yes, no = words()["register_words"]["yes"], words()["register_words"]["no"]
    rows: list[Row] = [(day.isoformat(), no, 0) for day in off]
    rows += [(day.isoformat(), yes, 8) for day in worked]
    return sorted(rows, key=lambda row: str(row[0]))


def _periods() -> list[Row]:
    """Assessment months from the 19th to the 18th, the last one running when the files end."""
    word = words()["register_words"]
    rows: list[Row] = []
    for back in range(PERIODS - 1, -1, -1):
        year, place = divmod(LAST.year * 12 + LAST.month - back, 12)
        end = date(year, place + 1, 18)
        start = (end.replace(day=1) - timedelta(days=1)).replace(day=19)
        title = word["period_title"].format(year=year, month=place + 1)
        lock = end + timedelta(days=7)
        code = f"KH{year}-{place + 1:02}"
        rows.append((code, title, word["period_kind"], start.isoformat(), end.isoformat(), lock.isoformat()))
    return rows


def _aliases(city: City) -> list[Row]:
    """Short forms that people type for streets."""
    word = words()["register_words"]
    rows: list[Row] = []
    for code, name, kind in zip(city.areas.streets, city.areas.street_names, city.areas.street_kinds, strict=True):
        if kind in word["short_street"]:
            rows.append((word["area"], name.removesuffix(kind) + word["short_street"][kind], code, None, None))
    return rows[:ALIASES]
