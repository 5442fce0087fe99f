"""The weakest answers that still reach the top band, against trying all of them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.analysis.weakest_ready import find_weakest_ready, list_weakest_answers
from assess.core.model.assessment import Answer, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from tests.core.rulebooks import best_answers, build_question, build_rule, build_rulebook, build_section

DECISION: Profile = {"stage": "decision", "nation": "england", "sector": "parks", "members": 3}
CAP = {"cap": "middle"}


@st.composite
def draw_rules(draw: st.DrawFn) -> Rulebook:
    """Draw up to nine questions in three sections, some with a need or a blocker."""
    sections, blockers = [], []
    for section in "rst":
        questions = []
        for number in range(draw(st.integers(1, 3))):
            name, weight = f"{section}-{number}", draw(st.integers(1, 9))
            needs: dict[str, Any] = draw(st.sampled_from([{}, {}, {"idea": "b"}, {"options": "c"}]))
            more: dict[str, Any] = {"needs": needs, "may_not_apply": False} if needs else {}
            questions.append(build_question(name, weight=weight, **more))
            if draw(st.integers(0, 3)) == 0:
                when = {"question": name, "is": ["a"]}
                blockers.append(build_rule(f"stop-{name}", when, caps_at="low"))
        sections.append(build_section(section, *questions, weight=draw(st.integers(1, 20))))
    bands = ({"id": "low", "from": 0}, {"id": "high", "from": draw(st.sampled_from([30, 50, 70, 95]))})
    return build_rulebook(*sections, blockers=blockers, needs={"cap": "low"}, bands=bands)


def find_places(rules: Rulebook, questions: Sequence[str]) -> tuple[int, ...]:
    order = list(rules.questions)
    return tuple(order.index(name) for name in questions)


def try_all(rules: Rulebook, held: dict[str, str]) -> Iterator[tuple[int, Fraction, tuple[int, ...]]]:
    """Yield (minus) the number at worst, the score and the questions at worst of all answers in the top band."""
    free = [question for question in rules.questions if question not in held]
    for count in range(len(free) + 1):
        for at_worst in combinations(free, count):
            worst = {name: rules.questions[name].options[0].id for name in at_worst}
            answers = best_answers(rules) | {name: Answer(option=each) for name, each in {**held, **worst}.items()}
            now = evaluate(rules, DECISION, answers).now
            if now.bands is not None and now.bands.evidenced == "high" and now.overall is not None:
                yield -count, now.overall.evidenced, find_places(rules, at_worst)


@settings(max_examples=60)
@given(draw_rules())
def test_no_answers_in_the_top_band_are_weaker(rules: Rulebook) -> None:
    found = find_weakest_ready(rules, DECISION)
    weakest = min(try_all(rules, dict(found.held)), default=None)
    if weakest is None:
        assert found.score is None
        assert found.short_by is not None
        return
    assert (-len(found.at_worst), found.score, find_places(rules, found.at_worst)) == weakest
    now = evaluate(rules, DECISION, list_weakest_answers(rules, found)).now
    assert now.overall is not None
    assert now.overall.evidenced == found.score


@pytest.mark.parametrize(
    ("when", "unclear"),
    [
        ({"question": "one", "is": ["a"]}, ()),
        ({"any": [{"question": "one", "is": ["a"]}, {"question": "two", "is": ["a", "b"]}]}, ()),
        ({"all": [{"question": "one", "is": ["a"]}, {"profile": "nation", "is": ["wales"]}]}, ()),
        ({"all": [{"question": "one", "is": ["a"]}, {"question": "two", "is": ["a"]}]}, ("stop",)),
        ({"profile": "nation", "is": ["england"]}, ("stop",)),
        ({"profile": "nation", "is": ["wales"]}, ()),
        ({"section": "s", "below": 50}, ("stop",)),
    ],
)
def test_it_is_worked_out_where_each_blocker_depends_on_one_answer(when: Any, unclear: tuple[str, ...]) -> None:
    section = build_section("s", build_question("one"), build_question("two"), build_question("three"))
    rules = build_rulebook(section, blockers=[build_rule("stop", when, caps_at="low")])
    found = find_weakest_ready(rules, DECISION)
    assert found.unclear == unclear
    assert (found.score is None and found.short_by is None) == bool(unclear)


def test_a_need_holds_its_option_and_a_blocker_the_least_that_does_not_block() -> None:
    one = build_question("one", needs={"idea": "b", "decision": "c"}, may_not_apply=False)
    rules = build_rulebook(
        build_section("s", one, build_question("two"), build_question("three", weight=20)),
        needs=CAP,
        blockers=[build_rule("stop", {"question": "two", "is": ["a"]}, caps_at="low")],
    )
    found = find_weakest_ready(rules, DECISION)
    assert dict(found.held) == {"one": "c", "two": "b"}
    assert (found.at_worst, found.due) == ((), 3)


def test_too_few_questions_and_a_band_out_of_reach_are_told_apart() -> None:
    one = build_question("one", needs={"idea": "b"}, may_not_apply=False)
    rules = build_rulebook(build_section("s", one), needs=CAP, score_from=2)
    assert find_weakest_ready(rules, DECISION).is_too_early
    rules = build_rulebook(build_section("s", one), needs=CAP)
    assert find_weakest_ready(rules, DECISION).short_by == 70 - Fraction(100, 3)
