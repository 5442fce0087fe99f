"""Render the result as plain text, in the order and words of the report's first pages."""

from collections.abc import Iterator
from textwrap import TextWrapper

from assess.report.content.citations import words
from assess.report.content.models import Blockers, Content, Finding

WIDTH = 100
FIRST = 6
"""Number of recommendations in the summary, as on the report's second page."""

PARAGRAPH = TextWrapper(WIDTH)
ITEM = TextWrapper(WIDTH, initial_indent="  - ", subsequent_indent="    ")


def to_text(content: Content) -> str:
    """Render the summary in lines of at most 100 characters."""
    parts = (opening(content), blockers(content.blockers), headline(content), barriers(content), next_steps(content))
    return "\n\n".join("\n".join(part) for part in map(tuple, parts) if part)


def opening(content: Content) -> Iterator[str]:
    """Yield the title and what was assessed when."""
    yield f"{content.council}: {content.service}"
    yield content.title
    yield content.assessed


def blockers(box: Blockers) -> Iterator[str]:
    """Yield the blockers, which come before any number."""
    yield box.heading
    yield from (item for finding in box.true for item in one(finding))
    if box.possible:
        yield PARAGRAPH.fill(box.possible_says)
        yield from (item for finding in box.possible for item in one(finding))
    if box.more:
        yield PARAGRAPH.fill(box.more)


def one(finding: Finding) -> Iterator[str]:
    """Yield a blocker and what lifts it."""
    lift = "No answer lifts this." if finding.fixed else f"To lift it: {words(finding.lifted_by)}"
    yield ITEM.fill(f"{words(finding.says)} {lift}")


def headline(content: Content) -> Iterator[str]:
    """Yield the range, the stage that it applies to and the band."""
    said = content.headline
    for sentence in (said.range, said.stage, said.ahead):
        if sentence:
            yield PARAGRAPH.fill(sentence)
    if said.band:
        yield PARAGRAPH.fill(f"{said.band}. {said.held} {words(said.meaning)}".replace("  ", " "))


def barriers(content: Content) -> Iterator[str]:
    """Yield both figures of each section."""
    width = max(len(section.title) for section in content.sections)
    yield f"{content.barriers:<{width}}  can show now  could be as high as  share of whole"
    for section in content.sections:
        yield f"{section.title:<{width}}  {section.now:>12}  {section.could:>19}  {section.share:>14}"


def next_steps(content: Content) -> Iterator[str]:
    """Yield the most useful recommendations and what to find out first."""
    if content.recommendations:
        yield f"What to do next: {content.best_says}"
    for advice in content.recommendations[:FIRST]:
        label = f" ({advice.lifts.lower()})" if advice.lifts else ""
        yield ITEM.fill(f"{advice.number} {advice.title}{label}. Lead: {advice.lead}.")
    if content.find_out:
        yield f"Find out first: {content.find_out_says}"
    for unknown in content.find_out[:FIRST]:
        yield ITEM.fill(f"{unknown.text} {('Ask: ' + ', '.join(unknown.ask)) if unknown.ask else ''}".strip())
