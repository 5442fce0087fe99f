"""Facts: what is known, what is derived, and what to find out."""

from typing import Any

import pytest

from assess.core.model.assessment import Profile
from assess.core.scoring.facts import FactTable, KnownFacts
from tests.core.rulebooks import FACTS, build_choices, build_question, build_rulebook, build_section


def facts_for(profile: Profile, **parts: Any) -> KnownFacts:
    return FactTable(build_rulebook(build_section("s", build_question("q")), **parts).rules).derive(profile)


def test_facts_are_in_the_order_of_the_file_with_the_derived_ones_last() -> None:
    profile: Profile = {"members": 0, "sector": "libraries", "nation": "england", "stage": "options"}
    assert list(facts_for(profile).known.items()) == [
        ("stage", "options"),
        ("nation", "england"),
        ("sector", "libraries"),
        ("members", 0),
        ("listed", "likely"),
    ]


@pytest.mark.parametrize("value", ["unknown", "mars", 7, None])
def test_a_blank_or_unknown_option_is_not_known(value: Any) -> None:
    profile: dict[str, Any] = {"stage": "idea", "nation": "england", "sector": value}
    found = facts_for({name: each for name, each in profile.items() if each is not None})
    assert found.known == {"stage": "idea", "nation": "england"}
    assert found.missing == {"sector": ("sector",), "members": ("members",), "listed": ("sector",)}


@pytest.mark.parametrize("value", ["4", "unknown", -1, 1.5])
def test_a_number_is_a_whole_number_from_0_or_unknown(value: Any) -> None:
    assert "members" not in facts_for({"stage": "idea", "members": value}).known


def test_the_stage_defaults_to_the_first_one() -> None:
    assert facts_for({}).known["stage"] == "idea"


def test_a_true_exception_overrides_the_table() -> None:
    assert facts_for({"stage": "idea", "sector": "libraries", "nation": "wales"}).known["listed"] == "ask"


def test_an_unknown_exception_hides_the_table_and_names_the_fact_to_find_out() -> None:
    found = facts_for({"stage": "idea", "sector": "libraries"})
    assert "listed" not in found.known
    assert found.missing["listed"] == ("nation",)


def test_a_true_exception_is_not_hidden_by_a_later_unknown_one() -> None:
    listed = {
        "id": "listed",
        "text": "Listed?",
        "options": build_choices("likely", "ask"),
        "from": "sector",
        "table": {"parks": {"is": "likely"}, "libraries": {"is": "likely"}},
        "unless": [
            {"when": {"profile": "nation", "is": ["wales"]}, "is": "ask"},
            {"when": {"profile": "members", "above": 9}, "is": "likely"},
        ],
    }
    assert facts_for({"stage": "idea", "nation": "wales"}, derived=[listed]).known["listed"] == "ask"
    waiting = facts_for({"stage": "idea", "nation": "england"}, derived=[listed]).missing
    assert waiting["listed"] == ("members", "sector")


def test_a_fact_derived_as_unknown_is_unknown_and_waits_for_nothing() -> None:
    listed = {
        "id": "listed",
        "text": "Listed?",
        "options": build_choices("likely", "unknown"),
        "from": "sector",
        "table": {"parks": {"is": "unknown"}, "libraries": {"is": "likely"}},
        "unless": [{"when": {"profile": "nation", "is": ["wales"]}, "is": "unknown"}],
    }
    for profile in ({"nation": "england", "sector": "parks"}, {"nation": "wales", "sector": "libraries"}):
        found = facts_for(profile, derived=[listed])
        assert "listed" not in found.known
        assert found.missing["listed"] == ()


def test_a_fact_may_be_derived_from_a_derived_one() -> None:
    first = {
        "id": "first",
        "text": "First?",
        "options": build_choices("likely", "ask"),
        "from": "sector",
        "table": {"parks": {"is": "ask"}, "libraries": {"is": "likely"}},
    }
    second = {**first, "id": "second", "from": "first", "table": {"ask": {"is": "likely"}, "likely": {"is": "ask"}}}
    assert facts_for({"sector": "parks"}, derived=[first, second], facts=FACTS).known["second"] == "likely"
    assert facts_for({}, derived=[first, second]).missing["second"] == ("sector",)
