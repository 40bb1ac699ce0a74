"""Numbers in [0, 1) that belong to a case's key: a calm lattice for what is counted, noise for the rest."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]

AXES = ("street", "item", "channel", "handling", "history", "stuck", "department", "assist", "call")
ROOTS = np.sqrt(np.array([2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0]))


class Chance:
    """Draws that depend on the seed and the key alone, never on the order of asking."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.shifts = np.random.default_rng(seed).random(len(AXES))

    def lattice(self, keys: Ints, axis: str) -> Floats:
        """Evenly spread over any run of neighbouring keys, and over pairs of axes (Richtmyer's sequence)."""
        place = AXES.index(axis)
        drawn: Floats = np.mod(keys * ROOTS[place] + self.shifts[place], 1.0)
        return drawn

    def noise(self, keys: Ints, stream: int) -> Floats:
        """Independent for every key and stream (splitmix64)."""
        mark = (self.seed * 1_000_003 + stream * 7_919) % (1 << 64)
        with np.errstate(over="ignore"):
            mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(
                mark * 0xD1B54A32D192ED03 % (1 << 64)
            )
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            mixed ^= mixed >> np.uint64(31)
        drawn: Floats = (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)
        return drawn


def pick(table: Floats, rows: Ints, drawn: Floats) -> Ints:
    """For each row number, the column its draw falls into; a row of the table holds weights."""
    steps = np.cumsum(table, axis=1)
    flat = (steps / steps[:, -1:] + np.arange(len(table))[:, None]).ravel()
    found = np.searchsorted(flat, rows + drawn, side="right") - rows * table.shape[1]
    chosen: Ints = np.clip(found, 0, table.shape[1] - 1)
    return chosen
