"""The questionnaire on paper and the briefs, in both forms."""

import io
from datetime import date
from functools import cache
from typing import Any
from xml.etree import ElementTree

import docx
import pypdf
import pytest

from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.report.paper import time_needed
from assess.report.paper.build import (
    ALL_BRIEFS,
    BRIEF_PREFIX,
    SECTION_PREFIX,
    WHOLE_QUESTIONNAIRE,
    build_paper,
    list_papers,
    render_paper,
)
from assess.report.paper.content import (
    QuestionnaireContext,
    build_briefs,
    build_questionnaire,
    build_questionnaire_context,
)
from assess.report.paper.docx import render_paper_docx
from assess.report.paper.html import render_paper_html
from tests import frozen
from tests.report import adversarial, factories
from tests.report.standards import find_violations

DAY = date(2026, 11, 24)
COLOUR = "#0f4c5c"
FIRST_LEFT_OUT = "Leave this out if “Where is the council?” is “Scotland”."


@cache
def build_context() -> QuestionnaireContext:
    return QuestionnaireContext(frozen.load_frozen_rulebook(), DAY)


@cache
def render_paper_pdf(name: str) -> bytes:
    return render_paper(build_context(), name, ".pdf", COLOUR)


def extract_pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def build_long_rules() -> Rulebook:
    """Return rules whose texts are as long and unusual as possible."""
    rules: dict[str, Any] = factories.build_readiness()
    for section in rules["sections"]:
        for question in section["questions"]:
            question |= {
                "help": adversarial.LANGUAGES * 8,
                "evidence": [adversarial.LONG_WORD[:200], adversarial.MARKUP],
            }
            question["options"] = [{**each, "text": each["text"] * 20} for each in question["options"]]
    rules["roles"] = [{**each, "title": f"{each['title']} <b>{adversarial.EMOJI}</b>"} for each in rules["roles"]]
    return factories.build_rulebook({"sections": rules["sections"], "roles": rules["roles"]})


@pytest.mark.parametrize(
    "name", [WHOLE_QUESTIONNAIRE, ALL_BRIEFS, f"{SECTION_PREFIX}pensions", f"{BRIEF_PREFIX}section-151"]
)
def test_papers_conform_to_both_standards(name: str) -> None:
    assert find_violations(render_paper_pdf(name)) == []


def test_papers_of_long_and_unusual_rules_conform_to_both_standards() -> None:
    wanted = QuestionnaireContext(build_long_rules(), DAY, adversarial.MARKUP, f"Parks {adversarial.LANGUAGES}")
    for name in (f"{SECTION_PREFIX}s-1", ALL_BRIEFS):
        assert find_violations(render_paper(wanted, name, ".pdf", COLOUR)) == []


def test_the_questionnaire_has_every_question_with_options_roles_and_evidence() -> None:
    said = build_questionnaire(build_context())
    questions = [question for part in said.sections for question in part.questions]
    rulebook = frozen.load_frozen_rulebook()
    assert [question.number for question in questions] == [f"Q{place}" for place in range(1, len(questions) + 1)]
    assert len(questions) == len(rulebook.questions)
    page = render_paper_html(said, COLOUR).replace("\u200b", "")
    root = ElementTree.fromstring(page)
    text = " ".join("".join(root.itertext()).split())
    for question in questions:
        shown = (
            question.text,
            question.help,
            *question.options,
            question.who_knows,
            *question.evidence,
            *question.remarks,
        )
        assert [part for part in shown if " ".join(part.split()) not in text] == []
    assert text.count("☐ It does not apply, because") == sum(q.may_not_apply for q in rulebook.questions.values())
    assert text.count("☐ I do not know") >= len(questions)
    assert all(fact.text in text for fact in said.facts)


def test_the_paper_of_one_section_has_its_own_questions_and_no_facts() -> None:
    said = build_questionnaire(build_context(), "pensions")
    assert [part.title for part in said.sections] == ["Pensions"]
    assert said.sections[0].number == 2
    assert said.facts == ()


def test_a_question_states_its_stage_and_when_to_skip_it() -> None:
    said = build_questionnaire(build_context()).sections[0].questions
    assert said[0].remarks[0] == "Due from “Comparing options”. You can prepare it earlier."
    assert said[0].remarks[1].startswith(FIRST_LEFT_OUT)
    members = build_questionnaire(QuestionnaireContext(factories.build_rulebook(), DAY)).sections[0].questions[4]
    assert members.remarks == ("Answer this only if “How many are in the pension scheme?” is above 0.",)


def test_for_a_service_only_applicable_questions_are_included() -> None:
    known = Assessment("Borough of Sample", "Libraries", {"nation": "england", "stage": "idea", "members": 0})
    wanted = build_questionnaire_context(factories.build_rulebook(), known, DAY)
    said = build_questionnaire(wanted)
    assert said.header.left_out == ("Eight questions are left out, because the facts about this service rule them out.")
    numbers = [question.number for part in said.sections for question in part.questions]
    assert "Q5" not in numbers
    assert "Q6" in numbers
    assert "Borough of Sample: Libraries" in render_paper_html(said, COLOUR)


