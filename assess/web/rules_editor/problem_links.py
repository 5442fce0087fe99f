"""Links from a problem of the draft to where it can be corrected: a field of a form, or else a line of the text."""

from flask import url_for

from assess.core.syntax.problems import Problem
from assess.web.rules_editor.draft import DraftView, build_line_url
from assess.web.rules_editor.error_location import find_place
from assess.web.shared.text import quote_names

_MAX_TITLE_LENGTH = 80


def build_problem_link(draft: DraftView, problem: Problem) -> tuple[str, str]:
    """Return a problem in the words of the form and the URL of its field; with its line and the text if it has none."""
    place = find_place(draft, problem)
    if place is None or not place[1]:
        sentence = f"{problem.file}, line {problem.line}: {quote_names(problem.message)}"
        return sentence, build_line_url(problem.file, problem.line)
    entity, field, message = place
    url = url_for("entities.show", kind=entity.entity_type.name, name=entity.id or "all", _anchor=field)
    if entity.entity_type.heading:
        return f"{entity.title}: {message}", url
    title = entity.title if len(entity.title) <= _MAX_TITLE_LENGTH else f"{entity.title[:_MAX_TITLE_LENGTH]}…"
    noun = f"{entity.entity_type.noun.capitalize()} “{title}”" if entity.entity_type.id_key else title
    return f"{noun}: {message}", url
