"""Problems in files that people write, with their positions."""

import re
from dataclasses import dataclass, field
from unicodedata import name

MAX_PROBLEMS = 100
"""The most problems reported at once; each needs a search for what was meant, and 60,000 would take minutes."""
TOO_MANY_PROBLEMS = (
    f"There are more than {MAX_PROBLEMS} problems, so only the first {MAX_PROBLEMS} are listed. "
    "Correct these, then try again."
)


ODD_SPACE = re.compile("[\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f-\u2064\u3000]")
"""A character that looks like a space, or like nothing, as word processors and web pages insert it."""


def show_odd_spaces(text: str) -> str:
    """Return a text with the name of each odd space in its place: ‹no-break space›."""
    return ODD_SPACE.sub(lambda found: f"‹{name(found[0], 'space').lower()}›", text)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem in a file: its position and a message saying how to fix it."""

    file: str
    line: int
    column: int
    message: str
    path: tuple[str | int, ...] = field(default=(), compare=False)
    """The path of the invalid value in the file; empty for text that cannot be parsed."""
    code: str = field(default="", compare=False)
    """The kind of mistake, by which a form finds its own words for it."""
    values: tuple[str | int, ...] = field(default=(), compare=False)
    """The ids and numbers that the message names, for those words."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"
