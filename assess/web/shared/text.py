"""Helpers for texts of the rules on pages."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question
from assess.report.content.citations import Citations, Prose, Source, Use, unreferenced
from assess.report.content.text import apostrophes, joined, within

BRACKETS = re.compile(r" \([^)]*\)")
NAMED = re.compile(r"`([^`]*)`")
plain = unreferenced
NOWHERE = Use("", "")
"""No link back: pages list sources where they are cited."""


class Cited(NamedTuple):
    """A text of the rules with its sources."""

    prose: Prose
    sources: tuple[Source, ...]


@lru_cache(1000)
def cited(rulebook: Rulebook, text: str, claims: tuple[str, ...], day: date) -> Cited:
    """Parse a text with citations, and return it with its sources and those of the claims as of a day."""
    citations = Citations(rulebook)
    prose = citations.prose(text, NOWHERE)
    for claim in claims:
        citations.number(claim, NOWHERE)
    return Cited(prose, citations.sources(day))


def quoted(sentence: str) -> str:
    """Replace the backticks in a problem with quotation marks; the command line prints them as they are."""
    return NAMED.sub(r"“\1”", sentence)


def whom(rulebook: Rulebook, roles: Iterable[str], *, brief: bool = False) -> str:
    """Join the titles of roles for use inside a sentence: `head of procurement and head of legal`."""
    titles = [within(apostrophes(rulebook.roles[role].title)) for role in roles]
    return joined([BRACKETS.sub("", title) for title in titles] if brief else titles)


def stage_words(rulebook: Rulebook, stage: str) -> str:
    """Describe from which stage on, such as `from the stage “Writing the business case” on`."""
    return f"from the stage “{apostrophes(plain(rulebook.stages[stage].text))}” on"


def whose_knowledge(questions: Iterable[Question], most: int = 2) -> tuple[str, ...]:
    """Return the roles that are the first to ask for most of the questions."""
    asked = [question.ask[0] for question in questions]
    ranked = sorted(dict.fromkeys(asked), key=lambda role: -asked.count(role))
    return tuple(role for role in ranked[:most])


def file_name(*parts: str) -> str:
    """Join parts to a name for a download: letters, digits and single hyphens."""
    plain_text = normalize("NFKD", "-".join(parts).lower()).encode("ascii", "ignore").decode()
    letters = "".join(letter if letter.isalnum() else "-" for letter in plain_text)
    return "-".join(filter(None, letters.split("-")))[:80] or "answers"
