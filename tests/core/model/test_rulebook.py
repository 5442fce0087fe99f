"""The rulebook as one value whose parts are found by id."""

import pytest

from assess.core.model.rulebook import Rulebook
from tests.frozen import load_frozen_rulebook


def test_parts_are_found_by_id_in_the_order_of_the_file() -> None:
    rules = load_frozen_rulebook()
    for kind, listed in (
        ("bands", rules.rules.bands),
        ("roles", rules.rules.roles),
        ("facts", rules.rules.profile),
        ("sections", rules.rules.sections),
        ("blockers", rules.rules.blockers),
        ("warnings", rules.rules.warnings),
        ("recommendations", rules.rules.recommendations),
        ("claims", rules.evidence.claims),
        ("sources", rules.evidence.sources),
    ):
        found = getattr(rules, kind)
        assert list(found.values()) == list(listed)
        assert all(found[each.id] is each for each in listed)


@pytest.mark.parametrize(
    ("version", "made_from", "origin", "is_release"),
    [("1.0.0", "", "1.0.0", True), ("1.0.3", "", "1.0.0", False), ("2.0.0", "2.0.0", "2.0.0", True)],
)
def test_rules_that_name_no_release_were_made_from_the_first(
    version: str, made_from: str, origin: str, is_release: bool
) -> None:
    frozen = load_frozen_rulebook()
    heading = frozen.rules.rulebook.model_copy(update={"version": version, "made_from": made_from or None})
    rules = Rulebook(frozen.rules.model_copy(update={"rulebook": heading}), frozen.evidence, "hash")
    assert (rules.made_from, rules.is_release) == (origin, is_release)
