"""Scores and schemes drawn for people on a terminal."""

from typing import Any

from rich.table import Table

from warehouse.printing import terminal
from warehouse.statistics import exact, half_up
from warehouse.text import text

Document = dict[str, Any]


def print_score(document: Document, lang: str) -> None:
    """One line for each subject: rank, score, grade, and the parts of the root."""
    console = terminal()
    scheme, period = document["scheme"], document["period"]
    words = (scheme["title"], scheme["version"], period["code"], text(f"score.status_{document['status']}", lang))
    console.print(" · ".join(words))
    for warning in document["warnings"]:
        console.print(warning, style="yellow")
    for rule, n in document["set_aside"]["by_rule"].items():
        console.print(text("score.set_aside", lang, rule=text(f"score.aside_{rule}", lang), n=n), style="yellow")
    root = scheme["nodes"][0]["code"]
    parts = [node for node in scheme["nodes"] if node["parent"] == root]
    heads = [text(f"score.{name}", lang) for name in ("group", "rank", "unit", "score", "grade")]
    table = Table(*heads, *[f"{node['label'][lang]} {_percent(node['weight'])}" for node in parts])
    for subject in document["subjects"]:
        table.add_row(*_cells(subject, [node["code"] for node in parts], lang))
    console.print(table)


def print_checked(document: Document) -> None:
    """Every fault on a line, or that there is none."""
    console = terminal()
    for error in document["errors"]:
        console.print(_fault(error), style="red")
    for warning in document["warnings"]:
        console.print(warning, style="yellow")
    if document["ok"]:
        console.print("ok")


def print_schemes(document: Document) -> None:
    """One line for each version, then what is wrong with other files."""
    console = terminal()
    for scheme in document["schemes"]:
        span = f"{scheme['effective_from']} – {scheme['effective_to'] or '…'}"
        console.print(f"{scheme['id']} {scheme['version']} {scheme['status']} {span} {scheme['title']}")
    for error in document["errors"]:
        console.print(_fault(error), style="red")


def print_trial(document: Document, lang: str) -> None:
    """Each unit's rank and score before and after, and its steepest indicator."""
    console = terminal()
    versions = [f"{document[key]['id']} {document[key]['version']}" for key in ("against", "scheme")]
    heads = [text(f"score.{name}", lang) for name in ("unit", "rank", "score", "rank", "score", "steepest")]
    table = Table(*heads, title=" → ".join(versions))
    for subject in document["subjects"]:
        before, after = _result(subject["before"], lang), _result(subject["after"], lang)
        first = subject["steepness"][0] if subject["steepness"] else None
        table.add_row(subject["name"], *before, *after, f"{first['node']} {first['shown']}" if first else "")
    console.print(table)


def print_parallel(document: Document, lang: str) -> None:
    """Both totals of each unit and their difference, the largest first."""
    console = terminal()
    table = Table(*[text(f"score.{name}", lang) for name in ("unit", "theirs", "score", "difference")])
    for row in document["subjects"]:
        ours = row["ours"] or text(f"score.state_{row['state']}", lang)
        table.add_row(row["name"], row["theirs"], ours, row["difference"] or "")
    console.print(table)
    for row in document["unknown"]:
        console.print(f"{document['file']}:{row['line']} {row['unit']}", style="yellow")


def _result(result: Document | None, lang: str) -> tuple[str, str]:
    if result is None:
        return "", ""
    return str(result["rank"] or "—"), result["score"] or text(f"score.state_{result['state']}", lang)


def _cells(subject: Document, parts: list[str], lang: str) -> list[str]:
    nodes = {node["code"]: node for node in subject["nodes"]}
    rank = f"{subject['rank']}{'=' if subject['tied'] else ''}" if subject["ranked"] else "—"
    score = subject["score"] or text(f"score.state_{subject['state']}", lang)
    told = f"{score} ({subject['provisional']})" if subject["provisional"] else score
    return [
        subject["group"],
        rank,
        subject["name"],
        told,
        subject["grade"] or "",
        *(_part(nodes[code]) for code in parts),
    ]


def _part(node: Document) -> str:
    return node["shown"] or (half_up(exact(node["mapped"]), 2) if node["mapped"] else "—")


def _percent(weight: str) -> str:
    return f"{half_up(exact(weight) * 100, 2).rstrip('0').rstrip('.')}%"


def _fault(error: Document) -> str:
    place = " ".join(part for part in (error["file"] or error["scheme"], error["node"]) if part)
    return f"{error['code']} {place}: {error['found']} → {error['wanted']}"
