"""Find and sort names however they are spelled: regardless of case, accents, apostrophes, dashes and spaces."""

import re
from unicodedata import normalize

_ACCENTS = re.compile("[\u0300-\u036f]+")
_UNREAD = re.compile(
    "['\"`\u00b4\u02bb\u02bc\u2018-\u201f\u2032\u2033\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
"""Apostrophes and quotation marks, and characters that cannot be seen."""
_GAPS = re.compile("[\\s\u2010-\u2015\u2212-]+")
_LETTERS = str.maketrans(
    {"\u0131": "i", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not decompose into a plain letter and an accent."""


def fold_name(text: str) -> str:
    """Return a name as plain letters, the same for every spelling, by which it is found and sorted.

    A name of nothing but quotation marks, dashes and spaces stays as it is, so that it is not the same as every other.
    """
    letters = _ACCENTS.sub("", normalize("NFKD", _UNREAD.sub("", text))).casefold().translate(_LETTERS)
    return _GAPS.sub(" ", letters).strip() or text


def matches_words(text: str, search: str) -> bool:
    """Return whether a text has every word of a search, however both are spelled."""
    folded = fold_name(text)
    return all(word in folded for word in fold_name(search).split())
