"""Whether a PDF conforms to both standards, according to `page`, which is fast and checks every PDF of the tests."""

import page

FALSE_ALARMS = {"PDFA3A-STREAM-LENGTH-001"}
"""`page` takes the last byte of a stream, if a carriage return, for a part of the line ending after it."""


def find_violations(pdf: bytes) -> list[str]:
    """Return the violations of PDF/UA-1 and PDF/A-3a that `page` finds."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in ("pdf-ua-1", "pdf-a-3a")]
    found = [failure for report in reports for failure in report.failures]
    return [f"{failure.rule_id}: {failure.message}" for failure in found if failure.rule_id not in FALSE_ALARMS]
