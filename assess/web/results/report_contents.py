"""The checkboxes for the contents of a report: chapters, notes, barriers and recommendations, all checked at first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from assess.report.content.models import RecommendationContent, ReportContent
from assess.report.options import Chapter
from assess.web.components.govuk import render_component
from assess.web.context import AssessmentContext
from assess.web.results.plan import build_plan

_OFFERED = "offered"
"""Sent with the checkboxes: all of them, so that one that was not shown is not taken for one that was cleared."""
_SELECTION_SENT = "ticked"
"""Sent in its place by links of version 0.1."""

_NOTES = "notes"
_CHAPTERS = {
    Chapter.CONTENTS: "Contents and how to read this report",
    Chapter.BARRIERS: "The barriers, with the steps to take",
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

    @property
    def offered(self) -> str:
        """The checkboxes as the form states that it offered them."""
        return " ".join(f"{self.name}:{value}" for value, _, _ in self.boxes)

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
    advice = [advice.id for advice in assessment.result().recommendations]
    names = {"part": (*_CHAPTERS, _NOTES), "section": tuple(assessment.rulebook.sections), "recommendation": advice}
    offered = _get_offered_boxes(assessment, args, names)
    cleared = {
        name: {value for value in values if f"{name}:{value}" in offered and value not in args.getlist(name)}
        for name, values in names.items()
    }
    return ContentsSelection(
        excluded_chapters=frozenset(cleared["part"]) - {_NOTES},
        sections=_get_selected_names(names["section"], cleared["section"]),
        recommendations=_get_selected_names(advice, cleared["recommendation"]),
        notes=_NOTES not in cleared["part"],
    )


def _get_offered_boxes(
    assessment: AssessmentContext, args: MultiDict[str, str], names: Mapping[str, Sequence[str]]
) -> Collection[str]:
    """Return the checkboxes that were shown, each as its field name, a colon and its value; none without the form."""
    if _SELECTION_SENT not in args:
        return args.get(_OFFERED, "").split()
    is_plan_shown = build_plan(assessment).is_started
    every = [f"{name}:{value}" for name, values in names.items() for value in values]
    return [each for each in every if is_plan_shown or each != f"part:{Chapter.PLAN}"]


def _get_selected_names(names: Sequence[str], cleared: Collection[str]) -> tuple[str, ...] | None:
    """Return the names that were left checked, or None if all were."""
    return tuple(name for name in names if name not in cleared) if cleared else None


def build_checkbox_groups(content: ReportContent, selection: ContentsSelection) -> Iterator[CheckboxGroup]:
    """Yield the checkboxes in their current state: the chapters, the barriers, then the recommendations of each."""
    chapters = [name for name in _CHAPTERS if name != Chapter.PLAN or content.plan.is_started]
    parts = [(str(name), _CHAPTERS[name], name not in selection.excluded_chapters) for name in chapters]
    notes = (_NOTES, "Notes, evidence and who gave each answer", selection.notes)
    always = "The decision summary, what to do next and the sources cited are always included"
    yield CheckboxGroup("part", "Chapters and notes", always, (*parts, notes))
    sections = tuple((page.id, page.title, _is_selected(page.id, selection.sections)) for page in content.sections)
    hint = "Each with its recommendations and answers. The scores of all barriers are always included"
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
