"""Worked examples that only a new release changed, which nobody has to confirm."""

from typing import Any

import pytest
from hypothesis import given

from assess.core.examples.notices import compare_examples
from assess.core.examples.release_examples import ReleaseChange
from assess.core.model.rulebook import Rulebook
from tests.core.examples.test_notices import BETTER, EXAMPLE, build_rules, random_versions
from tests.core.rulebooks import build_question, build_rule, build_rulebook, build_section

OWN = {**BETTER, "name": "Our own"}
OTHER_ANSWERS = {**BETTER, "answers": {"q": "c", "r": "d"}}
BASE, RELEASE = build_rules(BETTER), build_rules(BETTER, weight=2)
HELD = build_rule("held", {"question": "r", "is": ["d"]}, caps_at="low", lifted_by="Do it", claims=["act-01"])
FIRST_BARRIER_ONLY = build_rulebook(build_section("s", build_question("q")), examples=[BETTER])


def list_explained(before: Rulebook, after: Rulebook, release: Rulebook, base: Rulebook | None) -> dict[str, bool]:
    """Return for each example that changed whether the release alone explains it."""
    change = ReleaseChange(base, release, after)
    return {each.name: change.explains(each) for each in compare_examples(before, after) if each.kinds}


@pytest.mark.parametrize(
    ("before", "after", "explained"),
    [
        (BASE, RELEASE, {"A park": True}),
        (BASE, build_rules(BETTER, weight=2, blockers=[HELD]), {"A park": False}),
        (build_rules(BETTER, OWN), build_rules(BETTER, OWN, weight=2), {"A park": True, "Our own": False}),
        (build_rules(), RELEASE, {"A park": True}),
        (build_rules(), build_rules(OWN, weight=2), {"Our own": False}),
        (build_rules(OTHER_ANSWERS), RELEASE, {"A park": False}),
        (BASE, build_rules(OTHER_ANSWERS, weight=2), {"A park": False}),
        (BASE, build_rules(weight=2), {"A park": False}),
        (BASE, FIRST_BARRIER_ONLY, {"A park": False}),
    ],
    ids=[
        "as in the release",
        "held by a blocker of the council",
        "the council's own comes out differently",
        "new with the release",
        "added by the council",
        "answers that the council had changed",
        "answers that the council has changed",
        "removed by the council",
        "names a question that the council removed",
    ],
)
def test_an_example_is_explained_by_the_release_only_if_nothing_of_the_council_is_in_it(
    before: Rulebook, after: Rulebook, explained: dict[str, bool]
) -> None:
    assert list_explained(before, after, RELEASE, BASE) == explained


@pytest.mark.parametrize(
    ("in_base", "in_release", "explained"),
    [
        ([BETTER], [], True),
        ([], [], False),
        ([BETTER], [EXAMPLE], False),
        (None, [], False),
    ],
    ids=["removed by the release", "removed by the council", "only its answers changed", "the base is not known"],
)
def test_a_removed_example_is_explained_only_if_the_release_removed_it(
    in_base: list[dict[str, Any]] | None, in_release: list[dict[str, Any]], explained: bool
) -> None:
    base = None if in_base is None else build_rules(*in_base)
    release = build_rules(*in_release, weight=2)
    assert list_explained(build_rules(BETTER), build_rules(weight=2), release, base) == {"A park": explained}


def test_other_answers_are_explained_only_if_the_base_is_known() -> None:
    release = build_rules(OTHER_ANSWERS, weight=2)
    assert list_explained(BASE, release, release, BASE) == {"A park": True}
    assert list_explained(BASE, release, release, None) == {"A park": False}


@given(random_versions())
def test_a_release_explains_all_that_it_changes_in_the_release_before(versions: tuple[Rulebook, Rulebook]) -> None:
    before, after = versions
    assert all(list_explained(before, after, after, before).values())
