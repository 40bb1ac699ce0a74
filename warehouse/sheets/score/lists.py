"""明细, 剔除, 数据质量, 元数据: the sheets of a score that are lists."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from warehouse.register import excluded_name
from warehouse.scoring.scheme import Scheme
from warehouse.sheets.score.page import Content, Head, Page
from warehouse.sheets.titles import bin_name
from warehouse.text import text

Document = Mapping[str, Any]
Rows = Iterable[Mapping[str, Any]]
MOST_DETAILS = 100_000
STAMPS = ("started_at", "due_at", "closed_at", "arrived_at")
DETAILS = ("indicator", "code", "unit", "row_id", "bin", "counts_as", "role", *STAMPS, "district", "street")
LEDGER = ("target_kind", "target_id", "rule", "approved_by", "approved_on", "revoked_on", "appeal_outcome", "in_force")
ASIDE = ("street", "department", "criterion", "rating")
QUALITY = ("indicator", "rows", "denominator", "pending", "outside", "excluded", "missing_feeds")


@dataclass(frozen=True)
class Source:
    """The rows behind each indicator: how many there are, of each the first so many, and how many a sheet may hold."""

    held: Mapping[str, int]
    first: Callable[[Mapping[str, int]], Rows]
    most: int = MOST_DETAILS


NOTHING = Source({}, lambda most: ())


def rows_page(book: Any, document: Document, scheme: Scheme, source: Source, mark: str | None, lang: str) -> None:
    """The rows behind the indicators, those that cost points first, read as they are written."""
    page, most = Page(book, text("book.rows", lang), lang), shares(source.held, source.most)
    extent = [
        (node.title(lang), text("book.rows_of", lang, n=most[node.code], of=source.held[node.code]))
        for node in scheme.leaves
        if node.code in most
    ]
    limit = (text("book.limit", lang), text("book.limit_how", lang, n=source.most))
    page.above(text("book.rows_title", lang), mark, [limit, *extent])
    looks = ["stamp" if name in STAMPS else "text" for name in DETAILS]
    header = page.header(
        [Head(text(f"book.column_{name}", lang), look) for name, look in zip(DETAILS, looks, strict=True)]
    )
    units = {unit["code"]: unit["name"] for unit in document["subjects"]}
    titles = {node.code: node.title(lang) for node in scheme.nodes}
    metrics = {node.code: node.metric or "" for node in scheme.nodes}
    named: dict[tuple[str, str], str] = {}
    for count, row in enumerate(source.first(most)):
        key = (metrics[row["node"]], row["bin"])
        bin = named.get(key) or named.setdefault(key, bin_name(*key, lang))
        told: dict[str, Content] = {
            "indicator": titles[row["node"]],
            "code": row["subject"],
            "unit": units.get(row["subject"], row["subject"]),
            "bin": bin,
            "counts_as": text(f"book.as_{row['counts_as']}", lang),
            "role": row["role"] and text(f"sheets.duty_{row['role']}", lang),
        }
        page.line([told.get(name, row.get(name)) for name in DETAILS], looks, measured=count < 200)
    page.sheet.autofilter(header, 0, max(page.row - 1, header), len(DETAILS) - 1)
    page.paper((header + 1, 3))


def shares(held: Mapping[str, int], most: int) -> dict[str, int]:
    """How many rows of each indicator fit: the same number of each, what small ones leave going to the others."""
    found, left = {}, most
    for place, (code, rows) in enumerate(sorted(held.items(), key=lambda each: each[1])):
        found[code] = min(rows, left // (len(held) - place))
        left -= found[code]
    return found


def ledger_page(book: Any, document: Document, scheme: Scheme, ledger: Rows, mark: str | None, lang: str) -> None:
    """What was taken out of each unit's indicators, by reason; then the register with who approved it."""
    page = Page(book, text("book.excluded", lang), lang)
    page.above(text("book.excluded_title", lang), mark, [])
    columns = ("code", "unit", "indicator", "rule", "times")
    header = page.header([Head(text(f"book.column_{name}", lang)) for name in columns])
    titles = {node.code: node.title(lang) for node in scheme.nodes}
    for unit in document["subjects"]:
        for node in unit["nodes"]:
            for reason, times in sorted((node.get("excluded") or {}).items()):
                told = [unit["code"], unit["name"], titles[node["code"]], excluded_name(reason, lang)]
                page.line([*told, float(Fraction(times))], ["text"] * 4 + ["number"])
    page.row += 1
    page.line([text("book.register", lang)], ["strong"], measured=False)
    page.line([text(f"book.column_{name}", lang) for name in LEDGER], ["head"] * len(LEDGER))
    for row in ledger:
        page.line([_said(name, row[name], lang) for name in LEDGER], ["text"] * 4 + ["day"] * 2 + ["text"] * 2)
    page.paper((header + 1, 2))


