"""Suggestions of the known name that was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

FEW = 9
"""The most names that a suggestion lists in full."""
LOOKED_THROUGH = 2000
"""The most names that are searched for a close match; more would take longer than a reader waits."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to this one, or None if none is close or there are too many to search."""
    names = list(known)
    if len(names) > LOOKED_THROUGH:
        return None
    found = get_close_matches(name.lower()[:80], names, 1, 0.6)
    return found[0] if found else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return a sentence that helps to correct an unknown name."""
    names = list(known)
    found = nearest(name, names)
    if found is not None:
        return f"Did you mean `{found}`?"
    if not names:
        return "There are none yet."
    if len(names) > LOOKED_THROUGH:
        return f"It is none of the {len(names):,} known names."
    if len(names) > FEW:
        return f"None of the {len(names)} known names is like it."
    return f"Use {alternatives(names)}."


def alternatives(names: Iterable[str]) -> str:
    """Join names with commas and "or": `a`, `b` or `c`."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} or {last}" if others else last


def listed(names: Iterable[str]) -> str:
    """Join names with commas and "and": `a`, `b` and `c`."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last
