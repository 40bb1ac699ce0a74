"""The rows that a unit's indicator counted, in one bin, those of its teams included; names beside the codes."""

from typing import Any

from dashboard.data.assessment import scheme, score, subject
from dashboard.data.visit import Visit
from warehouse import BadQuestion, UnitRows, Unknown, dimension, unit_rows

MOST_ROWS = 500
PLACES = ("district", "street", "department")
Document = dict[str, Any]


def rows_of_unit(here: Visit, document: Document, limit: int | None = MOST_ROWS) -> UnitRows:
    """The rows of the unit, node and bin of the address; raises Unknown."""
    unit, nodes = subject(here, document)["code"], {each.code: each for each in scheme(here).leaves}
    if here.address.node not in nodes:
        raise Unknown("node", here.address.node or "", nodes)
    node = nodes[here.address.node]
    if node.kind != "metric" or not here.address.listed:
        raise BadQuestion("rows are those of a metric and of one of its bins: node=closure&list=open")
    made = score(here)
    found = unit_rows(here.snapshot, made, unit, node, here.address.listed, limit)
    rows = [{**row, **_names(here, row)} for row in found.rows]
    return UnitRows(node, rows, found.total)


def _names(here: Visit, row: Document) -> Document:
    known, day = score(here).known, score(here).day
    return {name: known.name(dimension(name), row[name], day, here.lang) for name in PLACES if name in row}
