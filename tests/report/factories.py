"""A fictional rulebook and assessments, small enough to read and unusual enough to be a challenge."""

from collections.abc import Mapping
from typing import Any

from assess.core.model.assessment import Answer, Assessment
from assess.core.model.evidence import Evidence
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Rules

SECTIONS = (
    "Route to a contract",
    "Pensions",
    "Staff",
    "Money",
    "The client side",
    "Watching over it",
    "Advice",
    "Choices",
)
WEIGHTS = (20, 15, 15, 15, 10, 10, 8, 7)


def build_question(section: int, number: int) -> dict[str, Any]:
    """Return one question of the fictional rules, as in the file."""
    blocks = number == 1 and section <= 2
    made: dict[str, Any] = {
        "id": f"q-{section}-{number}",
        "text": f"Is step {number} of “{SECTIONS[section - 1].lower()}” settled, and do all who have to know it know?",
        "help": "Look in the project's file.",
        "why": "It is often forgotten.",
        "evidence": ["A dated note"],
        "ask": ["lead", "vat-adviser"],
        "weight": str(1 + (section + number) % 5),
        "may_not_apply": "false" if blocks else "true",
        "options": [
            {"id": "nothing", "text": f"Nobody has begun step {number}.", "points": "0"},
            {
                "id": "begun",
                "text": "A draft exists that those who would have to keep to it have not agreed.",
                "points": "1",
            },
            {"id": "agreed", "text": "It is agreed, but not yet written down.", "points": "2"},
            {"id": "done", "text": "It is agreed, written down and dated.", "points": "3"},
        ],
    }
    if number == 6:
        made["from_stage"] = "transfer"
    if number == 5:
        made["ask_if"] = {"profile": "members", "above": "0"}
        made["not_asked_because"] = "No one who would move is in the scheme."
    return made


def build_recommendation(section: int, number: int) -> dict[str, Any]:
    """Return the recommendation that follows from every answer to a question but the best."""
    return {
        "id": f"do-{section}-{number}",
        "title": f"Settle step {number} of “{SECTIONS[section - 1].lower()}” before anything is signed",
        "why": "The council's own advisers found that half of the services stopped here {claim-2}.",
        "steps": ["Name someone who will do it.", "Write down what was agreed.", "Ask legal to read it {claim-1}."],
        "lead": "lead",
        "support": ["vat-adviser", "head"],
        "takes": "4 to 6 weeks",
        "takes_from": "estimate" if number % 2 else ["claim-3"],
        "effort": ("days", "weeks", "months")[number % 3],
        "done_when": "A dated note says so.",
        "when": {"question": f"q-{section}-{number}", "is": ["nothing", "begun", "agreed"]},
        "elsewhere": [
            {"when": {"profile": "nation", "is": ["wales"]}, "says": "Use the Welsh list.", "claims": ["claim-4"]}
        ],
        "claims": [f"claim-{1 + (section * 7 + number * step) % 24}" for step in range(1, 3 + number % 4)],
    }


def build_blocker(section: int) -> dict[str, Any]:
    """Return the blocker that the worst answer to the first question of a section triggers."""
    return {
        "id": f"stopped-{section}",
        "when": {"question": f"q-{section}-1", "is": ["nothing"]},
        "caps_at": "not-ready",
        "says": f"Without the first step of “{SECTIONS[section - 1].lower()}” the contract cannot be awarded.",
        "lifted_by": "Get written advice that names a lawful route, and put it in the business case.",
        "claims": ["claim-5", "claim-6"],
    }


