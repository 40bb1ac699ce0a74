"""LibreOffice without a screen: a workbook as it stands after every formula has been worked out anew."""

import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
KEPT = re.compile(rb"(</f>)<v>[^<]*</v>")


def recalculated(paths: Sequence[Path], folder: Path) -> list[Workbook]:
    """The workbooks' values by LibreOffice, which gets no value of any formula; one run for all."""
    profile, bare = folder / "profile", [folder / "bare" / path.name for path in paths]
    for made in (profile / "user", folder / "bare"):
        made.mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    for path, emptied in zip(paths, bare, strict=True):
        _without_values(path, emptied)
    line = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*line, "--outdir", folder / "done", *bare], check=True, capture_output=True)
    return [load_workbook(folder / "done" / path.name, data_only=True) for path in paths]


def _without_values(path: Path, bare: Path) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, KEPT.sub(rb"\1<v></v>", content) if name.startswith("xl/worksheets/") else content)
