"""Invented names: no two districts, streets or roads share one, and none is meant to exist."""

from itertools import product

import numpy as np

from etl.synthetic.words import words


class Names:
    """Hands out names from the syllables of words.toml in an order fixed by the seed."""

    def __init__(self, seed: int) -> None:
        self.dice = np.random.default_rng([seed, 1])
        syllables = words()["syllables"]
        pairs = [first + second for first, second in product(syllables["first"], syllables["second"])]
        self.pairs = [str(pair) for pair in self.dice.permutation(pairs)]
        self.surnames: list[str] = syllables["surname"]
        self.given: str = syllables["given"]

    def places(self, count: int) -> list[str]:
        """That many two-syllable names that were not handed out before."""
        taken, self.pairs = self.pairs[:count], self.pairs[count:]
        return taken

    def communities(self, count: int) -> list[str]:
        """That many different three-syllable names."""
        first, second = words()["syllables"]["first"], words()["syllables"]["second"]
        everything = list(map("".join, product(first, second, words()["suffix"]["community"])))
        chosen = self.dice.choice(len(everything), size=count, replace=False)
        return [everything[place] for place in chosen]

    def person(self) -> str:
        """An invented person."""
        surname = self.surnames[self.dice.integers(len(self.surnames))]
        first, second = self.dice.integers(len(self.given), size=2)
        return surname + self.given[first] + (self.given[second] if second != first else "")
