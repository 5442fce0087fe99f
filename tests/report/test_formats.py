"""The table of formats: what goes into a copy is chosen for the content, never for the name of a format."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import pytest

from assess.report.build import render_report
from assess.report.content.models import ReportContent
from assess.report.formats import FORMATS, ReportFormat, describe_conflict
from assess.report.options import Chapter, ReportOptions
from assess.report.report_copy import ReportCopy
from tests.report import edge_cases, factories
from tests.report.test_selection import OPTIONS, build_assessment

RULEBOOK = factories.build_rulebook()
ADDED = ".added"
CHOOSABLE = (".pdf", ".html", ".docx", ".xlsx")
Handed = Callable[[ReportFormat, ReportOptions], ReportContent]


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    """Return the content that a format is handed which is added to the table for the test."""

    def render_added(added: ReportFormat, options: ReportOptions) -> ReportContent:
        contents: list[ReportContent] = []

        def collect(copy: ReportCopy) -> bytes:
            contents.append(copy.content)
            return b""

        monkeypatch.setitem(FORMATS, ADDED, replace(added, render=collect))
        render_report(RULEBOOK, build_assessment(), replace(options, form=ADDED), {})
        return contents[0]

    return render_added


def iter_rows(content: ReportContent) -> Iterator[object]:
    """Yield every row of the content, and every use of every source."""
    for field in fields(content):
        value = getattr(content, field.name)
        if field.name == "sources":
            yield from ((source.number, point.claim, use) for source in value for point in source.passages
                        for use in point.uses)  # fmt: skip
        elif isinstance(value, tuple):
            yield from ((field.name, row) for row in value)
    yield from (("plan", line) for line in content.plan.lines)
    yield from (("trace", row) for row in content.calculation.trace)


def refuse(_: ReportCopy) -> bytes:
    raise AssertionError("this format is never rendered")


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("form", CHOOSABLE)
def test_the_rows_do_not_depend_on_the_name_of_the_format(
    handed: Handed, monkeypatch: pytest.MonkeyPatch, form: str, name: str
) -> None:
    known: list[ReportContent] = []

    def collect(copy: ReportCopy) -> bytes:
        known.append(copy.content)
        return b""

    added = handed(FORMATS[form], OPTIONS[name])
    monkeypatch.setitem(FORMATS, form, replace(FORMATS[form], render=collect))
    render_report(RULEBOOK, build_assessment(), replace(OPTIONS[name], form=form), {})
    assert list(iter_rows(added)) == list(iter_rows(known[0]))


@pytest.mark.parametrize("name", OPTIONS)
def test_a_format_that_states_only_one_optional_chapter_gets_every_row_of_the_others(handed: Handed, name: str) -> None:
    added = set(iter_rows(handed(ReportFormat(refuse, frozenset({Chapter.SOURCES})), OPTIONS[name])))
    for form in CHOOSABLE:
        assert set(iter_rows(handed(FORMATS[form], OPTIONS[name]))) <= added


@pytest.mark.parametrize("chapter", [Chapter.BARRIERS, Chapter.CAVEATS])
def test_a_format_that_cannot_leave_a_chapter_out_gets_all_its_sources(handed: Handed, chapter: Chapter) -> None:
    added = ReportFormat(refuse, frozenset({Chapter.SOURCES}))
    without = list(iter_rows(handed(added, OPTIONS[f"without {chapter}"])))
    assert without == list(iter_rows(handed(added, OPTIONS["whole"])))
    assert without != list(iter_rows(handed(FORMATS[".html"], OPTIONS[f"without {chapter}"])))


def test_a_format_that_states_nothing_is_always_complete(monkeypatch: pytest.MonkeyPatch, handed: Handed) -> None:
    assert handed(ReportFormat(refuse), OPTIONS["whole"]).left_out == ""
    monkeypatch.setitem(FORMATS, ADDED, ReportFormat(refuse))
    summary = ReportOptions(ADDED, edge_cases.DAY, chapters=())
    assert describe_conflict(summary) == (
        "A ADDED file contains all of the result or none, so nothing can be left out of it."
    )
