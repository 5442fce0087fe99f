"""Find the known name that somebody probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

FEW = 9
"""Up to this many names are listed whole."""
LOOKED_THROUGH = 2000
"""Among more names than this none is sought that is like another: it would take longer than a reader waits."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that is most like this one, if any is like it."""
    names = list(known)
    if len(names) > LOOKED_THROUGH:
        return None
    found = get_close_matches(name.lower()[:80], names, 1, 0.6)
    return found[0] if found else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """Give a sentence that helps to put a wrong name right."""
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
    """Give the names as one phrase: `a`, `b` or `c`."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} or {last}" if others else last


def listed(names: Iterable[str]) -> str:
    """Give the names as one phrase: `a`, `b` and `c`."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last
