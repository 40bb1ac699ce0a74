"""分项: what was counted for each unit, the rate and the points that follow; and what each street said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from warehouse.scoring.scheme import Node, Scheme
from warehouse.sheets.score import formulas
from warehouse.sheets.score.page import Content, Formula, Head, Page, number, term, titled
from warehouse.sheets.score.terms import Refs
from warehouse.sheets.titles import mark as synthetic
from warehouse.text import text

Document = Mapping[str, Any]
UNIT = ("code", "unit", "group", "n")
METRIC = ("numerator", "denominator", "value", "points")
RATED = ("rated", "eligible", "coverage", "points")


@dataclass
class Cells:
    """Where each unit's figures stand: (unit, node or incident, field)."""

    found: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def __getitem__(self, key: tuple[str, str, str]) -> str:
        return self.found[key]


def streets_page(book: Any, document: Document, scheme: Scheme, names: Mapping[str, str], lang: str) -> Cells:
    """Writes every street's points for every unit; returns the columns of points and weights of each unit."""
    page, cells = Page(book, text("book.streets", lang), lang), Cells()
    page.above(text("book.streets_title", lang), synthetic(document, lang), [])
    columns = ("code", "unit", "street_code", "street", "basis", "forms", "interactions", "vote", "points")
    looks = ["text"] * 5 + ["whole"] * 3 + ["number"]
    header = page.header([Head(text(f"book.column_{each}", lang)) for each in columns])
    for unit in document["subjects"]:
        for node in (each for each in unit["nodes"] if each["kind"] == "bottom_up"):
            first = page.row
            for street in node["streets"]:
                page.line(_street(unit, node, street, scheme, names, lang), looks)
            if page.row > first:
                for place, name in ((7, "votes"), (8, "points")):
                    cells.found[unit["code"], node["code"], name] = page.ref(first, place, page.row - 1)
    page.paper((header + 1, 2))
    return cells


def _street(
    unit: Document, node: Document, street: Document, scheme: Scheme, names: Mapping[str, str], lang: str
) -> list[Content]:
    by_number = scheme.rating is not None and scheme.rating.street_weighting == "interactions"
    vote = 0 if street["code"] in node["dropped"] else max(1, street["interactions"]) if by_number else 1
    code, basis = street["code"], text(f"book.basis_{street['basis']}", lang)
    told: list[Content] = [unit["code"], unit["name"], code, names.get(code, code), basis]
    return [*told, street["forms"], street["interactions"], vote, number(street["score"])]


def parts_page(page: Page, document: Document, scheme: Scheme, refs: Refs, streets: Cells, mark: str | None) -> Cells:
    """Writes the sheet; returns where points, counts and incidents stand."""
    page.above(text("book.parts_title", page.lang), mark, [])
    writer = _Parts(page, document, scheme, refs, streets)
    header = page.header(writer.heads)
    for unit in document["subjects"]:
        writer.unit(unit)
    page.paper((header + 1, 2))
    return writer.cells


class _Parts:
    """The rows of the sheet."""

    def __init__(self, page: Page, document: Document, scheme: Scheme, refs: Refs, streets: Cells) -> None:
        self.page, self.scheme, self.refs, self.streets = page, scheme, refs, streets
        self.leaves = [node for node in scheme.walk() if node.kind != "group"]
        self.cells = Cells()
        self.heads = [self._head(name) for name in UNIT]
        for node in self.leaves:
            self.heads += [self._head(name, node.title(page.lang)) for name in self._fields(node)]
        named = [titled(each, page.lang) for each in scheme.adjustments]
        named += [titled(veto, page.lang) for veto in scheme.vetoes]
        self.heads += [Head(name, "whole", text("book.incidents", page.lang)) for name in named]

    def unit(self, unit: Document) -> None:
        """One unit's row."""
        told = {node["code"]: node for node in unit["nodes"]}
        line: list[Content] = [unit["code"], unit["name"], unit["group"], number(unit["n"])]
        self.cells.found[unit["code"], "", "n"] = self.page.ref(self.page.row, 3)
        for node in self.leaves:
            line += self._leaf(node, unit["code"], told[node.code], len(line))
        counts = {each["code"]: each["incidents"] for each in unit["adjustments"]}
        struck = {each["code"] for each in unit["vetoes"]}
        for each in self.scheme.adjustments:
            line.append(self._incident(unit["code"], each.code, counts.get(each.code), len(line)))
        for veto in self.scheme.vetoes:
            line.append(self._incident(unit["code"], veto.code, int(veto.code in struck), len(line)))
        self.page.line(line, [head.look for head in self.heads])

    def _head(self, name: str, over: str = "") -> Head:
        looks = {"numerator": "count", "denominator": "count", "n": "count", "points": "number", "value": "ratio"}
        looks |= {"rated": "whole", "eligible": "whole", "coverage": "percent"}
        return Head(text(f"book.column_{name}", self.page.lang), looks.get(name, "text"), over)

    @staticmethod
    def _fields(node: Node) -> Sequence[str]:
        return {"metric": METRIC, "bottom_up": RATED}.get(node.kind, ("points",))

    def _leaf(self, node: Node, unit: str, told: Document, place: int) -> list[Content]:
        made: list[Content] = [number(told["mapped"])]
        if node.kind == "metric":
            made = self._metric(node, told, place)
        elif node.kind == "bottom_up":
            made = self._rated(node, unit, told, place)
        for column, name in enumerate(self._fields(node), place):
            self.cells.found[unit, node.code, name] = self.page.ref(self.page.row, column)
        return made

    def _metric(self, node: Node, told: Document, place: int) -> list[Content]:
        above, below, value = (self.page.ref(self.page.row, place + each) for each in range(3))
        least = self.refs[f"node:{node.code}", "min_den"]
        rate = f'IF(ISNUMBER({above}),{above},"")'
        if node.measured.kind == "ratio":
            rate = f'IF(AND({below}>0,ROUND({below}-{least},{formulas.FINER})>=0),{above}/{below},"")'
        points = formulas.mapped(node, value, self.refs)
        if told["months"]:
            months = ",".join(term(each["mapped"]) for each in told["months"] if each["mapped"] is not None)
            points = f"AVERAGE({months})" if months else '""'
        return [
            number(told["numerator"]),
            number(told["denominator"]),
            Formula(rate, _now(told["value"])),
            Formula(points, _now(told["mapped"])),
        ]

    def _rated(self, node: Node, unit: str, told: Document, place: int) -> list[Content]:
        known, eligible, coverage = (self.page.ref(self.page.row, place + each) for each in range(3))
        points = self.refs["setting:pending", "value"]
        if told["streets"]:
            columns = (self.streets[unit, node.code, "points"], self.streets[unit, node.code, "votes"])
            points = formulas.rated(known, coverage, *columns, self.refs)
        now = text("book.pending", self.page.lang) if told["mapped"] is None else _now(told["mapped"])
        return [
            len(told["streets"]),
            len(told["streets"]) + len(told["missing_streets"]),
            Formula(f"IF({eligible}>0,{known}/{eligible},0)", _now(told["coverage"])),
            Formula(points, now),
        ]

    def _incident(self, unit: str, code: str, count: int | None, place: int) -> Content:
        self.cells.found[unit, code, "incidents"] = self.page.ref(self.page.row, place)
        return count


def _now(value: str | None) -> str | float:
    return "" if value is None else float(Fraction(value))
