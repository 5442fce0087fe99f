"""An assessment compared with an earlier one, in every form."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assess.core.analysis.what_if import outlook
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.baseline import ANSWERS, Earlier, earlier_files, earlier_from
from assess.report.content.builder import content
from assess.report.content.change_models import Progress
from assess.report.content.changes import progress
from assess.report.content.models import Content
from assess.report.docx.document import to_word
from assess.report.html.render import to_html
from assess.report.options import Chapter, Edition
from assess.report.pdf.render import to_pdf
from assess.report.tables.xlsx import to_workbook
from tests.report import edge_cases, factories, sample_reports
from tests.report.docx.test_document import lines
from tests.report.read_workbook import dump, sheets
from tests.report.standards import failures

LAST_TIME = "“Last spring”, last changed on 3 May 2026"
THEN = factories.answers(q_1_1=Answer(option="nothing"), q_2_2=Answer(option="done"), q_3_3=Answer(option="begun"))
NOW = factories.answers(q_1_1=Answer(option="done"), q_2_2=Answer(dont_know=True), q_3_3=Answer(option="nothing"))


def earlier(answers: dict[str, Answer], rulebook: Rulebook | None = None, **facts: str | int) -> Earlier:
    return Earlier(LAST_TIME, rulebook or factories.rulebook(), factories.assessment(answers, **facts), {})


def compared(now: Assessment, before: Earlier, rulebook: Rulebook | None = None) -> Progress:
    rules = rulebook or factories.rulebook()
    return progress(rules, now, evaluate(rules, now.profile, now.answers), before)


@cache
def made() -> Content:
    """Return the content of an assessment with its chapter on changes."""
    now = replace(factories.assessment(NOW, stage="transfer"), service=edge_cases.LONG_WORD)
    view = outlook(factories.rulebook(), now.profile, now.answers)
    result = evaluate(factories.rulebook(), now.profile, now.answers)
    said = content(factories.rulebook(), now, result, view, date=edge_cases.DAY)
    return replace(said, progress=compared(now, earlier(THEN, members=0)))


def edition(form: str, **more: object) -> Edition:
    return Edition(form, edge_cases.DAY, **more)  # type: ignore[arg-type]


def test_equal_answers_and_rules_report_no_change() -> None:
    said = compared(factories.assessment(THEN), earlier(THEN))
    assert (said.cautions, said.blockers, said.warnings, said.groups, said.facts) == ((), (), (), (), ())
    assert said.headline.count("as before") == 2
    assert said.band.startswith("The band is still")
    assert said.counts == "48 questions are as they were."
    assert {(each.moved, each.before == each.now) for each in said.sections} == {("0", True)}
    assert all(each.before == each.now for each in said.summary)


def test_questions_are_grouped_by_kind_of_change_with_their_gains() -> None:
    said = compared(factories.assessment(NOW), earlier(THEN))
    assert [(each.id, [it.number for it in each.questions]) for each in said.groups] == [
        ("better", ["Q1"]),
        ("worse", ["Q8", "Q15"]),
    ]
    better, worse = said.groups
    assert (better.questions[0].before, better.questions[0].now) == (
        "Nothing yet: Nobody has begun step 1.",
        "In place: It is agreed, written down and dated.",
    )
    assert worse.questions[0].now == "Don’t know"
    assert better.questions[0].moved.startswith("+")
    assert said.counts == "One question got better, two got worse or are worrying and 45 are as they were."
    assert [(each.became, each.stands) for each in said.blockers] == [("Lifted", False)]


def test_a_lifted_blocker_is_listed_with_remaining_and_possible_ones() -> None:
    both = factories.answers(q_1_1=Answer(option="nothing"), q_2_1=Answer(option="nothing"))
    one = factories.answers(q_1_1=Answer(option="nothing"), q_2_1=Answer(option="done"))
    assert compared(factories.assessment(one), earlier(both)).blockers_say == "One blocker stands as before."
    neither = {name: answer for name, answer in THEN.items() if name not in ("q-1-1", "q-2-1")}
    done = factories.answers(q_1_1=Answer(option="done"), q_2_1=Answer(option="done"))
    said = compared(factories.assessment(neither), earlier(done))
    assert said.blockers == ()
    assert said.blockers_say == (
        "Two possible blockers that were not there before wait for questions that nobody has looked at yet."
    )
    assert compared(factories.assessment(done), earlier(done)).blockers_say == "No blocker came, went or turned."


def test_obstacles_to_comparison_are_listed_with_an_explanation() -> None:
    rules = factories.readiness()
    rules["rulebook"]["version"] = "1.3.0"
    for question in rules["sections"][0]["questions"]:
        question["weight"] = "9"
    gone = rules["sections"][1]["questions"].pop()["id"]
    rules["recommendations"] = [each for each in rules["recommendations"] if each["when"]["question"] != gone]
    newer = replace(factories.rulebook(rules), hash="1" * 64)
    now = replace(factories.assessment(THEN, stage="transfer", members=7), service="Elsewhere")
    said = compared(now, earlier(THEN), newer)
    assert [text.split(":")[0].split(",")[0] for text in said.cautions] == [
        "The earlier answers are of another service",
        "The stages differ",
        "The rules differ",
        "One fact about the service is different now",
    ]
    groups = {each.id: each for each in said.groups}
    assert {it.remark for it in groups["rules"].questions} >= {"Rules changed: weight 9, was 3."}
    assert [it.now for it in groups["gone"].questions] == ["Not in the rules"]


def test_without_a_score_there_is_nothing_to_compare() -> None:
    nothing = edge_cases.nothing_due()
    then = earlier(THEN, nothing)
    assert compared(factories.assessment(THEN), then).headline.startswith("Nothing was asked before, so")
    assert compared(factories.assessment(THEN), earlier(THEN), nothing).headline.startswith("Nothing is asked now, so")
    said = compared(factories.assessment(THEN), then, nothing)
    assert said.headline == "Nothing was asked before and nothing is asked now, so there is no score."
    assert (said.band, said.sections[0].before, said.sections[0].moved) == ("", "No score", "–")


def test_every_form_contains_the_same_changes() -> None:
    said = made().progress
    assert said is not None
    page = to_html(made(), edition(".html"))
    words = "\n".join(lines(to_word(made(), edition(".docx"))))
    tables = sheets(to_workbook(made(), edition(".xlsx")))
    cells = "\n".join(cell.holds for name in ("Change", "Questions") for row in tables[name] for cell in row)
    for text in (said.compared, said.headline, *said.cautions, said.blockers_say, *said.newly_recommended):
        assert text in page.replace("\u200b", "")
        assert text in words
    for text in (said.compared, said.headline, *said.cautions, *(it.text for it in said.groups[0].questions)):
        assert text in cells
    for group in said.groups:
        assert group.heading in page
        assert group.heading in words
        assert group.heading in cells


def test_the_changes_are_numbers_in_the_workbook() -> None:
    assert made().progress
    moved = {cell.kind for row in sheets(to_workbook(made(), edition(".xlsx")))["Questions"] for cell in row
             if cell.at.startswith("G") and cell.holds[:1].isdigit()}  # fmt: skip
    assert moved == {"n"}


def test_without_answers_no_question_and_no_fact_is_mentioned() -> None:
    said = made().progress
    assert said is not None
    page = to_html(made(), edition(".html", with_answers=False))
    chapter = page[page.index('id="changes"') : page.index('id="s1"')]
    words = "\n".join(lines(to_word(made(), edition(".docx", with_answers=False))))
    tables = sheets(to_workbook(made(), edition(".xlsx", with_answers=False)))
    assert said.headline in chapter
    assert not any(group.heading in chapter or group.heading in words for group in said.groups)
    assert said.facts[0].what not in chapter
    assert "Questions" not in tables
    assert not any("Fact: " in cell.holds for row in tables["Change"] for cell in row)


def test_the_chapter_can_be_left_out() -> None:
    chosen = edition(".html", chapters=tuple(each for each in Chapter if each is not Chapter.CHANGES))
    assert "Change" not in sheets(to_workbook(made(), chosen))
    assert 'id="changes"' not in to_html(made(), chosen)
    assert "Heading1: Change since last time" not in list(lines(to_word(made(), chosen)))


def test_the_pdf_conforms_to_both_standards_and_contains_the_earlier_answers() -> None:
    pdf = to_pdf(to_html(made(), edition(".pdf")), date=edge_cases.DAY, attachments=earlier_files(earlier(THEN), {}))
    assert failures(pdf) == []


def test_the_text_of_the_chapter_is_as_approved(approved: Callable[[str, str], None]) -> None:
    told = list(lines(to_word(made(), edition(".docx"))))
    start = told.index("Heading1: Change since last time")
    end = next(place for place, line in enumerate(told[start + 1 :], start + 1) if line.startswith("Heading1"))
    approved("report/changes.docx.txt", "\n".join(told[start:end]) + "\n")


def test_the_outline_of_the_page_skips_no_level() -> None:
    page = to_html(made(), edition(".html"))
    levels = [int(part[0]) for part in page.split("<h")[1:] if part[:1].isdigit()]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_an_earlier_assessment_is_attached_with_its_rules_only_if_they_differ() -> None:
    rules = sample_reports.rules()
    assessment = Assessment("Testham", "Parks", {"nation": "england", "stage": "idea", "sector": "parks"})
    before = Earlier(LAST_TIME, sample_reports.rulebook(), assessment, rules)
    files = earlier_files(before, rules)
    assert list(files) == ["before-name.txt", "before-answers.yaml"]
    back = earlier_from({**rules, **files})
    assert isinstance(back, Earlier)
    assert (back.name, back.assessment, back.rules, back.rulebook.hash) == (
        LAST_TIME,
        assessment,
        rules,
        sample_reports.rulebook().hash,
    )
    apart = earlier_files(before, {})
    assert list(apart)[2:] == ["before-readiness.yaml", "before-evidence.yaml"]
    again = earlier_from({**dict.fromkeys(rules, b""), **apart})
    assert isinstance(again, Earlier)
    assert again.rulebook.hash == sample_reports.rulebook().hash


def test_problems_of_a_tampered_attachment_are_reported() -> None:
    assert earlier_from({}) is None
    assert earlier_files(None, {}) == {}
    rules = sample_reports.rules()
    assert isinstance(earlier_from({ANSWERS: b"council: X\n"}), tuple)
    assert isinstance(earlier_from({**rules, ANSWERS: b"council: X\n"}), tuple)


def test_the_workbook_sheets_are_described() -> None:
    assert "Compared with “Last spring”" in dump(to_workbook(made(), edition(".xlsx")))
