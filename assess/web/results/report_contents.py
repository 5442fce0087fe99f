"""The checkboxes for the contents of a report: chapters, notes, barriers and recommendations, all checked at first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from assess.report.content.models import Content, Recommendation
from assess.report.options import Chapter
from assess.web.components.govuk import rendered
from assess.web.context import Opened

TICKED = "ticked"
"""Sent with the checkboxes, to tell a form with none checked from a request without the form."""

NOTES = "notes"
CHAPTERS = {
    Chapter.CONTENTS: "Contents and how to read this report",
    Chapter.BARRIERS: "A page for each barrier, with what to do in steps",
    Chapter.PLAN: "The plan",
    Chapter.MIND: "What to keep in mind",
    Chapter.WORKINGS: "How it was worked out",
    Chapter.ANSWERS: "Every question and answer (the appendix)",
}
SMALL = "govuk-checkboxes--small"


class Ticks(NamedTuple):
    """The contents that were left checked."""

    chapters_out: frozenset[str]
    sections: tuple[str, ...] | None
    """None if all were left checked, as in `recommendations`."""
    recommendations: tuple[str, ...] | None
    notes: bool


EVERYTHING = Ticks(frozenset(), None, None, notes=True)


class Group(NamedTuple):
    """Checkboxes under one heading: their field name and the value, text and checked state of each."""

    name: str
    heading: str
    hint: str
    boxes: tuple[tuple[str, str, bool], ...]

    def __html__(self) -> Markup:
        """Render the checkboxes."""
        legend = {"legend": {"text": self.heading, "classes": "govuk-fieldset__legend--s"}}
        items = [{"value": value, "text": text, "checked": ticked} for value, text, ticked in self.boxes]
        prefix = f"{self.name}-{self.boxes[0][0]}"
        hint = {"hint": {"text": self.hint}} if self.hint else {}
        params = {"name": self.name, "idPrefix": prefix, "fieldset": legend, "classes": SMALL, "items": items, **hint}
        return rendered("checkboxes", params)


def ticks_of(assessment: Opened, sent: MultiDict[str, str]) -> Ticks:
    """Parse the contents that were left checked; everything if the form was not sent."""
    if TICKED not in sent:
        return EVERYTHING
    parts = set(sent.getlist("part"))
    advice = [advice.id for advice in assessment.result().recommendations]
    return Ticks(
        chapters_out=frozenset(CHAPTERS) - parts,
        sections=left(assessment.rulebook.sections, sent.getlist("section")),
        recommendations=left(advice, sent.getlist("recommendation")),
        notes=NOTES in parts,
    )


def left(every: Iterable[str], ticked: Sequence[str]) -> tuple[str, ...] | None:
    """Return the names that were left checked, or None if all were."""
    names = tuple(every)
    kept = tuple(name for name in names if name in ticked)
    return None if kept == names else kept


def groups(content: Content, ticks: Ticks) -> Iterator[Group]:
    """Yield the checkboxes in their current state: the chapters, the barriers, then the recommendations of each."""
    chapters = [name for name in CHAPTERS if name != Chapter.PLAN or content.plan.is_begun]
    parts = [(str(name), CHAPTERS[name], name not in ticks.chapters_out) for name in chapters]
    notes = (NOTES, "Notes, evidence and who answered", ticks.notes)
    always = "The decision summary, what to do next and the sources that are cited always go in"
    yield Group("part", "Chapters and notes", always, (*parts, notes))
    sections = tuple((page.id, page.title, among(page.id, ticks.sections)) for page in content.sections)
    hint = "With its page, its recommendations and its answers. The scores of all barriers always go in"
    yield Group("section", "Barriers", hint, sections)
    for page in content.sections:
        yield from advice(f"Recommendations on {page.title}", page.recommendations, ticks)
    yield from advice("Recommendations for the service as a whole", content.elsewhere, ticks)


def among(name: str, names: Sequence[str] | None) -> bool:
    """Return whether a name was left checked."""
    return names is None or name in names


def advice(heading: str, every: Sequence[Recommendation], ticks: Ticks) -> Iterator[Group]:
    """Yield the checkboxes of recommendations, if there are any."""
    boxes = tuple((it.id, f"{it.number}. {it.title}", among(it.id, ticks.recommendations)) for it in every)
    if boxes:
        yield Group("recommendation", heading, "", boxes)
