"""The evaluation: schemes, and the scores that follow from them by exact fractions with one rounding."""
