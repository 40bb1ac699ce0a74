"""How a callback is registered: with the page's address, its generation, and the permission it takes."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from dash import Input, Output, State, callback

from dashboard.data import visit
from dashboard.views.frame import ADDRESS, GENERATION

PERMISSION = "__authz__"
Show = Callable[..., Any]


def answers(*outputs: Output, permission: str, inputs: Sequence[Input | State] = ()) -> Callable[[Show], Show]:
    """Registers a function from a visit (and further inputs, then states) to its outputs; every call is checked."""

    def register(show: Show) -> Show:
        @wraps(show)
        def called(address: object, *more: object) -> Any:
            *values, generation = more
            return show(visit(address, generation), *values)

        setattr(called, PERMISSION, permission)
        where = (Input(ADDRESS, "data"), *inputs, State(GENERATION, "data"))
        callback(*outputs, *where)(called)
        return show

    return register
