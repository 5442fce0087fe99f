"""Render the result as plain text, in the order and words of the report's first pages."""

from collections.abc import Iterator
from textwrap import TextWrapper

from assess.report.content.citations import get_prose_text
from assess.report.content.models import BlockerBox, FindingContent, ReportContent
from assess.report.content.need_models import NeedsContent

_WIDTH = 100
_MAX_LISTED = 6
"""Number of recommendations in the summary, as on the report's second page."""

PARAGRAPH = TextWrapper(_WIDTH)
ITEM = TextWrapper(_WIDTH, initial_indent="  - ", subsequent_indent="    ")


def render_result(content: ReportContent) -> str:
    """Render the summary in lines of at most 100 characters."""
    parts = (
        _render_title(content),
        _render_blockers(content.blockers),
        _render_needs(content.needs),
        _render_contradictions(content),
        _render_headline(content),
        _render_sections(content),
        _render_next_steps(content),
    )
    return "\n\n".join("\n".join(part) for part in map(tuple, parts) if part)


def _render_title(content: ReportContent) -> Iterator[str]:
    """Yield the title and what was assessed when."""
    yield f"{content.council}: {content.service}"
    yield content.title
    yield content.subtitle


def _render_blockers(box: BlockerBox) -> Iterator[str]:
    """Yield the blockers, which come before any number."""
    yield box.heading
    yield from (item for finding in box.true for item in _render_finding(finding))
    if box.possible:
        yield PARAGRAPH.fill(box.possible_intro)
        yield from (item for finding in box.possible for item in _render_finding(finding))
    if box.unseen_note:
        yield PARAGRAPH.fill(box.unseen_note)


def _render_finding(finding: FindingContent) -> Iterator[str]:
    """Yield a blocker and what lifts it."""
    lift = "No answer lifts this." if finding.fixed else f"To lift it: {get_prose_text(finding.lifted_by)}"
    yield ITEM.fill(f"{get_prose_text(finding.says)} {lift}")


def _render_needs(needs: NeedsContent) -> Iterator[str]:
    """Yield what the stage needs: the count, then what is missing or not known."""
    yield PARAGRAPH.fill(f"{needs.heading}. {needs.says}")
    for label, rows in (("Missing", needs.missing), ("Not known", needs.unknown)):
        yield from (ITEM.fill(f"{label}: {each.needed} ({each.number}, {each.section})") for each in rows)


def _render_contradictions(content: ReportContent) -> Iterator[str]:
    """Yield what does not fit together, and whom to check with."""
    if content.contradictions:
        yield f"{content.contradictions_note}."
    yield from (ITEM.fill(f"{get_prose_text(each.says)} {each.check_with}") for each in content.contradictions)


def _render_headline(content: ReportContent) -> Iterator[str]:
    """Yield the range, the stage that it applies to and the band."""
    score = content.headline
    for sentence in (score.range, score.stage, score.last_stage):
        if sentence:
            yield PARAGRAPH.fill(sentence)
    if score.band:
        yield PARAGRAPH.fill(" ".join(filter(None, (f"{score.band}.", score.cap_note, get_prose_text(score.meaning)))))


def _render_sections(content: ReportContent) -> Iterator[str]:
    """Yield both figures of each section."""
    width = max(len(section.title) for section in content.sections)
    yield f"{content.sections_heading:<{width}}  can show now  could be as high as  share of score"
    for section in content.sections:
        yield f"{section.title:<{width}}  {section.now:>12}  {section.could:>19}  {section.share:>14}"


def _render_next_steps(content: ReportContent) -> Iterator[str]:
    """Yield the most useful recommendations and what to find out first."""
    if content.recommendations:
        yield f"What to do next: {content.recommendations_intro}"
    for advice in content.recommendations[:_MAX_LISTED]:
        labels = ", ".join(label.lower() for label in (advice.lifts, advice.meets) if label)
        label = f" ({labels})" if labels else ""
        yield ITEM.fill(f"{advice.number} {advice.title}{label}. Lead: {advice.lead}.")
    if content.find_out:
        yield f"Find out first: {content.find_out_intro}"
    for unknown in content.find_out[:_MAX_LISTED]:
        yield ITEM.fill(f"{unknown.text} {('Ask: ' + ', '.join(unknown.ask)) if unknown.ask else ''}".strip())
    if len(content.find_out) > _MAX_LISTED:
        yield ITEM.fill(f"And {len(content.find_out) - _MAX_LISTED} more.")
