"""How tests look at the pages of the assessment: visits of the rated city, and what lies in a tile."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from dash import dcc
from dash_ag_grid import AgGrid

from dashboard import data
from dashboard.callbacks import assessment, audit, exclusions, scheme, subject
from dashboard.data import Visit
from tests.dashboard.test_callbacks import parts, visit
from tests.dashboard.test_views import drawn

PAGES = {"assessment": assessment, "subject": subject, "audit": audit, "scheme": scheme, "exclusions": exclusions}
FEBRUARY = {"period": "2024-02", "scheme": "dept-performance"}


def here(**query: object) -> Visit:
    """A visit of the departments' scores of the second month, settled as its page does it."""
    return data.settled(visit("/assessment", **{**FEBRUARY, **query}))[0]


def shown(page: Any, at: Visit) -> str:
    """All that a page shows at once."""
    calls = [getattr(page, name) for name in dir(page) if name.startswith("show_") and name != "show_derivation"]
    return "".join(drawn(call(at)) for call in calls)


def picture(component: Any) -> dict[str, Any]:
    """The picture of the chart in a tile."""
    return next(each for each in parts(component) if isinstance(each, dcc.Store)).data


def grid(component: Any) -> AgGrid:
    """The grid in a tile."""
    return next(each for each in parts(component) if isinstance(each, AgGrid))


def rows(component: Any) -> dict[str, dict[str, Any]]:
    """The rows of the grid in a tile by the codes of their units."""
    return {row["code"]: row for row in grid(component).rowData}


def leaves(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The columns of a grid under all its heads."""
    return [leaf for each in columns for leaf in (leaves(each["children"]) if "children" in each else [each])]


def publish(folder: Path, state: str) -> None:
    """Take the scores of February one state on, by the command line."""
    asked = ["publish-scores", "dept-performance", "--period", "2024-02", "--to", state, "--operator", "考评办"]
    subprocess.run(
        [sys.executable, "-m", "warehouse", *asked, "--warehouse", str(folder)], check=True, capture_output=True
    )
