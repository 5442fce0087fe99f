"""Numbered citations: sources in the order of first citation, with the passages cited and where they are used."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from assess.core.model import evidence
from assess.core.model.rulebook import Rulebook
from assess.report.content.text import (
    capitalise_first,
    curl_apostrophes,
    end_sentence,
    format_date,
    format_partial_date,
)

REFERENCE = re.compile(r"\s*\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
_MAX_IN_A_ROW = 2
"""Largest number of citations after a text."""

_MAX_PLACE_LENGTH = 24
"""Length of the longest place in a source that is named where it is cited."""

_PLAIN_STATUSES = ("in force", "evidence")
"""The statuses that need no mention: law in force, and publications that are neither law nor guidance."""

_RECENT_DAYS = 31
"""Number of days before the latest check of a source within which the others count as checked at the same time."""

_OLD_AFTER_DAYS = 365
"""Number of days after which the check of a source counts as old."""


def strip_references(text: str) -> str:
    """Return a text of the rules without its references and with typographic apostrophes."""
    return REFERENCE.sub("", curl_apostrophes(text))


class Citation(NamedTuple):
    """A place in a source that a text rests on."""

    number: int
    """The number of the source."""
    at: str
    """Where in the source."""
    claim: str

    @property
    def label(self) -> str:
        """The citation in square brackets, with the place in the source if that is short: `[1, s.16(4)]`."""
        return f"[{self.number}, {self.at}]" if self.at and len(self.at) <= _MAX_PLACE_LENGTH else f"[{self.number}]"

    @property
    def anchor(self) -> str:
        """The anchor of the place in the list of sources."""
        return f"c-{self.claim}"


class ProsePiece(NamedTuple):
    """A piece of text, with what is cited after it."""

    text: str
    cite: Citation | None = None


Prose = tuple[ProsePiece, ...]
"""A text with citations in it."""


def split_sentence(prose: Prose) -> tuple[Prose, Prose]:
    """Return the first sentence of a text and the rest, without the space between them."""
    for place, piece in enumerate(prose):
        sentence, stop, rest = piece.text.partition(". ")
        if stop:
            before = (*prose[:place], ProsePiece(f"{sentence}."))
            return before, (piece._replace(text=rest), *prose[place + 1 :])
    return prose, ()


def _append_citations(prose: Prose, citations: Sequence[Citation]) -> Prose:
    """Return a text with citations before the full stop that ends it."""
    if not citations:
        return prose
    *before, last = prose or (ProsePiece(""),)
    if last.cite:
        before, last = [*before, last], ProsePiece("")
    text, stop = (last.text[:-1], ".") if last.text.endswith(".") else (last.text, "")
    cited = (ProsePiece(text, citations[0]), *(ProsePiece("", cite) for cite in citations[1:]))
    return (*before, *cited, *([ProsePiece(stop)] if stop else []))


class CitationUse(NamedTuple):
    """A place where a claim is used: the label to print and the anchor to link to."""

    label: str
    anchor: str
    questions: tuple[str, ...] = ()
    """The numbers of the questions that it follows from."""

    @property
    def name(self) -> str:
        """The label with those numbers: `a blocker (Q4)`."""
        return f"{self.label} ({', '.join(self.questions)})" if self.questions else self.label


class CitedPassage(NamedTuple):
    """A passage in a source: what was found there, what has changed since and where it is used."""

    claim: str
    at: str
    finding: str
    dated: str
    uses: tuple[CitationUse, ...]


class CitedPlace(NamedTuple):
    """A place in a source with the claims found there and where they are used."""

    at: str
    anchors: tuple[str, ...]
    uses: tuple[CitationUse, ...]


class CitedSource(NamedTuple):
    """An entry in the list of sources; unknown fields are empty."""

    number: int
    author: str
    title: str
    published: str
    publication: str
    """What it appeared in; its publisher if it names neither that nor an author."""
    issued: str
    status: str
    remark: str
    """Its status in a sentence; empty if it is law in force or a publication that is neither law nor guidance."""
    checked: str
    recently_checked: bool
    """Whether it was checked within a month of the latest check of a source."""
    caution: str
    url: str
    passages: tuple[CitedPassage, ...]

    @property
    def places(self) -> tuple[CitedPlace, ...]:
        """The places in it, each once, in order of first use."""
        found: dict[str, list[CitedPassage]] = {}
        for passage in self.passages:
            found.setdefault(passage.at, []).append(passage)
        return tuple(
            CitedPlace(
                at,
                tuple(f"c-{passage.claim}" for passage in passages),
                tuple(dict.fromkeys(use for passage in passages for use in passage.uses)),
            )
            for at, passages in found.items()
        )

    @property
    def link_text(self) -> str:
        """Its web address without the scheme, or that there is none."""
        return self.url.removeprefix("https://").removeprefix("http://") or "Supplied copy; no web address."


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

    def register(self, claim_id: str, use: CitationUse) -> Citation:
        """Return the citation of a claim and record its use."""
        claim = self.rulebook.claims[claim_id]
        self.uses.setdefault(claim.source, {}).setdefault(claim_id, {})[use] = None
        number = self.numbers.setdefault(claim.source, len(self.numbers) + 1)
        return Citation(number, curl_apostrophes(claim.pinpoint), claim_id)

    def cite(self, claims: Iterable[str], use: CitationUse, adjacent: Prose = ()) -> tuple[Citation, ...]:
        """Return the citations of the claims, each once, without those already in the text beside them."""
        already_cited = {piece.cite for piece in adjacent}
        found = dict.fromkeys(self.register(claim, use) for claim in claims)
        return tuple(citation for citation in found if citation not in already_cited)

    def cite_after(self, text: str, claims: Iterable[str], use: CitationUse) -> tuple[Prose, tuple[Citation, ...]]:
        """Return the text with the first two citations of the claims at its end, and the others."""
        prose = self.parse_prose(text, use)
        cited = self.cite(claims, use, prose)
        return _append_citations(prose, cited[:_MAX_IN_A_ROW]), cited[_MAX_IN_A_ROW:]

    def parse_prose(self, text: str, use: CitationUse) -> Prose:
        """Return the text in pieces, with each `{claim}` replaced by its citation."""
        pieces = []
        parts = REFERENCE.split(curl_apostrophes(text))
        for words, claim in zip(parts[::2], [*parts[1::2], ""], strict=True):
            known = claim in self.rulebook.claims
            shown = f"{words} {{{claim}}}" if claim and not known else words
            pieces.append(ProsePiece(shown, self.register(claim, use) if known else None))
        return tuple(piece for piece in pieces if piece.text or piece.cite)

    def list_sources(self, report_date: date) -> tuple[CitedSource, ...]:
        """Return the entries of all sources cited so far, in order of first citation."""
        recent = [day for day in self.list_check_dates() if self.is_recent(day)]
        sources = [(number, self.rulebook.sources[source]) for source, number in self.numbers.items()]
        return tuple(
            _build_source(
                number,
                source,
                self.list_passages(source.id),
                recent,
                _describe_caution(source, self.rulebook, report_date),
            )
            for number, source in sources
        )

    def list_passages(self, source: str) -> tuple[CitedPassage, ...]:
        """Return the passages of a source that are used, in order of first use."""
        return tuple(
            _build_passage(self.rulebook.claims[claim], tuple(uses)) for claim, uses in self.uses[source].items()
        )

    def list_check_dates(self) -> list[date]:
        """Return the dates on which the cited sources were checked, earliest first."""
        days = (self.rulebook.sources[source].checked_on for source in self.numbers)
        return sorted({date.fromisoformat(day) for day in days if day})

    def is_recent(self, day: date) -> bool:
        """Return whether a date is within a month of the latest check of a cited source."""
        return (self.list_check_dates()[-1] - day).days <= _RECENT_DAYS


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
    number: int, source: evidence.Source, passages: tuple[CitedPassage, ...], recent: Sequence[date], caution: str
) -> CitedSource:
    """Return the entry of one source."""
    note = source.status_note.rstrip(".")
    status = f"{source.status} ({note})" if note else source.status
    checked = date.fromisoformat(source.checked_on) if source.checked_on else None
    remark = "" if source.status in _PLAIN_STATUSES else source.status if source.status == "guidance" else status
    container = [source.container_title, source.publisher]
    return CitedSource(
        number=number,
        author=curl_apostrophes(", ".join(source.author)),
        title=curl_apostrophes(source.title),
        published=curl_apostrophes(", ".join(dict.fromkeys(part for part in container if part))),
        publication=curl_apostrophes(source.container_title or ("" if source.author else source.publisher)),
        issued=format_partial_date(source.issued) if source.issued else "no date",
        status=curl_apostrophes(status),
        remark=end_sentence(curl_apostrophes(capitalise_first(remark))) if remark else "",
        checked=format_date(checked) if checked else "",
        recently_checked=checked is None or checked in recent,
        caution=caution,
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
