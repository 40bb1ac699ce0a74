"""The files of whistles, ratings, scores by others, incidents and exclusions: what departments are judged by."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from etl.synthetic.cases import Cases
from etl.synthetic.chance import Flags, Ints
from etl.synthetic.city import City
from etl.synthetic.days import CUTOFF
from etl.synthetic.enclaves import enclave_codes, enclaves_at
from etl.synthetic.exclusions import RULES, TARGETS, Exclusions, excluded_cases, exclusions, invalid
from etl.synthetic.files import row_query, write_csv
from etl.synthetic.handling import NEVER
from etl.synthetic.outside import incident_rows, score_rows
from etl.synthetic.ratings import CRITERIA, QUARTERS, Ratings, ratings
from etl.synthetic.registers import write_rows
from etl.synthetic.roles import Roles, extra_whistles, roles
from etl.synthetic.summons import Summons, summons
from etl.synthetic.tables import UNREGISTERED, coded, moment
from etl.synthetic.whistles import JUDGED, KINDS, Whistles, blowers, in_order, whistles
from etl.synthetic.words import words
from etl.tidy import name


@dataclass(frozen=True)
class Evaluation:
    """All that departments are judged by, by position."""

    city: City
    cast: Roles
    blown: Whistles
    called: Summons
    rated: Ratings
    excluded: Exclusions


@dataclass
class Collector:
    """Takes what whistles need from one month of cases after the other."""

    city: City
    months: list[Whistles] = field(default_factory=list)
    cases: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)

    def take(self, known: Cases) -> None:
        """A month's cases."""
        self.months.append(whistles(self.city, known))
        self.cases.append(excluded_cases(self.city, known))

    def evaluation(self, count: int) -> Evaluation:
        """What became of the whistles of a city of that many cases."""
        city, cast = self.city, roles(self.city)
        blown = in_order(self.months, extra_whistles(city, cast, count))
        called = summons(city, cast, blown)
        rated = ratings(city, cast, blown, called, count)
        numbers, reasons, moments = (np.concatenate(column) for column in zip(*self.cases, strict=True))
        out = exclusions(city, (numbers, reasons, moments), blown, called, rated)
        return Evaluation(city, cast, blown, called, rated, out)


def write_evaluation(told: Evaluation, folder: Path) -> dict[str, int]:
    """Writes the files; the records of each by file name."""
    rows = {}
    tables = {
        "whistle": _whistles(told),
        "whistle_street": _streets(told),
        "whistle_call": _calls(told),
        "rating": _ratings(told),
        "exclusion": _exclusions(told),
    }
    with duckdb.connect() as con:
        for kind, table in tables.items():
            path = folder / f"{words()['files'][kind]}.csv"
            con.register("told", table)
            write_csv(
                con, row_query(words()[kind]["columns"], [name(column) for column in table.column_names], "told"), path
            )
            rows[path.name] = len(table)
    rows |= write_rows(folder, "external_score", words()["score"]["columns"], score_rows(told.city, told.cast))
    return rows | write_rows(folder, "incident", words()["incident"]["columns"], incident_rows(told.city))


def whistle_ids(blown: Whistles) -> Any:
    """The whistles' numbers as people write them."""
    return np.char.add(words()["whistle"]["prefix"], blown.number.astype(str))


def rating_ids(rated: Ratings) -> Any:
    """The ratings' numbers in order of submission."""
    numbers = np.char.zfill(np.arange(1, len(rated.form) + 1).astype(str), 7)
    return np.char.add(words()["rating"]["prefix"], numbers)


def _whistles(told: Evaluation) -> Any:
    city, blown, called, word = told.city, told.blown, told.called, words()
    wrong = np.zeros(len(blown.key), dtype=bool)
    wrong[invalid(city, blown)] = True
    judged = wrong | (city.chance.noise(blown.key, 217) < JUDGED)
    areas = [*city.areas.codes, UNREGISTERED[0], *(each.code for each in city.former)]
    return pa.table(
        {
            "number": pa.array(whistle_ids(blown)),
            "case": pa.array(blown.case.astype(str), mask=blown.case < 0),
            "area": coded(blown.area, areas),
            "enclave": coded(enclaves_at(city, blown.key, blown.street, blown.blown), enclave_codes()),
            "kind": coded(blown.kind, [word["whistle"]["kinds"][kind] for kind in KINDS]),
            "blown": moment(blown.blown),
            "withdrawn": moment(called.withdrawn),
            "finished": moment(called.finished),
            "invalid": _yes(wrong, judged),
            "updated": moment(_last(blown.blown, called.withdrawn, called.finished)),
        }
    )


