"""The limits that people read about are those of the program, and agree with each other."""

from pathlib import Path

import pytest

from assess.core.interchange.answers_yaml import MAX_ANSWERS_BYTES
from assess.core.model.assessment import MAX_NOTE_LENGTH
from assess.core.syntax.yaml_reader import MAX_FILE_BYTES
from assess.storage.text_limit import MAX_CHARACTERS, MAX_LINES
from assess.web.connections import MAX_CONNECTIONS
from assess.web.security import MAX_BODY_BYTES

ROOT = Path(__file__).parents[2]
MEGABYTES, BODY_MEGABYTES = f"{MAX_ANSWERS_BYTES / 1_000_000:g} MB", f"{MAX_BODY_BYTES // 1_000_000} MB"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("docs/it.md", f"| a file that is sent, or any other request | {BODY_MEGABYTES} |"),
        ("docs/it.md", f"| a file of answers | {MEGABYTES} |"),
        ("docs/it.md", f"| a rules file | {MAX_FILE_BYTES / 1_000_000:g} MB |"),
        ("docs/it.md", f"| a note, or a reason in the action plan | {MAX_NOTE_LENGTH:,} characters |"),
        ("docs/it.md", f"| all texts of one assessment | {MAX_CHARACTERS:,} characters and {MAX_LINES:,} lines |"),
        ("docs/it.md", f"| open connections | {MAX_CONNECTIONS:,}, or fewer"),
        ("templates/errors/413.html", f"The file or text is larger than {BODY_MEGABYTES}"),
        ("templates/errors/413.html", f"A note can have up to {MAX_NOTE_LENGTH:,} characters"),
        ("templates/errors/413.html", f"all the texts of an assessment together {MAX_CHARACTERS:,}"),
        ("templates/pages/assessments/open.html", f"up to {MEGABYTES}"),
        ("templates/pages/results/verify.html", f"up to {BODY_MEGABYTES}"),
    ],
)
def test_a_limit_is_stated_as_it_is(path: str, said: str) -> None:
    assert said in (ROOT / path).read_text("utf-8")


def test_the_largest_files_fit_into_a_request() -> None:
    assert max(MAX_ANSWERS_BYTES, MAX_FILE_BYTES) + 100_000 < MAX_BODY_BYTES
    assert MAX_NOTE_LENGTH < MAX_CHARACTERS
