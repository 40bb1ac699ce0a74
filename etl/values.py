"""SQL for the text of each value a layout takes from a record."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.layout import Block, Source
from etl.recognise import Header
from etl.tidy import literal, tidied

NULL = "null::varchar"


@dataclass(frozen=True)
class Columns:
    """The columns of one table, and for which values clean-up is done record by record."""

    header: Header
    careful: frozenset[str] = frozenset()

    def present(self, block: Block) -> Block:
        """The block without the columns that the file does not have."""
        kept = {column: source for column, source in block.columns.items() if self._there(source)}
        return block.model_copy(update={"columns": kept})

    def _there(self, source: Source) -> bool:
        read = list(source.columns())
        return not read or any(self.header.find(names) is not None for names, _ in read)

    def raw(self, names: Sequence[str]) -> str:
        """SQL for the column as it stands in the file."""
        place = self.header.find(names)
        return NULL if place is None else f"c{place}"

    def text(self, source: Source, clean: bool, expected: Sequence[str] = ()) -> str:
        """SQL for a source's text before its value map; null when empty. Expected values need no cleaning."""
        raw = self.raw(source.names) if source.plain else NULL
        if source.plain and not clean:
            return f"nullif({raw}, '')"
        if source.plain and expected:
            listed = ", ".join(map(literal, (*expected, *source.values)))
            return f"case when {raw} in ({listed}) then {raw} else {tidied(raw)} end"
        return self._where(_replaced(self._origin(source), source), source)

    def _where(self, text: str, source: Source) -> str:
        """The text where the record is one that the source is for."""
        conditions = (
            f"{tidied(self.raw((column,)))} in ({', '.join(map(literal, texts))})"
            for column, texts in source.when.items()
        )
        return f"case when {' and '.join(conditions)} then {text} end" if source.when else text

    def _part(self, source: Source) -> str:
        return mapped(self.text(source, True), source)

    def _origin(self, source: Source) -> str:
        if source.constant is not None:
            return literal(source.constant)
        if source.first:
            return f"coalesce({', '.join(self._part(part) for part in source.first)})"
        if source.join or source.levels:
            return self._joined(source)
        raw = self.raw(source.names)
        return raw if raw == NULL else tidied(raw)

    def _joined(self, source: Source) -> str:
        parts = source.join or source.levels
        separator = source.separator if source.join else "/"
        # An area or item may be known to a higher level only; a district without a department is no department.
        filled = parts[-1:] if source.lookup == "department" else [part for part in parts if part.constant is None]
        texts = [self._part(part) for part in parts]
        given = " or ".join(f"{self.text(part, True)} is not null" for part in filled) or "true"
        return f"case when {given} then nullif(concat_ws({literal(separator)}, {', '.join(texts)}), '') end"


def _replaced(text: str, source: Source) -> str:
    for pattern, replacement in source.replace:
        text = f"regexp_replace({text}, {literal(pattern)}, {literal(replacement)})"
    return f"nullif({text}, '')" if source.replace else text


def mapped(text: str, source: Source) -> str:
    """SQL for a text after the source's value map; what the map does not name stays."""
    if not source.values:
        return text
    cases = " ".join(f"when {literal(given)} then {literal(kept)}" for given, kept in source.values.items())
    return f"nullif(case {text} {cases} else {text} end, '')"
