"""Render the changes since an earlier assessment as plain text, in the order and words of the report's chapter."""

from collections.abc import Iterator

from assess.report.content.change_models import ChangeReport, QuestionChangeGroup
from assess.report.text.result import ITEM, PARAGRAPH


def render_changes(changes: ChangeReport) -> str:
    """Render the changes in lines of at most 100 characters."""
    parts = (
        _render_overview(changes),
        _render_findings(changes),
        _render_sections(changes),
        *map(_render_question_group, changes.groups),
        _render_facts(changes),
    )
    return "\n\n".join("\n".join(part) for part in map(tuple, parts) if part)


def _render_overview(changes: ChangeReport) -> Iterator[str]:
    """Yield what is compared, what makes that hard, and the overall change."""
    for text in (changes.compared, *changes.cautions, f"{changes.headline} {changes.band}", changes.counts):
        yield PARAGRAPH.fill(text)


def _render_findings(changes: ChangeReport) -> Iterator[str]:
    """Yield the blockers and warnings that changed."""
    yield "Blockers"
    yield from (ITEM.fill(f"{it.change}: {it.says} {it.remark}".rstrip()) for it in changes.blockers)
    if changes.blockers_note:
        yield PARAGRAPH.fill(changes.blockers_note)
    yield from (ITEM.fill(f"Warning. {it.change}: {it.says} {it.remark}".rstrip()) for it in changes.warnings)


def _render_sections(changes: ChangeReport) -> Iterator[str]:
    """Yield each section before and now."""
    width = max(len(section.title) for section in changes.sections)
    yield f"{'The barriers':<{width}}  {'before':>16}  {'now':>16}  change"
    for it in changes.sections:
        yield f"{it.title:<{width}}  {it.before:>16}  {it.now:>16}  {it.change:>6}"


def _render_question_group(group: QuestionChangeGroup) -> Iterator[str]:
    """Yield the questions that changed in the same way."""
    yield PARAGRAPH.fill(f"{group.heading}. {group.says}")
    for it in group.questions:
        figure = f" ({it.change})" if group.has_figures else ""
        yield ITEM.fill(f"{it.number} {it.text}{figure} Before: {it.before}. Now: {it.now}. {it.remark}".rstrip())


def _render_facts(changes: ChangeReport) -> Iterator[str]:
    """Yield the facts about the service that are different now."""
    if changes.facts:
        yield "Facts about the service that are different now"
    yield from (ITEM.fill(f"{it.what} Before: {it.before}. Now: {it.now}.") for it in changes.facts)
