"""Where schemes stand: the shipped examples and the city's own; and which version holds for a period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from warehouse.definition import HOME
from warehouse.errors import BadQuestion, Unknown
from warehouse.period import Period
from warehouse.rules import rules
from warehouse.scoring.faults import Fault, SchemeRefused
from warehouse.scoring.reading import examine
from warehouse.scoring.scheme import Scheme

SHIPPED = HOME / "schemes"
OWN = "schemes"
ORDER = ("approved", "retired", "draft")


@dataclass(frozen=True)
class Shelf:
    """Every version that can be used, where it stands, and what is wrong with the files that cannot."""

    schemes: Sequence[Scheme]
    paths: dict[str, Path] = field(default_factory=dict)  # by sha256
    faults: Sequence[Fault] = ()

    def versions(self, name: str) -> list[Scheme]:
        """The versions of that scheme, oldest first; raises Unknown."""
        found = [each for each in self.schemes if each.scheme.id == name]
        if not found and not self.spoilt(name):
            raise Unknown("scheme", name, {each.scheme.id for each in self.schemes})
        return sorted(found, key=lambda each: (each.scheme.effective_from, each.scheme.version))

    def spoilt(self, name: str) -> list[Fault]:
        """What is wrong with files of that scheme."""
        return [each for each in self.faults if each.scheme == name]


@dataclass(frozen=True)
class Picked:
    """The version for a period; `instead`: the faults of files because of which an older one stays in force."""

    scheme: Scheme
    instead: Sequence[Fault] = ()


def shelf(warehouse: Path | None) -> Shelf:
    """The schemes of that warehouse; a shipped example gives way to the city's own of the same name."""
    own = _read(warehouse / OWN) if warehouse else Shelf(())
    shipped = _read(SHIPPED)
    theirs = {each.scheme.id for each in own.schemes} | {each.scheme for each in own.faults}
    kept = [each for each in shipped.schemes if each.scheme.id not in theirs]
    return Shelf([*own.schemes, *kept], {**shipped.paths, **own.paths}, [*own.faults, *shipped.faults])


def pick(held: Shelf, name: str, period: Period) -> Picked:
    """The version that holds in all of the period; raises SchemeRefused where none or several do."""
    versions, spoilt = held.versions(name), held.spoilt(name)
    refused: list[Fault] = []
    for status in ORDER:
        try:
            return Picked(_holding([each for each in versions if each.scheme.status == status], name, period), spoilt)
        except SchemeRefused as error:
            if error.code != "SCHEME_NONE":
                raise
            refused = refused or error.faults
    last = [each for each in versions if each.scheme.status == "approved" and _began(each, period)]
    if spoilt and last:
        return Picked(last[-1], spoilt)
    raise SchemeRefused([*refused, *spoilt])


def overlaps(versions: Sequence[Scheme]) -> Iterator[Fault]:
    """Versions of one scheme and status that hold on the same day."""
    for one, two in combinations(versions, 2):
        same = (one.scheme.id, one.scheme.status) == (two.scheme.id, two.scheme.status)
        if same and one.scheme.effective_from <= two.scheme.last and two.scheme.effective_from <= one.scheme.last:
            found = f"{one.scheme.version} {_span(one)} and {two.scheme.version} {_span(two)}"
            yield Fault("SCHEME_OVERLAP", None, found, "one version a day", scheme=one.scheme.id)


def check_span(scheme: Scheme, period: Period) -> None:
    """Raises SchemeRefused where that one version does not hold in all of the period."""
    _holding([scheme], scheme.scheme.id, period)


def _holding(versions: Sequence[Scheme], name: str, period: Period) -> Scheme:
    if period.first is None or period.last is None:
        raise BadQuestion("a score is for a period with a first and a last day")
    first, last = period.first, period.last
    touched = [each for each in versions if each.scheme.effective_from <= last and first <= each.scheme.last]
    span = f"{period.code or ''} {first} to {last}".strip()
    if not touched:
        known = ", ".join(f"{each.scheme.version} {_span(each)}" for each in versions) or "no version"
        raise SchemeRefused([Fault("SCHEME_NONE", None, span, known, scheme=name)])
    for fault in overlaps(touched):
        raise SchemeRefused([fault])
    holding = [each for each in touched if each.scheme.effective_from <= first and last <= each.scheme.last]
    if not holding:
        known = ", ".join(f"{each.scheme.version} {_span(each)}" for each in touched)
        raise SchemeRefused([Fault("SCHEME_STRADDLE", None, span, f"a period within one of {known}", scheme=name)])
    return holding[0]


def _began(scheme: Scheme, period: Period) -> bool:
    return period.first is not None and scheme.scheme.effective_from <= period.first


def _span(scheme: Scheme) -> str:
    return f"{scheme.scheme.effective_from} to {scheme.scheme.effective_to or '…'}"


def _read(folder: Path) -> Shelf:
    schemes, paths, faults = [], {}, []
    for path in sorted(folder.glob("*.toml")):
        scheme, wrong = examine(path, rules().rules.version)
        faults += wrong
        if scheme is not None:
            schemes.append(scheme)
            paths[scheme.sha256] = path
    return Shelf(schemes, paths, faults)
