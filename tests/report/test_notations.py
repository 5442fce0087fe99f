"""Numbers and dates are read as people write them, in YAML, CSV and JSON alike."""

import csv
import json
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest

from assess.core.interchange.answers_json import FORMAT
from assess.core.model.assessment import Assessment
from assess.core.model.plan import Action
from assess.report.readers import read_answers
from tests.report import factories

RULEBOOK = factories.build_rulebook()
COLUMNS = ("Part", "Id", "Answer", "Not known", "Does not apply because", "Note", "Evidence", "Answered by", "Due")


def write_sheet(income: str, due: str, delimiter: str) -> str:
    rows = [("Council", "", "A"), ("Service", "", "B"), ("Fact", "nation", "wales"), ("Fact", "stage", "case")]
    written = StringIO()
    sheet = csv.writer(written, delimiter=delimiter)
    sheet.writerows([COLUMNS, *rows, ("Fact", "income", income), ("Action", "do-1-1", *[""] * 6, due)])
    return written.getvalue()


def write_yaml(income: str, due: str) -> str:
    profile = f"profile: {{nation: wales, stage: case, income: '{income}'}}"
    return f"council: A\nservice: B\n{profile}\nplan: {{do-1-1: {{due: '{due}'}}}}\n"


def write_json(income: str, due: str) -> str:
    profile = {"nation": "wales", "stage": "case", "income": income}
    assessment = {"council": "A", "service": "B", "profile": profile, "plan": {"do-1-1": {"due": due}}}
    return json.dumps({"format": FORMAT, "format_version": 1, "assessment": assessment})


WRITERS: dict[str, tuple[str, Callable[[str, str], str]]] = {
    "YAML": ("answers.yaml", write_yaml),
    "CSV": ("answers.csv", lambda income, due: write_sheet(income, due, ",")),
    "CSV with semicolons": ("answers.csv", lambda income, due: write_sheet(income, due, ";")),
    "CSV with tabs": ("answers.csv", lambda income, due: write_sheet(income, due, "\t")),
    "CSV of an old Macintosh": ("answers.csv", lambda income, due: write_sheet(income, due, ",").replace("\r\n", "\r")),
    "JSON": ("answers.json", write_json),
}
each_file = pytest.mark.parametrize(("file", "write"), WRITERS.values(), ids=WRITERS)


@each_file
@pytest.mark.parametrize(
    ("income", "due"),
    [
        ("3400000", "2027-01-12"),
        ("3,400,000.00", "12/01/2027"),
        ("£3.4m", "12-Jan-2027"),
        ("3.4 million", "12 / Jan / 2027"),
        ("3\u00a0400\u202f000", "12 January 2027"),
    ],
)
def test_one_value_is_read_in_each_notation(file: str, write: Callable[[str, str], str], income: str, due: str) -> None:
    read = read_answers(write(income, due).encode(), RULEBOOK, file)
    assert isinstance(read, Assessment), read
    assert (read.profile["income"], read.plan) == (3_400_000, {"do-1-1": Action(due=date(2027, 1, 12))})


@each_file
@pytest.mark.parametrize(
    ("income", "due", "said"),
    [
        ("3,4", "2027-01-12", "The fact `income` must be a whole number from 0"),
        ("34,00", "2027-01-12", "The fact `income` must be a whole number from 0"),
        ("3400000", "01/29/2027", "`due` must be a real date"),
        ("3400000", "29/1/27", "The year of `due` must include 4 numbers, such as 2027-03-31"),
        ("3400000", "29-Jan-27", "The year of `due` must include 4 numbers, such as 2027-03-31"),
    ],
)
def test_what_could_mean_two_things_is_refused(
    file: str, write: Callable[[str, str], str], income: str, due: str, said: str
) -> None:
    problems = read_answers(write(income, due).encode(), RULEBOOK, file)
    assert isinstance(problems, tuple)
    assert [said in each.message for each in problems] == [True]
