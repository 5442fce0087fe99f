"""Open questions: what is unknown, in order of importance."""

from fractions import Fraction

from assess.core.analysis.what_if import compute_what_if, list_unknowns
from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import QuestionState, UnknownInput, UnknownKind
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import (
    DrawnCase,
    build_answers,
    build_question,
    build_rule,
    build_rulebook,
    build_section,
    for_every_rulebook,
)

KNOWN: Profile = {"stage": "idea", "nation": "england", "sector": "parks", "members": 3}
LISTED_AND_WORST = {"all": [{"question": "one", "is": ["a"]}, {"profile": "listed", "is": ["ask"]}]}
RULES = build_rulebook(
    build_section(
        "s",
        build_question("large", weight=3),
        build_question("one", weight=1),
        build_question("also"),
        build_question("off", from_stage="decision"),
    ),
    blockers=[
        build_rule("stop", {"question": "one", "is": ["a"]}, caps_at="low"),
        build_rule("listed", LISTED_AND_WORST, caps_at="low"),
    ],
)


def open_questions_for(profile: Profile, said: Answers) -> list[UnknownInput]:
    return list(list_unknowns(RULES, profile, evaluate(RULES, profile, said)))


def test_unknowns_of_a_possible_blocker_come_first_then_the_largest_share_of_the_range() -> None:
    assert open_questions_for(KNOWN, build_answers(also="?", off="?")) == [
        UnknownInput("one", UnknownKind.QUESTION, QuestionState.UNANSWERED, Fraction(20), ("stop", "listed")),
        UnknownInput("large", UnknownKind.QUESTION, QuestionState.UNANSWERED, Fraction(60), ()),
        UnknownInput("also", UnknownKind.QUESTION, QuestionState.DONT_KNOW, Fraction(20), ()),
    ]


def test_an_unknown_fact_of_a_blocker_comes_before_questions_of_none() -> None:
    unknown = open_questions_for(
        {"stage": "idea", "sector": "unknown", "nation": "england"}, build_answers(one="a", also="b")
    )
    assert unknown == [
        UnknownInput("sector", UnknownKind.FACT, QuestionState.DONT_KNOW, Fraction(0), ("listed",)),
        UnknownInput("large", UnknownKind.QUESTION, QuestionState.UNANSWERED, Fraction(60), ()),
        UnknownInput("members", UnknownKind.FACT, QuestionState.UNANSWERED, Fraction(0), ()),
    ]


def test_if_everything_is_known_there_is_nothing_to_find_out() -> None:
    assert open_questions_for(KNOWN, build_answers(large="a", one="b", also="-")) == []


@for_every_rulebook
def test_the_unknown_questions_account_for_the_whole_range(case: DrawnCase) -> None:
    rules, profile, said, _ = case
    overall = evaluate(rules, profile, said).now.overall
    held = sum(each.range_share for each in compute_what_if(rules, profile, said).unknowns)
    assert held == (overall.possible - overall.evidenced if overall else 0)
