"""Markup cut at its markers, so that filling it in is joining strings.

A marker stands between two private characters, which pass through templates and escaping unchanged.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

START, END = "\ue000", "\ue001"
MARKER = re.compile(f"{START}([^{END}]*){END}")


def marker(name: str) -> str:
    """Give the marker to put where a value of this name belongs."""
    return f"{START}{name}{END}"


class Fragment(NamedTuple):
    """Markup in pieces: text and marker names by turns, text first and last."""

    pieces: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> str:
        """Give the markup with each marker's value, which must be escaped already; nothing where there is none."""
        out = list(self.pieces)
        for at in range(1, len(out), 2):
            out[at] = values.get(out[at], "")
        return "".join(out)


def joined(fragment: Fragment) -> str:
    """Give the markup that a fragment was cut from, its markers in place."""
    return "".join(piece if at % 2 == 0 else marker(piece) for at, piece in enumerate(fragment.pieces))


def cut(markup: str) -> Fragment:
    """Cut markup at its markers."""
    return Fragment(tuple(MARKER.split(markup)))
