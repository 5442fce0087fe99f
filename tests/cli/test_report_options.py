"""Command-line options for how a report is made."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from assess.cli.main import main
from tests.cli.conftest import refuse_to_serve
from tests.frozen import LIBRARIES
from tests.report.standards import find_violations


def run_command(*words: object) -> int:
    """Run a command and return its exit code."""
    return main([str(word) for word in words], refuse_to_serve)


def write_report(tmp_path: Path, name: str, *options: str) -> bytes:
    """Write a report of the libraries sample."""
    assert run_command("report", LIBRARIES, "-o", tmp_path / name, "--date", "2026-11-22", *options) == 0
    return (tmp_path / name).read_bytes()


@pytest.fixture(autouse=True)
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the settings of the council in a folder of the test's own."""
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "council.toml"


def test_the_summary_of_the_libraries_has_two_pages_with_their_marking(tmp_path: Path) -> None:
    made = write_report(tmp_path, "summary.pdf", "--summary", "--marking", "OFFICIAL-SENSITIVE")
    pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(pages) == 2
    assert all(page.count("OFFICIAL-SENSITIVE") == 2 for page in pages)
    assert all(part in pages[0] for part in ("Two blockers stop", "You can show 49 of 100", "Options appraisal"))
    assert all(part in pages[1] for part in ("What to do next", "What to find out first", "How to reach"))


def test_parts_can_be_left_out_by_name(tmp_path: Path) -> None:
    named = ("--leave-out", "workings, notes,section:pensions", "--leave-out", "answers")
    made = write_report(tmp_path, "part.html", *named).decode()
    assert "This copy leaves out: how the score was worked out, every question and answer and Pensions." in made


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ansers", "“ansers” cannot be left out. Did you mean `answers`?"),
        ("section:pension", "Did you mean `section:pensions`?"),
        ("recommendation:nothing-like-it", "“recommendation:nothing-like-it” cannot be left out."),
        ("xyz", "Use `contents`"),
    ],
)
def test_an_unknown_name_is_rejected(tmp_path: Path, name: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command("report", LIBRARIES, "-o", tmp_path / "x.html", "--leave-out", name) == 1
    assert says in capsys.readouterr().out


def test_a_marking_must_be_one_short_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for marking in ("two\nlines", "x" * 61):
        assert run_command("report", LIBRARIES, "-o", tmp_path / "x.html", "--marking", marking) == 1
        assert "must be one line of at most 60 letters" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("flag", "says"),
    [
        ("--large-print", "Large print is only for the PDF."),
        ("--barriers-apart", "Each barrier on pages of its own is only for the PDF."),
        ("--annex", "The evidence annex is only for the PDF."),
    ],
)
def test_what_needs_pages_is_rejected_for_other_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str, says: str
) -> None:
    assert run_command("report", LIBRARIES, "-o", tmp_path / "x.html", flag) == 1
    assert says in capsys.readouterr().out


def test_large_print_conforms_to_both_standards(tmp_path: Path) -> None:
    made = write_report(tmp_path, "large.pdf", "--large-print", "--leave-out", "barriers,workings,answers,sources")
    assert find_violations(made) == []
    sizes: list[float] = []
    PdfReader(BytesIO(made)).pages[2].extract_text(visitor_text=lambda *said: sizes.append(said[4]))
    assert max(sizes) > 12


def test_the_report_uses_the_settings_of_the_council(tmp_path: Path, council: Path) -> None:
    (council.parent / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    council.write_text("name = 'Testham'\ncolour = '#6b1f5c'\nlogo = 'logo.svg'\n")
    made = write_report(tmp_path, "look.html", "--summary").decode()
    assert "--brand: #6b1f5c" in made
    assert 'alt="Testham"' in made


def test_a_mistake_in_the_council_settings_is_reported(
    tmp_path: Path, council: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    council.write_text("colour = 'plum'\n")
    assert run_command("report", LIBRARIES, "-o", tmp_path / "x.html") == 1
    assert "“colour” must be #" in capsys.readouterr().out
