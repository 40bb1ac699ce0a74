"""Every callback of a real server, with random inputs that its page can produce, four at a time."""

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from threading import local
from typing import Any
from urllib.parse import urlencode

from bench.report import Line
from bench.spent import ROOT
from bench.visitor import ONE, PATHS, PLACES, Known, Visitor
from dashboard.callbacks.assessment import OPENED
from dashboard.callbacks.closure import LIST, WHICH
from dashboard.callbacks.whatif import SHARE
from dashboard.views.frame import ADDRESS, CLOCK, GENERATION
from warehouse import Question, Snapshot, ask, catalog, open_snapshot, registers, rows

AT_ONCE = 4
WARMING = 4  # calls of each callback before the clock runs: the processes open their snapshots
READ_FROM = "X-Read-From"  # what bench.served answers with
ROUTER = "_pages_location"  # Dash draws a page when the address changes
PAGES = (*PATHS, *ONE, "form")
LIMITS = {"tally": 100.0, "state": 500.0, "neither": 100.0}
NAMED = 3
Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One answered call: which callback, how long in milliseconds, what it was read from."""

    callback: str
    ms: float
    read_from: str


def called(warehouse: Path, each: int) -> list[Call]:
    """Serve the warehouse and call every callback so many times, in an order of chance."""
    known = _known(warehouse)
    with serving(warehouse) as port, ThreadPoolExecutor(AT_ONCE) as pool:
        callbacks, here = list(enumerate(_callbacks(port))), local()
        first = [body for seed, callback in callbacks for body in _bodies(callback, known, -1 - seed, WARMING)]
        bodies = [body for seed, callback in callbacks for body in _bodies(callback, known, seed, each)]
        random.Random(1).shuffle(bodies)
        list(pool.map(lambda body: _call(here, port, body), first))
        return list(pool.map(lambda body: _call(here, port, body), bodies))


def lines(calls: list[Call]) -> Iterator[Line]:
    """The 95th percentile by what answered, and the slowest callbacks by name."""
    for source, limit in LIMITS.items():
        times = [call.ms for call in calls if call.read_from == source]
        if times:
            share = f"{len(times) / len(calls):.0%} of {len(calls):,} calls"
            note = f"{share}, {AT_ONCE} at a time, median {median(times):.0f} ms"
            yield Line(f"callbacks read from {source}, p95", _p95(times), " ms", at_most=limit, note=note)
    by_name = _by_name(calls)
    slowest = sorted(by_name, key=lambda name: _p95(by_name[name]), reverse=True)[:NAMED]
    for name in slowest:
        shares = [call.read_from for call in calls if call.callback == name]
        note = ", ".join(f"{shares.count(source) / len(shares):.0%} {source}" for source in LIMITS if source in shares)
        yield Line(
            f"slow: {name}, p95", _p95(by_name[name]), " ms", note=f"median {median(by_name[name]):.0f} ms; {note}"
        )


def growth(big: list[Call], small: list[Call]) -> Iterator[Line]:
    """Medians on the big city against those on the small one, with the same draw of inputs."""
    ours, theirs = _by_name(big), _by_name(small)
    ratios = {name: median(ours[name]) / median(theirs[name]) for name in ours}
    worst = max(ratios, key=lambda name: ratios[name])
    whole = median(call.ms for call in big) / median(call.ms for call in small)
    yield Line("median of all callbacks, full / a tenth", whole, at_most=1.5, note="the same inputs drawn")
    note = f"{median(ours[worst]):.0f} ms / {median(theirs[worst]):.0f} ms"
    yield Line(f"the same, worst: {worst}", ratios[worst], at_most=1.5, note=note)


def _by_name(calls: list[Call]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for call in calls:
        found.setdefault(call.callback, []).append(call.ms)
    return found


def _p95(times: list[float]) -> float:
    return sorted(times)[-(-len(times) * 95 // 100) - 1]


def _known(warehouse: Path) -> Known:
    """What the snapshot has to choose from."""
    with closing(open_snapshot(warehouse)) as snapshot:
        told, names = catalog(snapshot), registers(snapshot)
        dimensions = next(each["dimensions"] for each in told["metrics"] if each["name"] == "reported_count")
        dimensions = [name for name in dimensions if name not in ("month", "week", "day")]
        units = {
            name: [group.key[name] for group in ask(snapshot, Question("reported_count", (name,))).groups]
            for name in dimensions
        }
        below: dict[str, list[str]] = {}
        for upper, lower in zip(PLACES, PLACES[1:], strict=False):
            for code, spans in names.units[lower].items():
                for above in {span.above.get(upper) for span in spans} - {None}:
                    below.setdefault(str(above), []).append(code)
        listed = rows(snapshot, Question("closure_rate"), "denominator", 500, 0)
        first, last = names.first_day(snapshot), snapshot.data_day
        assert first is not None
        periods = [period["code"] for period in told["periods"]]
        lots = rows(snapshot, Question("enclave_completion_rate"), "denominator", 600, 0)
        blown = rows(snapshot, Question("whistle_count"), "numerator", 500, 0)
        return Known(
            units,
            below,
            periods,
            [row["case_id"] for row in listed.rows],
            [row["enclave_id"] for row in lots.rows],
            [row["whistle_id"] for row in blown.rows],
            sorted({scheme["id"] for scheme in told["schemes"]}),
            _column(snapshot, RATED),
            _column(snapshot, BUREAUS),
            _column(snapshot, FORMS),
            first,
            last,
            snapshot.generation,
        )


# The shipped schemes hold from 2020 on.
RATED = "select distinct period_code from fct_rating where period_code >= '2020' order by 1"
BUREAUS = (
    "select department_code from dim_department where host_street_code is null and district_code is not null order by 1"
)
FORMS = "select min(rating_id) from fct_rating group by street_code, department_code order by 1 limit 500"


def _column(snapshot: Snapshot, statement: str) -> list[str]:
    """The one column of a statement."""
    with snapshot.cursor() as cursor:
        return [value for (value,) in cursor.execute(statement).fetchall()]


@contextmanager
def serving(warehouse: Path) -> Iterator[int]:
    """The product under gunicorn as the product configures it; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    env = {**os.environ, "SHAOTAI_WAREHOUSE": str(warehouse), "SHAOTAI_PORT": str(port)}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "bench.served:server"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/ready")
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer")


