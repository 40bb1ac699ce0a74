"""What may be wrong with the texts of a chunk, told from its bytes: cheaper than asking each value."""

from typing import Literal

import numpy as np
import numpy.typing as npt

Blemish = Literal["foreign", "edge", "exponent"]
# Characters that clean-up may change, a space at an edge of a value, a letter by which a damaged code could be written.
ALL: frozenset[Blemish] = frozenset(("foreign", "edge", "exponent"))
EXPONENTS = b"Ee"
# Printable ASCII, line ends, and the UTF-8 bytes of U+4000 to U+9FFF: Chinese characters, all of which NFKC keeps.
PLAIN = bytes([0x0A, 0x0D, *range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xE4, 0xEA)])
SURE = PLAIN.translate(None, EXPONENTS)
SPACE = 0x20


def blemishes(chunk: bytes, marks: npt.NDArray[np.intp]) -> frozenset[Blemish]:
    """What values of the chunk may have; `marks` are the places of all newlines, separators and quotes."""
    found: set[Blemish] = set()
    if unsure := chunk.translate(None, SURE):
        found.add("foreign" if unsure.translate(None, EXPONENTS) else "exponent")
    codes = np.frombuffer(chunk, np.uint8)
    # Before the first byte stands, by index -1, the newline that ends the chunk; after that the first byte again.
    if (codes[marks - 1] == SPACE).any() or (codes[(marks + 1) % len(codes)] == SPACE).any():
        found.add("edge")
    return ALL if "foreign" in found else frozenset(found)
