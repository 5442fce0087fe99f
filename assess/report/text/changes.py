"""Render the changes since an earlier assessment as plain text, in the order and words of the report's chapter."""

from collections.abc import Iterator

from assess.report.content.change_models import Group, Progress
from assess.report.text.result import ITEM, PARAGRAPH


def to_text(progress: Progress) -> str:
    """Render the changes in lines of at most 100 characters."""
    parts = (opening(progress), blockers(progress), barriers(progress), *map(group, progress.groups), facts(progress))
    return "\n\n".join("\n".join(part) for part in map(tuple, parts) if part)


def opening(progress: Progress) -> Iterator[str]:
    """Yield what is compared, what makes that hard, and the overall change."""
    for text in (progress.compared, *progress.cautions, f"{progress.headline} {progress.band}", progress.counts):
        yield PARAGRAPH.fill(text)


def blockers(progress: Progress) -> Iterator[str]:
    """Yield the blockers and warnings that changed."""
    yield "Blockers"
    yield from (ITEM.fill(f"{it.became}: {it.says} {it.remark}".rstrip()) for it in progress.blockers)
    if progress.blockers_say:
        yield PARAGRAPH.fill(progress.blockers_say)
    yield from (ITEM.fill(f"Warning. {it.became}: {it.says} {it.remark}".rstrip()) for it in progress.warnings)


def barriers(progress: Progress) -> Iterator[str]:
    """Yield each section before and now."""
    width = max(len(section.title) for section in progress.sections)
    yield f"{'The barriers':<{width}}  {'before':>16}  {'now':>16}  change"
    for it in progress.sections:
        yield f"{it.title:<{width}}  {it.before:>16}  {it.now:>16}  {it.moved:>6}"


def group(found: Group) -> Iterator[str]:
    """Yield the questions that changed in the same way."""
    yield PARAGRAPH.fill(f"{found.heading}. {found.says}")
    for it in found.questions:
        figure = f" ({it.moved})" if found.is_moved else ""
        yield ITEM.fill(f"{it.number} {it.text}{figure} Before: {it.before}. Now: {it.now}. {it.remark}".rstrip())


def facts(progress: Progress) -> Iterator[str]:
    """Yield the facts about the service that are different now."""
    if progress.facts:
        yield "Facts about the service that are different now"
    yield from (ITEM.fill(f"{it.what} Before: {it.before}. Now: {it.now}.") for it in progress.facts)
