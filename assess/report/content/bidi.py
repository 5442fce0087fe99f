"""What somebody typed, kept from turning the words that stand around it."""

import re
from dataclasses import replace

from assess.core.model.assessment import Answer, Assessment

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs without a shape that turn the direction of letters, so that a text can read otherwise than it is written."""

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u061c\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters of the scripts that are written from right to left (Unicode, Bidi_Class R and AL)."""

FIRST_STRONG, END = "\u2068", "\u2069"
"""The signs between which a text has a direction of its own (Unicode Bidirectional Algorithm, isolates)."""


def isolated(text: str) -> str:
    """Give a typed text: signs that turn it are named, and letters from right to left leave what is around alone."""
    plain = TURNING.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text)
    if not RIGHT_TO_LEFT.search(plain):
        return plain
    return "\n".join(f"{FIRST_STRONG}{line}{END}" if line.strip() else line for line in plain.split("\n"))


def shown(assessment: Assessment) -> Assessment:
    """Give the assessment with every text in it as it may stand among our own words."""
    return replace(
        assessment,
        council=isolated(assessment.council),
        service=isolated(assessment.service),
        answers={question: shown_answer(answer) for question, answer in assessment.answers.items()},
    )


def shown_answer(answer: Answer) -> Answer:
    """Give an answer with every text in it as it may stand among our own words."""
    return replace(
        answer,
        note=isolated(answer.note),
        evidence=isolated(answer.evidence),
        by=isolated(answer.by),
        does_not_apply=isolated(answer.does_not_apply),
    )
