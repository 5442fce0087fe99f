"""Parsed rules files are kept for a while, and dropped when nobody has asked for them for long."""

from time import monotonic

from assess.core.loading.documents import drop_old_files, parse_rules_file


def test_a_file_is_parsed_once_until_it_has_not_been_asked_for_for_long() -> None:
    first = parse_rules_file(b"a: 1\n", "drop.yaml")
    assert parse_rules_file(b"a: 1\n", "drop.yaml") is first
    assert drop_old_files(monotonic() + 1_000_000)
    assert not drop_old_files(monotonic() + 1_000_000)
    assert parse_rules_file(b"a: 1\n", "drop.yaml") is not first
