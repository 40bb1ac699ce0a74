"""docs/kpis.md, made from the metric files: python -m warehouse.kpis > docs/kpis.md"""

from collections.abc import Iterator

from warehouse.metric import Metric, metrics

HEAD = """# Indicators

Made from `warehouse/metrics/*.toml` by `python -m warehouse.kpis`; do not edit. Every case of a
period lies in exactly one bin: the first whose condition holds, after `excluded:<reason>`.
Numerator = hits, denominator = hits + misses, and rows = denominator + pending + outside +
excluded. A row belongs to the period of its cohort stamp; a stock has none.
"""


def kpi_page() -> str:
    """The page as it must stand in docs/kpis.md."""
    return "\n".join([HEAD, *(line for each in metrics().values() for line in _section(each))])


def _section(asked: Metric) -> Iterator[str]:
    yield f"## {asked.label.zh} · {asked.label.en}\n"
    yield f"`{asked.name}` · {asked.kind} · of `{asked.state.table}` · cohort {_code(asked.cohort)}"
    yield f"· better: {asked.better}"
    yield f"· needs {', '.join(map(_code, asked.feeds))}\n"
    yield f"{asked.note.zh}\n"
    yield f"{asked.note.en}\n"
    yield "| bin | | | counts as | when |"
    yield "|---|---|---|---|---|"
    for each in asked.bins:
        when = _code(each.when, "otherwise")
        yield f"| `{each.name}` | {each.label.zh} | {each.label.en} | {each.role} | {when} |"
    if asked.measure:
        yield f"\nPercentiles {', '.join(map(str, asked.points))} of `{asked.measure}` by nearest rank."
    for name, side in asked.beside.items():
        yield f"\nBeside it: `{name}` {side.label.zh} · {side.label.en}"
        yield f"· the sum of `{side.of}` over the denominator"
    yield ""


def _code(word: str | None, otherwise: str = "none") -> str:
    return f"`{word}`" if word else otherwise


if __name__ == "__main__":
    print(kpi_page(), end="")
