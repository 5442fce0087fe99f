import pytest
from hypothesis import given
from hypothesis import strategies as some

from assess.core.syntax.names import fold_name, matches_words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ynys Môn", "ynys mon"),
        ("Ynys Mo\u0302n", "ynys mon"),
        ("Ynys\u00a0Môn", "ynys mon"),
        (" ynys  MÔN ", "ynys mon"),
        ("Ynys\tMôn\u200b", "ynys mon"),
        ("St Mary's", "st marys"),
        ("St Mary’s", "st marys"),
        ("St Mary\u00b4s", "st marys"),
        ("“The Hub”", "the hub"),
        ("Post-16 – care", "post 16 care"),
        ("Ôl-asesiad", "ol asesiad"),
        ("Łódź, Ærø, STRAẞE, İ", "lodz, aero, strasse, i"),
        ("\uff37ide", "wide"),
        ("हिन्दी", "हिन्दी"),
        ("", ""),
        ("’", "’"),
        ("– –", "– –"),
    ],
)
def test_a_name_has_one_folded_form(typed: str, folded: str) -> None:
    assert fold_name(typed) == folded


def test_names_are_sorted_as_if_they_had_no_accents() -> None:
    names = ["Zoe", "École", "apple", "Eden", "“Ebb”", "Élan"]
    assert sorted(names, key=fold_name) == ["apple", "“Ebb”", "École", "Eden", "Élan", "Zoe"]


@given(some.text())
def test_folding_twice_changes_nothing_and_loses_no_name(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
    assert bool(fold_name(name)) == bool(name)


@pytest.mark.parametrize(
    ("search", "is_found"),
    [
        ("ynys mon", True),
        ("MÔN cyngor", True),
        ("St Mary's", True),
        ("mary’s", True),
        ("", True),
        ("ynys bon", False),
        ("’", False),
    ],
)
def test_a_search_finds_every_word_in_any_order(search: str, is_found: bool) -> None:
    assert matches_words("St Mary’s, Cyngor Ynys Môn", search) is is_found
