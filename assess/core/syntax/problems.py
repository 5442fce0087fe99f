"""Mistakes of people who write files, as values with a place."""

from dataclasses import dataclass

MOST = 100
"""The most mistakes that are told at once: each asks what was meant, which 60,000 of them would do for minutes."""
MORE = f"There are more than {MOST} mistakes, so only {MOST} are told. Mend these, then try again."


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in a file: where it is and a sentence saying how to mend it."""

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"
