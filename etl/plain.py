"""Whether a file holds nothing that clean-up would change, edge spaces apart: cheaper than asking each value."""

from etl.read import Table

BLOCK = 1 << 20
BOM = b"\xef\xbb\xbf"
# Printable ASCII, line ends, and the UTF-8 bytes of U+4000 to U+9FFF: Chinese characters, all of which NFKC keeps.
PLAIN = bytes([0x0A, 0x0D, *range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xE4, 0xEA)])


def is_plain(table: Table) -> bool:
    """True when the table comes straight from a UTF-8 file of such bytes only."""
    straight = table.part is None and table.delimiter is not None and table.path.suffix.lower() != ".gz"
    if not straight or table.encoding != "utf-8":
        return False
    with table.path.open("rb") as source:
        source.seek(len(BOM) if table.bom else 0)
        return all(not block.translate(None, PLAIN) for block in iter(lambda: source.read(BLOCK), b""))
