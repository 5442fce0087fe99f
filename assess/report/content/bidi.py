"""Isolate user text, so that its direction does not reorder the text around it."""

import re
from dataclasses import replace

from assess.core.model.assessment import Answer, Assessment

_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Invisible characters that override or isolate text direction, so that a text can display out of order."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u061c\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Characters of the scripts written from right to left (Unicode, Bidi_Class R and AL)."""

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
"""The characters that enclose a text with a direction of its own (Unicode Bidirectional Algorithm, isolates)."""


def bidi_isolate(text: str) -> str:
    """Return the text with direction controls replaced by visible labels and right-to-left lines isolated."""
    plain = _DIRECTION_CONTROLS.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text)
    if not _RIGHT_TO_LEFT.search(plain):
        return plain
    return "\n".join(
        f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}" if line.strip() else line for line in plain.split("\n")
    )


def isolate_assessment(assessment: Assessment) -> Assessment:
    """Return the assessment with all user text isolated."""
    return replace(
        assessment,
        council=bidi_isolate(assessment.council),
        service=bidi_isolate(assessment.service),
        answers={question: _isolate_answer(answer) for question, answer in assessment.answers.items()},
    )


def _isolate_answer(answer: Answer) -> Answer:
    """Return the answer with all user text isolated."""
    return replace(
        answer,
        note=bidi_isolate(answer.note),
        evidence=bidi_isolate(answer.evidence),
        by=bidi_isolate(answer.by),
        does_not_apply=bidi_isolate(answer.does_not_apply),
    )
