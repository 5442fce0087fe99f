"""Numbered citations."""

from collections import UserDict
from datetime import date
from types import SimpleNamespace

import pytest

from assess.core.model.evidence import Claim
from assess.report.content.citations import Citation, Citations, CitationUse, ProsePiece, get_prose_text
from tests.report import factories

FIRST, SECOND = CitationUse("R1", "R1"), CitationUse("a warning", "warnings")
DAY = date(2026, 11, 22)


def test_sources_are_numbered_in_the_order_of_their_first_citation() -> None:
    citations = Citations(factories.build_rulebook())
    cited = citations.cite(["claim-3", "claim-1", "claim-15"], FIRST)
    assert [cite.label for cite in cited] == ["[1, section 3(2)]", "[2, section 1(2)]", "[1, section 15(2)]"]
    assert [source.title for source in citations.list_sources(DAY)] == [
        "An invented act, chapter 4",
        "An invented act, chapter 2",
    ]


def test_a_reference_in_a_text_becomes_a_citation_without_the_space_before_it() -> None:
    citations = Citations(factories.build_rulebook())
    assert citations.parse_prose("It's so {claim-3}. And so.", FIRST) == (
        ProsePiece("It’s so", Citation(1, "section 3(2)", "claim-3")),
        ProsePiece(". And so."),
    )


def test_a_reference_to_an_unknown_claim_stays_as_typed() -> None:
    citations = Citations(factories.build_rulebook())
    assert get_prose_text(citations.parse_prose("See {nothing-here}.", FIRST)) == "See {nothing-here}."


def test_a_source_cited_in_the_text_is_not_cited_again_after_it() -> None:
    citations = Citations(factories.build_rulebook())
    said = citations.parse_prose("So {claim-3}.", FIRST)
    assert citations.cite(["claim-3", "claim-1"], FIRST, said) == (Citation(2, "section 1(2)", "claim-1"),)


@pytest.mark.parametrize(
    ("text", "claims", "shown"),
    [
        ("It is so.", (), "It is so."),
        ("It is so.", ("claim-1",), "It is so [1, section 1(2)]."),
        ("Is it so?", ("claim-1", "claim-2"), "Is it so? [1, section 1(2)] [2, section 2(2)]"),
        ("It is so {claim-3}.", ("claim-3", "claim-1", "claim-2", "claim-4"),
         "It is so [1, section 3(2)] [2, section 1(2)] [3, section 2(2)]."),
        ("It is so {claim-3}", ("claim-1",), "It is so [1, section 3(2)] [2, section 1(2)]"),
        ("", ("claim-1",), "[1, section 1(2)]"),
    ],
)  # fmt: skip
def test_at_most_two_citations_stand_before_the_full_stop(text: str, claims: tuple[str, ...], shown: str) -> None:
    prose, others = Citations(factories.build_rulebook()).cite_after(text, claims, FIRST)
    assert "".join(f"{piece.text} {piece.cite.label}" if piece.cite else piece.text for piece in prose).strip() == shown
    assert [cite.claim for cite in others] == [claim for claim in claims if claim == "claim-4"]


def test_a_long_place_in_a_source_is_named_only_in_the_list() -> None:
    assert Citation(4, "Sch.1 Table 1, codes 75121000 and 75123000", "codes").label == "[4]"


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
