"""Estimates of the time needed to answer questions."""

from collections.abc import Iterable

from assess.core.model.rules import Fact, Question
from assess.report.content.text import format_number

_WORDS_PER_MINUTE = 200
"""Speed of careful reading of plain text."""

CHOOSE_MINUTES, NOTE_MINUTES = 1, 1
"""Minutes to choose an answer, and to note where the evidence is."""

_FACT_MINUTES = 1
"""Minutes for each fact about the service."""

ROUNDING_MINUTES = 5
"""Sums are rounded up to a multiple of this many minutes, as the estimate is no finer."""

TIME_NOTE = (
    f"The time is our estimate if you know the answers: reading at {_WORDS_PER_MINUTE} words a minute, a minute to "
    "choose and a minute to note where the evidence is. Finding out what no one knows can take days or weeks and is "
    "not included."
)


def estimate_question(question: Question) -> float:
    """Return the estimated minutes for a question."""
    texts = (question.text, question.help, *(option.text for option in question.options))
    words = sum(len(text.split()) for text in texts)
    return words / _WORDS_PER_MINUTE + CHOOSE_MINUTES + NOTE_MINUTES


def estimate_minutes(questions: Iterable[Question], facts: Iterable[Fact] = ()) -> int:
    """Return the estimated minutes for questions and facts together, rounded up."""
    whole = sum(map(estimate_question, questions)) + _FACT_MINUTES * len(tuple(facts))
    return max(ROUNDING_MINUTES, -(-int(whole) // ROUNDING_MINUTES) * ROUNDING_MINUTES)


def format_duration(minutes: int) -> str:
    """Format a duration in minutes: `about 40 minutes`, `about two and a half hours`."""
    if minutes < 60:
        return f"about {minutes} minutes"
    halves = round(minutes / 30)
    hours = f"{format_number(halves // 2)}{' and a half' if halves % 2 else ''}"
    return f"about {hours} {'hour' if halves == 2 else 'hours'}"
