"""The rules as small relations for models to join: who is satisfied, limits, whose find a case is, remedies."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from warehouse.rules import remedies, rules

Rows = Sequence[tuple[object, ...]]


def make_rules(con: DuckDBPyConnection) -> None:
    """Temporary tables of the rules in force, for the models of one build."""
    for name, (columns, rows) in _relations().items():
        con.execute(f"create temp table {name} ({columns})")
        for row in rows:
            con.execute(f"insert into {name} values ({', '.join('?' * len(row))})", row)


def _relations() -> dict[str, tuple[str, Rows]]:
    held = rules()
    sides = {"grid": held.found_by.grid, "public": held.found_by.public}
    return {
        "rule_satisfied": ("level varchar", [(level,) for level in held.satisfaction.satisfied]),
        "rule_sign": ("minutes integer", [(held.sign.limit_minutes,)]),
        "rule_whistle": ("kind varchar, minutes integer", list(held.whistle)),
        "rule_night": ("hour varchar", [(f"{hour:02}:00",) for hour in held.night.hours]),
        "rule_channel": (
            "channel varchar, side varchar",
            [(channel, side) for side, listed in sides.items() for channel in listed],
        ),
        "rule_remedy": (
            "kind varchar, measure varchar",
            [(kind, measure) for kind, listed in remedies().items() for measure in listed],
        ),
    }
