"""The shipped rules against ten real cases: what is documented of a failing is named, and nothing else holds one.

What nobody documented is taken at its best. Answers marked as read back come from how a case ended, not its papers.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.result import FindingState, NeedState, Result
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.yaml_reader import Document, load_yaml
from tests.test_rules import hash_run, iter_runs, load_shipped_rulebook

PROJECT = Path(__file__).parent.parent
FOLDER = PROJECT / "samples" / "cases"
VALIDITY = PROJECT / "docs" / "validity.md"


@dataclass(frozen=True, slots=True)
class Case:
    """What became of a real case, and what the rules must name of it."""

    id: str
    outcome: str
    lasted: str
    named: tuple[str, ...]
    read_back: tuple[str, ...]


@cache
def load_cases() -> tuple[Case, ...]:
    """Load what became of each case."""
    document = load_yaml((FOLDER / "cases.yaml").read_bytes(), "cases.yaml")
    assert isinstance(document, Document)
    tree: Any = document.tree
    return tuple(
        Case(each["id"], each["outcome"], each["lasted"], tuple(each["named"]), tuple(each["read_back"]))
        for each in tree["cases"]
    )


def load_case(case: Case) -> Assessment:
    """Load the documented answers of a case."""
    path = FOLDER / f"{case.id}.yaml"
    loaded = load_assessment(path.read_bytes(), load_shipped_rulebook(), path.name)
    assert isinstance(loaded, Assessment), "\n".join(map(str, loaded))
    return loaded


def evaluate_case(case: Case, left_out: tuple[str, ...] = ()) -> Result:
    """Evaluate a case with everything at its best that is not documented, or left out."""
    rulebook, assessment = load_shipped_rulebook(), load_case(case)
    best = {name: Answer(option=each.options[-1].id) for name, each in rulebook.questions.items()}
    known = {name: answer for name, answer in assessment.answers.items() if name not in left_out}
    return evaluate(rulebook, assessment.profile, best | known)


def name_what_holds_it(result: Result) -> tuple[str, ...]:
    """Return the blockers that are true and the questions whose need is missing."""
    blockers = [each.id for each in result.now.blockers if each.state is FindingState.TRUE]
    return (*blockers, *(row.question for row in result.trace if row.need_state is NeedState.MISSING))


def describe(named: tuple[str, ...]) -> str:
    """Return what the rules name of a case, as in the table of docs/validity.md."""
    rulebook = load_shipped_rulebook()
    blockers = {each.id for each in rulebook.rules.blockers}
    stops = [f"`{name}`" for name in named if name in blockers]
    misses = [f"`{name}`" for name in named if name not in blockers]
    parts = [f"stopped by {', '.join(stops)}"] if stops else []
    parts += [f"missing: {', '.join(misses)}"] if misses else []
    return "; ".join(parts) or "nothing"


cases = pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.id)


@cases
def test_what_is_documented_of_a_failing_is_named(case: Case) -> None:
    result = evaluate_case(case)
    named = set(name_what_holds_it(result))
    assert set(case.named) <= named
    assert bool(case.named) == (case.lasted == "no")
    assert result.now.bands is not None
    top = load_shipped_rulebook().rules.bands[-1].id
    assert (result.now.bands.possible == top) == (case.lasted != "no")


@pytest.mark.parametrize("case", [each for each in load_cases() if each.lasted != "no"], ids=lambda case: case.id)
def test_nothing_holds_a_case_that_is_not_known_to_have_failed(case: Case) -> None:
    assert name_what_holds_it(evaluate_case(case)) == ()


@cases
def test_each_read_back_answer_says_so_and_no_other_does(case: Case) -> None:
    answers = load_case(case).answers
    said = {name for name, answer in answers.items() if answer.note.startswith("Read back from what came later: ")}
    assert said == set(case.read_back)


@cases
def test_each_documented_answer_has_a_note_and_an_address_and_names_nobody(case: Case) -> None:
    for name, answer in load_case(case).answers.items():
        assert answer.option, name
        assert answer.note.endswith("."), name
        assert answer.evidence.startswith("http") or "source " in answer.evidence, name
        assert not re.search(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Sir)\b", answer.note), name


def test_every_file_of_a_case_has_its_outcome() -> None:
    assert sorted(path.stem for path in FOLDER.glob("[0-9]*.yaml")) == [case.id for case in load_cases()]


@cases
def test_the_page_on_validity_gives_the_result_of_each_case(case: Case) -> None:
    with_all = describe(name_what_holds_it(evaluate_case(case)))
    without = describe(name_what_holds_it(evaluate_case(case, case.read_back)))
    loaded = load_case(case)
    title = f"{case.id[:2]} | {loaded.service}, {loaded.council}"
    assert f"| {title} | {case.outcome} | {without} | {with_all} |" in VALIDITY.read_text("utf-8")


def test_no_note_of_a_case_repeats_ten_words_of_the_five_articles() -> None:
    known = set((Path(__file__).parent / "seed_shingles.txt").read_text("ascii").split())
    from_notes = [answer.note for case in load_cases() for answer in load_case(case).answers.values()]
    assert [run for note in from_notes for run in iter_runs(note) if hash_run(run) in known] == []
