"""Problems in files that people write, with their positions."""

from dataclasses import dataclass

MAX_PROBLEMS = 100
"""The most problems reported at once; each needs a search for what was meant, and 60,000 would take minutes."""
TOO_MANY_PROBLEMS = (
    f"There are more than {MAX_PROBLEMS} problems, so only the first {MAX_PROBLEMS} are listed. "
    "Correct these, then try again."
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem in a file: its position and a message saying how to fix it."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"
