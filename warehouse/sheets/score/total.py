"""总表: each unit's score, grade and rank, worked out by formulas over the counts and the scheme."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from warehouse.scoring.scheme import Adjustment, Node, Scheme
from warehouse.sheets.score import formulas
from warehouse.sheets.score.page import Content, Formula, Head, Page, titled
from warehouse.sheets.score.parts import Cells
from warehouse.sheets.score.terms import Refs
from warehouse.text import text

Document = Mapping[str, Any]
FIRST = ("rank", "unit", "score", "grade", "group", "state", "provisional")
LAST = ("before", "n", "code", "group_code", "ranked", "key")


def total_page(
    page: Page,
    document: Document,
    scheme: Scheme,
    refs: Refs,
    parts: Cells,
    facts: Sequence[tuple[str, str]],
    mark: str | None,
) -> None:
    """Writes the sheet into its page."""
    page.above(text("book.total_title", page.lang, title=scheme.scheme.title(page.lang)), mark, facts)
    writer = _Total(page, document, scheme, refs, parts)
    header = page.header(writer.heads)
    writer.first, writer.last = page.row, page.row + len(document["subjects"]) - 1
    for unit in document["subjects"]:
        page.line(writer.unit(unit), [head.look for head in writer.heads])
    page.sheet.autofilter(header, 0, max(page.row - 1, header), len(writer.heads) - 1)
    page.sheet.print_area(0, 0, max(page.row - 1, header), writer.places["n"])
    page.paper((header + 1, 2))


class _Total:
    """The columns by name, and a unit's cells in their order."""

    def __init__(self, page: Page, document: Document, scheme: Scheme, refs: Refs, parts: Cells) -> None:
        self.page, self.scheme, self.refs, self.parts = page, scheme, refs, parts
        self.first = self.last = 0
        self.alone = len(document["subjects"]) == 1  # a rank hangs on the others, who are not here
        tops = scheme.children[scheme.root.code]
        self.order = [(top, node) for top in tops for node in _below(scheme, top)]
        named = [(f"node:{node.code}", self._node_head(top, node)) for top, node in self.order]
        changes = [(f"adjustment:{each.code}", self._change_head(each)) for each in scheme.adjustments]
        ties = [
            (f"tie:{code}", Head(text("book.column_tie", page.lang), "number")) for code in scheme.publish.tie_break
        ]
        columns = [
            *[(name, self._head(name)) for name in FIRST],
            *named,
            ("tree", self._head("tree")),
            *changes,
            ("exact", self._head("exact")),
            *[(name, self._head(name)) for name in LAST],
            *ties,
        ]
        self.places = {name: place for place, (name, _) in enumerate(columns)}
        self.heads = [head for _, head in columns]

    def unit(self, unit: Document) -> list[Content]:
        """A unit's row."""
        told = {node["code"]: node for node in unit["nodes"]}
        found: dict[str, Content] = {name: unit[name] for name in ("code", "group", "group_code")}
        found["unit"], found["state"] = unit["name"], text(f"score.state_{unit['state']}", self.page.lang)
        found["provisional"] = None if unit["provisional"] is None else float(unit["provisional"])
        for _, node in self.order:
            found[f"node:{node.code}"] = self._node(node, unit["code"], told[node.code])
        root = self.scheme.root
        found["tree"] = Formula(self._composed(root), self._now(told[root.code]))
        found |= self._changes(unit) | self._judged(unit) | self._ranked(unit)
        return [found[name] for name in self.places]

    def _changes(self, unit: Document) -> dict[str, Content]:
        found: dict[str, Content] = {}
        shown = {each["code"]: float(each["points"]) for each in unit["adjustments"]}
        for each in self.scheme.adjustments:
            count = self.parts[unit["code"], each.code, "incidents"]
            per, most = (self.refs[f"adjustment:{each.code}", name] for name in ("per", "max"))
            sign = "-" if each.fn == "deduct" else ""
            found[f"adjustment:{each.code}"] = Formula(f"{sign}MIN({count}*{per},{most})", shown.get(each.code, 0))
        summed = "+".join(self.at(name) for name in ("tree", *found))
        tree = self.at("tree")
        now = self._pending(unit) if unit["exact"] is None else float(Fraction(unit["exact"]))
        found["exact"] = Formula(f"IF(ISNUMBER({tree}),MAX(0,MIN(100,{summed})),{tree})", now)
        return found

    def _judged(self, unit: Document) -> dict[str, Content]:
        score, before = self.at("score"), self.at("before")
        counts = {each.code: self.parts[unit["code"], each.code, "incidents"] for each in self.scheme.vetoes}
        now = self._pending(unit) if unit["score"] is None else float(unit["score"])
        return {
            "score": Formula(formulas.rounded(self.at("exact"), self.refs), now),
            "before": Formula(
                formulas.grade(self.scheme, score, self.refs), unit["grade_before_veto"] or unit["grade"] or ""
            ),
            "grade": Formula(formulas.struck(self.scheme, score, before, counts, self.refs), unit["grade"] or ""),
        }

    def _ranked(self, unit: Document) -> dict[str, Content]:
        """What a rank hangs on, and the rank; those whom a veto puts last share a key below every score."""
        score, ranked = self.at("score"), self.at("ranked")
        least = self.refs["setting:min_rank_cases", "value"]
        last = [self.parts[unit["code"], each.code, "incidents"] for each in self.scheme.vetoes if each.rank == "last"]
        by = score if self.scheme.publish.rank_on == "published" else f"ROUND({self.at('exact')},{formulas.FINE})"
        key = f"IF({'+'.join(last)}>0,-1,{by})" if last else by
        ties = [f"tie:{code}" for code in self.scheme.publish.tie_break]
        columns = ["group_code", "ranked", "key", *ties]
        formula = formulas.rank([self.at(name) for name in columns], [self._every(name) for name in columns])
        number_of = self.parts[unit["code"], "", "n"]
        found: dict[str, Content] = {
            "n": Formula(number_of, float(Fraction(unit["n"]))),
            "ranked": Formula(f"IF(AND(ISNUMBER({score}),{number_of}>={least}),1,0)", int(unit["ranked"])),
            "key": Formula(f'IF({ranked}=1,{key},"")', self._key(unit)),
            "rank": unit["rank"] if self.alone else Formula(formula, "" if unit["rank"] is None else unit["rank"]),
        }
        told = {node["code"]: node for node in unit["nodes"]}
        for name in ties:
            code = name.removeprefix("tie:")
            points = self.at(f"node:{code}")
            now = float(Fraction(told[code]["mapped"] or 0))
            found[name] = Formula(f"IF(ISNUMBER({points}),ROUND({points},{formulas.FINE}),0)", now)
        return found

    def _key(self, unit: Document) -> str | float:
        if not unit["ranked"]:
            return ""
        if any(veto["rank"] == "last" for veto in unit["vetoes"]):
            return -1
        return float(Fraction(unit["score"] if self.scheme.publish.rank_on == "published" else unit["exact"]))

    def _node(self, node: Node, unit: str, told: Document) -> Content:
        if node.kind == "group":
            return Formula(self._composed(node), self._now(told))
        points = self.parts[unit, node.code, "points"]
        missing = self.refs["setting:pending", "value"] if node.on_empty == "block" and node.weight > 0 else '""'
        return Formula(f'IF(OR({points}="",ISBLANK({points})),{missing},{points})', self._now(told))

    def _composed(self, node: Node) -> str:
        children = self.scheme.children[node.code]
        pairs = [(self.refs[f"node:{each.code}", "weight"], self.at(f"node:{each.code}")) for each in children]
        return formulas.composed(node, pairs, self.refs)

    def at(self, name: str) -> str:
        """The cell of that column in the row that is being written."""
        return str(xl_rowcol_to_cell(self.page.row, self.places[name], col_abs=True))

    def _every(self, name: str) -> str:
        first, last = (xl_rowcol_to_cell(row, self.places[name], True, True) for row in (self.first, self.last))
        return f"{first}:{last}"

    def _now(self, told: Document) -> str | float:
        if told["mapped"] is not None:
            return float(Fraction(told["mapped"]))
        node = next(each for each in self.scheme.nodes if each.code == told["code"])
        waits = told["state"] != "empty" or (node.kind != "group" and node.on_empty == "block" and node.weight > 0)
        return text("book.pending", self.page.lang) if waits else ""

    def _pending(self, unit: Document) -> str:
        return "" if unit["state"] == "empty" else text("book.pending", self.page.lang)

    def _head(self, name: str) -> Head:
        looks = {"rank": "whole", "score": "number", "provisional": "number", "tree": "number", "exact": "exact"}
        looks |= {"n": "count", "ranked": "whole", "key": "number"}
        return Head(text(f"book.column_{name}", self.page.lang), looks.get(name, "text"))

    def _node_head(self, top: Node, node: Node) -> Head:
        own = (
            text("book.column_whole", self.page.lang)
            if node == top and node.kind == "group"
            else node.title(self.page.lang)
        )
        over = top.title(self.page.lang)
        return Head(own, "number", over, Formula(self.refs[f"node:{node.code}", "weight"], float(node.weight)))

    def _change_head(self, each: Adjustment) -> Head:
        return Head(titled(each, self.page.lang), "number", text("book.adjustments", self.page.lang))


def _below(scheme: Scheme, top: Node) -> list[Node]:
    found = [top]
    for each in scheme.children.get(top.code, ()):
        found += _below(scheme, each)
    return found
