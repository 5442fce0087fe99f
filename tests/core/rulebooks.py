"""Small rulebooks for tests: built from a few arguments, or drawn by Hypothesis."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.comparison.impact import compute_impact
from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.evidence import Evidence
from assess.core.model.result import Headline
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Rules
from tests.frozen import load_frozen_rulebook

Item = TypeVar("Item")

OPTION_IDS = "abcd"
"""Options are called a, b, c and d, the worst first."""


def build_choices(*options: str) -> list[dict[str, str]]:
    return [{"id": option, "text": option} for option in options]


STAGE = {"id": "stage", "text": "Stage?", "kind": "choice", "required": True}
FACTS = (
    {**STAGE, "options": build_choices("idea", "options", "decision")},
    {"id": "nation", "text": "Nation?", "kind": "choice", "options": build_choices("england", "wales")},
    {"id": "sector", "text": "Sector?", "kind": "choice", "options": build_choices("parks", "libraries", "unknown")},
    {"id": "members", "text": "Members?", "kind": "number"},
)
STAFF = {"id": "staff", "text": "Staff?", "kind": "number"}
"""A second number, to be compared with the members."""
STAGES = ("idea", "options", "decision")
DERIVED_FACT = {
    "id": "listed",
    "text": "Listed?",
    "options": build_choices("likely", "ask", "unknown"),
    "from": "sector",
    "table": {"parks": {"is": "ask"}, "libraries": {"is": "likely"}},
    "unless": [{"when": {"profile": "nation", "is": ["wales"]}, "is": "ask"}],
}
BANDS = ({"id": "low", "from": 0}, {"id": "middle", "from": 40}, {"id": "high", "from": 70})

EVIDENCE = Evidence.model_validate(
    {
        "sources": [
            {"id": "act", "type": "legislation", "title": "An Act", "status": "in force"},
            {"id": "guide", "type": "report", "title": "A guide", "status": "guidance"},
        ],
        "claims": [
            {"id": "act-01", "source": "act", "pinpoint": "s 1", "finding": "One."},
            {"id": "act-02", "source": "act", "pinpoint": "s 2", "finding": "Two."},
            {"id": "guide-01", "source": "guide", "pinpoint": "p 1", "finding": "Three."},
        ],
    }
)


def build_question(name: str, points: Sequence[int] = (0, 1, 2, 3), weight: int = 1, **more: Any) -> dict[str, Any]:
    """Return a question with an option for each number of points, called a, b, c and so on."""
    options = [
        {"id": OPTION_IDS[place], "text": OPTION_IDS[place], "points": each} for place, each in enumerate(points)
    ]
    text = {"text": f"{name}?", "help": "Help.", "why": "Why.", "evidence": ["A letter"], "ask": ["anyone"]}
    return {"id": name, **text, "weight": weight, "may_not_apply": True, "options": options, **more}


def build_section(name: str, *questions: dict[str, Any], weight: int = 1) -> dict[str, Any]:
    return {"id": name, "title": name, "weight": weight, "why": "Why.", "questions": list(questions)}


def build_rule(name: str, when: Any, **more: Any) -> dict[str, Any]:
    """Return a blocker (with caps_at), a warning or a recommendation (with effort) with this condition."""
    if "effort" in more:
        text = {"title": name, "why": "Why.", "steps": ["Do it."], "lead": "anyone", "done_when": "It is done."}
        return {"id": name, "when": when, **text, "takes": "4 weeks", "takes_from": "estimate", **more}
    return {"id": name, "when": when, "says": "It is so.", "lifted_by": "Mend it.", **more}


def build_rulebook(*sections: dict[str, Any], **parts: Any) -> Rulebook:
    """Return a rulebook with these sections; facts, bands and the rest default to those above."""
    filled = {
        "rulebook": {"id": "small", "title": "Small", "version": "1.0.0", "effective_from": "2026-11-22"},
        "bands": [{"label": band["id"], "meaning": "It is so.", **band} for band in parts.pop("bands", BANDS)],
        "roles": [{"id": "anyone", "title": "Anyone"}],
        "profile": list(parts.pop("facts", FACTS)),
        "derived": [DERIVED_FACT],
        "sections": list(sections),
        **parts,
    }
    return Rulebook(Rules.model_validate(filled), EVIDENCE, "hash")


def build_answers(**options: str) -> dict[str, Answer]:
    """Return answers from question and option; `?` is "I do not know" and `-` is "does not apply"."""
    said = {"?": Answer(dont_know=True), "-": Answer(does_not_apply="No one is in it.")}
    return {name.replace("_", "-"): said.get(option, Answer(option=option)) for name, option in options.items()}


def compute_headline(rules: Rulebook, profile: Profile, said: Answers) -> Headline:
    """Return score, bands and blockers, computed without a full result."""
    return compute_impact(rules, rules, profile, said).before


def best_answers(rules: Rulebook) -> dict[str, Answer]:
    return {question.id: Answer(option=question.options[-1].id) for question in rules.questions.values()}


def worst_answers(rules: Rulebook) -> dict[str, Answer]:
    return {question.id: Answer(option=question.options[0].id) for question in rules.questions.values()}


@cache
def load_frozen_with_needs() -> Rulebook:
    """Load the frozen rulebook with a need on each question that a blocker names, and other parts of format 2."""
    frozen_rules = load_frozen_rulebook()
    changed = frozen_rules.rules.model_dump(by_alias=True, exclude_defaults=True)
    blocked = {pair for blocker in changed["blockers"] for pair in options_in(blocker["when"])}
    stages = [stage["id"] for stage in changed["profile"][0]["options"]]
    for question in (question for section in changed["sections"] for question in section["questions"]):
        if question["id"] in {name for name, _ in blocked}:
            enough = [each["id"] for each in question["options"] if (question["id"], each["id"]) not in blocked]
            needed = [each for each in enough if each != question["options"][0]["id"]]
            first = question.get("from_stage", stages[0])
            question["needs"] = {first: needed[0], stages[-1]: needed[-1]}
            question["may_not_apply"] = False
    over = {"id": "more-members", "when": {"profile": "lgps-members", "above": "headcount"}, "says": "It cannot be."}
    parts = {"needs": {"cap": "on-course"}, "score_from": 6, "contradictions": [over]}
    return Rulebook(Rules.model_validate({**changed, **parts}), frozen_rules.evidence, "with needs")


PROFILE_CONDITIONS: list[dict[str, Any]] = [
    {"profile": "nation", "is": ["england"]},
    {"profile": "stage", "is": ["options", "decision"]},
    {"profile": "listed", "is": ["ask"]},
    {"profile": "sector", "is": ["unknown", "parks"]},
    {"profile": "members", "above": 0},
    {"profile": "members", "at_least": 1, "below": 4},
    {"not": {"profile": "nation", "is": ["wales"]}},
]


@cache
def integers_up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


class CachedDraw:
    """Draws from a few cached strategies, since Hypothesis takes longer to build them than to draw."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def number(self, least: int, most: int) -> int:
        return least + self.draw(integers_up_to(most - least))

    def one(self, items: Sequence[Item]) -> Item:
        return items[self.number(0, len(items) - 1)]

    def some(self, items: Sequence[Item]) -> list[Item]:
        return [item for item in items if self.number(0, 1)] or [items[-1]]