def _streets(told: Evaluation) -> Any:
    whistle, street = blowers(told.city, told.blown)
    return pa.table(
        {
            "number": pa.array(whistle_ids(told.blown)[whistle]),
            "street": coded(street, told.city.areas.streets),
            "updated": moment(told.blown.blown[whistle]),
        }
    )


def _calls(told: Evaluation) -> Any:
    called, start = told.called, told.blown.blown[told.called.whistle]
    return pa.table(
        {
            "number": pa.array(whistle_ids(told.blown)[called.whistle]),
            "department": coded(called.department, told.city.bureaus.codes),
            "signed": moment(called.signed),
            "arrived": moment(called.arrived),
            "left": moment(called.left),
            "excused": _yes(called.excused, np.ones(len(start), dtype=bool)),
            "limit": pa.array(called.own_limit, mask=called.own_limit == 0),
            "updated": moment(_last(start, called.signed, called.arrived, called.left)),
        }
    )


def _ratings(told: Evaluation) -> Any:
    rated, forms, word = told.rated, told.rated.forms, words()["rating"]
    whistle, quarter = forms.whistle[rated.form], forms.quarter[rated.form]
    ids = whistle_ids(told.blown)
    reasons = [word["reasons"][criterion] for criterion in CRITERIA]
    return pa.table(
        {
            "number": pa.array(rating_ids(rated)),
            "whistle": pa.array(ids[np.maximum(whistle, 0)], mask=whistle < 0),
            "quarter": coded(quarter, list(QUARTERS)),
            "street": coded(forms.street[rated.form], told.city.areas.streets),
            "department": coded(forms.department[rated.form], told.city.bureaus.codes),
            "criterion": coded(rated.criterion, [word["criteria"][criterion] for criterion in CRITERIA]),
            "level": pa.array(rated.level),
            "reason": coded(np.where(rated.level <= 2, rated.criterion, -1), reasons),
            "submitted": moment(rated.submitted),
            "voided": moment(rated.voided),
            "updated": moment(_last(rated.submitted, rated.voided)),
        }
    )


def _exclusions(told: Evaluation) -> Any:
    out, word = told.excluded, words()["exclusion"]
    approvers = word["approvers"]
    ended = np.where(out.revoked < NEVER, out.revoked, out.approved)
    return pa.table(
        {
            "kind": coded(out.target, [word["targets"][target] for target in TARGETS]),
            "target": pa.array(_targets(told)),
            "rule": coded(out.rule, [word["rules"][rule] for rule in RULES]),
            "by": coded(out.by % len(approvers), approvers),
            "approved": moment(out.approved).cast(pa.date32()),
            "revoked": moment(out.revoked).cast(pa.date32()),
            "outcome": coded(out.outcome, word["outcomes"]),
            "updated": moment(np.minimum(ended + 17 * 3600, CUTOFF - 1)),
        }
    )


def _targets(told: Evaluation) -> Any:
    """What each exclusion names: a case, whistle/department, a whistle, a rating."""
    out, ids = told.excluded, whistle_ids(told.blown)
    place = [out.place[out.target == target] for target in range(len(TARGETS))]
    codes = np.array(told.city.bureaus.codes)[told.called.department[place[1]]]
    calls = np.char.add(np.char.add(ids[told.called.whistle[place[1]]], "/"), codes)
    return np.concatenate([place[0].astype(str), calls, ids[place[2]], rating_ids(told.rated)[place[3]]])


def _yes(chosen: Flags, told: Flags) -> Any:
    word = words()["register_words"]
    return coded(np.where(told, chosen.astype(np.int64), -1), [word["no"], word["yes"]])


def _last(*moments: Ints) -> Ints:
    """The latest of these moments that came."""
    found: Ints = np.maximum.reduce([np.where(each < NEVER, each, 0) for each in moments])
    return np.minimum(found + 30, CUTOFF - 1)
