"""Text that a spreadsheet shows and never runs."""

import re
import unicodedata

LONGEST = 32_767  # what one cell of a workbook holds
TRIGGERS = frozenset("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")
SPACING = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
# Controls and half characters cannot be written, direction marks turn round what is read.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """The text on one line without control, direction and unwritable characters, cut to what a cell holds."""
    kept = text if text.isprintable() else UNWANTED.sub("", SPACING.sub(" ", text))
    return kept[:LONGEST]


def inert(text: str) -> str:
    """The cleaned text, led by ' where a spreadsheet that reads CSV would take it for a formula."""
    seen = clean(text)
    risky = text[:1] in TRIGGERS or seen.lstrip()[:1] in TRIGGERS
    return f"'{seen}" if risky and text else seen


def file_safe(text: str) -> str:
    """The text as a part of a file name: letters, digits, dot, dash and underscore of any script."""
    plain = unicodedata.normalize("NFKC", clean(text))
    kept = "".join(c if c.isalnum() or c in ".-_" else "-" for c in plain)
    return re.sub(r"-{2,}", "-", kept).strip(".-")[:60]
