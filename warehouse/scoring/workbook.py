"""The workbook of a score that is asked for now; a publication has its own from its evidence."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from warehouse.scoring.details import details, held, ledger
from warehouse.scoring.dossier import street_names
from warehouse.scoring.publication import beside
from warehouse.scoring.scored import Score
from warehouse.sheets.inert import file_safe
from warehouse.sheets.score import Source, write_score
from warehouse.snapshot import Snapshot
from warehouse.text import text


def score_book(snapshot: Snapshot, directory: Path, made: Score, out: IO[bytes], lang: str) -> None:
    """Write it into `out`, with what the warehouse in that directory has published beside it."""

    def rows(most: Mapping[str, int]) -> Iterator[dict[str, Any]]:
        for batch in details(snapshot, made, most):
            yield from batch.to_pylist()

    source = Source(held(snapshot, made), rows)
    document = made.document(lang)
    document |= {"publication": beside(directory, document)}
    write_score(out, document, made.scheme, lang, source, ledger(snapshot, made), street_names(made, lang))


def book_names(made: Score, lang: str) -> tuple[str, str]:
    """The workbook's name without ending, as people read it and in plain ASCII."""
    period, head = made.window.period, made.scheme.scheme
    last = [(period and period.code) or "", made.day.isoformat(), f"g{made.record['generation']}"]
    last += [text("sheets.synthetic", lang)] if made.record["synthetic"] else []
    told = "_".join(map(file_safe, [head.title(lang), head.version, *last]))
    return told, "_".join(map(file_safe, [head.id, head.version, *last])).encode("ascii", "ignore").decode()
