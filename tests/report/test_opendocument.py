"""LibreOffice makes OpenDocument files of Word and Excel reports, within limits; its absence is said in words."""

import re
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from assess.report import opendocument
from assess.report.build import render_report
from assess.report.formats import describe_conflict, is_available
from assess.report.opendocument import ConversionError, convert_with_libreoffice
from assess.report.options import ReportOptions
from tests.report import edge_cases


def replace_libreoffice(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a script stand in for LibreOffice."""
    stand_in = folder / "soffice"
    stand_in.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setenv("ASSESS_SOFFICE", str(stand_in))


def render_case(form: str) -> bytes:
    """Return the report of a case in one of the formats."""
    rulebook, assessment = edge_cases.CASES["middling"]()
    return render_report(rulebook, assessment, ReportOptions(form, edge_cases.DAY, marking="OFFICIAL"), {})


def read_content(document: bytes, kind: str) -> str:
    """Return the content of an OpenDocument file, whose first entry names its kind without compression."""
    with ZipFile(BytesIO(document)) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert packed.read("mimetype").decode() == f"application/vnd.oasis.opendocument.{kind}"
        assert packed.testzip() is None
        return packed.read("content.xml").decode()


def test_opendocument_text_has_the_headings_the_contents_and_the_tables_of_the_report() -> None:
    content = read_content(render_case(".odt"), "text")
    expected = edge_cases.build_case("middling")
    text = re.sub("<[^>]+>", "", content)
    assert expected.headline.range in text
    assert content.count("<text:h ") > len(expected.recommendations)
    assert content.count("<table:table-header-rows>") == content.count("<table:table ")
    assert "<text:table-of-content" in content


def test_an_opendocument_spreadsheet_has_the_sheets_and_figures_of_the_workbook() -> None:
    content = read_content(render_case(".ods"), "spreadsheet")
    names = re.findall(r'<table:table table:name="(\w+)"', content)
    assert names == ["Summary", "Barriers", "Answers", "Recommendations", "Steps", "Plan", "Sources"]
    assert 'office:value-type="percentage"' in content
    assert "<table:content-validation " in content


def test_without_libreoffice_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESS_SOFFICE", "/nowhere/soffice")
    assert not is_available(".odt")
    assert is_available(".docx")
    said = describe_conflict(ReportOptions(".odt", edge_cases.DAY))
    assert said.startswith("OpenDocument files are made by LibreOffice, which is not installed here. Install it")
    with pytest.raises(ConversionError, match="which is not installed here"):
        convert_with_libreoffice(b"PK", ".docx", ".odt")


def test_a_conversion_that_takes_too_long_is_ended_with_all_its_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "alive"
    replace_libreoffice(tmp_path, monkeypatch, f"(sleep 2; touch {mark}) & wait")
    monkeypatch.setattr(opendocument, "_SECONDS", 0.2)
    with pytest.raises(ConversionError, match="took more than"):
        convert_with_libreoffice(b"PK", ".docx", ".odt")
    time.sleep(2.5)
    assert not mark.exists()


def test_a_conversion_that_makes_nothing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_libreoffice(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(ConversionError, match="did not make the file"):
        convert_with_libreoffice(b"PK", ".docx", ".odt")


def test_a_conversion_has_a_profile_of_its_own_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = 'echo "$@" > "$0.args"; for last; do :; done; cp "$last" "${last%.docx}.odt"'
    replace_libreoffice(tmp_path, monkeypatch, listing)
    assert convert_with_libreoffice(b"PK and more", ".docx", ".odt") == b"PK and more"
    profile = re.search(r"UserInstallation=file://(\S+)", (tmp_path / "soffice.args").read_text("utf-8"))
    assert profile is not None
    assert not Path(profile[1]).parent.exists()
