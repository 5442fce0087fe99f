"""Numbered citations."""

from collections import UserDict
from datetime import date
from types import SimpleNamespace

import pytest

from assess.core.model.evidence import Claim
from assess.report.content.citations import Citations, CitationUse, ProsePiece, get_prose_text
from tests.report import factories

FIRST, SECOND = CitationUse("R1", "R1"), CitationUse("a warning", "warnings")
DAY = date(2026, 11, 22)


def test_sources_are_numbered_in_the_order_of_their_first_citation() -> None:
    citations = Citations(factories.build_rulebook())
    assert citations.cite(["claim-3", "claim-1", "claim-15"], FIRST) == (1, 2)  # claim-15 is in the source of claim-3
    assert [source.title for source in citations.list_sources(DAY)] == [
        "An invented act, chapter 4",
        "An invented act, chapter 2",
    ]


def test_a_reference_in_a_text_becomes_a_number_without_the_space_before_it() -> None:
    citations = Citations(factories.build_rulebook())
    assert citations.parse_prose("It's so {claim-3}. And so.", FIRST) == (
        ProsePiece("It’s so", 1),
        ProsePiece(". And so.", 0),
    )


def test_a_reference_to_an_unknown_claim_stays_as_typed() -> None:
    citations = Citations(factories.build_rulebook())
    assert get_prose_text(citations.parse_prose("See {nothing-here}.", FIRST)) == "See {nothing-here}."


def test_a_source_cited_in_the_text_is_not_cited_again_after_it() -> None:
    citations = Citations(factories.build_rulebook())
    said = citations.parse_prose("So {claim-3}.", FIRST)
    assert citations.cite(["claim-3", "claim-1"], FIRST, said) == (2,)


def test_a_source_lists_each_pinpoint_with_its_finding_note_and_uses() -> None:
    citations = Citations(factories.build_rulebook())
    citations.cite(["claim-3"], FIRST)
    citations.cite(["claim-3", "claim-15"], SECOND)
    points = citations.list_sources(DAY)[0].passages
    assert [(point.at, point.uses) for point in points] == [
        ("section 3(2)", (FIRST, SECOND)),
        ("section 15(2)", (SECOND,)),
    ]
    assert points[0].finding == "A contract may be reserved for five years at most."
    assert points[0].dated == "A replacement was proposed in 2026."


def test_a_source_states_its_caveats() -> None:
    citations = Citations(factories.build_rulebook())
    citations.cite(["claim-12", "claim-4"], FIRST)
    assert [source.caution for source in citations.list_sources(DAY)] == [
        "Superseded by “An invented act, chapter 2”. Applied only until 24 February 2025.",
        "Checked more than a year before this report.",
    ]


def test_unknown_fields_of_a_source_are_omitted() -> None:
    citations = Citations(factories.build_rulebook())
    citations.cite(["claim-23"], FIRST)
    source = citations.list_sources(DAY)[0]
    assert (source.author, source.issued, source.url) == ("", "no date", "")


class CountedClaims(UserDict[str, Claim]):
    """Claims that count how often one is looked up."""

    lookups = 0

    def __getitem__(self, name: str) -> Claim:
        self.lookups += 1
        return super().__getitem__(name)


@pytest.mark.parametrize("count", [6, 12, 24])
def test_the_list_of_sources_looks_each_cited_claim_up_once(count: int) -> None:
    citations, claims = Citations(factories.build_rulebook()), CountedClaims(factories.build_rulebook().claims)
    citations.cite([f"claim-{number}" for number in range(1, count + 1)], FIRST)
    citations.rulebook = SimpleNamespace(claims=claims, sources=citations.rulebook.sources)  # type: ignore[assignment]
    assert sum(len(source.passages) for source in citations.list_sources(DAY)) == count
    assert claims.lookups == count
