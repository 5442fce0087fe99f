"""The checkboxes for the contents of a report: chapters, notes, barriers and recommendations, all checked at first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from assess.report.content.models import RecommendationContent, ReportContent
from assess.report.options import Chapter
from assess.web.components.govuk import render_component
from assess.web.context import AssessmentContext

_SELECTION_SENT = "ticked"
"""Sent with the checkboxes, to tell a form with none checked from a request without the form."""

_NOTES = "notes"
_CHAPTERS = {
    Chapter.CONTENTS: "Contents and how to read this report",
    Chapter.BARRIERS: "A page for each barrier, with the steps to take",
    Chapter.PLAN: "Action plan",
    Chapter.CAVEATS: "What to keep in mind",
    Chapter.CALCULATION: "How the score was worked out",
    Chapter.ANSWERS: "Every question and answer",
}
_SMALL_CHECKBOXES = "govuk-checkboxes--small"


class ContentsSelection(NamedTuple):
    """The contents that were left checked."""

    excluded_chapters: frozenset[str]
    sections: tuple[str, ...] | None
    """None if all were left checked, as in `recommendations`."""
    recommendations: tuple[str, ...] | None
    notes: bool


EVERYTHING = ContentsSelection(frozenset(), None, None, notes=True)


class CheckboxGroup(NamedTuple):
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
        params = {
            "name": self.name,
            "idPrefix": prefix,
            "fieldset": legend,
            "classes": _SMALL_CHECKBOXES,
            "items": items,
            **hint,
        }
        return render_component("checkboxes", params)


def parse_selection(assessment: AssessmentContext, args: MultiDict[str, str]) -> ContentsSelection:
    """Parse the contents that were left checked; everything if the form was not sent."""
    if _SELECTION_SENT not in args:
        return EVERYTHING
    parts = set(args.getlist("part"))
    advice = [advice.id for advice in assessment.result().recommendations]
    return ContentsSelection(
        excluded_chapters=frozenset(_CHAPTERS) - parts,
        sections=_get_selected_names(assessment.rulebook.sections, args.getlist("section")),
        recommendations=_get_selected_names(advice, args.getlist("recommendation")),
        notes=_NOTES in parts,
    )


def _get_selected_names(all_names: Iterable[str], selected: Sequence[str]) -> tuple[str, ...] | None:
    """Return the names that were left checked, or None if all were."""
    names = tuple(all_names)
    remaining = tuple(name for name in names if name in selected)
    return None if remaining == names else remaining


def build_checkbox_groups(content: ReportContent, selection: ContentsSelection) -> Iterator[CheckboxGroup]:
    """Yield the checkboxes in their current state: the chapters, the barriers, then the recommendations of each."""
    chapters = [name for name in _CHAPTERS if name != Chapter.PLAN or content.plan.is_started]
    parts = [(str(name), _CHAPTERS[name], name not in selection.excluded_chapters) for name in chapters]
    notes = (_NOTES, "Notes, evidence and who gave each answer", selection.notes)
    always = "The decision summary, what to do next and the sources cited are always included"
    yield CheckboxGroup("part", "Chapters and notes", always, (*parts, notes))
    sections = tuple((page.id, page.title, _is_selected(page.id, selection.sections)) for page in content.sections)
    hint = "Each with its page, recommendations and answers. The scores of all barriers are always included"
    yield CheckboxGroup("section", "Barriers", hint, sections)
    for page in content.sections:
        yield from _build_recommendation_groups(f"Recommendations on {page.title}", page.recommendations, selection)
    yield from _build_recommendation_groups(
        "Recommendations for the service as a whole", content.general_recommendations, selection
    )


def _is_selected(name: str, selected: Sequence[str] | None) -> bool:
    """Return whether a name was left checked."""
    return selected is None or name in selected


def _build_recommendation_groups(
    heading: str, recommendations: Sequence[RecommendationContent], selection: ContentsSelection
) -> Iterator[CheckboxGroup]:
    """Yield the checkboxes of recommendations, if there are any."""
    boxes = tuple(
        (it.id, f"{it.number}. {it.title}", _is_selected(it.id, selection.recommendations)) for it in recommendations
    )
    if boxes:
        yield CheckboxGroup("recommendation", heading, "", boxes)
