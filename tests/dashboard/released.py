"""A released warehouse of a small nasty city, made without the loading of files."""

from pathlib import Path

import duckdb

from tests.dashboard import enclave_feeds, whistle_feeds
from tests.warehouse.nasty import city, write
from warehouse.build import rebuild
from warehouse.feed import Feed, feed
from warehouse.latest import Landed
from warehouse.snapshot import publish

FEEDS = (
    *("area", "item", "department", "case", "case_event", "assignment", "followup"),
    *enclave_feeds.FILES,
    *whistle_feeds.FILES,
)
CASES = 400


def release(folder: Path, generation: int, seed: int = 1) -> Path:
    """Build and release a generation of the warehouse in `folder`; returns the folder."""
    source, scratch = folder / f"csv-{seed}", folder / "scratch"
    write(city(seed, CASES), source)
    enclave_feeds.write(source)
    whistle_feeds.write(source)
    for part in ("snapshots", "journal", "scratch", f"landing-{seed}"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    landing = {name: [_landed(feed(name), source, folder / f"landing-{seed}")] for name in FEEDS}
    build = folder / f".build-{generation}.duckdb"
    rebuild(build, landing, scratch, lambda step: None)
    publish(folder, build, _record(generation))
    return folder


def _landed(wanted: Feed, source: Path, landing: Path) -> Landed:
    path = landing / f"{wanted.name}.parquet"
    with duckdb.connect() as con:
        given = con.execute("select * from read_csv(?, all_varchar = true)", [str(source / f"{wanted.name}.csv")])
        there = {column[0] for column in given.description or ()}
        names = [
            f"""cast({f'"{name}"' if name in there else "null"} as {column.sql_type}) as "{name}\""""
            for name, column in wanted.columns.items()
        ]
        kept = f"{', '.join(names)}, cast(null as timestamp) as recorded_at, false as deleted, 1 as line"
        source_rows = f"read_csv('{source / wanted.name}.csv', all_varchar = true)"
        con.execute(f"copy (select {kept} from {source_rows}) to '{path}' (format parquet)")
    return Landed(path, None)


def _record(generation: int) -> dict[str, object]:
    return {
        "generation": generation,
        "data_until": "2024-06-01T00:00:00",
        "timezone": "Asia/Shanghai",
        "synthetic": True,
        "released_at": "2024-06-01T01:00:00",
        "definitions_sha256": "d" * 64,
        "rules_sha256": "e" * 64,
        "totals": {},
        "feeds": dict.fromkeys(FEEDS, 1),
        "mode": "rebuild",
    }
