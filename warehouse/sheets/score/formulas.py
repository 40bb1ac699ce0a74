"""The arithmetic of a score as formulas: a mapping, a group with what is missing, a grade, a rank."""

from collections.abc import Sequence

from warehouse.scoring.mapping import Deduct, Linear, Piecewise
from warehouse.scoring.mapping import Percentage as Percent
from warehouse.scoring.scheme import Node, Scheme
from warehouse.sheets.score.terms import Refs

# Binary numbers miss decimals by a hair: what is compared, and what is rounded, is first put back on its decimals.
FINE, FINER = 9, 12


def mapped(node: Node, value: str, refs: Refs) -> str:
    """The points of the figure in a cell."""
    return f'IF(ISNUMBER({value}),{_points(node, value, refs)},"")'


def _points(node: Node, value: str, refs: Refs) -> str:
    def at(name: str) -> str:
        return refs[f"node:{node.code}", name]

    mapping = node.mapping
    if isinstance(mapping, Linear):
        way = f"({value}-{at('floor')})/({at('target')}-{at('floor')})"
        points = f"{at('floor_score')}+(100-{at('floor_score')})*MIN(1,{way})"
        return f"IF(ROUND({way},{FINER})<0,{at('below_floor')},{points})"
    if isinstance(mapping, Piecewise):
        return _lines(node, value, len(mapping.points), refs)
    if isinstance(mapping, Deduct):
        return f"MAX(0,100-MIN({value}*{at('per')},{at('max_total')}))"
    times = "*100" if isinstance(mapping, Percent) else ""
    return f"MIN(100,MAX(0,{value}{times}))"


def _lines(node: Node, value: str, count: int, refs: Refs) -> str:
    corners = [
        (refs[f"point:{node.code}:{each}", "x"], refs[f"point:{node.code}:{each}", "y"]) for each in range(count)
    ]
    found = corners[-1][1]
    for (left, low), (right, high) in reversed(list(zip(corners, corners[1:], strict=False))):
        found = f"IF({value}<={right},{low}+({high}-{low})*({value}-{left})/({right}-{left}),{found})"
    return f"IF({value}<={corners[0][0]},{corners[0][1]},{found})"


def composed(node: Node, children: Sequence[tuple[str, str]], refs: Refs) -> str:
    """A group over (weight, points) of its children: pending where a child is, or where too much is missing."""
    pending = refs["setting:pending", "value"]
    there = "+".join(f"{weight}*ISNUMBER({points})" for weight, points in children)
    summed = "+".join(f"{weight}*N({points})" for weight, points in children)
    waits = ",".join(f"{points}={pending}" for _, points in children)
    missing = f"ROUND(1-({there}),{FINER})>ROUND({refs[f'node:{node.code}', 'max_missing']},{FINER})"
    return f'IF(OR({waits}),{pending},IF({missing},{pending},IF({there}=0,"",({summed})/({there}))))'


def rated(rated_streets: str, coverage: str, points: str, weights: str, refs: Refs) -> str:
    """The streets' weighted mean, where enough of them rated."""
    least = f"ROUND({coverage},{FINER})>=ROUND({refs['setting:min_coverage', 'value']},{FINER})"
    enough = f"AND({least},{rated_streets}>={refs['setting:min_streets', 'value']})"
    return f"IF({enough},SUMPRODUCT({points},{weights})/SUM({weights}),{refs['setting:pending', 'value']})"


def rounded(exact: str, refs: Refs) -> str:
    """The published score: rounded half-up, once."""
    return f"IF(ISNUMBER({exact}),ROUND(ROUND({exact},{FINE}),{refs['setting:decimals', 'value']}),{exact})"


def grade(scheme: Scheme, score: str, refs: Refs) -> str:
    """The grade of a published score."""
    found = '""'
    for each in reversed(scheme.grades):
        found = f"IF({score}>={refs[f'grade:{each.name}', 'min']},{refs[f'grade:{each.name}', 'name']},{found})"
    return f'IF(ISNUMBER({score}),{found},"")'


def struck(scheme: Scheme, score: str, before: str, counts: dict[str, str], refs: Refs) -> str:
    """The grade after vetoes: the lowest that strikes."""
    order = [each.name for each in scheme.grades]
    found = before
    for veto in sorted(scheme.vetoes, key=lambda each: order.index(each.grade)):
        found = f"IF({counts[veto.code]}>0,{refs[f'veto:{veto.code}', 'grade']},{found})"
    return f'IF(ISNUMBER({score}),{found},"")'


def rank(me: Sequence[str], every: Sequence[str]) -> str:
    """The place among the ranked of the group: one more than those ahead; columns: group, ranked, key, tie-breaks."""
    group, ranked, key, *ties = me
    groups, all_ranked, keys, *all_ties = every
    better = ""
    for mine, theirs in reversed(list(zip(ties, all_ties, strict=True))):
        better = f"({theirs}>{mine})" + (f"+({theirs}={mine})*({better})" if better else "")
    ahead = f"({keys}>{key})" + (f"+({keys}={key})*({key}>=0)*({better})" if better else "")
    return f'IF({ranked}=1,1+SUMPRODUCT(({groups}={group})*({all_ranked}=1)*({ahead})),"")'
