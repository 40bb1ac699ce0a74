"""Scores as a plain table: one row a unit, and of every node its exact value, its points and what it brings."""

from collections.abc import Mapping, Sequence
from typing import Any

from warehouse.sheets.table import Cell, Column, Table
from warehouse.sheets.titles import mark
from warehouse.text import text

Document = Mapping[str, Any]
UNIT = ("group", "code", "name", "state", "rank", "rank_of", "grade", "score", "provisional")
WHOLE = ("rank", "rank_of")
NODE = ("value", "mapped", "contribution")


def score_table(document: Document, lang: str) -> Table:
    """The table of a document of scores; exact numbers stay p/q, what is missing stays empty."""
    nodes: Sequence[Document] = document["scheme"]["nodes"]
    columns = [Column(text(f"scores.{key}", lang), "whole" if key in WHOLE else "text") for key in UNIT]
    columns += [Column(_title(node, key, lang)) for node in nodes for key in _keys(node)]
    return Table(
        name=document["scheme"]["title"],
        title=f"{document['scheme']['title']} {document['scheme']['version']}",
        facts=score_facts(document, lang),
        columns=columns,
        rows=[_row(subject, nodes, lang) for subject in document["subjects"]],
        mark=mark(document, lang),
    )


def _keys(node: Document) -> tuple[str, ...]:
    return NODE if node["kind"] == "metric" else NODE[1:]


def _title(node: Document, key: str, lang: str) -> str:
    return f"{node['label'][lang]} {text(f'scores.{key}', lang)}"


def _row(subject: Document, nodes: Sequence[Document], lang: str) -> list[Cell]:
    found = {each["code"]: each for each in subject["nodes"]}
    own: list[Cell] = [subject[key] for key in UNIT]
    own[UNIT.index("state")] = text(f"score.state_{subject['state']}", lang)
    return own + [found[node["code"]].get(key) for node in nodes for key in _keys(node)]


def score_facts(document: Document, lang: str) -> list[tuple[str, str]]:
    """What every score rests on: period, day, release, scheme."""
    snapshot, scheme = document["snapshot"], document["scheme"]
    said = {
        "period": document["period"]["code"],
        "as_of": document["as_of"],
        "data_until": f"{snapshot['data_until']} {snapshot['timezone']}",
        "generation": str(snapshot["generation"]),
        "snapshot": snapshot["sha256"],
        "rules": snapshot["rules_sha256"],
    }
    told = [(text(f"sheets.{key}", lang), value) for key, value in said.items()]
    return [*told, (text("scores.scheme", lang), f"{scheme['id']} {scheme['version']} sha256 {scheme['sha256']}")]
