"""The report as a PDF."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest

from assess.report.pdf.render import render_pdf
from tests import frozen
from tests.report import adversarial, edge_cases, sample_reports
from tests.report.standards import find_violations
from tests.report.verapdf import find_verapdf_violations

DIFFICULT_CASES = ("middling", "odd-characters", "long-note", "sixty", "nothing-due")
SCRIPT = """
import hashlib, sys
from tests.report import edge_cases
print(hashlib.sha256(edge_cases.render_case_pdf("nothing-due")).hexdigest())
"""


def open_pdf(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


@pytest.mark.parametrize("name", DIFFICULT_CASES)
def test_unusual_reports_conform_to_both_standards(name: str) -> None:
    assert find_violations(edge_cases.render_case_pdf(name)) == []


def test_verapdf_finds_violations_in_a_broken_report_alone(tmp_path: Path) -> None:
    made = {
        "odd": edge_cases.render_case_pdf("odd-characters"),
        "naughty": adversarial.render_case_pdf("strings"),
        "sample": sample_reports.render_sample_pdf(frozen.SAMPLES[0]),
        "broken": edge_cases.render_case_pdf("nothing-due").replace(b'pdfuaid:part="1"', b'pdfuaid:part="9"'),
    }
    paths = [tmp_path / f"{name}.pdf" for name in made]
    for path, content in zip(paths, made.values(), strict=True):
        path.write_bytes(content)
    found = find_verapdf_violations(paths)
    assert [name for name in made if found[name]] == ["broken"], found


def test_two_processes_a_second_apart_render_the_same_bytes() -> None:
    hashes = []
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "PYTHONPATH": "."}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment
        )
        hashes.append(done.stdout.strip())
        time.sleep(1)
    assert len(hashes[0]) == 64
    assert hashes[0] == hashes[1]


def test_the_files_attached_are_the_files_given() -> None:
    attached = open_pdf(edge_cases.render_case_pdf("middling")).attachments
    assert {name: content for name, [content] in attached.items()} == edge_cases.FILES


def test_without_answers_nothing_is_attached() -> None:
    assert not open_pdf(edge_cases.render_case_pdf("nothing-due", with_answers=False)).attachments


def test_contents_bookmarks_and_running_headers_name_every_part() -> None:
    made = open_pdf(edge_cases.render_case_pdf("middling"))
    marks = [mark.title for mark in made.outline if not isinstance(mark, list)]
    pages = len(made.pages)
    assert marks[:1] == ["Readiness to become a public service mutual"]
    outline = str(made.outline)
    assert all(title in outline for title in ("What to do next", "2. Pensions", "Sources", "Every question and answer"))
    second = made.pages[1].extract_text()
    assert "Borough of Sample: Libraries" in second
    assert "Draft" in second
    assert f"Page 2 of {pages}" in second


def test_the_decision_summary_fits_on_two_pages() -> None:
    made = open_pdf(sample_reports.render_sample_pdf(frozen.LIBRARIES))
    first, second, third = (made.pages[number].extract_text() for number in range(3))
    assert "Two blockers stop this" in first
    assert "Options appraisal" in first
    assert "How to reach" in second
    assert third.startswith("Borough of Sample: Libraries") or "Contents" in third
    assert "How to read this report" in third


def test_the_attachments_have_the_date_of_the_report_and_not_the_current_time() -> None:
    other = render_pdf(
        edge_cases.render_case_html("nothing-due"), date=edge_cases.DAY.replace(year=2027), attachments=edge_cases.FILES
    )
    assert b"D:20271122090000" in other
    assert b"D:20261122090000" in edge_cases.render_case_pdf("nothing-due")
