"""Numbered citations: sources in the order of first citation, with the passages cited and where they are used."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from assess.core.model import evidence
from assess.core.model.rulebook import Rulebook
from assess.report.content.text import apostrophes, day, sentence, written

REFERENCE = re.compile(r"\s*\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
YEAR = 365
"""Number of days after which the check of a source counts as old."""


def unreferenced(text: str) -> str:
    """Return a text of the rules without its references and with typographic apostrophes."""
    return REFERENCE.sub("", apostrophes(text))


class Piece(NamedTuple):
    """A piece of text, with the number of the source cited after it, or 0."""

    text: str
    cite: int = 0


Prose = tuple[Piece, ...]
"""A text with citations in it."""


class Use(NamedTuple):
    """A place where a claim is used: the label to print and the anchor to link to."""

    label: str
    anchor: str


class Point(NamedTuple):
    """A passage in a source: what was found there, what has changed since and where it is used."""

    claim: str
    at: str
    finding: str
    dated: str
    uses: tuple[Use, ...]


class Source(NamedTuple):
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
    points: tuple[Point, ...]


def plain(text: str) -> Prose:
    """Return a text without citations as prose."""
    return (Piece(apostrophes(text)),) if text else ()


def words(prose: Prose) -> str:
    """Return the text of the prose without its citations."""
    return "".join(piece.text for piece in prose)


class Citations:
    """Source numbers, assigned while the content is built from its first page to its last."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.numbers: dict[str, int] = {}
        self.uses: dict[str, dict[Use, None]] = {}

    def number(self, claim: str, use: Use) -> int:
        """Return the number of the claim's source and record the use."""
        source = self.rulebook.claims[claim].source
        self.uses.setdefault(claim, {})[use] = None
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def cite(self, claims: Iterable[str], use: Use, beside: Prose = ()) -> tuple[int, ...]:
        """Return the numbers of the claims' sources, each once, without those already cited in the text beside them."""
        said = {piece.cite for piece in beside}
        numbers = [self.number(claim, use) for claim in claims]
        return tuple(number for number in dict.fromkeys(numbers) if number not in said)

    def prose(self, text: str, use: Use) -> Prose:
        """Return the text in pieces, with each `{claim}` replaced by the number of its source."""
        pieces = []
        parts = REFERENCE.split(apostrophes(text))
        for words_, claim in zip(parts[::2], [*parts[1::2], ""], strict=True):
            known = claim in self.rulebook.claims
            shown = f"{words_} {{{claim}}}" if claim and not known else words_
            pieces.append(Piece(shown, self.number(claim, use) if known else 0))
        return tuple(piece for piece in pieces if piece.text or piece.cite)

    def sources(self, made: date) -> tuple[Source, ...]:
        """Return the entries of all sources cited so far, in order of first citation."""
        return tuple(
            entry(number, self.rulebook.sources[source], self.points(source), self.rulebook, made)
            for source, number in self.numbers.items()
        )

    def points(self, source: str) -> tuple[Point, ...]:
        """Return the passages of a source that are used, in order of first use."""
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
        """Return the first and last dates, as YYYY-MM-DD, on which the cited sources were checked."""
        days = [checked for source in self.numbers if (checked := self.rulebook.sources[source].checked_on)]
        return (min(days), max(days)) if days else None


def entry(number: int, source: evidence.Source, points: tuple[Point, ...], rulebook: Rulebook, made: date) -> Source:
    """Return the entry of one source."""
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
    """Return why a source needs care on the date of the report, empty if it needs none."""
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
