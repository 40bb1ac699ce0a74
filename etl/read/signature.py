"""What a file is by its first bytes, for files that are not what their name says."""

import re

from etl.errors import Refused

BINARY = {
    b"PK\x03\x04": "a ZIP archive or an XLSX workbook",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "gzip data",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old or encrypted Office file",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "an SQLite database",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
}
MARKUP = re.compile(rb"\s*<(!doctype|!--|\?xml|html|head|body|table|[a-z]+[ >/])", re.IGNORECASE)
JSON = re.compile(rb'\s*(\[\s*[\[{"\]]|\{\s*["}])')


def refuse_foreign(head: bytes, name: str) -> None:
    """Refuses what is plainly not CSV, by the file's first bytes."""
    for signature, what in BINARY.items():
        if head.startswith(signature):
            raise Refused("NOT_CSV", f"{name}: {what}, not CSV")
    if MARKUP.match(head):
        raise Refused("NOT_CSV", f"{name}: HTML or XML, not CSV")
    if JSON.match(head):
        raise Refused("NOT_CSV", f"{name}: JSON, not CSV")