def _callbacks(port: int) -> list[Json]:
    """The callbacks that the server answers, as it lists them."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_dash-dependencies", timeout=60) as response:
        listed = json.load(response)
    return [each for each in listed if not each.get("clientside_function")]


def _bodies(callback: Json, known: Known, seed: int, number: int) -> list[Json]:
    """So many calls of a callback, each with other inputs."""
    visitor = Visitor(known, seed)
    pages = [page for page in PAGES if callback["output"].lstrip(".").startswith(f"{page}-")] or PAGES
    return [_body(callback, visitor, visitor.dice.choice(pages)) for _ in range(number)]


def _body(callback: Json, visitor: Visitor, page: str) -> Json:
    there = visitor.address(page)
    given = {
        (ROUTER, "pathname"): lambda: there["path"],
        (ROUTER, "search"): lambda: "?" + urlencode(there["query"], doseq=True),
        (ADDRESS, "data"): lambda: there,
        (GENERATION, "data"): lambda: visitor.known.generation,
        (LIST, "getRowsRequest"): visitor.block,
        (WHICH, "value"): visitor.which,
        (SHARE, "value"): visitor.share,
        (OPENED, "data"): lambda: None,
        (CLOCK, "n_intervals"): lambda: visitor.dice.randrange(1000),
    }

    def filled(wanted: list[Json]) -> list[Json]:
        return [{**each, "value": given[each["id"], each["property"]]()} for each in wanted]

    output = callback["output"]
    outputs = [_output(each) for each in output[2:-2].split("...")] if output.startswith("..") else _output(output)
    changed = [f"{each['id']}.{each['property']}" for each in callback["inputs"][:1]]
    inputs, state = filled(callback["inputs"]), filled(callback["state"])
    return {"output": output, "outputs": outputs, "inputs": inputs, "state": state, "changedPropIds": changed}


def _output(name: str) -> Json:
    id_, _, property_ = name.rpartition(".")
    return {"id": id_, "property": property_.split("@")[0]}


def _call(here: local, port: int, body: Json) -> Call:
    """One call over a connection that its thread keeps; an answer that is a refusal ends the benchmark."""
    if not hasattr(here, "connection"):
        here.connection = HTTPConnection("127.0.0.1", port, timeout=120)
    sent = json.dumps(body)
    began = time.perf_counter()
    here.connection.request("POST", "/_dash-update-component", sent, {"Content-Type": "application/json"})
    response = here.connection.getresponse()
    answer = response.read()
    ms = (time.perf_counter() - began) * 1000
    if response.status not in (200, 204) or b'"data-state":"error"' in answer:
        raise RuntimeError(f"{response.status} for {sent}\n{answer[:2000].decode(errors='replace')}")
    return Call(body["output"].strip(".").split("...")[0], ms, response.headers[READ_FROM])
