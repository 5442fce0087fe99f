"""The shipped rules, stage by stage: how much is asked, what it is worth, what is needed, and how hard to read."""

import itertools
from collections.abc import Iterator, Mapping

import pytest

from assess.core.model.result import QuestionTrace
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.validation.due_questions import DueQuestions
from tests.conftest import APPROVED
from tests.reading import estimate_reading_age, find_longest_sentence, split_words
from tests.test_rules import field_of, iter_texts, load_shipped_rulebook

Facts = Mapping[str, str | int]

SERVICE: Facts = {"nation": "england", "sector": "libraries"}
ALL_ASKED: Facts = {
    "several-services": "several",
    "statutory-functions": "yes",
    "regulated-activity": "care",
    "reorganisation": "direction",
    "council-finances": "none",
    "other-councils": "two-or-more",
    "headcount": 92,
    "staff-move": "pilot",
    "lgps-members": 60,
    "other-pension-members": 3,
    "recognised-union": "yes",
    "annual-budget": 3400000,
    "contract-value": 17500000,
    "award-basis": "reserved",
    "other-money": "yes",
    "premises": "licence",
    "personal-data": "yes",
    "preferred-form": "joint-venture",
    "council-stake": "none",
    "outside-investor": "yes",
}
"""Every fact known, with every question asked that a fact decides about."""

STAGES = ("idea", "options", "business-case", "decision", "transition")
MOST_WITH_EVERY_FACT_KNOWN, MOST_WITH_BLANKS = 60, 75

SHORTEST_TEXT = 10
"""Words from which a reading age means anything."""
OLDEST_READER, LONGEST_SENTENCE = 14, 30
PROSE = {
    *(
        "text",
        "help",
        "why",
        "evidence",
        "not_asked_because",
        "says",
        "lifted_by",
        "title",
        "steps",
        "takes",
        "done_when",
    ),
    *("means", "meaning", "note"),
}


@pytest.fixture
def rulebook() -> Rulebook:
    return load_shipped_rulebook()


def list_asked(rulebook: Rulebook, profile: Facts) -> tuple[QuestionTrace, ...]:
    """Return the questions asked with nothing answered."""
    return tuple(row for row in evaluate(rulebook, profile, {}).trace if row.not_asked is None)


# ---- How much is asked ----


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_asks_too_much_with_every_fact_blank(rulebook: Rulebook, stage: str) -> None:
    assert len(list_asked(rulebook, {**SERVICE, "stage": stage})) <= MOST_WITH_BLANKS


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_asks_too_much_with_every_fact_known(rulebook: Rulebook, stage: str) -> None:
    assert len(list_asked(rulebook, {**SERVICE, **ALL_ASKED, "stage": stage})) <= MOST_WITH_EVERY_FACT_KNOWN


def test_enough_is_asked_of_every_idea_for_a_score(rulebook: Rulebook) -> None:
    least = rulebook.rules.score_from
    assert least is not None
    assert all(
        len(list_asked(rulebook, {**SERVICE, "nation": nation, "stage": "idea"})) >= least
        for nation in ("england", "wales", "scotland")
    )


# ---- What it is worth ----


def iter_options_profiles() -> Iterator[Facts]:
    """Yield every combination of the facts that decide what is asked while options are compared."""
    facts: dict[str, tuple[str | int, ...]] = {
        "nation": ("england", "wales", "scotland"),
        "lgps-members": (0, 60),
        "other-pension-members": (0, 3),
        "recognised-union": ("yes", "no"),
        "other-money": ("yes", "no"),
        "several-services": ("one", "several"),
    }
    for values in itertools.product(*facts.values()):
        yield {"sector": "libraries", "stage": "options", **dict(zip(facts, values, strict=True))}


def test_no_question_is_worth_over_10_while_options_are_compared_and_the_comparison_at_least_6(
    rulebook: Rulebook,
) -> None:
    if not (APPROVED / f"weakest/{rulebook.version}.txt").exists():
        pytest.skip("weights are a council's own to set; these are rules of a council's own")
    for profile in iter_options_profiles():
        worth = {row.question: row.worth for row in list_asked(rulebook, profile)}
        assert max(worth.values()) <= 10, profile
        assert worth["alternatives"] >= 6, profile


# ---- What is needed ----


def test_every_stage_needs_something_and_later_stages_need_no_less(
    rulebook: Rulebook,
) -> None:
    named = [evaluate(rulebook, {**SERVICE, "stage": stage}, {}).now.needs.named for stage in rulebook.stages]
    assert named == sorted(named)
    assert named[0] > 0


def test_a_question_that_lapses_says_what_takes_over(rulebook: Rulebook) -> None:
    stages = list(rulebook.stages)
    asked = {stage: {row.question for row in list_asked(rulebook, {**SERVICE, "stage": stage})} for stage in stages}
    lapsed = {name for before, after in itertools.pairwise(stages) for name in asked[before] - asked[after]}
    assert lapsed
    assert [name for name in lapsed if not rulebook.questions[name].not_asked_because] == []


# ---- How hard it is to read ----


def iter_prose(rulebook: Rulebook) -> Iterator[str]:
    """Yield every text that people read; notes on the kind of service name codes of the law, and are left out."""
    for place, text in iter_texts(rulebook.rules.model_dump(by_alias=True)):
        if text and field_of(place) in PROSE and place[0] not in ("derived", "examples"):
            yield text


def test_no_text_is_hard_to_read(rulebook: Rulebook) -> None:
    texts = [text for text in iter_prose(rulebook) if len(split_words(text)) >= SHORTEST_TEXT]
    assert len(texts) > 500
    assert [text for text in texts if estimate_reading_age(text) > OLDEST_READER] == []


def test_no_sentence_is_long(rulebook: Rulebook) -> None:
    evidence = iter_texts(rulebook.evidence.model_dump(by_alias=True))
    notes = [text for place, text in evidence if place[-1] in ("finding", "dated", "status_note") and text]
    assert [text for text in (*iter_prose(rulebook), *notes) if find_longest_sentence(text) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("The cat sat on the mat.", 4),
        ("Ask finance what the plan holds for the service, and for which years.", 8),
        ("Organisational accountability necessitates comprehensive documentation.", 50),
    ],
)
def test_reading_ages_are_estimated(text: str, age: int) -> None:
    assert round(estimate_reading_age(text)) == age


# ---- What could go unnoticed ----


def test_no_barrier_can_have_its_worst_answers_throughout_in_the_top_band(rulebook: Rulebook) -> None:
    due = DueQuestions(rulebook)
    assert [each for stage in rulebook.stages for each in due.find_unnoticed(stage)] == []


def test_no_stage_asks_more_than_this_whatever_the_facts(rulebook: Rulebook) -> None:
    counts = [DueQuestions(rulebook).count(stage) for stage in rulebook.stages]
    assert [each.most for each in counts if (each.most or 0) > MOST_WITH_EVERY_FACT_KNOWN] == []
    assert [each.most_with_blanks for each in counts if (each.most_with_blanks or 0) > MOST_WITH_BLANKS] == []
    assert None not in [each.most for each in counts]