def draw_question(dice: CachedDraw, name: str) -> dict[str, Any]:
    points = [0]
    for _ in range(dice.number(1, 3)):
        points.append(points[-1] + dice.number(0, 2))
    points[-1] = points[-1] or 1
    more: dict[str, Any] = {"may_not_apply": bool(dice.number(0, 1))}
    if dice.number(0, 3) == 0:
        more["from_stage"] = dice.one(["options", "decision"])
    if dice.number(0, 3) == 0:
        more |= {"ask_if": dice.one(PROFILE_CONDITIONS), "not_asked_because": "It is not so here."}
    return build_question(name, points, dice.number(1, 4), **more)


def draw_leaf(dice: CachedDraw, sections: Sequence[dict[str, Any]], *, any_option: bool) -> dict[str, Any]:
    """Draw a condition on one subject; in blockers and warnings `is` lists the worst options without a gap."""
    kind = dice.number(0, 4)
    if kind == 0:
        return dice.one(PROFILE_CONDITIONS)
    chosen_section = dice.one(sections)
    if kind == 1:
        return {"section": chosen_section["id"], "below": dice.one([1, 30, 50, 70, 100])}
    asked = dice.one(chosen_section["questions"])
    options = OPTION_IDS[: len(asked["options"])]
    named = dice.some(options) if any_option else options[: dice.number(1, len(options) - 1)]
    return {"question": asked["id"], "is": list(named)}


