"""Verification of a PDF report: unmodified, saved again, changed in each of its parts, and broken."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject

from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.plan import FIRST_DAY, LAST_DAY, Action, ActionState
from assess.core.model.rulebook import Rulebook
from assess.report.build import render_report
from assess.report.content.baseline import Baseline
from assess.report.options import Branding, ReportOptions
from assess.report.pdf import attachments
from assess.verification import copies, pdf_reader
from assess.verification.embedded_files import EmbeddedContents, load_embedded_files
from assess.verification.messages import describe_report, format_as_text
from assess.verification.models import CopyComparison, CopyStatus, PageComparison
from assess.verification.page_images import hash_page_images
from assess.verification.pdf_reader import read_pdf
from assess.verification.verify import verify_report
from tests.verification.reports import (
    ASSESSMENT,
    OPTIONS,
    RULEBOOK,
    RULES,
    count_pages,
    leave_unchanged,
    render_report_on,
    render_standard_report,
    replace_first_page,
    replace_in_attachment,
    rewrite_report,
)


def rejection_of(data: bytes) -> str:
    """Return why a file cannot be verified."""
    verdict = verify_report(data)
    assert not verdict.holds
    assert not verdict.follows
    assert verdict.about is None
    return verdict.refused[0]


def test_an_unmodified_report_is_verified_byte_for_byte() -> None:
    verdict = verify_report(render_standard_report())
    assert verdict.holds
    assert (verdict.copy, verdict.differences, verdict.strange) == (CopyComparison(CopyStatus.SAME), (), ())
    assert verdict.about is not None
    assert verdict.about[:6] == ("Testham", "Parks", "2026-11-22", "Draft", "small", "1.0.0")


def test_the_printed_verdicts_are_as_approved(approved: Callable[[str, str], None]) -> None:
    cases = {
        "as it was made": render_standard_report(),
        "saved again": rewrite_report(leave_unchanged),
        "another answer": replace_in_attachment("answers.yaml", b"answer: told", b"answer: not-contacted"),
        "another rule": replace_in_attachment("readiness.yaml", b"weight: 2", b"weight: 12"),
        "another figure": replace_in_attachment("figures.json", b'"answered": 1', b'"answered": 2'),
        "another first page": rewrite_report(replace_first_page),
        "of another version": replace_in_attachment("report.json", b'"program": "', b'"program": "9'),
        "without answers": render_report_on(ASSESSMENT, replace(OPTIONS, with_answers=False)),
        "no PDF": b"council: Testham\n",
    }
    texts = [f"== {name}\n{format_as_text(verify_report(data), 'report.pdf')}\n" for name, data in cases.items()]
    approved("verification/verdicts.txt", re.sub(r"fingerprint \w+", "fingerprint …", "\n".join(texts)))


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("answers.yaml", b"answer: told", b"answer: not-contacted", "evidenced"),
        ("answers.yaml", b"members: 3", b"members: 0", "due"),
        ("readiness.yaml", b"from: 50", b"from: 60", "rulebook.hash"),
        ("figures.json", b'"evidenced": 50', b'"evidenced": 51', "evidenced"),
        ("figures.json", b'"stage": "idea"', b'"stage": "case"', "stage"),
        ("figures.json", b'"notices": []', b'"notices": ["wales"]', "notices.1"),
        ("figures.json", b'"questions": ', b'"more": 1, "questions": ', "more"),
        ("figures.json", b'"answered": 1,', b"", "answered"),
    ],
)
def test_a_changed_answer_rule_or_figure_is_detected(name: str, old: bytes, new: bytes, where: str) -> None:
    changed = replace_in_attachment(name, old, new)
    verdict = verify_report(changed)
    assert where in [each.path for each in verdict.differences]
    assert not verdict.holds


def test_a_changed_note_changes_the_file_but_no_figure() -> None:
    verdict = verify_report(replace_in_attachment("answers.yaml", b"Letter of 4 May", b"Letter of 5 May"))
    assert verdict.follows
    assert verdict.copy.status is CopyStatus.CHANGED
    assert verdict.copy.pages is not None
    assert verdict.copy.pages.different == (count_pages() - 1,)
    assert not verdict.holds


def test_a_page_with_other_text_is_detected() -> None:
    verdict = verify_report(rewrite_report(replace_first_page))
    assert (verdict.differences, verdict.copy.status) == ((), CopyStatus.CHANGED)
    assert verdict.copy.pages == PageComparison(count_pages(), different=(1,))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"fonts": "', b'"fonts": "0', copies.OTHER_FONTS),
        (b'"engine": "', b'"engine": "old ', copies.OTHER_ENGINE),
        (b'"final": false', b'"final": 7', "It does not say in a way that can be read how it was made"),
        (b'"format_version": 1', b'"format_version": 2', "It does not say in a way that can be read how it was made"),
        (b'"maker": {', b'"maker": [], "more": {', "It does not say in a way that can be read how it was made"),
        (b'"format"', b'"format": 1, "format"', "It does not say in a way that can be read how it was made"),
        (b'"form": ".pdf"', b'"form": ".csv"', copies.CANNOT_REBUILD),
        (b'"logo": null', b'"logo": [[[', "It does not say in a way that can be read how it was made"),
    ],
)
def test_the_reason_why_a_file_cannot_be_compared_is_given(old: bytes, new: bytes, said: str) -> None:
    verdict = verify_report(replace_in_attachment("report.json", old, new))
    assert verdict.copy.reason.startswith(said)
    assert verdict.follows
    assert said in format_as_text(verdict, "report.pdf")


def test_without_the_bundled_fonts_nothing_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    without = attachments.get_build_info()._replace(fonts="")
    monkeypatch.setattr(copies, "get_build_info", lambda: without)
    old = attachments.get_build_info().fonts.encode()
    assert verify_report(replace_in_attachment("report.json", old, b"")).copy.reason == copies.NO_FONTS


def test_characters_in_system_fonts_may_differ_on_another_computer() -> None:
    hebrew = render_report_on(replace(ASSESSMENT, service="Parks \u05e9\u05dc\u05d5\u05dd"))
    assert verify_report(hebrew).copy.status is CopyStatus.SAME
    saved_again = verify_report(rewrite_report(leave_unchanged, hebrew))
    assert saved_again.is_unknown
    assert saved_again.copy.reason == copies.SYSTEM_FONTS_USED
    assert saved_again.copy.pages == PageComparison(count_pages())


def test_characters_in_system_fonts_are_compared_if_the_fonts_are_the_same() -> None:
    noted = replace(ASSESSMENT, answers={"fund-told": Answer("told", note="漢字 \N{PILE OF POO} ŵ")})
    data = render_report_on(noted)
    assert verify_report(data).copy.status is CopyStatus.SAME
    changed = replace_in_attachment("report.json", b'"spare_fonts": "', b'"spare_fonts": "0', data)
    assert verify_report(changed).copy.reason == copies.OTHER_FONTS
    assert attachments.hash_fallback_fonts("ŵ plain") == ""


def test_a_report_that_cannot_be_rendered_again_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> bytes:
        raise RuntimeError("no page can be that long")

    monkeypatch.setattr(copies, "render_report", failing)
    assert verify_report(render_standard_report()).copy.reason == copies.CANNOT_REBUILD


def test_a_report_without_answers_is_reported_as_such() -> None:
    assert rejection_of(render_report_on(ASSESSMENT, replace(OPTIONS, with_answers=False))).startswith(
        "This PDF contains no answers"
    )


def remove_attachment(name: str) -> bytes:
    """Return the report without one of its files."""

    def change(writer: PdfWriter) -> None:
        next(entry for entry in writer.attachment_list if entry.name == name).delete()

    return rewrite_report(change)


@pytest.mark.parametrize("name", ["answers.yaml", "figures.json", "readiness.yaml", "evidence.yaml"])
def test_a_report_that_lacks_a_file_is_not_verified(name: str) -> None:
    assert (
        rejection_of(remove_attachment(name))
        == f"This PDF lacks the file “{name}”, which a report from this tool contains."
    )


def test_what_the_pages_of_an_old_report_without_options_show_is_unknown() -> None:
    verdict = verify_report(remove_attachment("report.json"))
    assert verdict.is_unknown
    assert "What its pages show is unknown." in describe_report(verdict).paragraphs
    assert verdict.about is not None
    assert (verdict.about.day, verdict.about.status) == ("", "")
    assert verdict.copy.reason.startswith("It does not say how it was made")


def test_duplicate_attachments_are_rejected_and_unknown_ones_listed() -> None:
    twice = rewrite_report(lambda writer: writer.add_attachment("answers.yaml", b"council: Other\n"))
    assert (
        rejection_of(twice)
        == "The PDF contains more than one file called “answers.yaml”, so we cannot tell which of them counts."
    )
    strange = verify_report(rewrite_report(lambda writer: writer.add_attachment("tool.exe\x1b[2J", b"MZ")))
    assert strange.strange == ("tool.exe\x1b[2J",)
    assert describe_report(strange).changes == (
        "Added: an attached file that was not looked at, “tool.exe‹U+001B›[2J”",
    )


def test_a_pdf_with_very_many_files_is_rejected() -> None:
    def add(writer: PdfWriter) -> None:
        for number in range(60):
            writer.add_attachment(f"{number}.txt", b"")

    assert rejection_of(rewrite_report(add)) == pdf_reader.TOO_MANY_FILES


def test_a_pdf_with_very_many_pages_is_rejected() -> None:
    def add(writer: PdfWriter) -> None:
        for _ in range(2_000):
            writer.add_blank_page(595, 842)

    assert rejection_of(rewrite_report(add)) == pdf_reader.TOO_MANY_PAGES


def test_pages_that_cannot_be_drawn_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hash_page_images(b"%PDF-1.7") == ()
    monkeypatch.setattr(copies, "hash_page_images", lambda _: ())
    said = describe_report(verify_report(rewrite_report(leave_unchanged)))
    assert said.heading == "The figures follow, but the file was changed after it was made"
    assert "Its pages could not be drawn, so they cannot be compared." in said.paragraphs
    assert "What its pages show is unknown." in said.paragraphs


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("answers.yaml", b"council: Testham", b"council: &a Testham", "answers.yaml:1:10: "),
        ("answers.yaml", b"answer: told", b"answer: tolt", "answers.yaml:9:13: "),
        ("readiness.yaml", b"weight: 2", b"weight: 1e9", "readiness.yaml:"),
        ("readiness.yaml", b"rulebook:", b"rulebook: [[[[", "readiness.yaml:"),
        ("evidence.yaml", b"claims:", b"claims: {{{", "evidence.yaml:"),
        ("figures.json", b'"answered": 1', b'"answered": NaN', "figures.json:"),
        ("figures.json", b'"answered": 1', b'"answered": ' + b"[" * 100_000, "figures.json:"),
        ("figures.json", b'"answered": 1', b'"answered": 1, "answered": 1', "figures.json:"),
    ],
)
def test_attachments_pass_the_same_checks_as_other_files(name: str, old: bytes, new: bytes, said: str) -> None:
    assert rejection_of(replace_in_attachment(name, old, new)).startswith(said)


def test_an_encrypted_pdf_is_rejected() -> None:
    assert (
        rejection_of(rewrite_report(lambda writer: writer.encrypt("secret", algorithm="RC4-128")))
        == pdf_reader.ENCRYPTED
    )


def build_bomb(size: int) -> bytes:
    """Return the report with answers that expand to this size."""

    def change(writer: PdfWriter) -> None:
        entry = next(entry for entry in writer.attachment_list if entry.name == "answers.yaml")
        content = DecodedStreamObject()
        content.set_data(b" " * size)
        files: Any = entry.pdf_object["/EF"]
        files[NameObject("/F")] = files[NameObject("/UF")] = writer._add_object(content.flate_encode())

    return rewrite_report(change)


def test_a_decompression_bomb_is_rejected_before_it_expands() -> None:
    swelling = build_bomb(25_000_000)
    assert len(swelling) < 1_000_000
    assert rejection_of(swelling) == pdf_reader.DAMAGED
    assert "larger than 5 MB" in rejection_of(build_bomb(6_000_000))


def test_a_pdf_with_a_reference_cycle_does_not_loop() -> None:
    def change(writer: PdfWriter) -> None:
        root: Any = writer.root_object
        root["/Names"]["/EmbeddedFiles"][NameObject("/Kids")] = root["/Names"]["/EmbeddedFiles"]["/Names"]
        root["/Pages"][NameObject("/Kids")].append(root.raw_get("/Pages"))
        root["/Pages"][NameObject("/Count")] = NumberObject(10**9)

    verify_report(rewrite_report(change))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"x" * 2_000_000])
def test_a_file_that_is_not_a_pdf_is_rejected_with_a_message(data: bytes) -> None:
    reasons = (pdf_reader.EMPTY, pdf_reader.NOT_A_PDF, pdf_reader.DAMAGED, load_embedded_files({})[0])
    assert rejection_of(data) in reasons


def test_a_pdf_that_is_too_large_is_not_even_read() -> None:
    assert rejection_of(render_standard_report() + b" " * pdf_reader.MAX_PDF_BYTES) == pdf_reader.TOO_LARGE


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_reported(share: float) -> None:
    verdict = verify_report(render_standard_report()[: int(len(render_standard_report()) * share)])
    assert not verdict.holds
    assert describe_report(verdict).listed


@settings(max_examples=10)
@given(some.lists(some.tuples(some.integers(0, 10**9), some.integers(0, 255)), min_size=1, max_size=40))
def test_whatever_bytes_are_changed_there_is_a_verdict(changes: list[tuple[int, int]]) -> None:
    data = bytearray(render_standard_report())
    for place, byte in changes:
        data[place % len(data)] = byte
    verdict = verify_report(bytes(data))
    assert describe_report(verdict).heading
    assert (bytes(data) == render_standard_report()) == (verdict.copy.status is CopyStatus.SAME)


notes = some.text(max_size=20).filter(lambda text: not FORBIDDEN_CHARACTERS.search(text))
given_answers = some.one_of(
    some.builds(Answer, option=some.sampled_from(["not-contacted", "told"]), note=notes, by=notes),
    some.builds(Answer, dont_know=some.just(value=True), evidence=notes),
)
required_actions = some.builds(
    Action,
    owner=notes.filter(lambda text: bool(text.strip())),
    due=some.dates(FIRST_DAY, LAST_DAY),
    state=some.sampled_from(ActionState),
    reason=notes,
)
"""The actions that a final report requires."""
random_assessments = some.builds(
    Assessment,
    council=some.just("Testham"),
    service=notes.filter(lambda text: bool(text.strip())),
    profile=some.fixed_dictionaries(
        {"stage": some.sampled_from(["idea", "business-case"])},
        optional={"nation": some.sampled_from(["england", "wales"]), "members": some.integers(0, 99)},
    ),
    answers=some.fixed_dictionaries({}, optional={"fund-told": given_answers}),
    plan=some.fixed_dictionaries({"write": required_actions}),
)
random_options = some.builds(
    replace,
    some.just(OPTIONS),
    marking=some.sampled_from(["", "OFFICIAL"]),
    look=some.sampled_from([Branding(), Branding(colour="#6b1f5c", name="Testham")]),
)


@settings(max_examples=3)
@given(random_assessments, random_options)
def test_the_attachments_of_a_pdf_reproduce_assessment_figures_and_bytes(
    assessment: Assessment, edition: ReportOptions
) -> None:
    data = render_report_on(assessment, edition)
    unpacked = read_pdf(data)
    assert not isinstance(unpacked, str)
    found = load_embedded_files(unpacked.files)
    assert isinstance(found, EmbeddedContents), found
    assert found.assessment == assessment
    verdict = verify_report(data)
    assert (verdict.differences, verdict.copy.status) == ((), CopyStatus.SAME)


def test_a_report_with_a_chapter_on_changes_is_verified_too() -> None:
    rules = {**RULES, "readiness.yaml": RULES["readiness.yaml"].replace(b"from: 50", b"from: 60")}
    rulebook = load_rulebook(*rules.values())
    assert isinstance(rulebook, Rulebook)
    earlier = Baseline("the one before", rulebook, replace(ASSESSMENT, answers={}), rules)
    data = render_report(RULEBOOK, ASSESSMENT, OPTIONS, RULES, earlier)
    verdict = verify_report(data)
    assert (verdict.copy.status, verdict.strange) == (CopyStatus.SAME, ())


def test_a_report_without_notes_is_verified_too_and_contains_none() -> None:
    data = render_report_on(ASSESSMENT, replace(OPTIONS, notes=False))
    unpacked = read_pdf(data)
    assert not isinstance(unpacked, str)
    assert b"Letter of 4 May" not in b"".join(unpacked.files.values())
    assert verify_report(data).copy.status is CopyStatus.SAME


def test_figures_are_listed_up_to_a_limit_and_that_there_are_more() -> None:
    def change(writer: PdfWriter) -> None:
        entry = next(entry for entry in writer.attachment_list if entry.name == "figures.json")
        figures = json.loads(entry.content)
        figures["trace"] = {}
        entry.content = json.dumps({f"n{number}": 1 for number in range(200)} | {"trace": {}}).encode()

    said = describe_report(verify_report(rewrite_report(change)))
    assert said.more == "And more than 80 others."
    assert said.paragraphs[0].startswith("More than 100 figures of ")
    assert len([text for text in said.listed if "the file" in text]) == 20
