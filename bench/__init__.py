"""Speed, as ratios against floors and rivals that run beside it on the same machine: python -m bench."""