def draw_condition(
    dice: CachedDraw, sections: Sequence[dict[str, Any]], *, any_option: bool = False, levels: int = 3
) -> dict[str, Any]:
    """Draw a condition with up to this many levels."""
    if levels == 1 or dice.number(0, 1) == 0:
        return draw_leaf(dice, sections, any_option=any_option)
    parts = [draw_condition(dice, sections, any_option=any_option, levels=levels - 1) for _ in range(dice.number(1, 3))]
    return {dice.one(["all", "any"]): parts}


def draw_needs(dice: CachedDraw, question: dict[str, Any], blocked: set[str]) -> dict[str, str]:
    """Draw what some stages need of a question: options that never fall, count and do not block; {} for none."""
    stages = STAGES[STAGES.index(question.get("from_stage", STAGES[0])) :]
    enough = [option["id"] for option in question["options"][1:] if option["points"] and option["id"] not in blocked]
    drawn = sorted(dice.one(enough) for _ in stages)
    return {stage: option for stage, option in zip(stages, drawn, strict=True) if dice.number(0, 1)}


def draw_contradiction(dice: CachedDraw, sections: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Draw a contradiction of an answer that is not the best with a fact, or of two facts."""
    asked = dice.one(dice.one(sections)["questions"])
    worse = {"question": asked["id"], "is": [option["id"] for option in asked["options"][:-1]]}
    return dice.one(
        [
            {"all": [worse, dice.one(PROFILE_CONDITIONS)]},
            {"any": [worse, {"profile": "members", "above": "staff"}]},
            {"profile": "staff", "at_most": "members"},
        ]
    )


def options_in(condition: Any) -> set[tuple[str, str]]:
    """Return the questions that a condition as written names, each with the options named."""
    if "question" in condition:
        return {(condition["question"], option) for option in condition["is"]}
    return {pair for part in condition.get("all", condition.get("any", [])) for pair in options_in(part)}


def questions_in(condition: Any) -> set[str]:
    """Return the questions that a condition as written names."""
    if "question" in condition:
        return {condition["question"]}
    return {name for part in condition.get("all", condition.get("any", [])) for name in questions_in(part)}


@st.composite
def random_rulebooks(draw: st.DrawFn, most: int = 3) -> Rulebook:
    """Draw a small rulebook with everything that scoring.md describes."""
    dice = CachedDraw(draw)
    sections = [
        build_section(
            f"s{place}",
            *(draw_question(dice, f"q{place}-{each}") for each in range(dice.number(1, most))),
            weight=dice.number(1, 9),
        )
        for place in range(dice.number(1, 3))
    ]
    blockers = [
        build_rule(f"b{place}", draw_condition(dice, sections), caps_at=dice.one(["low", "low", "middle"]))
        for place in range(dice.number(0, 3))
    ]
    named = {name for blocker in blockers for name in questions_in(blocker["when"])}
    for each in (each for part in sections for each in part["questions"] if each["id"] in named):
        each["may_not_apply"] = False
    blocked = {pair for blocker in blockers for pair in options_in(blocker["when"])}
    for each in (each for part in sections for each in part["questions"]):
        if dice.number(0, 1):
            each["needs"] = draw_needs(dice, each, {option for name, option in blocked if name == each["id"]})
            each["may_not_apply"] = bool(each["may_not_apply"] and not each["needs"])
    first = dice.number(1, 60)
    return build_rulebook(
        *sections,
        bands=[{"id": "low", "from": 0}, {"id": "middle", "from": first}, {"id": "high", "from": dice.number(61, 100)}],
        blockers=blockers,
        warnings=[build_rule(f"w{place}", draw_condition(dice, sections)) for place in range(dice.number(0, 2))],
        recommendations=[
            build_rule(
                f"r{place}",
                draw_condition(dice, sections, any_option=True),
                effort=dice.one(["days", "weeks", "months"]),
            )
            for place in range(dice.number(0, 4))
        ],
        notices=[{"id": "note", "when": dice.one(PROFILE_CONDITIONS), "says": "It is so."}],
        facts=(*FACTS, STAFF),
        needs={"cap": dice.one(["low", "middle"])},
        score_from=dice.one([None, None, 1, 2, 4]),
        contradictions=[
            {"id": f"c{place}", "when": draw_contradiction(dice, sections), "says": "It cannot be."}
            for place in range(dice.number(0, 2))
        ],
    )


@st.composite
def random_profiles(draw: st.DrawFn, rules: Rulebook) -> Profile:
    """Draw a profile with known, blank and unknown facts."""
    dice, profile = CachedDraw(draw), {}
    for fact in rules.rules.profile:
        values: list[str | int | None] = [None, 0, 1, 3, 4, 1000]
        if fact.kind == "choice":
            values = [choice.id for choice in fact.options]
            values += [] if fact.required else ["unknown", None]
        value = dice.one(values)
        if value is not None:
            profile[fact.id] = value
    return profile


@st.composite
def random_answers(draw: st.DrawFn, rules: Rulebook) -> Answers:
    """Draw an answer in any state for every question, asked or not."""
    dice, said = CachedDraw(draw), {}
    for name, each in rules.questions.items():
        place = dice.number(-3, len(each.options) - 1)
        if place >= 0:
            said[name] = Answer(option=each.options[place].id)
        elif place == -1:
            said[name] = Answer(dont_know=True)
        elif place == -2 and each.may_not_apply:
            said[name] = Answer(does_not_apply="It is not so here.")
    return said


class DrawnCase(NamedTuple):
    """A rulebook with a profile and answers on it."""

    rules: Rulebook
    profile: dict[str, str | int]
    answers: dict[str, Answer]
    data: st.DataObject | None = None
    """Source of further draws."""

    def draw(self, strategy: st.SearchStrategy[Item]) -> Item:
        assert self.data
        return self.data.draw(strategy)


@st.composite
def random_cases(draw: st.DrawFn, rulebooks: st.SearchStrategy[Rulebook]) -> DrawnCase:
    """Draw an assessment on one of these rulebooks."""
    rules = draw(rulebooks)
    return DrawnCase(rules, dict(draw(random_profiles(rules))), dict(draw(random_answers(rules))))


RULEBOOKS = {
    "generated": random_rulebooks(),
    "real": st.builds(load_frozen_rulebook),
    "real with needs": st.builds(load_frozen_with_needs),
}


def for_every_rulebook(check: Callable[[DrawnCase], None]) -> Callable[[str], None]:
    """Turn a property into a test on random rulebooks and others on the frozen rules."""
    return make_property_test(check, list(RULEBOOKS))


def for_every_rulebook_with_needs(check: Callable[[DrawnCase], None]) -> Callable[[str], None]:
    """Turn a property into a test on random rulebooks and another on the frozen rules with needs."""
    return make_property_test(check, ["generated", "real with needs"])


def make_property_test(check: Callable[[DrawnCase], None], kinds: Sequence[str]) -> Callable[[str], None]:
    """Turn a property into a test on each of these kinds of rulebook."""

    @pytest.mark.parametrize("kind", kinds)
    def test(kind: str) -> None:
        @settings(max_examples=60 if kind == "generated" else 15)
        @given(random_cases(RULEBOOKS[kind]), st.data())
        def hold(case: DrawnCase, data: st.DataObject) -> None:
            check(case._replace(data=data))

        hold()

    return test
