"""What can follow after a question was filled in: what it still lacks, its recommendation, and publishing."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flask import Blueprint, abort, render_template, url_for

from assess.core.validation.labels import get_node
from assess.report.content.citations import strip_references
from assess.report.content.text import format_count
from assess.web.rules_editor.documents import Entity, find_entity, list_sub_items
from assess.web.rules_editor.draft import DraftView, load_draft_view, load_example_review
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths, list_stages
from assess.web.rules_editor.entity_types.entities import ENTITY_TYPES
from assess.web.rules_editor.error_location import locate_errors
from assess.web.rules_editor.form_steps import build_step_url, has_errors
from assess.web.rules_editor.own_blocker import find_own_blocker
from assess.web.rules_editor.widgets.needs import describe_needs

bp = Blueprint("question_added", __name__)
_TO_DO, _USEFUL, _OPTIONAL = "To do", "Useful", "Optional"


class NextTask(NamedTuple):
    """Something that can be done next."""

    title: str
    hint: str
    url: str
    status: str


@bp.get("/rules/draft/question/<name>/next")
def show(name: str) -> str:
    """Show what can follow after a question was filled in, and what was filled in."""
    draft = load_draft_view()
    entity = find_entity(draft, ENTITY_TYPES["question"], name) or abort(404)
    tasks = tuple(_iter_tasks(draft, entity))
    section = get_node(entity.tree, entity.path[:2])
    return render_template(
        "pages/rules-editor/question-added.html",
        title=entity.title,
        name=name,
        tasks=tasks,
        needed=sum(task.status == _TO_DO for task in tasks),
        first=next((task for task in tasks if task.status in (_TO_DO, _USEFUL)), None),
        can_publish=draft.rulebook is not None,
        rows=tuple(_iter_summary(entity)),
        back=(
            strip_references(get_text(section, "title")),
            url_for("entities.show", kind="section", name=section["id"]),
        ),
    )


def _iter_tasks(draft: DraftView, entity: Entity) -> Iterator[NextTask]:
    """Yield what can be done next: first what publishing needs, then what is useful."""
    wrong = locate_errors(draft, entity)
    for step in entity.entity_type.steps:
        count = sum(len(each) for name, each in wrong.by_field.items() if has_errors(step, {name: each}))
        if count:
            url = build_step_url(entity.entity_type, entity.id, step, checked=True)
            yield NextTask(step.title, format_count(count, "problem").capitalize(), url, _TO_DO)
    if wrong.elsewhere or wrong.on_entity:
        hint = format_count(len(wrong.elsewhere) + len(wrong.on_entity), "problem").capitalize()
        url = url_for("draft.contents", _anchor="problems")
        yield NextTask("Look at the other problems of the draft", hint, url, _TO_DO)
    without_advice = _find_answers_without_advice(entity)
    if without_advice:
        answers = format_count(len(without_advice), "answer").capitalize()
        lead = "leads" if len(without_advice) == 1 else "lead"
        hint = f"{answers} short of the best {lead} to no recommendation yet"
        url = url_for("entities.add", kind="recommendation", question=entity.id)
        yield NextTask("Add a recommendation", hint, url, _USEFUL)
    yield from _iter_optional_tasks(draft, entity)


def _iter_optional_tasks(draft: DraftView, entity: Entity) -> Iterator[NextTask]:
    """Yield what can be looked at or added, whatever the draft lacks."""
    if draft.rulebook is not None:
        review = load_example_review(draft)
        count = len(review.notices) if review else 0
        yield NextTask("See what would change", "For every assessment", url_for("impact.show"), _OPTIONAL)
        hint = f"{format_count(count, 'example').capitalize()} to confirm" if count else "None to confirm"
        yield NextTask("Look at the worked examples", hint, url_for("examples.show"), _OPTIONAL)
    section = get_text(get_node(entity.tree, entity.path[:2]), "id")
    url = f"{url_for('entities.add', kind='question')}?in={section}"
    yield NextTask("Add another question", "To this barrier or another", url, _OPTIONAL)


def _find_answers_without_advice(entity: Entity) -> set[str]:
    """Return the answers, except the best, that no recommendation names."""
    ids = [get_text(each, "id") for each in list_sub_items(entity) if isinstance(each, Mapping)]
    named = {
        option
        for path in iter_paths(entity.tree, ("recommendations",))
        for option in _iter_named_options(get_node(entity.tree, (*path, "when")), entity.id)
    }
    return set(ids[:-1]) - named


def _iter_named_options(condition: object, question: str) -> Iterator[str]:
    """Yield the options of a question that a condition names."""
    if not isinstance(condition, Mapping):
        return
    for key in ("all", "any"):
        for part in condition.get(key) or ():
            yield from _iter_named_options(part, question)
    if condition.get("question") == question and isinstance(condition.get("is"), list):
        yield from condition["is"]


def _iter_summary(entity: Entity) -> Iterator[tuple[str, str, str, str]]:
    """Yield what was filled in: label, text, the URL at which it is changed and a name for that link."""
    steps = {step.name: build_step_url(entity.entity_type, entity.id, step) for step in entity.entity_type.steps}
    yield "Question", entity.title, steps["question"], "the question"
    yield "Answers", _describe_answers(entity), steps["answers"], "the answers"
    yield "When it is asked", _describe_when(entity), steps["when"], "when it is asked"
    yield "What a stage needs", _describe_needs(entity), steps["needs"], "what a stage needs"
    claims = entity.item.get("claims")
    count = len(claims) if isinstance(claims, list) else 0
    yield "Evidence", format_count(count, "finding").capitalize(), steps["evidence"], "the evidence"


def _describe_answers(entity: Entity) -> str:
    """Describe the number of answers, their points, and whether the worst is a blocker."""
    answers = [each for each in list_sub_items(entity) if isinstance(each, Mapping)]
    points = [get_text(each, "points") for each in answers]
    spread = f", with {points[0]} to {points[-1]} points" if points else ""
    blocker = ". The worst is a blocker" if find_own_blocker(entity) else ""
    return f"{len(answers)}{spread}{blocker}"


def _describe_when(entity: Entity) -> str:
    """Describe which services are asked, and from which stage."""
    stages = dict(list_stages(entity.tree))
    stage = get_text(entity.item, "from_stage")
    asked = "Only some services" if "ask_if" in entity.item else "All services"
    return f"{asked}, from “{stages.get(stage, stage)}”" if stage else f"{asked}, at every stage"


def _describe_needs(entity: Entity) -> str:
    """Describe the least answer at each stage at which it changes."""
    return ". ".join(describe_needs(entity.item, entity.tree)) or "Nothing"
