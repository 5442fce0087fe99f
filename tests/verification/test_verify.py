"""Verification of a PDF report: unmodified, saved again, changed in each of its parts, and broken."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject

from assess.core.interchange.answers_yaml import dump_assessment
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.fields import FORBIDDEN
from assess.core.model.plan import FIRST_DAY, LAST_DAY, Action, ActionState
from assess.core.model.rulebook import Rulebook
from assess.report.build import report
from assess.report.content.baseline import Earlier
from assess.report.options import Edition, Look, edition_as_json
from assess.report.pdf import attachments
from assess.verification import pdf_reader
from assess.verification import verify as verification_verify
from assess.verification.embedded_files import Contents, contents_of
from assess.verification.messages import as_text, in_words
from assess.verification.models import Copy
from assess.verification.pdf_reader import unpack
from assess.verification.verify import check
from tests.verification.reports import (
    ASSESSMENT,
    EDITION,
    RULEBOOK,
    RULES,
    made,
    made_of,
    rewritten,
    unchanged,
    with_file,
    with_other_first_page,
)

MADE: dict[bytes, bytes] = {}


def made_once(
    rulebook: Rulebook,
    assessment: Assessment,
    edition: Edition,
    rules: Mapping[str, bytes],
    before: Earlier | None = None,
) -> bytes:
    """Cache each rendered report, since rendering takes the time."""
    key = b"".join(
        (dump_assessment(assessment).encode(), edition_as_json(edition), *rules.values(), repr(before).encode())
    )
    if key not in MADE:
        MADE[key] = report(rulebook, assessment, edition, rules, before)
    return MADE[key]


@pytest.fixture(autouse=True, scope="module")
def _every_report_is_made_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(verification_verify, "report", made_once)
        yield


def refused(data: bytes) -> str:
    """Return why a file cannot be verified."""
    verdict = check(data)
    assert not verdict.holds
    assert not verdict.follows
    assert verdict.about is None
    return verdict.refused[0]


def test_an_unmodified_report_is_verified_byte_for_byte() -> None:
    verdict = check(made())
    assert verdict.holds
    assert (verdict.copy, verdict.differences, verdict.missing, verdict.strange) == (Copy.SAME, (), (), ())
    assert verdict.about is not None
    assert verdict.about[:6] == ("Testham", "Parks", "2026-11-22", "Draft", "small", "1.0.0")


def test_the_printed_verdicts_are_as_approved(approved: Callable[[str, str], None]) -> None:
    cases = {
        "as it was made": made(),
        "saved again": rewritten(unchanged),
        "another answer": with_file("answers.yaml", b"answer: told", b"answer: not-contacted"),
        "another rule": with_file("readiness.yaml", b"weight: 2", b"weight: 12"),
        "another figure": with_file("figures.json", b'"answered": 1', b'"answered": 2'),
        "another first page": rewritten(with_other_first_page),
        "of another version": with_file("report.json", b'"program": "', b'"program": "9'),
        "without answers": made_of(ASSESSMENT, replace(EDITION, with_answers=False)),
        "no PDF": b"council: Testham\n",
    }
    texts = [f"== {name}\n{as_text(check(data), 'report.pdf')}\n" for name, data in cases.items()]
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
    changed = with_file(name, old, new)
    verdict = check(changed)
    assert where in [each.path for each in verdict.differences]
    assert not verdict.holds


def test_a_changed_note_changes_the_file_but_no_figure() -> None:
    verdict = check(with_file("answers.yaml", b"Letter of 4 May", b"Letter of 5 May"))
    assert verdict.follows
    assert verdict.copy is Copy.CHANGED
    assert verdict.pages
    assert not verdict.holds


def test_a_page_with_other_text_is_detected() -> None:
    verdict = check(rewritten(with_other_first_page))
    assert (verdict.differences, verdict.pages) == ((), (1,))
    assert "You can show 50 of 100 now. Every answer is known." in verdict.missing
    assert "Pensions 100% 50 50" in verdict.missing


def test_a_file_of_another_version_is_verified_but_not_compared() -> None:
    verdict = check(with_file("report.json", b'"code": "', b'"code": "0'))
    assert verdict.holds
    assert verdict.copy is Copy.UNKNOWN
    assert verdict.because == verification_verify.OTHER_PROGRAM
    assert verdict.missing == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"fonts": "', b'"fonts": "0', verification_verify.OTHER_FONTS),
        (b'"engine": "', b'"engine": "old ', verification_verify.OTHER_ENGINE),
        (b'"final": false', b'"final": 7', "It does not say in a way that can be read how it was made"),
        (b'"format_version": 1', b'"format_version": 2', "It does not say in a way that can be read how it was made"),
        (b'"maker": {', b'"maker": [], "more": {', "It does not say in a way that can be read how it was made"),
        (b'"format"', b'"format": 1, "format"', "It does not say in a way that can be read how it was made"),
        (b'"form": ".pdf"', b'"form": ".csv"', verification_verify.NOT_MADE),
        (b'"logo": null', b'"logo": [[[', "It does not say in a way that can be read how it was made"),
    ],
)
def test_the_reason_why_a_file_cannot_be_compared_is_given(old: bytes, new: bytes, said: str) -> None:
    verdict = check(with_file("report.json", old, new))
    assert verdict.because.startswith(said)
    assert verdict.follows
    assert said in as_text(verdict, "report.pdf")


def test_without_the_bundled_fonts_nothing_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    without = attachments.maker()._replace(fonts="")
    monkeypatch.setattr(verification_verify, "maker", lambda: without)
    old = attachments.maker().fonts.encode()
    assert check(with_file("report.json", old, b"")).because == verification_verify.NO_FONTS


def test_characters_in_system_fonts_may_differ_on_another_computer() -> None:
    hebrew = made_of(replace(ASSESSMENT, service="Parks \u05e9\u05dc\u05d5\u05dd"))
    assert check(hebrew).copy is Copy.SAME
    saved_again = check(rewritten(unchanged, hebrew))
    assert (saved_again.copy, saved_again.because) == (Copy.UNKNOWN, verification_verify.BORROWED)
    assert (saved_again.follows, saved_again.missing) == (True, ())


def test_characters_in_system_fonts_are_compared_if_the_fonts_are_the_same() -> None:
    noted = replace(ASSESSMENT, answers={"fund-told": Answer("told", note="漢字 \N{PILE OF POO} ŵ")})
    data = made_of(noted)
    assert check(data).copy is Copy.SAME
    changed = with_file("report.json", b'"spare_fonts": "', b'"spare_fonts": "0', data)
    assert check(changed).because == verification_verify.OTHER_FONTS
    assert attachments.spare_fonts("ŵ plain") == ""


def test_a_report_that_cannot_be_rendered_again_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> bytes:
        raise RuntimeError("no page can be that long")

    monkeypatch.setattr(verification_verify, "report", failing)
    assert check(made()).because == verification_verify.NOT_MADE


def test_a_report_without_answers_is_reported_as_such() -> None:
    assert refused(made_of(ASSESSMENT, replace(EDITION, with_answers=False))).startswith("This PDF holds no answers")


def without(name: str) -> bytes:
    """Return the report without one of its files."""

    def change(writer: PdfWriter) -> None:
        next(entry for entry in writer.attachment_list if entry.name == name).delete()

    return rewritten(change)


@pytest.mark.parametrize("name", ["answers.yaml", "figures.json", "readiness.yaml", "evidence.yaml"])
def test_a_report_that_lacks_a_file_is_not_verified(name: str) -> None:
    assert refused(without(name)) == f"This PDF lacks the file “{name}”, which a report of this tool holds."


def test_an_old_report_without_options_is_verified_nevertheless() -> None:
    verdict = check(without("report.json"))
    assert verdict.holds
    assert verdict.about is not None
    assert (verdict.about.day, verdict.about.status) == ("", "")
    assert verdict.because.startswith("It does not say how it was made")


def test_duplicate_attachments_are_rejected_and_unknown_ones_listed() -> None:
    twice = rewritten(lambda writer: writer.add_attachment("answers.yaml", b"council: Other\n"))
    assert (
        refused(twice)
        == "The PDF holds more than one file called “answers.yaml”, so it cannot be said which of them counts."
    )
    strange = check(rewritten(lambda writer: writer.add_attachment("tool.exe\x1b[2J", b"MZ")))
    assert strange.strange == ("tool.exe\x1b[2J",)
    assert "“tool.exe‹U+001B›[2J”" in " ".join(in_words(strange).paragraphs)


def test_a_pdf_with_very_many_files_is_rejected() -> None:
    def add(writer: PdfWriter) -> None:
        for number in range(60):
            writer.add_attachment(f"{number}.txt", b"")

    assert refused(rewritten(add)) == pdf_reader.MANY


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
    assert refused(with_file(name, old, new)).startswith(said)


def test_an_encrypted_pdf_is_rejected() -> None:
    assert refused(rewritten(lambda writer: writer.encrypt("secret", algorithm="RC4-128"))) == pdf_reader.ENCRYPTED


def bomb(size: int) -> bytes:
    """Return the report with answers that expand to this size."""

    def change(writer: PdfWriter) -> None:
        entry = next(entry for entry in writer.attachment_list if entry.name == "answers.yaml")
        content = DecodedStreamObject()
        content.set_data(b" " * size)
        files: Any = entry.pdf_object["/EF"]
        files[NameObject("/F")] = files[NameObject("/UF")] = writer._add_object(content.flate_encode())

    return rewritten(change)


def test_a_decompression_bomb_is_rejected_before_it_expands() -> None:
    swelling = bomb(25_000_000)
    assert len(swelling) < 1_000_000
    assert refused(swelling) == pdf_reader.BROKEN
    assert "larger than 5 MB" in refused(bomb(6_000_000))


def test_a_pdf_with_a_reference_cycle_does_not_loop() -> None:
    def change(writer: PdfWriter) -> None:
        root: Any = writer.root_object
        root["/Names"]["/EmbeddedFiles"][NameObject("/Kids")] = root["/Names"]["/EmbeddedFiles"]["/Names"]
        root["/Pages"][NameObject("/Kids")].append(root.raw_get("/Pages"))
        root["/Pages"][NameObject("/Count")] = NumberObject(10**9)

    check(rewritten(change))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"x" * 2_000_000])
def test_a_file_that_is_not_a_pdf_is_rejected_with_a_message(data: bytes) -> None:
    assert refused(data) in (pdf_reader.NO_PDF, pdf_reader.BROKEN, contents_of({})[0])


def test_a_pdf_that_is_too_large_is_not_even_read() -> None:
    assert refused(made() + b" " * pdf_reader.LARGEST) == pdf_reader.TOO_LARGE


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_reported(share: float) -> None:
    verdict = check(made()[: int(len(made()) * share)])
    assert not verdict.holds
    assert in_words(verdict).listed


@settings(max_examples=10)
@given(some.lists(some.tuples(some.integers(0, 10**9), some.integers(0, 255)), min_size=1, max_size=40))
def test_whatever_bytes_are_changed_there_is_a_verdict(changes: list[tuple[int, int]]) -> None:
    data = bytearray(made())
    for place, byte in changes:
        data[place % len(data)] = byte
    verdict = check(bytes(data))
    assert in_words(verdict).heading
    assert (bytes(data) == made()) == (verdict.copy is Copy.SAME)


notes = some.text(max_size=20).filter(lambda text: not FORBIDDEN.search(text))
given_answers = some.one_of(
    some.builds(Answer, option=some.sampled_from(["not-contacted", "told"]), note=notes, by=notes),
    some.builds(Answer, dont_know=some.just(value=True), evidence=notes),
)
decided = some.builds(
    Action,
    owner=notes.filter(lambda text: bool(text.strip())),
    due=some.dates(FIRST_DAY, LAST_DAY),
    state=some.sampled_from(ActionState),
    reason=notes,
)
"""The actions that a final report requires."""
drawn = some.builds(
    Assessment,
    council=some.just("Testham"),
    service=notes.filter(lambda text: bool(text.strip())),
    profile=some.fixed_dictionaries(
        {"stage": some.sampled_from(["idea", "business-case"])},
        optional={"nation": some.sampled_from(["england", "wales"]), "members": some.integers(0, 99)},
    ),
    answers=some.fixed_dictionaries({}, optional={"fund-told": given_answers}),
    plan=some.fixed_dictionaries({"write": decided}),
)
editions = some.builds(
    replace,
    some.just(EDITION),
    marking=some.sampled_from(["", "OFFICIAL"]),
    look=some.sampled_from([Look(), Look(colour="#6b1f5c", name="Testham")]),
)


@settings(max_examples=3)
@given(drawn, editions)
def test_the_attachments_of_a_pdf_reproduce_assessment_figures_and_bytes(
    assessment: Assessment, edition: Edition
) -> None:
    data = made_of(assessment, edition)
    unpacked = unpack(data)
    assert not isinstance(unpacked, str)
    found = contents_of(unpacked.files)
    assert isinstance(found, Contents), found
    assert found.assessment == assessment
    verdict = check(data)
    assert (verdict.differences, verdict.copy) == ((), Copy.SAME)


def test_a_report_with_a_chapter_on_changes_is_verified_too() -> None:
    rules = {**RULES, "readiness.yaml": RULES["readiness.yaml"].replace(b"from: 50", b"from: 60")}
    rulebook = load_rulebook(*rules.values())
    assert isinstance(rulebook, Rulebook)
    earlier = Earlier("the one before", rulebook, replace(ASSESSMENT, answers={}), rules)
    data = report(RULEBOOK, ASSESSMENT, EDITION, RULES, earlier)
    verdict = check(data)
    assert (verdict.copy, verdict.strange) == (Copy.SAME, ())


def test_a_report_without_notes_is_verified_too_and_contains_none() -> None:
    data = made_of(ASSESSMENT, replace(EDITION, notes=False))
    unpacked = unpack(data)
    assert not isinstance(unpacked, str)
    assert b"Letter of 4 May" not in b"".join(unpacked.files.values())
    assert check(data).copy is Copy.SAME


def test_figures_are_listed_up_to_a_limit_and_that_there_are_more() -> None:
    def change(writer: PdfWriter) -> None:
        entry = next(entry for entry in writer.attachment_list if entry.name == "figures.json")
        figures = json.loads(entry.content)
        figures["trace"] = {}
        entry.content = json.dumps({f"n{number}": 1 for number in range(200)} | {"trace": {}}).encode()

    said = in_words(check(rewritten(change)))
    assert said.more == "And more than 80 others."
    assert said.paragraphs[0].startswith("More than 100 figures of ")
    assert len([text for text in said.listed if "the file" in text]) == 20
