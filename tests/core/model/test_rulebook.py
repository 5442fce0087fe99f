"""The rulebook as one value whose parts are found by id."""

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
