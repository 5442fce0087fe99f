"""The action plan as text."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from assess.core.model.plan import Action, ActionState, Plan, PlanCounts
from assess.core.scoring.evaluate import evaluate
from assess.report.build import render_report
from assess.report.content.plan import build_plan_content, describe_progress
from assess.report.content.plan_models import PlanContent
from assess.report.options import ALL_CHAPTERS, Chapter, ReportOptions
from tests.report import edge_cases, factories

RULEBOOK = factories.build_rulebook()
MAY = date(2027, 5, 1)
DONE, UNDER_WAY = ActionState.DONE, ActionState.UNDER_WAY


def plan_content(plan: Plan, when: date = edge_cases.DAY) -> PlanContent:
    """Return the plan of the middling case, in which R1 and R2 lift something."""
    assessment = factories.build_assessment()
    return build_plan_content(RULEBOOK, evaluate(RULEBOOK, assessment.profile, assessment.answers), plan, when)


FIRST = plan_content({}).lines[0]


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        (PlanCounts(0, 0, 0, 0, 0), "Nothing is recommended, so there is nothing to decide."),
        (PlanCounts(0, 0, 0, 0, 1), "Nothing has been decided yet: there is one recommendation to decide."),
        (PlanCounts(0, 0, 0, 0, 31), "Nothing has been decided yet: there are 31 recommendations to decide."),
        (
            PlanCounts(3, 5, 4, 0, 19),
            "12 of 31 decided: 3 done, 5 under way, 4 not started, 0 will not be done; 19 still to decide.",
        ),
        (PlanCounts(1, 0, 0, 1, 0), "2 of 2 decided: 1 done, 0 under way, 0 not started, 1 will not be done."),
    ],
)
def test_progress_is_summarised_in_one_line(counts: PlanCounts, says: str) -> None:
    assert describe_progress(counts) == says


STILL = "Q7 still triggers it"
REMARKS: Mapping[str, tuple[Action, str, str]] = {
    "nothing said": (Action(), "To decide", ""),
    "no date": (Action("A"), "To decide", "It has no date yet."),
    "no one responsible": (Action(due=MAY), "To decide", "It has no one responsible yet."),
    "neither": (Action(state=UNDER_WAY), "To decide", "Under way, but it has no one responsible and no date yet."),
    "planned": (Action("A", MAY), "Not started", ""),
    "given up": (Action("A", MAY, reason="No"), "Will not be done", ""),
    "done and still set off": (
        Action("A", MAY, DONE),
        "Done",
        f"It is marked done, but {STILL}. If it is done, change the answer.",
    ),
    "carried": (Action("A", MAY, carried_from="First"), "Not started", "Carried over from “First”."),
    "carried without a date": (
        Action("A", carried_from="First"),
        "To decide",
        "Carried over from “First”. It has no date yet.",
    ),
    "done before": (
        Action("A", MAY, DONE, carried_from="First"),
        "To decide",
        f"Done before, in “First”, but {STILL}. Decide again.",
    ),
    "given up before": (
        Action(reason="No", carried_from="First"),
        "To decide",
        "Not acted on in “First”. Decide again.",
    ),
}


@pytest.mark.parametrize(("action", "label", "remark"), REMARKS.values(), ids=REMARKS)
def test_an_advised_action_has_its_status_and_remarks(action: Action, label: str, remark: str) -> None:
    line = plan_content({FIRST.id: action}).lines[0]
    assert (line.label, line.remark) == (label, remark)


KEPT: Mapping[str, tuple[Action, str, str]] = {
    "done": (Action("A", MAY, DONE), "Done", ""),
    "done before": (Action("A", MAY, DONE, carried_from="First"), "Done before", "In “First”."),
    "carried": (Action("A", MAY, UNDER_WAY, carried_from="First"), "Under way", "Carried over from “First”."),
    "begun": (Action("A"), "Not started", ""),
    "given up": (Action("A", MAY, reason="No"), "Will not be done", ""),
}


@pytest.mark.parametrize(("action", "label", "remark"), KEPT.values(), ids=KEPT)
def test_an_action_that_is_not_advised_has_its_last_status(action: Action, label: str, remark: str) -> None:
    (line,) = plan_content({"gone-from-rules": action}).not_recommended
    gone = "This recommendation is no longer in the rules."
    assert (line.title, line.label, line.remark) == ("Gone from rules", label, f"{remark} {gone}".strip())


def test_an_action_that_will_not_be_done_has_no_owner_and_no_date() -> None:
    line = plan_content({FIRST.id: Action("A", date(2020, 1, 1), reason="No")}).lines[0]
    assert (line.owner, line.due_text, line.overdue) == ("", "", False)


def test_an_action_is_overdue_from_the_day_after_its_date() -> None:
    plan = {FIRST.id: Action("A", MAY)}
    assert not plan_content(plan, MAY).lines[0].overdue
    assert plan_content(plan, date(2027, 5, 2)).lines[0].overdue


def test_a_final_report_is_not_made_before_the_required_decisions() -> None:
    final, open_ones = ReportOptions(".html", edge_cases.DAY, final=True), plan_content({}).lines_blocking_final
    assert [line.number for line in open_ones] == ["R1", "R2"]
    with pytest.raises(ValueError, match="Before a report can be final, R1 and R2 need someone responsible and a date"):
        render_report(RULEBOOK, factories.build_assessment(), final, {})
    decided = replace(factories.build_assessment(), plan={line.id: Action("A", MAY) for line in open_ones})
    assert b"Final" in render_report(RULEBOOK, decided, final, {})


OWNER, REASON = "Head of invented affairs", "Nobody has the invented money"
PLANNED = replace(
    factories.build_assessment(),
    plan={
        FIRST.id: Action(OWNER, MAY),
        plan_content({}).lines[1].id: Action(reason=REASON),
        "do-1-1": Action(OWNER, MAY, DONE),
    },
)
WHOLE = ReportOptions(".html", edge_cases.DAY)


def extract_text(edition: ReportOptions) -> str:
    """Return the whole text of a copy of the report, whatever its form."""
    made = render_report(RULEBOOK, PLANNED, edition, {})
    if edition.form not in (".docx", ".xlsx"):
        return re.sub("<style.*?</style>", "", made.decode(), flags=re.DOTALL)
    with ZipFile(BytesIO(made)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


FORMS = (".html", ".docx", ".xlsx", ".csv", ".json")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_owners_dates_and_reasons(form: str) -> None:
    written = extract_text(replace(WHOLE, form=form))
    assert OWNER in written
    assert REASON in written
    dated = {".html": "1 May 2027", ".docx": "1 May 2027", ".xlsx": f"<v>{(MAY - date(1899, 12, 30)).days}</v>"}
    assert dated.get(form, "2027-05-01") in written


@pytest.mark.parametrize("form", [".html", ".docx", ".xlsx", ".json"])
def test_a_copy_without_answers_contains_nothing_of_the_plan(form: str) -> None:
    written = extract_text(replace(WHOLE, form=form, with_answers=False))
    assert [word for word in (OWNER, REASON, "still to decide", "Action plan") if word in written] == []


@pytest.mark.parametrize("form", [".html", ".docx", ".xlsx"])
def test_a_copy_without_its_plan_says_so_and_contains_nothing_of_it(form: str) -> None:
    chapters = tuple(chapter for chapter in ALL_CHAPTERS if chapter != Chapter.PLAN)
    written = extract_text(replace(WHOLE, form=form, chapters=chapters))
    assert "This copy leaves out: the action plan." in written
    assert [word for word in (OWNER, REASON, "still to decide") if word in written] == []


@pytest.mark.parametrize("form", [".html", ".docx", ".xlsx"])
def test_a_copy_without_notes_has_owners_and_dates_but_no_reasons(form: str) -> None:
    written = extract_text(replace(WHOLE, form=form, notes=False))
    assert OWNER in written
    assert REASON not in written
    assert "The reason is left out of this copy." in written


def test_the_decision_summary_names_who_was_decided_but_no_reason() -> None:
    written = extract_text(replace(WHOLE, chapters=()))
    assert "two are decided" in written
    assert OWNER in written
    assert REASON not in written


def test_a_copy_of_one_recommendation_contains_only_its_line_of_the_plan() -> None:
    written = extract_text(replace(WHOLE, recommendations=(FIRST.id,)))
    assert OWNER in written
    assert REASON not in written
    assert "Not recommended now" not in written
