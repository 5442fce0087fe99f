"""Numbered citations: sources in the order of first citation, with the passages cited and where they are used."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from assess.core.model import evidence
from assess.core.model.rulebook import Rulebook
from assess.report.content.text import curl_apostrophes, end_sentence, format_date, format_partial_date

REFERENCE = re.compile(r"\s*\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
_OLD_AFTER_DAYS = 365
"""Number of days after which the check of a source counts as old."""


def strip_references(text: str) -> str:
    """Return a text of the rules without its references and with typographic apostrophes."""
    return REFERENCE.sub("", curl_apostrophes(text))


class ProsePiece(NamedTuple):
    """A piece of text, with the number of the source cited after it, or 0."""

    text: str
    cite: int = 0


Prose = tuple[ProsePiece, ...]
"""A text with citations in it."""


class CitationUse(NamedTuple):
    """A place where a claim is used: the label to print and the anchor to link to."""

    label: str
    anchor: str


class CitedPassage(NamedTuple):
    """A passage in a source: what was found there, what has changed since and where it is used."""

    claim: str
    at: str
    finding: str
    dated: str
    uses: tuple[CitationUse, ...]


class CitedSource(NamedTuple):
    """An entry in the list of sources; unknown fields are empty."""

    number: int
    author: str
    title: str
    published: str
    issued: str
    status: str
    checked: str
    caution: str
    url: str
    passages: tuple[CitedPassage, ...]


def _make_prose(text: str) -> Prose:
    """Return a text without citations as prose."""
    return (ProsePiece(curl_apostrophes(text)),) if text else ()


def get_prose_text(prose: Prose) -> str:
    """Return the text of the prose without its citations."""
    return "".join(piece.text for piece in prose)


class Citations:
    """Source numbers, assigned while the content is built from its first page to its last."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.numbers: dict[str, int] = {}
        self.uses: dict[str, dict[str, dict[CitationUse, None]]] = {}
        """The uses of each claim, by source and claim."""

    def register(self, claim: str, use: CitationUse) -> int:
        """Return the number of the claim's source and record the use."""
        source = self.rulebook.claims[claim].source
        self.uses.setdefault(source, {}).setdefault(claim, {})[use] = None
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def cite(self, claims: Iterable[str], use: CitationUse, adjacent: Prose = ()) -> tuple[int, ...]:
        """Return the numbers of the claims' sources, each once, without those already cited in the text beside them."""
        already_cited = {piece.cite for piece in adjacent}
        numbers = [self.register(claim, use) for claim in claims]
        return tuple(number for number in dict.fromkeys(numbers) if number not in already_cited)

    def parse_prose(self, text: str, use: CitationUse) -> Prose:
        """Return the text in pieces, with each `{claim}` replaced by the number of its source."""
        pieces = []
        parts = REFERENCE.split(curl_apostrophes(text))
        for words_, claim in zip(parts[::2], [*parts[1::2], ""], strict=True):
            known = claim in self.rulebook.claims
            shown = f"{words_} {{{claim}}}" if claim and not known else words_
            pieces.append(ProsePiece(shown, self.register(claim, use) if known else 0))
        return tuple(piece for piece in pieces if piece.text or piece.cite)

    def list_sources(self, report_date: date) -> tuple[CitedSource, ...]:
        """Return the entries of all sources cited so far, in order of first citation."""
        return tuple(
            _build_source(number, self.rulebook.sources[source], self.list_passages(source), self.rulebook, report_date)
            for source, number in self.numbers.items()
        )

    def list_passages(self, source: str) -> tuple[CitedPassage, ...]:
        """Return the passages of a source that are used, in order of first use."""
        return tuple(
            _build_passage(self.rulebook.claims[claim], tuple(uses)) for claim, uses in self.uses[source].items()
        )

    def find_check_dates(self) -> tuple[str, str] | None:
        """Return the first and last dates, as YYYY-MM-DD, on which the cited sources were checked."""
        days = [checked for source in self.numbers if (checked := self.rulebook.sources[source].checked_on)]
        return (min(days), max(days)) if days else None


def _build_passage(claim: evidence.Claim, uses: tuple[CitationUse, ...]) -> CitedPassage:
    """Return a passage with the places where it is used."""
    return CitedPassage(
        claim.id,
        curl_apostrophes(claim.pinpoint),
        end_sentence(curl_apostrophes(claim.finding)),
        end_sentence(curl_apostrophes(claim.dated)) if claim.dated else "",
        uses,
    )


def _build_source(
    number: int, source: evidence.Source, passages: tuple[CitedPassage, ...], rulebook: Rulebook, report_date: date
) -> CitedSource:
    """Return the entry of one source."""
    note = f" ({source.status_note.rstrip('.')})" if source.status_note else ""
    container = [source.container_title, source.publisher]
    return CitedSource(
        number=number,
        author=curl_apostrophes(", ".join(source.author)),
        title=curl_apostrophes(source.title),
        published=curl_apostrophes(", ".join(dict.fromkeys(part for part in container if part))),
        issued=format_partial_date(source.issued) if source.issued else "no date",
        status=curl_apostrophes(f"{source.status}{note}"),
        checked=format_date(date.fromisoformat(source.checked_on)) if source.checked_on else "",
        caution=_describe_caution(source, rulebook, report_date),
        url=source.url,
        passages=passages,
    )


def _describe_caution(source: evidence.Source, rulebook: Rulebook, report_date: date) -> str:
    """Return why a source needs care on the date of the report, empty if it needs none."""
    sentences = []
    if source.superseded_by and source.superseded_by in rulebook.sources:
        sentences.append(f"Superseded by “{curl_apostrophes(rulebook.sources[source.superseded_by].title)}”.")
    if source.applies_from and date.fromisoformat(source.applies_from) > report_date:
        sentences.append(f"Applies only from {format_partial_date(source.applies_from)}.")
    if source.applies_to and date.fromisoformat(source.applies_to) < report_date:
        sentences.append(f"Applied only until {format_partial_date(source.applies_to)}.")
    if source.checked_on and (report_date - date.fromisoformat(source.checked_on)).days > _OLD_AFTER_DAYS:
        sentences.append("Checked more than a year before this report.")
    return " ".join(sentences)
