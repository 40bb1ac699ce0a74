"""The first page in a browser: how much JavaScript it fetches."""

import gzip
import shutil
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.calling import serving
from bench.report import Line

DASH_DEFAULT_KB = 2110.0


def line(warehouse: Path) -> Line:
    """Gzipped kilobytes of all scripts of the overview, against those of Dash as it comes."""
    with serving(warehouse) as port, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        scripts: set[str] = set()
        page.on("request", lambda asked: scripts.add(asked.url) if asked.resource_type == "script" else None)
        page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
        page.wait_for_selector("[data-state=ok]")
        page.wait_for_timeout(3000)
        browser.close()
        size = sum(_gzipped(url) for url in scripts) / 1000
    note = f"{len(scripts)} scripts; Dash as it comes {DASH_DEFAULT_KB:,.0f} KB ({size / DASH_DEFAULT_KB:.0%})"
    return Line("JavaScript of the first page, gzip", size, " KB", at_most=DASH_DEFAULT_KB / 2, note=note)


def _gzipped(url: str) -> int:
    with urllib.request.urlopen(url, timeout=60) as response:
        return len(gzip.compress(response.read(), 6))
