"""The content of result page and report."""

from assess.core.model.assessment import Answer
from assess.report.content.citations import get_prose_text
from assess.report.content.models import ReportContent
from tests.report import edge_cases


def test_blockers_come_with_their_remedy_and_the_range_has_both_ends() -> None:
    content = edge_cases.build_case("middling")
    assert content.blockers.heading == "One blocker stops this going further than “Not ready”"
    assert get_prose_text(content.blockers.true[0].lifted_by).startswith("Get written advice")
    assert content.headline.range == "You can show 66 of 100 now; it could be as high as 69 once 2 answers are known."
    assert (
        content.headline.cap_note
        == "Held there by the blocker, not by the score: the average answer is past the mark for “On course”."
    )


def test_a_score_applies_to_its_stage_and_comes_with_a_preview() -> None:
    said = edge_cases.build_case("middling").headline
    assert said.stage == (
        "This is for “Writing the business case”: 40 of 48 questions are due, and 39 of them have been looked at."
    )
    assert said.last_stage == "Final stage: 54 to 74 of 100."


def test_the_last_stage_has_no_preview() -> None:
    assert (
        edge_cases.build_case("best").headline.last_stage == "This is the final stage: no question is left for later."
    )


def test_with_every_answer_known_the_score_is_a_single_figure() -> None:
    assert edge_cases.build_case("best").headline.range == (
        "You can show 100 of 100 now. All 48 answers due are known, but one fact about the service is not."
    )
    assert edge_cases.build_case("best").blockers.heading == "No blocker in the 48 answers given"
    assert edge_cases.build_case("best").recommendations_intro == "None of the answers given leads to a recommendation."


def test_possible_blockers_are_listed_only_if_a_question_was_looked_at() -> None:
    nobody, unknown = edge_cases.build_case("nobody-has-looked").blockers, edge_cases.build_case("all-unknown").blockers
    assert (nobody.kind, nobody.possible) == ("maybe", ())
    assert nobody.unseen_note == "Questions that are not answered yet could reveal two blockers."
    assert [found.id for found in unknown.possible] == ["stopped-1", "stopped-2"]
    assert unknown.possible_intro == "Finding out what is answered “I do not know” could reveal two blockers:"
    assert unknown.unseen_note == ""


def test_if_nothing_is_due_there_is_neither_score_nor_band() -> None:
    content = edge_cases.build_case("nothing-due")
    assert content.headline.range == "Nothing is asked at this stage, so there is no score and no band."
    assert (content.headline.band, content.headline.chart) == ("", None)
    assert {page.score for page in content.sections} == {"Nothing is due yet."}
    assert {page.share for page in content.sections} == {"–"}


def test_every_recommendation_is_numbered_by_its_rank_and_printed_once() -> None:
    content = edge_cases.build_case("sixty")
    printed = [each.number for page in content.sections for each in page.recommendations]
    printed += [each.number for each in content.general_recommendations]
    assert [each.number for each in content.recommendations] == [f"R{rank}" for rank in range(1, 61)]
    assert sorted(printed) == sorted(f"R{rank}" for rank in range(1, 61))


def test_every_recommendation_cites_a_listed_source() -> None:
    content = edge_cases.build_case("worst")
    numbers = {source.number for source in content.sources}
    cited = [{piece.cite.number for piece in each.why if piece.cite} for each in content.recommendations]
    assert all(cites and cites <= numbers for cites in cited)
    also = [{cite.number for cite in each.also} for each in content.recommendations]
    assert all(others <= numbers - shown for shown, others in zip(cited, also, strict=True))
    uses = {use.label for source in content.sources for point in source.passages for use in point.uses}
    assert {each.number for each in content.recommendations} <= uses


def test_the_sum_of_the_sections_is_the_score() -> None:
    workings = edge_cases.build_case("middling").calculation
    assert workings.total is not None
    shown = sum(float(row.adds_now) for row in workings.rows)
    assert 0 <= float(workings.total.adds_now) - shown < 0.1 * len(workings.rows)


def test_every_question_is_in_the_trace_and_in_the_appendix() -> None:
    content = edge_cases.build_case("middling")
    numbers = [f"Q{place}" for place in range(1, 49)]
    assert [row.number for row in content.calculation.trace] == numbers
    assert [line.number for part in content.answers for line in part.lines] == numbers


def test_questions_that_do_not_apply_are_listed_with_the_reason() -> None:
    listed = edge_cases.build_case("middling").does_not_apply
    assert [(row.number, row.reason) for row in listed] == [("Q22", "There is no such money.")]


def test_a_question_ruled_out_by_the_profile_says_why() -> None:
    pages = edge_cases.build_case("nobody-in-the-scheme").sections
    assert pages[1].excluded[-1] == "Q11 is not asked: No one who would move is in the scheme."


def test_an_answer_that_does_not_count_yet_is_kept_and_marked_as_such() -> None:
    lines = {line.number: line for part in edge_cases.build_case("sixty").answers for line in part.lines}
    ahead = {line.number: line for part in edge_cases.build_case("nothing-due").answers for line in part.lines}
    assert lines["Q1"].remark == ""
    assert ahead["Q1"].remark == (
        "Due from “Transferring the service”. Kept and not counted: It is agreed, written down and dated."
    )


def test_local_variations_appear_only_where_they_apply() -> None:
    def said(content: ReportContent) -> set[int]:
        return {len(each.elsewhere) for each in content.recommendations}

    assert said(edge_cases.build_case("middling")) == {0}
    assert said(edge_cases.build_case("odd-characters")) == {1}


def test_the_note_on_a_lookup_is_among_the_notices() -> None:
    assert [get_prose_text(notice.says) for notice in edge_cases.build_case("middling").notices] == [
        "A council to be abolished may need consent before it signs.",
        "The English list holds it.",
    ]


def test_the_age_of_the_law_is_stated_in_plain_english() -> None:
    assert "which we read between 2 January 2025 and 22 November 2026" in edge_cases.build_case("middling").law


def test_the_path_reaches_the_stated_band() -> None:
    road = edge_cases.build_case("middling").next_band
    assert road is not None
    assert road.heading == "How to reach “Ready to go on”"
    assert [(turn.number, turn.adds, turn.reaches) for turn in road.steps] == [("Q7", "4.0", "70")]


def test_the_answers_are_those_that_were_given() -> None:
    lines = {line.number: line for part in edge_cases.build_case("middling").answers for line in part.lines}
    given = edge_cases.CASES["middling"]()[1].answers["q-5-2"]
    assert given == Answer(option="begun", note=given.note, evidence=given.evidence, by="Head of service")
    assert (lines["Q26"].note, lines["Q26"].by) == (given.note, "Head of service")
