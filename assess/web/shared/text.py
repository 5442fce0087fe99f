"""Helpers for texts of the rules on pages."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from unicodedata import normalize

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question
from assess.report.content.citations import Citations, CitationUse, CitedSource, Prose, strip_references
from assess.report.content.text import curl_apostrophes, join_words, lower_first
from assess.web.caching import cached_by_hash

_PARENTHESES = re.compile(r" \([^)]*\)")
_CODE_SPAN = re.compile(r"`([^`]*)`")
NO_BACKLINK = CitationUse("", "")
"""No link back: pages list sources where they are cited."""


class CitedText(NamedTuple):
    """A text of the rules with its sources."""

    prose: Prose
    sources: tuple[CitedSource, ...]


@cached_by_hash(1000)
def cite_text(rulebook: Rulebook, text: str, claims: tuple[str, ...], day: date) -> CitedText:
    """Parse a text with citations, and return it with its sources and those of the claims as of a day."""
    citations = Citations(rulebook)
    prose = citations.parse_prose(text, NO_BACKLINK)
    for claim in claims:
        citations.register(claim, NO_BACKLINK)
    return CitedText(prose, citations.list_sources(day))


def quote_names(sentence: str) -> str:
    """Replace the backticks in a problem with quotation marks; the command line prints them as they are."""
    return _CODE_SPAN.sub(r"“\1”", sentence)


def join_role_titles(rulebook: Rulebook, roles: Iterable[str], *, brief: bool = False) -> str:
    """Join the titles of roles for use inside a sentence: `head of procurement and head of legal`."""
    titles = [lower_first(curl_apostrophes(rulebook.roles[role].title)) for role in roles]
    return join_words([_PARENTHESES.sub("", title) for title in titles] if brief else titles)


def describe_stage(rulebook: Rulebook, stage: str) -> str:
    """Describe from which stage on a question counts: `due from “Writing the business case”`."""
    return f"due from “{curl_apostrophes(strip_references(rulebook.stages[stage].text))}”"


def find_main_roles(questions: Iterable[Question], limit: int = 2) -> tuple[str, ...]:
    """Return the roles that are the first to ask for most of the questions."""
    asked = [question.ask[0] for question in questions]
    ranked = sorted(dict.fromkeys(asked), key=lambda role: -asked.count(role))
    return tuple(role for role in ranked[:limit])


def slugify(*parts: str) -> str:
    """Join parts to a name for a download: letters, digits and single hyphens."""
    plain_text = normalize("NFKD", "-".join(parts).lower()).encode("ascii", "ignore").decode()
    letters = "".join(letter if letter.isalnum() else "-" for letter in plain_text)
    return "-".join(filter(None, letters.split("-")))[:80] or "answers"
