"""Names need registers and files need layouts: whichever comes later, the tables end the same."""

from pathlib import Path
from typing import Any

from tests.etl.small_city import Row, Tables, fill, loaded, refresh, write

LAYOUT = """
[layout]
title = { zh = "工单", en = "Orders" }
format = "csv"

[feeds.case.columns]
case_id = "工单号"
reported_at = "上报"
area_code = { lookup = "area", from = ["区", "街道"] }
channel = { from = "来源", values = { "APP" = "VALUE" } }
"""
AREAS: Tables = {
    "area": [
        {"area_code": "1", "name": "和顺区", "level": "district", "parent_code": ""},
        {"area_code": "11", "name": "大营街道", "level": "street", "parent_code": "1"},
        {"area_code": "12", "name": "小营街道", "level": "street", "parent_code": "1"},
    ]
}
ALIAS: Tables = {"alias": [{"feed": "area", "source_text": "大营街", "code": "11"}]}
STREETS = ("大营街道", "小营街道", "小营街道", "大营街")
ORDERS: list[Row] = [
    {
        "工单号": f"w{number}",
        "上报": f"2024-05-0{number} 08:00:00",
        "区": "和顺区",
        "街道": street,
        "来源": "APP",
    }
    for number, street in enumerate(STREETS, 1)
]


def layouts(folder: Path, value: str = "随手拍") -> Path:
    """A folder with the one layout; `value` is what it makes of APP."""
    folder.mkdir(exist_ok=True)
    (folder / "orders.toml").write_text(LAYOUT.replace("VALUE", value), "utf-8")
    return folder


def standing(document: dict[str, Any], name: str) -> dict[str, Any]:
    """The report on a file."""
    return next(file for file in document["files"] if file["file"] == name)


def test_registers_that_come_later_give_what_registers_first_give(tmp_path: Path) -> None:
    folders = (layouts(tmp_path / "layouts"),)
    whole = fill(tmp_path / "whole", AREAS | ALIAS)
    write(whole / "orders.csv", ORDERS)
    expected = loaded(whole, tmp_path / "once", folders=folders)

    inbox = fill(tmp_path / "inbox", {})
    write(inbox / "orders.csv", ORDERS)
    unnamed = refresh(inbox, tmp_path / "w", "--layouts", folders[0])
    assert unnamed.code == 1
    assert standing(unnamed.document, "orders.csv")["refused"]["code"] == "MOSTLY_QUARANTINED"
    fill(inbox, AREAS)
    most = refresh(inbox, tmp_path / "w", "--layouts", folders[0])
    assert most.code == 3
    assert standing(most.document, "orders.csv")["reasons"] == {"unknown_area": 1}
    fill(inbox, ALIAS)
    everything = refresh(inbox, tmp_path / "w", "--layouts", folders[0])
    assert (everything.code, standing(everything.document, "orders.csv")["records"]["loaded"]) == (0, 4)
    assert everything.hashes == expected["table_hashes"]


def test_a_register_that_later_lacks_a_name_takes_its_cases_along(tmp_path: Path) -> None:
    folders = (layouts(tmp_path / "layouts"),)
    inbox = fill(tmp_path / "inbox", AREAS)
    write(inbox / "orders.csv", ORDERS[:3])
    loaded(inbox, tmp_path / "w", folders=folders)
    renamed = {**AREAS["area"][1], "name": "新营街道", "recorded_at": "2024-07-01 00:00:00"}
    write(inbox / "area 2.csv", [renamed])
    later = loaded(inbox, tmp_path / "w", folders=folders)
    assert standing(later, "orders.csv")["reasons"] == {"unknown_area": 1}
    assert later["table_hashes"] == loaded(inbox, tmp_path / "once", folders=folders)["table_hashes"]


def test_a_changed_layout_reads_its_files_again(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", AREAS | ALIAS)
    write(inbox / "orders.csv", ORDERS)
    first = loaded(inbox, tmp_path / "w", folders=(layouts(tmp_path / "layouts"),))
    changed = (layouts(tmp_path / "layouts", "手机"),)
    second = loaded(inbox, tmp_path / "w", folders=changed)
    assert (second["outcome"], standing(second, "orders.csv")["verdict"]) == ("released", "load")
    assert standing(second, "area.csv")["verdict"] == "unchanged"
    assert second["table_hashes"]["fct_case"] != first["table_hashes"]["fct_case"]
    assert second["table_hashes"] == loaded(inbox, tmp_path / "once", folders=changed)["table_hashes"]


def test_a_file_that_no_layout_knew_is_loaded_when_one_does(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", AREAS | ALIAS)
    write(inbox / "orders.csv", ORDERS)
    without = loaded(inbox, tmp_path / "w")
    assert standing(without, "orders.csv")["verdict"] == "refuse"
    later = loaded(inbox, tmp_path / "w", folders=(layouts(tmp_path / "layouts"),))
    assert standing(later, "orders.csv")["records"]["loaded"] == 4
