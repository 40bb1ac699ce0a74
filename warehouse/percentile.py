"""The SQL of bins and of percentiles: nearest rank over the steps, by key and over all keys."""

from collections.abc import Callable

from warehouse.metric import Metric

# What a row of a statement tells: rows by key, rows by key and bins, a point of a key or of all keys, a step of all.
ROWS, BINS, POINT, OVERALL, STEP = range(5)
MeasuredRow = Callable[[int, str, str, str], str]  # of a part: keys, step, n


def bin_of(asked: Metric) -> str:
    """The case expression that puts a row into its bin."""
    arms = " ".join(f"when {each.when} then '{each.name}'" for each in asked.bins if each.when)
    rest = asked.bins[-1].name
    return f"case when excluded is not null then 'excluded:' || excluded {arms} else '{rest}' end"


def number_of_bin(asked: Metric) -> str:
    """The same as the bin's place among its metric's; null where a row is excluded."""
    arms = " ".join(f"when {each.when} then {place}" for place, each in enumerate(asked.bins) if each.when)
    return f"case when excluded is not null then null {arms} else {len(asked.bins) - 1} end"


def measured_cells(asked: Metric, keys: list[str], index: int) -> str:
    """Common tables: the measured rows by step, and how many lie at or below each step."""
    hits = ", ".join(f"'{name}'" for name in asked.names("hit"))
    by, whole = ", ".join(["entry", *keys]), "entry"
    found = (
        f", step_{index} as materialized (\n"
        f"  select {by}, {asked.measure} as step, cast(sum(n) as bigint) as n\n"
        f"  from cell where {bin_of(asked)} in ({hits}) group by all having sum(n) <> 0\n"
        f"), whole_{index} as materialized (\n"
        f"  select entry, step, cast(sum(n) as bigint) as n from step_{index} group by all\n)"
    )
    for name, source, part in (
        (f"rank_{index}", f"step_{index}", by),
        (f"overall_{index}", f"whole_{index}", whole),
    ):
        found += (
            f", {name} as (\n  select *, sum(n) over (partition by {part} order by step) as seen,"
            f" sum(n) over (partition by {part}) as held\n  from {source}\n)"
        )
    return found


def measured_branches(asked: Metric, keys: list[str], index: int, spread: bool, row: MeasuredRow) -> list[str]:
    """Rows of points by key and over all keys, the point standing as n, and with `spread` of each step."""
    empty = "".join(f", null as {name}" for name in keys)
    kept = "".join(f", {name}" for name in keys)
    found = []
    for point in asked.points:
        reached = f"min(step) filter (where seen * 100 >= held * {point})"
        found.append(f"{row(OVERALL, empty, reached, str(point))}\nfrom overall_{index}\ngroup by all")
        found.append(f"{row(POINT, kept, reached, str(point))}\nfrom rank_{index}\ngroup by all")
    if spread:
        found.append(f"{row(STEP, empty, 'step', 'n')}\nfrom whole_{index}")
    return found
