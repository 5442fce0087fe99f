"""Open questions: what is unknown, in order of importance."""

from fractions import Fraction

from assess.core.analysis.what_if import find_out, outlook
from assess.core.model.assessment import Answers, Profile
from assess.core.model.result import State, Unknown
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import Case, chosen, on_every_rulebook, question, rulebook, section, worded

KNOWN: Profile = {"stage": "idea", "nation": "england", "sector": "parks", "members": 3}
LISTED_AND_WORST = {"all": [{"question": "one", "is": ["a"]}, {"profile": "listed", "is": ["ask"]}]}
RULES = rulebook(
    section(
        "s",
        question("large", weight=3),
        question("one", weight=1),
        question("also"),
        question("off", from_stage="decision"),
    ),
    blockers=[
        worded("stop", {"question": "one", "is": ["a"]}, caps_at="low"),
        worded("listed", LISTED_AND_WORST, caps_at="low"),
    ],
)


def found(profile: Profile, said: Answers) -> list[Unknown]:
    return list(find_out(RULES, profile, evaluate(RULES, profile, said)))


def test_unknowns_of_a_possible_blocker_come_first_then_the_largest_share_of_the_range() -> None:
    assert found(KNOWN, chosen(also="?", off="?")) == [
        Unknown("one", "question", State.UNANSWERED, Fraction(20), ("stop", "listed")),
        Unknown("large", "question", State.UNANSWERED, Fraction(60), ()),
        Unknown("also", "question", State.DONT_KNOW, Fraction(20), ()),
    ]


def test_an_unknown_fact_of_a_blocker_comes_before_questions_of_none() -> None:
    unknown = found({"stage": "idea", "sector": "unknown", "nation": "england"}, chosen(one="a", also="b"))
    assert unknown == [
        Unknown("sector", "fact", State.DONT_KNOW, Fraction(0), ("listed",)),
        Unknown("large", "question", State.UNANSWERED, Fraction(60), ()),
        Unknown("members", "fact", State.UNANSWERED, Fraction(0), ()),
    ]


def test_if_everything_is_known_there_is_nothing_to_find_out() -> None:
    assert found(KNOWN, chosen(large="a", one="b", also="-")) == []


@on_every_rulebook
def test_the_unknown_questions_account_for_the_whole_range(case: Case) -> None:
    rules, profile, said, _ = case
    overall = evaluate(rules, profile, said).now.overall
    held = sum(each.holds for each in outlook(rules, profile, said).find_out)
    assert held == (overall.possible - overall.evidenced if overall else 0)
