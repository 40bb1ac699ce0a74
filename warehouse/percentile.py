"""The SQL of bins and of percentiles: nearest rank over the steps, by key and over all keys."""

from warehouse.metric import Metric

OVERALL = "all:"
STEP = "all:step"


def bin_of(asked: Metric) -> str:
    """The case expression that puts a row into its bin."""
    arms = " ".join(f"when {each.when} then '{each.name}'" for each in asked.bins if each.when)
    rest = asked.bins[-1].name
    return f"case when excluded is not null then 'excluded:' || excluded {arms} else '{rest}' end"


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


def measured_branches(asked: Metric, keys: list[str], index: int, sums: tuple[str, ...], spread: bool) -> list[str]:
    """Rows p<point> by key, all:p<point> over all keys and, with `spread`, all:step for each step."""
    empty = "".join(f", null as {name}" for name in keys)
    kept = "".join(f", {name}" for name in keys)
    none = "".join(", 0" for _ in sums)
    found = []
    for point in asked.points:
        reached = f"min(step) filter (where seen * 100 >= held * {point})"
        for source, bin, named in (
            (f"overall_{index}", f"{OVERALL}p{point}", empty),
            (f"rank_{index}", f"p{point}", kept),
        ):
            found.append(f"select {index}, entry{named}, '{bin}', {reached}, 1{none}\nfrom {source}\ngroup by all")
    if spread:
        found.append(f"select {index}, entry{empty}, '{STEP}', step, n{none}\nfrom whole_{index}")
    return found
