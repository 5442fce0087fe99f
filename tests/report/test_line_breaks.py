"""The lines of what is typed stay apart in every form, and come back as they were."""

import csv
import json
import re
from collections.abc import Mapping
from functools import cache
from io import StringIO
from itertools import pairwise

import pytest

from assess.core.interchange.answers_yaml import dump_assessment
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import Action
from assess.report.build import render_report
from assess.report.formats import FORMATS
from assess.report.options import ReportOptions
from assess.report.readers import read_answers
from tests.report import edge_cases, factories, figures
from tests.report.docx.test_document import WORD_NS, element_text, parse_part
from tests.report.read_workbook import read_sheets

TYPED: Mapping[str, tuple[str, ...]] = {
    "note": ("We asked three:", "- the fund", "- the union", "- the staff"),
    "long note": tuple(f"{number}. asked" for number in range(1, 31)),
    "reason that it does not apply": ("There is no such money:", "- none was left", "- none is coming"),
    "reason for not acting": ("Not now, because", "1. it is dear", "2. it is late"),
}
NOTE, LONG_NOTE, DOES_NOT_APPLY, NOT_ACTED_ON = map("\n".join, TYPED.values())
RULEBOOK = factories.build_rulebook()
ASSESSMENT = Assessment(
    "Borough of Sample",
    "Libraries",
    {"nation": "england", "stage": "case", "members": 40},
    factories.build_answers(
        q_1_2=Answer(option="begun", note=NOTE),
        q_2_2=Answer(option="begun", note=LONG_NOTE),
        q_4_4=Answer(does_not_apply=DOES_NOT_APPLY),
    ),
    plan={name: Action(reason=NOT_ACTED_ON) for name in ("do-1-1", "do-1-2")},
)


@cache
def render(form: str) -> bytes:
    return render_report(RULEBOOK, ASSESSMENT, ReportOptions(form, edge_cases.DAY), {"answers.yaml": b"x: y\n"})


def read_page() -> str:
    page = render(".html").decode().replace("\u200b", "")
    return re.sub(r"<[^>]+>", "", re.sub(r"<br/>|</p>|</li>", "\n", page.replace("\n", " ")))


def read_word() -> str:
    return "\n".join(map(element_text, parse_part(render(".docx"), "document").iter(f"{WORD_NS}p")))


def read_workbook() -> str:
    return "\n".join(cell.value for sheet in read_sheets(render(".xlsx")).values() for row in sheet for cell in row)


def read_csv_cells() -> str:
    rows = csv.reader(StringIO(render(".csv").decode("utf-8-sig"), newline=""))
    return "\n".join(cell.lstrip("'") for row in rows for cell in row)


def read_json() -> str:
    def iter_texts(value: object) -> list[str]:
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [value] if isinstance(value, str) else [text for part in parts for text in iter_texts(part)]

    return "\n".join(iter_texts(json.loads(render(".json"))))


READERS = {
    ".html": read_page,
    ".pdf": lambda: figures.extract_pdf_text(render(".pdf")),
    ".docx": read_word,
    ".xlsx": read_workbook,
    ".csv": read_csv_cells,
    ".json": read_json,
}


def test_every_form_is_read() -> None:
    assert {*READERS, ".odt", ".ods"} == set(FORMATS)  # those are the files for Word and Excel, converted


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("form", READERS)
def test_lines_stay_apart(form: str, typed: tuple[str, ...]) -> None:
    shown = [" ".join(line.split()) for line in READERS[form]().splitlines()]
    for before, after in pairwise(typed):
        assert any(before in line for line in shown), f"{before!r} is not shown"
        assert not any(before in line and after in line for line in shown), f"{before!r} and {after!r} run together"


@pytest.mark.parametrize("form", [".csv", ".json", ".yaml"])
def test_lines_come_back_as_they_were(form: str) -> None:
    content = dump_assessment(ASSESSMENT).encode() if form == ".yaml" else render(form)
    assert read_answers(content, RULEBOOK, f"answers{form}") == ASSESSMENT
