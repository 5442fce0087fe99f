from datetime import date

import pytest

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import AllOf, AnyOf, Condition, Not, ProfileCondition, QuestionCondition
from assess.report.content.condition_text import Clause, describe_condition, find_questions
from assess.web.reference import rule_models
from tests.web.conftest import SMALL, StrictClient

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    loaded = load_rulebook((SMALL / "readiness.yaml").read_bytes(), (SMALL / "evidence.yaml").read_bytes())
    assert isinstance(loaded, Rulebook)
    return loaded


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/rules", "3 questions in 2 barriers, 2 recommendations"),
        ("/rules/blockers", "The fund has to agree."),
        ("/rules/facts", "“Where is the council?” is “Wales”"),
        ("/rules/sections/pensions", "Weight 2: worth up to 50.0 of 100."),
        ("/rules/recommendations", "Write to the fund"),
        ("/rules/sources", "In force"),
        ("/rules/proof", "What the rules prove"),
    ],
)
def test_every_page_of_the_rules_shows_the_content_of_the_files(client: StrictClient, path: str, says: str) -> None:
    assert says in client.get(path).text


def test_the_first_page_shows_the_current_version_and_its_hash(client: StrictClient, rulebook: Rulebook) -> None:
    page = client.get("/rules").text
    assert "version 1.0.0, in force" in page
    assert "22 November 2026" in page
    assert rulebook.hash in page


def test_an_unknown_section_is_not_found(client: StrictClient) -> None:
    assert client.get("/rules/sections/pension").status_code == 404


def test_the_current_rules_can_be_downloaded(client: StrictClient) -> None:
    assert client.get("/rules/readiness.yaml").data == (SMALL / "readiness.yaml").read_bytes()
    assert client.get("/rules/evidence.yaml").data == (SMALL / "evidence.yaml").read_bytes()


def test_shares_are_of_the_whole(rulebook: Rulebook) -> None:
    assert [(line.weight, line.share) for line in rule_models.compute_section_shares(rulebook)] == [(3, 75), (1, 25)]


def test_a_question_shows_its_worth_and_its_consequences(rulebook: Rulebook) -> None:
    told = rule_models.build_question_cards(rulebook, rulebook.sections["pensions"], DAY)[0]
    assert told.worth == "50.0"
    assert [(option.points, option.adds) for option in told.options] == [(0, "0.0"), (1, "25.0"), (2, "50.0")]
    assert told.blocks == ("fund-unasked",)
    assert told.leads_to == (("write", "Write to the fund"),)


ON_MEMBERS = ProfileCondition(profile="members", at_least=1, below=1000)
IN_WALES = ProfileCondition.model_validate({"profile": "nation", "is": ("wales", "unknown")})
NO_BALLOT = QuestionCondition.model_validate({"question": "ballot", "is": ("not-asked",)})
NOT_IN_WALES = Not.model_validate({"not": {"profile": "nation", "is": ("wales",)}})


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (NO_BALLOT, "“Have staff voted?” is answered “Staff have not been asked”"),
        (IN_WALES, "“Where is the council?” is “Wales” or not known"),
        (ON_MEMBERS, "“How many people are in the pension scheme?” is below 1,000 and is at least 1"),
    ],
)
def test_a_condition_is_described_in_plain_english(rulebook: Rulebook, condition: Condition, text: str) -> None:
    assert describe_condition(rulebook, condition) == Clause(text)


def test_a_compound_condition_shows_how_its_parts_are_combined(rulebook: Rulebook) -> None:
    whole = AllOf(all=(AnyOf(any=(NO_BALLOT, IN_WALES)), NOT_IN_WALES))
    said = describe_condition(rulebook, whole)
    assert (said.text, [part.text for part in said.parts]) == (
        "All of these are true:",
        ["At least one of these is true:", "This is not true:"],
    )
    assert find_questions(whole) == {"ballot"}
