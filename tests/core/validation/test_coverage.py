"""What a rulebook is proved to do."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from assess.core.analysis.weakest_ready import WeakestReady
from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.core.validation.coverage import Coverage, describe_weakest, format_coverage, measure_coverage
from tests.core.invalid_rules_files import VALID_FILES
from tests.core.rulebooks import build_question, build_rule, build_rulebook, build_section
from tests.frozen import load_frozen_rulebook, read_rules_files

DAY = date(2026, 11, 22)


def coverage_of_files(
    readiness: bytes = VALID_FILES.readiness, evidence: bytes = VALID_FILES.evidence, on: date = DAY
) -> Coverage:
    """Return the coverage of two valid files."""
    loaded = load_rulebook(readiness, evidence)
    assert isinstance(loaded, Rulebook), loaded
    return measure_coverage(loaded, on)


@pytest.mark.parametrize("show", [False, True])
def test_coverage_is_described_in_plain_english(show: bool, approved: Callable[[str, str], None]) -> None:
    approved(f"coverage-{'shown' if show else 'short'}.txt", format_coverage(coverage_of_files(), with_witnesses=show))


def test_best_answers_give_100_and_worst_0_in_every_section() -> None:
    readiness, evidence = read_rules_files().values()
    proof = coverage_of_files(readiness, evidence)
    assert {(each.worst, each.best) for each in proof.extremes} == {(0, 100)}
    assert proof.without_claim == ()


def test_everything_in_real_rules_can_be_reached() -> None:
    loaded = load_frozen_rulebook()
    rules = loaded.rules
    wanted = [
        *(notice.id for notice in rules.notices),
        *(finding.id for finding in (*rules.blockers, *rules.warnings)),
        *(recommendation.id for recommendation in rules.recommendations),
    ]
    assert [each.id for each in measure_coverage(loaded, DAY).reachable] == wanted


def test_a_section_without_questions_asked_has_no_score() -> None:
    never_due = (
        VALID_FILES.readiness.replace(
            b"      - id: plan-costed",
            b"  - id: money\n    title: Money\n    weight: 1\n    why: x\n    questions:\n      - id: plan-costed",
        )
        .replace(b"ask_if: {profile: staff, above: 0}", b"ask_if: {not: {profile: stage, is: [decision]}}")
        .replace(b"        from_stage: decision\n", b"")
    )
    proof = coverage_of_files(never_due.split(b"examples:")[0])
    assert proof.extremes[1] == ("money", None, None)
    assert "  money  nothing is asked\n" in format_coverage(proof)


def test_a_claim_cited_only_in_a_text_counts_as_cited() -> None:
    uncited = VALID_FILES.readiness.replace(b"claims: [law-02]", b"claims: []")
    assert coverage_of_files(uncited).not_cited == ("law-02",)
    cited_in_text = uncited.replace(b"Costs decide.", b'"Costs decide {law-02}."')
    assert coverage_of_files(cited_in_text).not_cited == ()


@pytest.mark.parametrize(
    ("checked", "on", "stale"),
    [
        ("2025-11-22", date(2026, 11, 22), ()),
        ("2025-11-21", date(2026, 11, 22), ("act",)),
        ("2024-02-29", date(2025, 2, 28), ()),
        ("2024-02-29", date(2025, 3, 1), ("act",)),
    ],
)
def test_a_source_checked_over_a_year_ago_is_stale(checked: str, on: date, stale: tuple[str, ...]) -> None:
    evidence = VALID_FILES.evidence.replace(b"checked_on: 2026-11-22", f"checked_on: {checked}".encode())
    assert coverage_of_files(evidence=evidence, on=on).stale == stale


def test_a_source_never_checked_is_not_stale() -> None:
    assert coverage_of_files(evidence=VALID_FILES.evidence.replace(b"    checked_on: 2026-11-22\n", b"")).stale == ()


def test_superseded_and_proposed_sources_are_listed() -> None:
    newer = b"  - {id: bill, type: bill, title: A Bill, status: proposed}\nclaims:"
    evidence = VALID_FILES.evidence.replace(b"claims:", newer).replace(
        b"status: in force", b"status: in force\n    superseded_by: bill"
    )
    proof = coverage_of_files(evidence=evidence)
    assert (proof.superseded, proof.proposed) == (("act",), ("bill",))


def test_each_stage_says_what_is_due_what_is_needed_and_what_could_be_at_its_worst() -> None:
    one = build_question("one", needs={"idea": "c"}, may_not_apply=False)
    rules = build_rulebook(
        build_section("s", one, build_question("small"), build_question("large", weight=9, from_stage="options")),
        needs={"cap": "middle"},
        recommendations=[build_rule("mend", {"question": "one", "is": ["a"]}, effort="days", claims=["act-01"])],
    )
    due, needed = "questions due with every fact known, at most", "of which 1 have a need if all facts are blank."
    worst = "  Worst answers that alone allow the top band:"
    barriers = "  Barriers that allow it with all their answers at the worst: none."
    assert measure_coverage(rules, DAY).by_stage == (
        *(f"idea: 2 {due} 2 with blanks, {needed}", f"{worst} none.", barriers),
        *(f"options: 3 {due} 3 with blanks, {needed}", f"{worst} small.", barriers),
        *(f"decision: 3 {due} 3 with blanks, {needed}", f"{worst} small.", barriers),
        "Answers short of a need that no recommendation names: one (b).",
    )


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (
            {"score": Fraction(281, 4), "at_worst": ("one", "two")},
            "2 of them can be at their worst, and 1 only just good enough: the score is 70.25.",
        ),
        ({"score": Fraction(70)}, "None of them can be at its worst, and 1 only just good enough: the score is 70.0."),
        (
            {"short_by": Fraction(5, 2)},
            "Answers that only just meet every need miss the top band by 2.5 even with all others at their best.",
        ),
        ({"unclear": ("stop",)}, "Not worked out: stop depends on facts or on several answers."),
        ({"unclear": ("stop", "wait")}, "Not worked out: stop and wait depend on facts or on several answers."),
        ({}, "Too early to score."),
    ],
)
def test_the_weakest_answers_are_described_in_a_sentence(found: dict[str, Any], says: str) -> None:
    weakest = WeakestReady(
        **{"stage": "idea", "due": 3, "held": {"three": "b"}, "at_worst": (), "score": None, **found}
    )
    assert describe_weakest(weakest) == says
