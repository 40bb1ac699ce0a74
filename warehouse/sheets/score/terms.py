"""口径与权重: the scheme on a sheet of its own, so that every formula reads its weights and limits from there."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from warehouse.scoring.mapping import Piecewise
from warehouse.scoring.scheme import Node, Scheme
from warehouse.sheets.score.page import Content, Formula, Head, Page, number, titled
from warehouse.text import text

Refs = Mapping[tuple[str, str], str]
MAPPED = ("floor", "target", "floor_score", "below_floor", "per", "max_total")
COLUMNS = ("code", "name", "parent", "kind", "weight", "max_missing", "on_empty", "metric", "min_den", "fn", *MAPPED)


def terms_page(book: Any, scheme: Scheme, facts: Sequence[tuple[str, str]], mark: str | None, lang: str) -> Refs:
    """Writes the sheet; returns where each number stands."""
    page = Page(book, text("book.terms", lang), lang)
    page.above(text("book.terms_title", lang, title=scheme.scheme.title(lang)), mark, facts)
    writer = _Terms(page, scheme, lang)
    writer.nodes()
    writer.points()
    writer.rest()
    page.paper()
    return writer.refs


class _Terms:
    """The blocks of the sheet, one below the other."""

    def __init__(self, page: Page, scheme: Scheme, lang: str) -> None:
        self.page, self.scheme, self.lang = page, scheme, lang
        self.refs: dict[tuple[str, str], str] = {}

    def nodes(self) -> None:
        """The tree with its weights and mappings; of a group the sum of its children's weights."""
        self.page.header([Head(text(f"book.term_{name}", self.lang)) for name in (*COLUMNS, "sum")])
        places = {node.code: self.page.row + row for row, node in enumerate(self.scheme.walk())}
        for node in self.scheme.walk():
            self._row(f"node:{node.code}", COLUMNS, [*self._node(node), self._sum(node, places)])
        self.page.row += 1

    def points(self) -> None:
        """The points of mappings that are made of several lines."""
        bent = [node for node in self.scheme.leaves if node.kind == "metric" and isinstance(node.mapping, Piecewise)]
        if not bent:
            return
        self._title("points", ("code", "value", "points"))
        for node in bent:
            assert isinstance(node.mapping, Piecewise)
            for place, (x, y) in enumerate(node.mapping.points):
                self._row(f"point:{node.code}:{place}", ("code", "x", "y"), [node.code, number(x), number(y)])
        self.page.row += 1

    def rest(self) -> None:
        """Adjustments, vetoes, grades and how a score is rounded and ranked."""
        if self.scheme.adjustments:
            self._title("adjustments", ("code", "name", "way", "per", "max_total"))
            for each in self.scheme.adjustments:
                cells = [each.code, titled(each, self.lang), text(f"book.fn_{each.fn}", self.lang)]
                amounts = [number(each.per_incident), number(each.max_total)]
                self._row(f"adjustment:{each.code}", ("code", "name", "fn", "per", "max"), [*cells, *amounts])
            self.page.row += 1
        if self.scheme.vetoes:
            self._title("vetoes", ("code", "name", "grade", "rank"))
            for veto in self.scheme.vetoes:
                cells = [veto.code, titled(veto, self.lang), veto.grade, text(f"book.rank_{veto.rank}", self.lang)]
                self._row(f"veto:{veto.code}", ("code", "name", "grade", "rank"), cells)
            self.page.row += 1
        if self.scheme.grades:
            self._title("grades", ("grade", "from"))
            for grade in self.scheme.grades:
                self._row(f"grade:{grade.name}", ("name", "min"), [grade.name, number(grade.min)])
            self.page.row += 1
        self._settings()

    def _settings(self) -> None:
        self._title("settings", ("setting", "value"))
        found: dict[str, Content] = {
            "decimals": self.scheme.publish.score_decimals,
            "min_rank_cases": self.scheme.publish.min_rank_cases,
            "pending": text("book.pending", self.lang),
        }
        if self.scheme.rating:
            found["min_coverage"] = number(self.scheme.rating.min_street_coverage)
            found["min_streets"] = self.scheme.rating.min_streets
        for name, value in found.items():
            self._row(f"setting:{name}", ("name", "value"), [text(f"book.setting_{name}", self.lang), value])

    def _title(self, name: str, columns: Sequence[str]) -> None:
        self.page.line([text(f"book.block_{name}", self.lang)], ["strong"], measured=False)
        self.page.line([text(f"book.term_{each}", self.lang) for each in columns], ["head"] * len(columns))

    def _row(self, key: str, names: Sequence[str], cells: Sequence[Content]) -> None:
        row = self.page.line(cells, ["text"] * len(cells))
        self.refs |= {(key, name): self.page.ref(row, place) for place, name in enumerate(names)}

    def _node(self, node: Node) -> list[Content]:
        measured = node.kind == "metric"
        given = node.map or {} if measured else {}
        exact: dict[str, Fraction] = {
            name: value
            for name in MAPPED
            if measured and isinstance(value := getattr(node.mapping, name, None), Fraction)
        }
        return [
            node.code,
            node.title(self.lang),
            node.parent,
            text(f"book.kind_{node.kind}", self.lang),
            number(node.weight),
            number(node.max_missing) if node.kind == "group" else None,
            None if node.kind == "group" else text(f"book.empty_{node.on_empty}", self.lang),
            node.metric,
            number(node.min_den) if measured else None,
            str(given["fn"]) if "fn" in given else None,
            *[number(exact.get(name)) for name in MAPPED],
        ]

    def _sum(self, node: Node, places: Mapping[str, int]) -> Content:
        children = self.scheme.children.get(node.code, ())
        if not children:
            return None
        weights = "+".join(self.page.ref(places[each.code], COLUMNS.index("weight")) for each in children)
        return Formula(weights, float(sum(each.weight for each in children)))
