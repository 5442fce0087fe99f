"""Unusual reports, each built once from invented data; they must not overflow, mislead or fail."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import Action, ActionState, Plan
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.builder import build_content
from assess.report.content.models import ReportContent
from assess.report.html.render import render_html
from assess.report.options import ReportOptions
from assess.report.pdf.render import render_pdf
from tests.report import factories

DAY = date(2026, 11, 22)
FILES = {"answers.yaml": b"council: Borough of Sample\n", "readiness.yaml": b"rulebook: {}\n", "figures.json": b"{}\n"}
UNUSUAL_TEXT = "<script>alert(1)</script> & \"quotes\" 'n' \u202eturned\u202c \x07 \ud800 💩 漢字 e\u0301 \u200d \u00ad"
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 9
LONG_NOTE = ("A sentence of the note that goes on. " * 60 + "\n") * 45
"""About 100,000 characters, the longest note allowed."""


def same_answers(option: str) -> dict[str, Answer]:
    """Answer every question with the same option."""
    return {f"q-{section}-{number}": Answer(option=option) for section in range(1, 9) for number in range(1, 7)}


def unusual_answers() -> dict[str, Answer]:
    """Return answers with unusual text in every field."""
    typed = Answer(
        option="begun",
        note=f"{UNUSUAL_TEXT} {LONG_WORD}",
        evidence=f"https://example.org/{LONG_WORD}?a=1&b=2",
        by=UNUSUAL_TEXT,
    )
    return factories.build_answers(q_1_2=typed, q_3_4=Answer(does_not_apply=f"{UNUSUAL_TEXT} {LONG_WORD}"))


def unusual_plan() -> Plan:
    """Return a plan with unusual text in every field, for actions that are advised, not advised and gone."""
    typed = (
        Action(
            f"{UNUSUAL_TEXT} {LONG_WORD}",
            DAY.replace(year=2025),
            ActionState.UNDER_WAY,
            carried_from=f"{UNUSUAL_TEXT} {LONG_WORD}",
        ),
        Action(reason=f"{UNUSUAL_TEXT} {LONG_WORD}", carried_from=UNUSUAL_TEXT),
        Action(LONG_WORD, date(2100, 12, 31), ActionState.DONE),
    )
    names = [rule["id"] for rule in factories.build_readiness()["recommendations"][::8]]
    return {name: typed[place % len(typed)] for place, name in enumerate([*names, "gone-1", "gone-2", "gone-3"])}


def long_plan() -> Plan:
    """Return a plan with the longest reasons allowed."""
    return {
        "do-1-1": Action(reason=LONG_NOTE[:100_000]),
        "do-1-2": Action(reason="x" * 100_000),
        "do-1-3": Action(reason="y" * 700),
    }


def sixty_recommendations() -> Rulebook:
    """Return rules with sixty recommendations and a few more questions."""
    rules = factories.build_readiness()
    more = [{**rules["recommendations"][place], "id": f"again-{place}"} for place in range(12)]
    return factories.build_rulebook({"recommendations": [*rules["recommendations"], *more]})


def nothing_due() -> Rulebook:
    """Return rules in which every question waits for the last stage."""
    rules = factories.build_readiness()
    for section in rules["sections"]:
        for question in section["questions"]:
            question["from_stage"] = "transfer"
    return factories.build_rulebook({"sections": rules["sections"]})


def narrow_bands() -> Rulebook:
    """Return rules whose bands are too narrow for their labels."""
    starts = (0, 40, 42, 44, 96)
    bands = [
        {"id": f"b-{at}", "from": str(at), "label": f"A band from {at} on", "meaning": "Meaning."} for at in starts
    ]
    blockers = [{**blocker, "caps_at": "b-0"} for blocker in factories.build_readiness()["blockers"]]
    return factories.build_rulebook({"bands": bands, "blockers": blockers})


ReportCase = tuple[Rulebook, Assessment]
CASES: Mapping[str, Callable[[], ReportCase]] = {
    "middling": lambda: (factories.build_rulebook(), factories.build_assessment()),
    "best": lambda: (factories.build_rulebook(), factories.build_assessment(same_answers("done"), stage="transfer")),
    "worst": lambda: (
        factories.build_rulebook(),
        factories.build_assessment(same_answers("nothing"), stage="transfer"),
    ),
    "nobody-has-looked": lambda: (factories.build_rulebook(), factories.build_assessment({})),
    "all-unknown": lambda: (
        factories.build_rulebook(),
        factories.build_assessment({name: Answer(dont_know=True) for name in same_answers("done")}),
    ),
    "odd-characters": lambda: (
        factories.build_rulebook(),
        Assessment(
            f"Council {UNUSUAL_TEXT}",
            LONG_WORD,
            {"nation": "wales", "stage": "case"},
            unusual_answers(),
            plan=unusual_plan(),
        ),
    ),
    "long-note": lambda: (
        factories.build_rulebook(),
        replace(
            factories.build_assessment(
                factories.build_answers(
                    q_2_2=Answer(option="begun", note=LONG_NOTE), q_2_3=Answer(option="done", note="x" * 100_000)
                )
            ),
            plan=long_plan(),
        ),
    ),
    "sixty": lambda: (sixty_recommendations(), factories.build_assessment(same_answers("begun"), stage="transfer")),
    "nothing-due": lambda: (nothing_due(), factories.build_assessment()),
    "narrow-bands": lambda: (narrow_bands(), factories.build_assessment()),
    "nobody-in-the-scheme": lambda: (
        factories.build_rulebook(),
        factories.build_assessment(members=0, income=1_250_000),
    ),
}


@cache
def build_case(name: str) -> ReportContent:
    """Build the content of a case."""
    rulebook, assessment = CASES[name]()
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    view = compute_what_if(rulebook, assessment.profile, assessment.answers)
    return build_content(rulebook, assessment, result, view, report_date=DAY)


@cache
def render_case_html(name: str, *, with_answers: bool = True) -> str:
    """Render the page of a case."""
    return render_html(build_case(name), ReportOptions(".html", DAY, with_answers=with_answers))


@cache
def render_case_pdf(name: str, *, with_answers: bool = True) -> bytes:
    """Render the PDF of a case."""
    return render_pdf(
        render_case_html(name, with_answers=with_answers), date=DAY, attachments=FILES if with_answers else {}
    )


def change_evidence(evidence: str) -> ReportContent:
    """Return the middling report with this as the evidence of every answer."""
    parts = build_case("middling").answers
    return change_content(
        answers=tuple(
            part._replace(lines=tuple(line._replace(evidence=evidence) for line in part.lines)) for part in parts
        )
    )


def change_content(**fields: Any) -> ReportContent:
    """Return the content of the middling case with some fields changed."""
    whole = build_case("middling")
    return type(whole)(**{name: fields.get(name, getattr(whole, name)) for name in type(whole).__slots__})
