"""The laws of the merge, on any changes of a small rulebook by either side."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.merging.merge import Merge, SideName, Verdict
from tests.core.merging.changes import BASE, CHANGES, Variants, find_key, load, make_files, merge_variants

VARIANTS = st.dictionaries(st.sampled_from([change.key for change in CHANGES]), st.sampled_from("ab"))
COMMENT = "# The council's own:"


def list_keys(merge: Merge, verdict: Verdict) -> set[str]:
    return {each.part.key for each in merge.list_with(verdict)}


def combine(ours: Variants, theirs: Variants, preferred: Variants) -> Mapping[str, str]:
    """Return the variants of the merged rules, of which the preferred side's win."""
    return {**ours, **theirs, **preferred}


@settings(max_examples=60)
@given(VARIANTS, VARIANTS)
def test_what_one_side_changed_is_merged_and_every_conflict_is_listed(ours: Variants, theirs: Variants) -> None:
    merge, files = merge_variants(make_files(ours), make_files(theirs))
    keys = {key: find_key(key, ours.get(key), theirs.get(key)) for key in {**ours, **theirs}}
    assert list_keys(merge, Verdict.TAKEN) == {keys[key] for key in theirs if key not in ours}
    assert list_keys(merge, Verdict.KEPT) == {keys[key] for key in ours if key not in theirs}
    differing = {key for key in ours if key in theirs and ours[key] != theirs[key]}
    assert list_keys(merge, Verdict.CHOICE) == {keys[key] for key in differing}
    assert load(files).hash == load(make_files(combine(ours, theirs, ours))).hash


@settings(max_examples=20)
@given(VARIANTS)
def test_a_council_that_changed_nothing_gets_the_release_byte_for_byte(theirs: Variants) -> None:
    merge, files = merge_variants(BASE, make_files(theirs))
    assert files == make_files(theirs)
    assert not merge.list_with(Verdict.CHOICE)


@settings(max_examples=20)
@given(VARIANTS)
def test_a_release_that_changed_nothing_leaves_the_council_file_as_it_is(ours: Variants) -> None:
    merge, files = merge_variants(make_files(ours), BASE)
    assert files == make_files(ours)
    assert not merge.list_with(Verdict.CHOICE)


@settings(max_examples=20)
@given(VARIANTS)
def test_what_both_sides_changed_alike_is_no_difference(both: Variants) -> None:
    merge, files = merge_variants(make_files(both), make_files(both))
    assert merge.differences == ()
    assert files == make_files(both)


@settings(max_examples=30)
@given(VARIANTS, VARIANTS)
def test_choosing_the_release_is_choosing_ours_with_the_sides_exchanged(ours: Variants, theirs: Variants) -> None:
    _, chosen = merge_variants(make_files(ours), make_files(theirs), source=SideName.THEIRS)
    _, exchanged = merge_variants(make_files(theirs), make_files(ours))
    assert load(chosen).hash == load(exchanged).hash == load(make_files(combine(ours, theirs, theirs))).hash


@settings(max_examples=30)
@given(VARIANTS, VARIANTS)
def test_without_a_base_every_difference_is_a_choice(ours: Variants, theirs: Variants) -> None:
    for source, variants in ((SideName.OURS, ours), (SideName.THEIRS, theirs)):
        merge, files = merge_variants(make_files(ours), make_files(theirs), base=None, source=source)
        assert merge.list_with(Verdict.CHOICE) == merge.differences
        assert load(files).hash == load(make_files(variants)).hash


LINES = make_files({})["readiness.yaml"].decode().splitlines()
PLACES = [at for at, line in enumerate(LINES) if line.lstrip().startswith(("- id:", "- {id", "help:", "says:"))]


@settings(max_examples=30)
@given(VARIANTS, st.lists(st.sampled_from(PLACES), unique=True, min_size=1))
def test_the_comments_of_the_council_stay(theirs: Variants, places: list[int]) -> None:
    theirs = {key: variant for key, variant in theirs.items() if key != "warning/no-costs"}
    lines = list(LINES)
    for at in places:
        indent = len(lines[at]) - len(lines[at].lstrip())
        beside = f"  # beside {at}" if LINES[at].lstrip().startswith("-") else ""
        lines[at] = f"{' ' * indent}{COMMENT} {at}\n{lines[at]}{beside}"
    ours = {**BASE, "readiness.yaml": "\n".join([*lines, ""]).encode()}
    _, files = merge_variants(ours, make_files(theirs))
    text = files["readiness.yaml"].decode()
    for at in places:
        assert f"{COMMENT} {at}\n" in text
        assert f"  # beside {at}\n" in text or not LINES[at].lstrip().startswith("-")
    assert load(files).hash == load(make_files(theirs)).hash
