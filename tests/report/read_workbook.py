"""Read the stored cells of a workbook without a spreadsheet program."""

from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

NAMES = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class StoredCell(NamedTuple):
    """A cell: its reference, its type (`s` is text, `n` a number) and its value."""

    reference: str
    kind: str
    value: str


def read_archive(workbook: bytes) -> dict[str, str]:
    """Return the files inside a workbook by name."""
    with ZipFile(BytesIO(workbook)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def read_sheets(workbook: bytes) -> dict[str, list[list[StoredCell]]]:
    """Return the rows of cells of each sheet by name."""
    inside = read_archive(workbook)
    texts = [
        "".join(part.text or "" for part in item.iterfind(".//x:t", NAMES))
        for item in ElementTree.fromstring(inside["xl/sharedStrings.xml"])
    ]
    named = ElementTree.fromstring(inside["xl/workbook.xml"]).iterfind(".//x:sheet", NAMES)
    return {
        sheet.attrib["name"]: read_rows(inside[f"xl/worksheets/sheet{place}.xml"], texts)
        for place, sheet in enumerate(named, 1)
    }


def read_links(workbook: bytes) -> dict[str, dict[str, str]]:
    """Return where the cells of each sheet lead to, by sheet and cell."""
    inside = read_archive(workbook)
    return {
        name: {
            link.attrib["ref"]: link.attrib["location"].replace("'", "")
            for link in ElementTree.fromstring(inside[f"xl/worksheets/sheet{place}.xml"]).iterfind(
                ".//x:hyperlink", NAMES
            )
        }
        for place, name in enumerate(read_sheets(workbook), 1)
    }


def read_rows(sheet: str, texts: list[str]) -> list[list[StoredCell]]:
    """Return the rows of one sheet without its blank cells."""
    found = ElementTree.fromstring(sheet).iterfind(".//x:row", NAMES)
    return [[read_cell(each, texts) for each in row if each.find("x:v", NAMES) is not None] for row in found]


def read_cell(each: ElementTree.Element, texts: list[str]) -> StoredCell:
    """Return one cell; the type of a formula is `formula`."""
    value, kind = each.findtext("x:v", "", NAMES), each.get("t", "n")
    if each.find("x:f", NAMES) is not None:
        kind = "formula"
    return StoredCell(each.attrib["r"], kind, texts[int(value)] if kind == "s" else value)


def dump_workbook(workbook: bytes) -> str:
    """Return all cells as text, one per line."""
    lines = []
    for name, table in read_sheets(workbook).items():
        lines.append(f"== {name}")
        lines += [f"{at} {kind} {holds!r}" for row in table for at, kind, holds in row]
    return "\n".join(lines) + "\n"
