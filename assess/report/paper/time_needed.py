"""Estimates of the time needed to answer questions."""

from collections.abc import Iterable

from assess.core.model.rules import Fact, Question
from assess.report.content.text import number

WORDS_A_MINUTE = 200
"""Speed of careful reading of plain text."""

TO_CHOOSE, TO_NOTE = 1, 1
"""Minutes to choose an answer, and to note where the evidence is."""

FACT = 1
"""Minutes for each fact about the service."""

STEP = 5
"""Sums are rounded up to a multiple of this many minutes, as the estimate is no finer."""

HOW = (
    f"The time is our estimate for answers that are known: reading at {WORDS_A_MINUTE} words a minute, a minute to "
    "choose and a minute to note where the evidence is. Finding out what nobody knows takes days or weeks and is not "
    "counted."
)


def for_question(question: Question) -> float:
    """Return the estimated minutes for a question."""
    texts = (question.text, question.help, *(option.text for option in question.options))
    words = sum(len(text.split()) for text in texts)
    return words / WORDS_A_MINUTE + TO_CHOOSE + TO_NOTE


def minutes(questions: Iterable[Question], facts: Iterable[Fact] = ()) -> int:
    """Return the estimated minutes for questions and facts together, rounded up."""
    whole = sum(map(for_question, questions)) + FACT * len(tuple(facts))
    return max(STEP, -(-int(whole) // STEP) * STEP)


def said(count: int) -> str:
    """Format a duration in minutes: `about 40 minutes`, `about two and a half hours`."""
    if count < 60:
        return f"about {count} minutes"
    halves = round(count / 30)
    hours = f"{number(halves // 2)}{' and a half' if halves % 2 else ''}"
    return f"about {hours} {'hour' if halves == 2 else 'hours'}"
