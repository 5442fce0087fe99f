"""Each report is rendered once, since rendering takes the time."""

from collections.abc import Iterator, Mapping

import pytest

from assess.core.interchange.answers_yaml import dump_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.report.build import render_report
from assess.report.content.baseline import Baseline
from assess.report.options import ReportOptions, dump_options
from assess.verification import copies

RENDERED: dict[bytes, bytes] = {}


def render_cached(
    rulebook: Rulebook,
    assessment: Assessment,
    edition: ReportOptions,
    rules: Mapping[str, bytes],
    before: Baseline | None = None,
) -> bytes:
    """Cache each rendered report, since rendering takes the time."""
    key = b"".join(
        (dump_assessment(assessment).encode(), dump_options(edition), *rules.values(), repr(before).encode())
    )
    if key not in RENDERED:
        RENDERED[key] = render_report(rulebook, assessment, edition, rules, before)
    return RENDERED[key]


@pytest.fixture(autouse=True, scope="module")
def _every_report_is_made_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(copies, "render_report", render_cached)
        yield
