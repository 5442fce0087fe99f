"""Problems in files that people write, with their positions."""

from dataclasses import dataclass

MOST = 100
"""The most problems reported at once; each needs a search for what was meant, and 60,000 would take minutes."""
MORE = f"There are more than {MOST} mistakes, so only {MOST} are told. Mend these, then try again."


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem in a file: its position and a message saying how to fix it."""

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"
