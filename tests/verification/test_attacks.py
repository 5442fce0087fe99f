"""Reports whose pages were made to show something else, with and without forged data about who made them."""

import sys
from collections import Counter
from collections.abc import Callable

import pytest
from pypdf import PdfWriter

from assess.report import formats
from assess.report.html.render import render_html
from assess.report.pdf import attachments
from assess.verification import copies, pdf_reader
from assess.verification.messages import describe_outcome, describe_report, format_as_text
from assess.verification.models import CopyStatus, PageComparison
from assess.verification.verify import verify_report
from tests.verification import attacks
from tests.verification.reports import (
    ASSESSMENT,
    count_pages,
    render_report_on,
    render_standard_report,
    replace_in_attachment,
    rewrite_report,
)

OVER_PAGE_1 = ("Page 1 does not look the way this tool makes it",)

ATTACKS: list[tuple[Callable[[PdfWriter], object], tuple[str, ...]]] = [
    (attacks.stamp, (*OVER_PAGE_1, "Added: a stamp, on page 1")),
    (attacks.type_text, (*OVER_PAGE_1, "Added: text typed over the page, on page 1")),
    (attacks.write_white_box, (*OVER_PAGE_1, "Added: content, such as something drawn over the page, on page 1")),
    (
        attacks.merge_white_box,
        (
            "Pages 1, 2 and 3 do not look the way this tool makes them",
            "Added: content, such as something drawn over the page, on pages 1, 2 and 3",
        ),
    ),
    (attacks.attach_file, ("Added: an attached file that was not looked at, “letter.pdf”",)),
    (attacks.add_form_field, ("Added: form fields, on page 1",)),
    (attacks.add_script, ("Added: a script", "Added: something that happens when the file is opened")),
    (attacks.add_layers, ("Added: layers that can be shown and hidden",)),
    (attacks.open_another_file, ("Added: a list of files that is shown in place of the pages",)),
    (attacks.add_link, ("Added: a link to “https://example.org/ready”, on page 1",)),
    (
        attacks.add_launching_link,
        (
            "Added: a link that does something other than open a page or a web address, on page 1",
            "Added: a link with a picture of its own, on page 1",
        ),
    ),
    (attacks.remove_page, ("Page 4 of the report is missing",)),
    (attacks.swap_pages, ("Pages are repeated or in another order",)),
    (attacks.turn_page, ("Page 2 does not look the way this tool makes it", "Added: a turned page, on page 2")),
    (attacks.enlarge_page, ("Page 2 does not look the way this tool makes it",)),
]


def forge_maker(data: bytes) -> bytes:
    """Return a report that says that another version made it."""
    forged = replace_in_attachment("report.json", b'"program": "', b'"program": "9', data)
    return replace_in_attachment("report.json", b'"code": "', b'"code": "0', forged)


@pytest.mark.parametrize("forge", [bytes, forge_maker], ids=["true maker", "forged maker"])
@pytest.mark.parametrize(("attack", "changes"), ATTACKS, ids=lambda value: getattr(value, "__name__", ""))
def test_what_was_changed_or_added_is_named_whoever_is_said_to_have_made_it(
    attack: Callable[[PdfWriter], object], changes: tuple[str, ...], forge: Callable[[bytes], bytes]
) -> None:
    verdict = verify_report(forge(rewrite_report(attack)))
    assert (verdict.follows, verdict.holds) == (True, False)
    assert describe_report(verdict).changes == changes
    text = format_as_text(verdict, "report.pdf")
    assert "untouched" not in text
    assert "as they were made" not in text


def test_changed_pages_with_forged_data_about_the_maker_are_unknown() -> None:
    verdict = verify_report(forge_maker(rewrite_report(attacks.swap_pages)))
    assert verdict.is_unknown
    assert describe_outcome(verdict) == "The figures follow, but what the pages show is unknown"


def test_forged_data_about_the_maker_alone_leave_open_whether_anything_was_changed() -> None:
    verdict = verify_report(forge_maker(render_standard_report()))
    assert verdict.is_unknown
    assert verdict.copy.pages == PageComparison(count_pages())
    assert describe_outcome(verdict) == "The figures follow, but whether the file was changed is unknown"


def test_the_pages_of_an_older_version_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    older = attachments.get_build_info()._replace(program="0.1.0", code="0")
    with monkeypatch.context() as patched:
        patched.setattr(attachments, "get_build_info", lambda: older)
        patched.setattr(formats, "render_html", lambda *given: render_html(*given).replace("Pensions", "Funds"))
        data = render_report_on(ASSESSMENT)
    verdict = verify_report(data)
    assert verdict.is_unknown
    assert verdict.copy.reason == copies.OTHER_PROGRAM
    assert verdict.copy.pages is not None
    assert 1 in verdict.copy.pages.different
    assert describe_outcome(verdict) == "The figures follow, but what the pages show is unknown"


def test_changes_saved_at_the_end_of_the_file_are_named() -> None:
    verdict = verify_report(attacks.save_in_addition(render_standard_report()))
    assert describe_report(verdict).changes == (
        *OVER_PAGE_1,
        "Added: text typed over the page, on page 1",
        "Added: changes saved at the end of the file, after what was there before",
    )


def test_a_report_that_cannot_be_made_again_still_names_what_was_added() -> None:
    stamped = replace_in_attachment("report.json", b'"final": false', b'"final": 7', rewrite_report(attacks.stamp))
    verdict = verify_report(stamped)
    assert (verdict.copy.status, verdict.copy.pages) == (CopyStatus.CHANGED, None)
    assert describe_report(verdict).changes == ("Added: a stamp, on page 1",)
    assert "What its pages show is unknown." in describe_report(verdict).paragraphs


def test_line_ends_changed_by_another_program_are_noticed_at_once() -> None:
    data, calls = render_standard_report().replace(b"\n", b"\r\n"), Counter[str]()
    sys.setprofile(lambda _frame, event, _argument: calls.update([event]))
    verdict = verify_report(data)
    sys.setprofile(None)
    assert verdict.refused == (pdf_reader.DAMAGED,)
    assert calls.total() < 20_000


ENCRYPTION_DICTIONARY = (
    b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /StmF /StdCF /StrF /StdCF "
    b"/CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> "
    b"/O <%s> /U <%s> /OE <%s> /UE <%s> /Perms <%s> >>" % tuple(b"5a" * length for length in (48, 48, 32, 32, 16))
)


@pytest.mark.parametrize(
    "encryption",
    [ENCRYPTION_DICTIONARY, b"/Encrypt << /Filter /MicrosoftIRMServices /V 1 >>"],
    ids=["password, AES-256", "rights management"],
)
def test_an_encrypted_pdf_is_called_so_whatever_encrypts_it(encryption: bytes) -> None:
    head, trailer, tail = rewrite_report(lambda _: None).rpartition(b"trailer\n<<")
    assert verify_report(head + trailer + b"\n" + encryption + tail).refused == (pdf_reader.ENCRYPTED,)
