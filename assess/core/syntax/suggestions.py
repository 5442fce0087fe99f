"""Suggestions of the known name that was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_MAX_LISTED_NAMES = 9
"""The most names that a suggestion lists in full."""
MAX_SEARCHED_NAMES = 2000
"""The most names that are searched for a close match; more would take longer than a reader waits."""


def find_closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to this one, or None if none is close or there are too many to search."""
    names = list(known)
    if len(names) > MAX_SEARCHED_NAMES:
        return None
    matches = get_close_matches(name.lower()[:80], names, 1, 0.6)
    return matches[0] if matches else None


def suggest_correction(name: str, known: Iterable[str]) -> str:
    """Return a sentence that helps to correct an unknown name."""
    names = list(known)
    closest = find_closest(name, names)
    if closest is not None:
        return f"Did you mean `{closest}`?"
    if not names:
        return "There are none yet."
    if len(names) > MAX_SEARCHED_NAMES:
        return f"It is not one of the {len(names):,} known names."
    if len(names) > _MAX_LISTED_NAMES:
        return f"None of the {len(names)} known names is similar."
    return f"Use {join_with_or(names)}."


def join_with_or(names: Iterable[str]) -> str:
    """Join names with commas and "or": `a`, `b` or `c`."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} or {last}" if others else last


def join_with_and(names: Iterable[str]) -> str:
    """Join names with commas and "and": `a`, `b` and `c`."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last