def quality_page(book: Any, document: Document, scheme: Scheme, mark: str | None, lang: str) -> None:
    """Each indicator's reconciliation over all units, units without a score, streets that did not rate, warnings."""
    page = Page(book, text("book.quality", lang), lang)
    page.above(text("book.quality_title", lang), mark, [(text("book.identity", lang), text("book.identity_how", lang))])
    page.header([Head(text(f"book.column_{name}", lang)) for name in QUALITY])
    for node in (each for each in scheme.walk() if each.kind == "metric"):
        told = [each for unit in document["subjects"] for each in unit["nodes"] if each["code"] == node.code]
        feeds = sorted({feed for each in told for feed in each["missing_feeds"]})
        sums = [_sum(told, name) for name in QUALITY[1:-1]]
        page.line([node.title(lang), *sums, ", ".join(feeds)], ["text"] + ["number"] * 5 + ["text"])
    page.row += 1
    _gaps(page, document, scheme)
    for warning in document["warnings"]:
        page.line([text("book.warning", lang), warning], ["text", "text"])
    for each in document["set_aside"]["listed"]:
        cells = [text(f"score.aside_{each['rule']}", lang), *(each[name] for name in ASIDE)]
        page.line([text("book.set_aside", lang), *cells], ["text"] * 6)
    page.paper()


def _gaps(page: Page, document: Document, scheme: Scheme) -> None:
    """Units that have no score and why, and which streets are missing."""
    lang, titles = page.lang, {node.code: node.title(page.lang) for node in scheme.nodes}
    names = {unit["code"]: unit["name"] for unit in document["subjects"]}
    page.line([text(f"book.column_{name}", lang) for name in ("code", "unit", "indicator", "state")], ["head"] * 4)
    for each in document["blocked"]:
        state = text(f"score.state_{each['state']}", lang)
        page.line([each["code"], names[each["code"]], titles[each["node"]], state], ["text"] * 4)
    for unit in document["subjects"]:
        for node in unit["nodes"]:
            if node.get("missing_streets"):
                missing = text("book.missing_streets", lang, names=", ".join(node["missing_streets"]))
                page.line([unit["code"], unit["name"], titles[node["code"]], missing], ["text"] * 4)
    page.row += 1


def origin_page(book: Any, document: Document, mark: str | None, lang: str) -> None:
    """Where the figures come from, and how the workbook works them out."""
    page = Page(book, text("book.origin", lang), lang)
    page.above(text("book.origin_title", lang), mark, [])
    for label, value in origin_facts(document, lang):
        page.line([label, value], ["text", "text"])
    page.paper()


def origin_facts(document: Document, lang: str) -> Sequence[tuple[str, str]]:
    """Scheme, period, day, generation and every hash; the first six stand above the other sheets too."""
    scheme, snapshot, period = document["scheme"], document["snapshot"], document["period"]
    told = {
        "book.scheme": f"{scheme['title']} ({scheme['id']} {scheme['version']})",
        "book.basis": scheme["basis_document"],
        "sheets.period": f"{period['code']} ({period['from']} – {period['to']})",
        "sheets.as_of": document["as_of"],
        "sheets.data_until": f"{snapshot['data_until']} {snapshot['timezone']}",
        "book.status": _status(document, lang),
        "book.approved_by": scheme["approved_by"],
        "book.scheme_sha256": scheme["sha256"],
        "book.rules_version": scheme["rules"] or "",
        "sheets.generation": snapshot["generation"],
        "sheets.snapshot": snapshot["sha256"],
        "sheets.definitions": snapshot["definitions_sha256"],
        "sheets.rules": snapshot["rules_sha256"],
        "book.how": text("book.how_live", lang),
    }
    return [(text(key, lang), str(value)) for key, value in told.items()]


def _status(document: Document, lang: str) -> str:
    publication = document["publication"]
    if publication is None:
        return text("book.state_draft", lang)
    if "state" not in publication:
        return text("book.publication", lang, number=publication["number"])
    state, differ = publication["state"], len(publication["differ"])
    told = text("book.stands", lang, number=publication["number"], state=text(f"book.state_{state}", lang))
    if state == "reviewed":
        return told
    return told + text("book.differs" if differ else "book.as_published", lang, n=differ)


def _sum(told: Sequence[Document], name: str) -> float:
    found = [each[name] for each in told if each[name] is not None]
    drawers = [
        sum((Fraction(n) for n in each.values()), Fraction(0)) if isinstance(each, dict) else each for each in found
    ]
    return float(sum((Fraction(each) for each in drawers), Fraction(0)))


def _said(name: str, value: Any, lang: str) -> Content:
    if name == "rule":
        return excluded_name(str(value), lang)
    if isinstance(value, bool):
        return text(f"book.in_force_{'yes' if value else 'no'}", lang)
    if value is None or isinstance(value, date | datetime):
        return value
    return str(value)
