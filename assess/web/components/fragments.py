"""Markup split at its markers, so that filling it in is only joining strings.

A marker is a name between two private-use characters, which pass through templates and escaping unchanged.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

START, END = "\ue000", "\ue001"
_MARKER = re.compile(f"{START}([^{END}]*){END}")


def make_marker(name: str) -> str:
    """Return the marker for the value with this name."""
    return f"{START}{name}{END}"


class MarkupTemplate(NamedTuple):
    """Markup in pieces: text and marker names alternate, with text first and last."""

    pieces: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the markup with each marker replaced by its escaped value, or by nothing if it has none."""
        out = list(self.pieces)
        for at in range(1, len(out), 2):
            out[at] = values.get(out[at], "")
        return "".join(out)


def restore_markup(template: MarkupTemplate) -> str:
    """Return the markup that a template was split from, with its markers."""
    return "".join(piece if at % 2 == 0 else make_marker(piece) for at, piece in enumerate(template.pieces))


def split_markup(markup: str) -> MarkupTemplate:
    """Split markup at its markers."""
    return MarkupTemplate(tuple(_MARKER.split(markup)))
