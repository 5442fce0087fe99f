"""How pages say what the rules say."""

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
"""Pages list sources where they are cited, so a source need not lead back."""


class Cited(NamedTuple):
    """A text of the rules with the sources it rests on."""

    prose: Prose
    sources: tuple[Source, ...]


@lru_cache(1000)
def cited(rulebook: Rulebook, text: str, claims: tuple[str, ...], day: date) -> Cited:
    """Give a text in pieces with its citations, and the sources of it and of the claims, as they stand on a day."""
    citations = Citations(rulebook)
    prose = citations.prose(text, NOWHERE)
    for claim in claims:
        citations.number(claim, NOWHERE)
    return Cited(prose, citations.sources(day))


def quoted(sentence: str) -> str:
    """Give the sentence of a problem with what it names in quotation marks; a command line has plainer marks."""
    return NAMED.sub(r"“\1”", sentence)


def whom(rulebook: Rulebook, roles: Iterable[str], *, brief: bool = False) -> str:
    """Name roles as they stand inside a sentence: `head of procurement and head of legal`."""
    titles = [within(apostrophes(rulebook.roles[role].title)) for role in roles]
    return joined([BRACKETS.sub("", title) for title in titles] if brief else titles)


def stage_words(rulebook: Rulebook, stage: str) -> str:
    """Say from which stage on, in the words of the rules: `from the stage “Writing the business case” on`."""
    return f"from the stage “{apostrophes(plain(rulebook.stages[stage].text))}” on"


def whose_knowledge(questions: Iterable[Question], most: int = 2) -> tuple[str, ...]:
    """Give the roles that are first asked in most of the questions."""
    asked = [question.ask[0] for question in questions]
    ranked = sorted(dict.fromkeys(asked), key=lambda role: -asked.count(role))
    return tuple(role for role in ranked[:most])


def file_name(*parts: str) -> str:
    """Give a name for a file to download: letters, figures and single hyphens."""
    plain_text = normalize("NFKD", "-".join(parts).lower()).encode("ascii", "ignore").decode()
    letters = "".join(letter if letter.isalnum() else "-" for letter in plain_text)
    return "-".join(filter(None, letters.split("-")))[:80] or "answers"
