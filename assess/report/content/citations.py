"""Numbered citations: sources in the order in which they are first cited, with where in them and for what."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from assess.core.model import evidence
from assess.core.model.rulebook import Rulebook
from assess.report.content.text import apostrophes, day, sentence, written

REFERENCE = re.compile(r"\s*\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
YEAR = 365
"""Days after which a source that was checked is said to be checked long ago."""


def unreferenced(text: str) -> str:
    """Give a text of the rules without its references, with typographic apostrophes."""
    return REFERENCE.sub("", apostrophes(text))


class Piece(NamedTuple):
    """A piece of a text, followed by the number of a source where one is cited there."""

    text: str
    cite: int = 0


Prose = tuple[Piece, ...]
"""A text with citations in it."""


class Use(NamedTuple):
    """Where a claim is used: the label to print and the anchor to go to."""

    label: str
    anchor: str


class Point(NamedTuple):
    """A place in a source: what was found there, what has changed since and what it is used for."""

    claim: str
    at: str
    finding: str
    dated: str
    uses: tuple[Use, ...]


class Source(NamedTuple):
    """An entry of the list of sources; what is not known is empty."""

    number: int
    author: str
    title: str
    published: str
    issued: str
    status: str
    checked: str
    caution: str
    url: str
    points: tuple[Point, ...]


def plain(text: str) -> Prose:
    """Give a text that cites nothing."""
    return (Piece(apostrophes(text)),) if text else ()


def words(prose: Prose) -> str:
    """Give the text alone, without its citations."""
    return "".join(piece.text for piece in prose)


class Citations:
    """The numbers of the sources, given out as the content is put together from its first page to its last."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.numbers: dict[str, int] = {}
        self.uses: dict[str, dict[Use, None]] = {}

    def number(self, claim: str, use: Use) -> int:
        """Give the number of the claim's source and remember the use."""
        source = self.rulebook.claims[claim].source
        self.uses.setdefault(claim, {})[use] = None
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def cite(self, claims: Iterable[str], use: Use, beside: Prose = ()) -> tuple[int, ...]:
        """Give the numbers of the claims' sources, each once, without those that the text beside cites already."""
        said = {piece.cite for piece in beside}
        numbers = [self.number(claim, use) for claim in claims]
        return tuple(number for number in dict.fromkeys(numbers) if number not in said)

    def prose(self, text: str, use: Use) -> Prose:
        """Give the text in pieces, each `{claim}` in it turned into the number of its source."""
        pieces = []
        parts = REFERENCE.split(apostrophes(text))
        for words_, claim in zip(parts[::2], [*parts[1::2], ""], strict=True):
            known = claim in self.rulebook.claims
            shown = f"{words_} {{{claim}}}" if claim and not known else words_
            pieces.append(Piece(shown, self.number(claim, use) if known else 0))
        return tuple(piece for piece in pieces if piece.text or piece.cite)

    def sources(self, made: date) -> tuple[Source, ...]:
        """Give the entries of all sources cited so far, in order of first citation."""
        return tuple(
            entry(number, self.rulebook.sources[source], self.points(source), self.rulebook, made)
            for source, number in self.numbers.items()
        )

    def points(self, source: str) -> tuple[Point, ...]:
        """Give the claims of a source that are used, in the order of their first use."""
        cited = (self.rulebook.claims[claim] for claim in self.uses)
        return tuple(
            Point(
                claim.id,
                apostrophes(claim.pinpoint),
                sentence(apostrophes(claim.finding)),
                sentence(apostrophes(claim.dated)) if claim.dated else "",
                tuple(self.uses[claim.id]),
            )
            for claim in cited
            if claim.source == source
        )

    def read_between(self) -> tuple[str, str] | None:
        """Give the first and the last day, as YYYY-MM-DD, on which the sources cited were read."""
        days = [checked for source in self.numbers if (checked := self.rulebook.sources[source].checked_on)]
        return (min(days), max(days)) if days else None


def entry(number: int, source: evidence.Source, points: tuple[Point, ...], rulebook: Rulebook, made: date) -> Source:
    """Give the entry of one source."""
    note = f" ({source.status_note.rstrip('.')})" if source.status_note else ""
    container = [source.container_title, source.publisher]
    return Source(
        number=number,
        author=apostrophes(", ".join(source.author)),
        title=apostrophes(source.title),
        published=apostrophes(", ".join(dict.fromkeys(part for part in container if part))),
        issued=written(source.issued) if source.issued else "no date",
        status=apostrophes(f"{source.status}{note}"),
        checked=day(date.fromisoformat(source.checked_on)) if source.checked_on else "",
        caution=caution(source, rulebook, made),
        url=source.url,
        points=points,
    )


def caution(source: evidence.Source, rulebook: Rulebook, made: date) -> str:
    """Say why a source needs care on the day of the report; empty where it needs none."""
    said = []
    if source.superseded_by and source.superseded_by in rulebook.sources:
        said.append(f"Superseded by “{apostrophes(rulebook.sources[source.superseded_by].title)}”.")
    if source.applies_from and date.fromisoformat(source.applies_from) > made:
        said.append(f"Applies only from {written(source.applies_from)}.")
    if source.applies_to and date.fromisoformat(source.applies_to) < made:
        said.append(f"Applied only until {written(source.applies_to)}.")
    if source.checked_on and (made - date.fromisoformat(source.checked_on)).days > YEAR:
        said.append("Checked more than a year before this report.")
    return " ".join(said)
