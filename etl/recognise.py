"""Which layout a file has: its header against every layout, by name."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.errors import Refused
from etl.layout import Layout
from etl.read import Document
from etl.tidy import tidy

MOST = 0.5


@dataclass(frozen=True)
class Header:
    """A file's column names and where each is; names are compared without regard to case."""

    names: tuple[str, ...]

    def find(self, alternatives: Iterable[str]) -> int | None:
        """The place of the first of these names that is there, None without any."""
        places = {fold(name): place for place, name in reversed(list(enumerate(self.names)))}
        found = (places.get(fold(name)) for name in alternatives)
        return next((place for place in found if place is not None), None)

    def twice(self) -> tuple[str, ...]:
        """The names that more than one column has."""
        times = Counter(fold(name) for name in self.names)
        return tuple(name for name, number in times.items() if name and number > 1)

    def missing(self, layout: Layout) -> tuple[str, ...]:
        """The columns the layout needs and the file lacks."""
        return tuple(" / ".join(names) for names in layout.needed() if self.find(names) is None)

    def unknown(self, layout: Layout) -> tuple[str, ...]:
        """The columns the layout does not mention."""
        known = {fold(name) for name in layout.known()}
        return tuple(name for name in self.names if fold(name) not in known)

    def reordered(self, layout: Layout) -> bool:
        """True when the columns come in another order than the layout's header lists them."""
        order = {fold(name): place for place, name in enumerate(layout.header)}
        places = [order[fold(name)] for name in self.names if fold(name) in order]
        return places != sorted(places)

    def fits(self, layout: Layout) -> bool:
        """True when a file with this header has that layout."""
        return not self.missing(layout) and not (layout.closed and self.unknown(layout))


def fold(name: str) -> str:
    """A column name as it is compared."""
    return tidy(name).casefold()


def recognise(names: Sequence[str], layouts: Mapping[str, Layout]) -> Layout:
    """The one layout with this header; refused when there is none or more than one."""
    header = Header(tuple(names))
    candidates = [layout for layout in layouts.values() if layout.format != "json"]
    found = [layout for layout in candidates if header.fits(layout)]
    return _only(header, found) if found else _refuse(header, candidates)


def recognise_document(document: Document, layouts: Mapping[str, Layout]) -> Layout:
    """The one layout of a JSON document; implicit layouts fit an array at the top, or lines."""
    candidates = [layout for layout in layouts.values() if layout.format == "json" or layout.closed]
    headers = {layout.name: Header(document.columns(layout.records) or ()) for layout in candidates}
    found = [layout for layout in candidates if headers[layout.name].fits(layout)]
    if found:
        return _only(headers[found[0].name], found)
    nearest = max(candidates, key=lambda layout: _likeness(headers[layout.name], layout))
    return _refuse(headers[nearest.name], [nearest])


def _only(header: Header, found: Sequence[Layout]) -> Layout:
    if header.twice():
        raise _double(header)
    if len(found) > 1:
        raise Refused("AMBIGUOUS_LAYOUT", "the header fits " + " and ".join(layout.name for layout in found))
    return found[0]


def _double(header: Header) -> Refused:
    return Refused("DUPLICATE_COLUMN", f"more than one column is named {', '.join(header.twice())}")


def _refuse(header: Header, candidates: Iterable[Layout]) -> Layout:
    raise _stranger(header, candidates)


def demand(names: Sequence[str], layout: Layout) -> Layout:
    """That layout if the header fits it."""
    header = Header(tuple(names))
    if not header.fits(layout):
        raise _lacking(header, layout)
    return _only(header, [layout])


def _stranger(header: Header, layouts: Iterable[Layout]) -> Refused:
    nearest = max(layouts, key=lambda layout: _likeness(header, layout))
    if header.twice() and _likeness(header, nearest):
        return _double(header)
    needed = nearest.needed()
    if len(needed) - len(header.missing(nearest)) > MOST * len(needed):
        return _lacking(header, nearest)
    shown = ", ".join(header.names[:8])
    if _likeness(header, nearest) == 0:
        return Refused("HEADER_NOT_FOUND", f"the first line is not the header of any layout: {shown}")
    return Refused("UNKNOWN_LAYOUT", f"no layout has the columns {shown}; nearest is {nearest.name!r}")


def _likeness(header: Header, layout: Layout) -> float:
    """Shared columns as a part of all columns of either."""
    theirs = {fold(name) for name in header.names}
    shared = theirs & {fold(name) for name in layout.known()}
    return len(shared) / max(1, len(theirs) + len(header.missing(layout)))


def _lacking(header: Header, layout: Layout) -> Refused:
    missing = header.missing(layout)
    if missing:
        return Refused("MISSING_COLUMN", f"missing column {', '.join(missing)} of layout {layout.name!r}")
    nameless = [str(place) for place, name in enumerate(header.names, 1) if not name]
    if nameless:
        wrong = "has no name" if len(nameless) == 1 else "have no name"
        words = f"column {', '.join(nameless)} {wrong}, and layout {layout.name!r} asks for one"
        return Refused("UNKNOWN_LAYOUT", words)
    strange = ", ".join(header.unknown(layout))
    return Refused("UNKNOWN_LAYOUT", f"layout {layout.name!r} has no column {strange}, and no other layout fits")