@pytest.mark.parametrize("name", [WHOLE_QUESTIONNAIRE, ALL_BRIEFS])
def test_the_papers_are_short(name: str) -> None:
    questions = len(build_context().question_numbers)
    assert (
        len(extract_pages(render_paper_pdf(name))) <= {WHOLE_QUESTIONNAIRE: 4 + questions / 3.5, ALL_BRIEFS: 30}[name]
    )


def test_the_briefs_consist_of_a_list_and_pages_of_its_own_for_each_officer() -> None:
    said, made = build_briefs(build_context()), extract_pages(render_paper_pdf(ALL_BRIEFS))
    texts = [" ".join(page.split()) for page in made]
    starts = [
        next(place for place, text in enumerate(texts[1:], 1) if f"Brief for the {brief.role_inline} {COUNCIL}" in text)
        for brief in said.briefs
    ]
    assert starts == sorted(set(starts))
    for brief, first, after in zip(said.briefs, starts, [*starts[1:], len(texts)], strict=True):
        own = " ".join(texts[first:after])
        assert "Send your answers to" in texts[first]
        for question in brief.questions:
            assert f"{question.number}. {question.text}" in own
            assert [option for option in question.options if option not in own] == []
            assert own.count("☐") > len(question.options)


COUNCIL = "Your council is finding out"


def test_boxes_to_tick_are_four_millimetres_wide() -> None:
    four = 4 / 25.4 * 72
    drawn = []

    def collect(operator: bytes, operands: list[Any], _matrix: Any, _text: Any) -> None:
        if operator == b"re":
            drawn.append((abs(float(operands[2])), abs(float(operands[3]))))

    page = pypdf.PdfReader(io.BytesIO(render_paper_pdf(f"{SECTION_PREFIX}pensions"))).pages[0]
    text = page.extract_text(visitor_operand_before=collect)
    boxes = [size for size in drawn if all(abs(side * 0.75 - four) < 0.1 for side in size)]
    assert len(boxes) == text.count("☐") > 0


def test_every_question_is_in_the_brief_of_the_officer_to_ask_first() -> None:
    asked = [question.number for brief in build_briefs(build_context()).briefs for question in brief.questions]
    assert sorted(asked) == sorted(build_context().question_numbers.values())


def test_an_officer_to_ask_only_after_others_also_has_a_brief() -> None:
    said = {brief.role: brief for brief in build_briefs(QuestionnaireContext(factories.build_rulebook(), DAY)).briefs}
    assert said["VAT and tax adviser"].questions == ()
    assert said["VAT and tax adviser"].other_numbers.startswith("Q1, Q2, Q3")
    assert "Head of the service" not in said
    page = render_paper_html(build_briefs(QuestionnaireContext(factories.build_rulebook(), DAY), "vat-adviser"), COLOUR)
    assert "Others are asked first, and may come to you." in page


@pytest.mark.parametrize("name", list_papers(build_context())[:12])
def test_the_word_document_has_the_text_of_the_page(name: str) -> None:
    made = docx.Document(io.BytesIO(render_paper(build_context(), name, ".docx", COLOUR)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    text = " ".join(" ".join([*(each.text for each in made.paragraphs), *cells]).split())
    said = build_paper(build_context(), name)
    questions = [q for part in getattr(said, "sections", ()) for q in part.questions]
    questions += [q for brief in getattr(said, "briefs", ()) for q in brief.questions]
    assert questions
    assert [q.number for q in questions if q.text not in text or "; ".join(q.evidence) not in text] == []


def test_the_same_paper_has_the_same_bytes() -> None:
    said = build_questionnaire(build_context(), "pensions")
    assert render_paper_docx(said, COLOUR, DAY) == render_paper_docx(said, COLOUR, DAY)
    assert render_paper(build_context(), f"{SECTION_PREFIX}pensions", ".pdf", COLOUR) == render_paper_pdf(
        f"{SECTION_PREFIX}pensions"
    )


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(5, "about 5 minutes"), (55, "about 55 minutes"), (60, "about one hour"), (85, "about one and a half hours"),
     (150, "about two and a half hours"), (240, "about four hours")],
)  # fmt: skip
def test_durations_are_formatted_in_plain_english(minutes: int, said: str) -> None:
    assert time_needed.format_duration(minutes) == said


def test_the_estimate_is_the_sum_of_its_parts_rounded_up() -> None:
    questions = list(frozen.load_frozen_rulebook().questions.values())
    assert time_needed.estimate_minutes([]) == 5
    each = sum(map(time_needed.estimate_question, questions))
    assert 0 <= time_needed.estimate_minutes(questions) - each < time_needed.ROUNDING_MINUTES
    assert time_needed.estimate_minutes(
        questions, frozen.load_frozen_rulebook().rules.profile
    ) > time_needed.estimate_minutes(questions)
