"""Makes the whole city: registers, monthly files, manifest and the list of stories."""

import json
from collections.abc import Callable
from pathlib import Path

from etl.manifest import sha256
from etl.synthetic.city import city
from etl.synthetic.days import LAST
from etl.synthetic.drawing import background
from etl.synthetic.evaluation import write_evaluation
from etl.synthetic.export import Exporter
from etl.synthetic.fates import Totals, fates, totals
from etl.synthetic.registers import write_registers
from etl.synthetic.score_stories import score_stories
from etl.synthetic.stories import extra, planted, stories

MONTHS = 21
STEPS = MONTHS * 2 + 2
UNTIL = f"{LAST.isoformat()}T23:59:59"
PLANTED, MANIFEST = "planted.json", "manifest.json"


def build(folder: Path, count: int, seed: int, plain: bool, step: Callable[[], None]) -> Totals:
    """Writes the files of a city of that many cases; what they add up to. `step` is called STEPS times."""
    folder.mkdir(parents=True, exist_ok=True)
    town, wanted = city(seed, plain), totals(count)
    cases = background(town, wanted.reported - extra(town, count) + wanted.excluded)
    told = stories(town, count, cases.count)
    known = fates(town, told.cases, cases, wanted, MONTHS, step)
    rows = write_registers(town, folder)
    step()
    exporter = Exporter(town, cases, told.cases, known, folder)
    for month in range(MONTHS):
        exporter.write(month)
        step()
    judged = exporter.collector.evaluation(count)
    rows |= exporter.rows | write_evaluation(judged, folder)
    step()
    _write(folder / PLANTED, planted(town, told, score_stories(judged)))
    files = {name: {"rows": count, "sha256": sha256(folder / name)} for name, count in sorted(rows.items())}
    _write(folder / MANIFEST, {"data_until": UNTIL, "synthetic": True, "aside": [PLANTED], "files": files})
    return wanted


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