def build_readiness() -> dict[str, Any]:
    """Return the fictional rules, as in the file."""
    each = [(section, number) for section in range(1, 9) for number in range(1, 7)]
    return {
        "rulebook": {"id": "invented", "title": "Invented rules", "version": "1.2.3", "effective_from": "2026-11-22"},
        "bands": [
            {"id": "not-ready", "from": "0", "label": "Not ready", "meaning": "Too little can be shown."},
            {"id": "on-course", "from": "40", "label": "On course", "meaning": "The case is taking shape."},
            {"id": "ready", "from": "70", "label": "Ready to go on", "meaning": "What is asked for can be shown."},
        ],
        "roles": [
            {"id": "lead", "title": "Pensions lead"},
            {"id": "vat-adviser", "title": "VAT and tax adviser"},
            {"id": "head", "title": "Head of the service"},
        ],
        "profile": [
            {"id": "nation", "text": "Where is the council?", "kind": "choice", "required": "true",
             "options": [{"id": "england", "text": "England"}, {"id": "wales", "text": "Wales"}]},
            {"id": "stage", "text": "How far has the service got?", "kind": "choice", "required": "true",
             "options": [{"id": "idea", "text": "An idea"}, {"id": "case", "text": "Writing the business case"},
                         {"id": "transfer", "text": "Transferring the service"}]},
            {"id": "members", "text": "How many are in the pension scheme?", "kind": "number"},
            {"id": "income", "text": "What does the service earn in a year?", "kind": "money"},
        ],
        "derived": [
            {"id": "reservable", "text": "Can it be reserved?", "from": "nation",
             "options": [{"id": "likely", "text": "Likely"}, {"id": "ask", "text": "Ask"}],
             "table": {"england": {"is": "likely", "note": "The English list holds it.", "claims": ["claim-7"]},
                       "wales": {"is": "ask", "note": "The Welsh list has not been read.", "claims": ["claim-8"]}}},
        ],
        "notices": [
            {"id": "england", "when": {"profile": "nation", "is": ["england"]},
             "says": "A council to be abolished may need consent before it signs {claim-9}.", "claims": ["claim-10"]},
        ],
        "sections": [
            {"id": f"s-{section}", "title": SECTIONS[section - 1], "weight": str(WEIGHTS[section - 1]),
             "why": "Is this settled, and will it still be settled when the first contract ends?",
             "questions": [build_question(section, number) for number in range(1, 7)]}
            for section in range(1, 9)
        ],
        "blockers": [build_blocker(1), build_blocker(2)],
        "warnings": [
            {"id": f"warned-{section}", "when": {"question": f"q-{section}-2", "is": ["nothing"]},
             "says": "Nobody would watch over it.", "lifted_by": "Name a committee.", "claims": ["claim-11"]}
            for section in range(3, 9)
        ],
        "recommendations": [build_recommendation(section, number) for section, number in each],
    }  # fmt: skip


def build_evidence() -> dict[str, Any]:
    """Return the fictional sources and claims, as in the file."""
    sources = [
        {
            "id": f"source-{number}",
            "type": "legislation",
            "title": f"An invented act, chapter {number}",
            **({"author": ["Invented Parliament"]} if number % 3 else {}),
            "publisher": "The Invented Archive",
            **({"issued": "2012-12-07"} if number % 4 else {}),
            "status": "in force",
            **({"status_note": "a reform is proposed"} if number == 2 else {}),
            **({"superseded_by": "source-2"} if number == 1 else {}),
            **({"applies_to": "2025-02-24"} if number == 1 else {}),
            "checked_on": "2026-11-22" if number % 5 else "2025-01-02",
            **(
                {"URL": f"https://example.org/acts/{number}/section/33/subsection/5?read=all&view=plain"}
                if number % 6
                else {}
            ),
        }
        for number in range(1, 13)
    ]
    claims = [
        {
            "id": f"claim-{number}",
            "source": f"source-{1 + number % 12}",
            "pinpoint": f"section {number}(2)",
            "finding": "A contract may be reserved for five years at most",
            **({"dated": "A replacement was proposed in 2026."} if number % 3 == 0 else {}),
        }
        for number in range(1, 25)
    ]
    return {"sources": sources, "claims": claims}


def build_rulebook(changed: Mapping[str, Any] | None = None) -> Rulebook:
    """Return the fictional rulebook, with some keys replaced."""
    return Rulebook(
        Rules.model_validate({**build_readiness(), **(changed or {})}),
        Evidence.model_validate(build_evidence()),
        "0" * 64,
    )


OPTION_CYCLE = ("done", "agreed", "done", "begun", "done", "nothing", "done")


def build_answers(**special: Answer) -> dict[str, Answer]:
    """Return middling answers to most questions; `q_1_1` stands for the question q-1-1."""
    every = [f"q-{section}-{number}" for section in range(1, 9) for number in range(1, 6)]
    made = {name: Answer(option=OPTION_CYCLE[place % len(OPTION_CYCLE)]) for place, name in enumerate(every)}
    made["q-3-3"] = Answer(dont_know=True, note="Nobody could say. " * 5, by="Head of HR")
    made["q-4-4"] = Answer(does_not_apply="There is no such money.")
    made["q-5-2"] = Answer(
        option="begun",
        note="61 of 84 came. Ŵyŷ ≥ → it's",
        evidence="https://example.org/" + "x" * 90,
        by="Head of service",
    )
    del made["q-6-4"]
    return {**made, **{name.replace("_", "-"): answer for name, answer in special.items()}}


def build_assessment(given: Mapping[str, Answer] | None = None, **profile: str | int) -> Assessment:
    """Return a fictional assessment."""
    known: dict[str, str | int] = {"nation": "england", "stage": "case", "members": 40, **profile}
    return Assessment("Borough of Sample", "Libraries", known, build_answers() if given is None else given)
