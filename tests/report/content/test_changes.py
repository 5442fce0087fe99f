"""An assessment compared with an earlier one, in every form."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.baseline import ANSWERS_FILE, Baseline, dump_baseline, load_baseline
from assess.report.content.builder import build_content
from assess.report.content.change_models import ChangeReport
from assess.report.content.changes import build_changes
from assess.report.content.models import ReportContent
from assess.report.docx.document import render_docx
from assess.report.html.render import render_html
from assess.report.options import Chapter, ReportOptions
from assess.report.pdf.render import render_pdf
from assess.report.tables.xlsx import render_xlsx
from tests import frozen
from tests.report import edge_cases, factories
from tests.report.docx.test_document import dump_document
from tests.report.read_workbook import dump_workbook, read_sheets
from tests.report.standards import find_violations

BASELINE_NAME = "“Last spring”, last changed on 3 May 2026"
THEN = factories.build_answers(
    q_1_1=Answer(option="nothing"), q_2_2=Answer(option="done"), q_3_3=Answer(option="begun")
)
NOW = factories.build_answers(q_1_1=Answer(option="done"), q_2_2=Answer(dont_know=True), q_3_3=Answer(option="nothing"))


def baseline_with(answers: dict[str, Answer], rulebook: Rulebook | None = None, **facts: str | int) -> Baseline:
    return Baseline(
        BASELINE_NAME, rulebook or factories.build_rulebook(), factories.build_assessment(answers, **facts), {}
    )


def compare_answers(now: Assessment, before: Baseline, rulebook: Rulebook | None = None) -> ChangeReport:
    rules = rulebook or factories.build_rulebook()
    return build_changes(rules, now, evaluate(rules, now.profile, now.answers), before)


@cache
def content_with_changes() -> ReportContent:
    """Return the content of an assessment with its chapter on changes."""
    now = replace(factories.build_assessment(NOW, stage="transfer"), service=edge_cases.LONG_WORD)
    view = compute_what_if(factories.build_rulebook(), now.profile, now.answers)
    result = evaluate(factories.build_rulebook(), now.profile, now.answers)
    said = build_content(factories.build_rulebook(), now, result, view, report_date=edge_cases.DAY)
    return replace(said, changes=compare_answers(now, baseline_with(THEN, members=0)))


def options_for(form: str, **more: object) -> ReportOptions:
    return ReportOptions(form, edge_cases.DAY, **more)  # type: ignore[arg-type]


def test_equal_answers_and_rules_report_no_change() -> None:
    said = compare_answers(factories.build_assessment(THEN), baseline_with(THEN))
    assert (said.cautions, said.blockers, said.warnings, said.groups, said.facts) == ((), (), (), (), ())
    assert said.headline.count("as before") == 2
    assert said.band.startswith("The band is still")
    assert said.counts == "48 questions are unchanged."
    assert {(each.change, each.before == each.now) for each in said.sections} == {("0", True)}
    assert all(each.before == each.now for each in said.summary)


def test_questions_are_grouped_by_kind_of_change_with_their_gains() -> None:
    said = compare_answers(factories.build_assessment(NOW), baseline_with(THEN))
    assert [(each.id, [it.number for it in each.questions]) for each in said.groups] == [
        ("better", ["Q1"]),
        ("worse", ["Q8", "Q15"]),
    ]
    better, worse = said.groups
    assert (better.questions[0].before, better.questions[0].now) == (
        "Nothing yet: Nobody has begun step 1.",
        "In place: It is agreed, written down and dated.",
    )
    assert worse.questions[0].now == "I do not know"
    assert better.questions[0].change.startswith("+")
    assert said.counts == "One question got better, two got worse or need attention and 45 are unchanged."
    assert [(each.change, each.is_true) for each in said.blockers] == [("Lifted", False)]


def test_a_lifted_blocker_is_listed_with_remaining_and_possible_ones() -> None:
    both = factories.build_answers(q_1_1=Answer(option="nothing"), q_2_1=Answer(option="nothing"))
    one = factories.build_answers(q_1_1=Answer(option="nothing"), q_2_1=Answer(option="done"))
    assert (
        compare_answers(factories.build_assessment(one), baseline_with(both)).blockers_note
        == "One blocker remains as before."
    )
    neither = {name: answer for name, answer in THEN.items() if name not in ("q-1-1", "q-2-1")}
    done = factories.build_answers(q_1_1=Answer(option="done"), q_2_1=Answer(option="done"))
    said = compare_answers(factories.build_assessment(neither), baseline_with(done))
    assert said.blockers == ()
    assert said.blockers_note == (
        "Two possible blockers that were not there before wait for questions that no one has looked at yet."
    )
    assert (
        compare_answers(factories.build_assessment(done), baseline_with(done)).blockers_note
        == "No blocker was added, lifted or changed."
    )


def test_obstacles_to_comparison_are_listed_with_an_explanation() -> None:
    rules = factories.build_readiness()
    rules["rulebook"]["version"] = "1.3.0"
    for question in rules["sections"][0]["questions"]:
        question["weight"] = "9"
    gone = rules["sections"][1]["questions"].pop()["id"]
    rules["recommendations"] = [each for each in rules["recommendations"] if each["when"]["question"] != gone]
    newer = replace(factories.build_rulebook(rules), hash="1" * 64)
    now = replace(factories.build_assessment(THEN, stage="transfer", members=7), service="Elsewhere")
    said = compare_answers(now, baseline_with(THEN), newer)
    assert [text.split(":")[0].split(",")[0] for text in said.cautions] == [
        "The earlier answers are about another service",
        "The stages differ",
        "The rules differ",
        "One fact about the service is different now",
    ]
    groups = {each.id: each for each in said.groups}
    assert {it.remark for it in groups["rules"].questions} >= {"Rules changed: weight 9, was 3."}
    assert [it.now for it in groups["gone"].questions] == ["Not in the rules"]


def test_without_a_score_there_is_nothing_to_compare() -> None:
    nothing = edge_cases.nothing_due()
    then = baseline_with(THEN, nothing)
    assert compare_answers(factories.build_assessment(THEN), then).headline.startswith("No question was due before, so")
    assert compare_answers(factories.build_assessment(THEN), baseline_with(THEN), nothing).headline.startswith(
        "No question is due now, so"
    )
    said = compare_answers(factories.build_assessment(THEN), then, nothing)
    assert said.headline == "No question was due before and none is due now, so there is no score."
    assert (said.band, said.sections[0].before, said.sections[0].change) == ("", "No score", "–")


def test_every_form_contains_the_same_changes() -> None:
    said = content_with_changes().changes
    assert said is not None
    page = render_html(content_with_changes(), options_for(".html"))
    words = "\n".join(dump_document(render_docx(content_with_changes(), options_for(".docx"))))
    tables = read_sheets(render_xlsx(content_with_changes(), options_for(".xlsx")))
    cells = "\n".join(cell.value for name in ("Change", "Questions") for row in tables[name] for cell in row)
    for text in (said.compared, said.headline, *said.cautions, said.blockers_note, *said.newly_recommended):
        assert text in page.replace("\u200b", "")
        assert text in words
    for text in (said.compared, said.headline, *said.cautions, *(it.text for it in said.groups[0].questions)):
        assert text in cells
    for group in said.groups:
        assert group.heading in page
        assert group.heading in words
        assert group.heading in cells


def test_the_changes_are_numbers_in_the_workbook() -> None:
    assert content_with_changes().changes
    moved = {
        cell.kind
        for row in read_sheets(render_xlsx(content_with_changes(), options_for(".xlsx")))["Questions"]
        for cell in row
        if cell.reference.startswith("G") and cell.value[:1].isdigit()
    }
    assert moved == {"n"}


def test_without_answers_no_question_and_no_fact_is_mentioned() -> None:
    said = content_with_changes().changes
    assert said is not None
    page = render_html(content_with_changes(), options_for(".html", with_answers=False))
    chapter = page[page.index('id="changes"') : page.index('id="s1"')]
    words = "\n".join(dump_document(render_docx(content_with_changes(), options_for(".docx", with_answers=False))))
    tables = read_sheets(render_xlsx(content_with_changes(), options_for(".xlsx", with_answers=False)))
    assert said.headline in chapter
    assert not any(group.heading in chapter or group.heading in words for group in said.groups)
    assert said.facts[0].what not in chapter
    assert "Questions" not in tables
    assert not any("Fact: " in cell.value for row in tables["Change"] for cell in row)


def test_the_chapter_can_be_left_out() -> None:
    chosen = options_for(".html", chapters=tuple(each for each in Chapter if each is not Chapter.CHANGES))
    assert "Change" not in read_sheets(render_xlsx(content_with_changes(), chosen))
    assert 'id="changes"' not in render_html(content_with_changes(), chosen)
    assert "Heading1: Change since last time" not in list(dump_document(render_docx(content_with_changes(), chosen)))


def test_the_pdf_conforms_to_both_standards_and_contains_the_earlier_answers() -> None:
    pdf = render_pdf(
        render_html(content_with_changes(), options_for(".pdf")),
        date=edge_cases.DAY,
        attachments=dump_baseline(baseline_with(THEN), {}),
    )
    assert find_violations(pdf) == []


def test_the_text_of_the_chapter_is_as_approved(approved: Callable[[str, str], None]) -> None:
    told = list(dump_document(render_docx(content_with_changes(), options_for(".docx"))))
    start = told.index("Heading1: Change since last time")
    end = next(place for place, line in enumerate(told[start + 1 :], start + 1) if line.startswith("Heading1"))
    approved("report/changes.docx.txt", "\n".join(told[start:end]) + "\n")


def test_the_outline_of_the_page_skips_no_level() -> None:
    page = render_html(content_with_changes(), options_for(".html"))
    levels = [int(part[0]) for part in page.split("<h")[1:] if part[:1].isdigit()]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_an_earlier_assessment_is_attached_with_its_rules_only_if_they_differ() -> None:
    rules = frozen.read_rules_files()
    assessment = Assessment("Testham", "Parks", {"nation": "england", "stage": "idea", "sector": "parks"})
    before = Baseline(BASELINE_NAME, frozen.load_frozen_rulebook(), assessment, rules)
    files = dump_baseline(before, rules)
    assert list(files) == ["before-name.txt", "before-answers.yaml"]
    back = load_baseline({**rules, **files})
    assert isinstance(back, Baseline)
    assert (back.name, back.assessment, back.rules, back.rulebook.hash) == (
        BASELINE_NAME,
        assessment,
        rules,
        frozen.load_frozen_rulebook().hash,
    )
    apart = dump_baseline(before, {})
    assert list(apart)[2:] == ["before-readiness.yaml", "before-evidence.yaml"]
    again = load_baseline({**dict.fromkeys(rules, b""), **apart})
    assert isinstance(again, Baseline)
    assert again.rulebook.hash == frozen.load_frozen_rulebook().hash


def test_problems_of_a_tampered_attachment_are_reported() -> None:
    assert load_baseline({}) is None
    assert dump_baseline(None, {}) == {}
    rules = frozen.read_rules_files()
    assert isinstance(load_baseline({ANSWERS_FILE: b"council: X\n"}), tuple)
    assert isinstance(load_baseline({**rules, ANSWERS_FILE: b"council: X\n"}), tuple)


def test_the_workbook_sheets_are_described() -> None:
    assert "Compared with “Last spring”" in dump_workbook(render_xlsx(content_with_changes(), options_for(".xlsx")))
