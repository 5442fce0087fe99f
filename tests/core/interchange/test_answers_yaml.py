"""Files of answers: read, rejected with every mistake, and written back the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assess.core.interchange.answers_yaml import (
    dump_assessment,
    load_assessment,
    load_assessment_at,
    read_rulebook_version,
)
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.plan import FIRST_DAY, LAST_DAY, Action, ActionState
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.yaml_reader import parse_yaml
from tests.core.invalid_rules_files import VALID_FILES

loaded = load_rulebook(*VALID_FILES)
assert isinstance(loaded, Rulebook)
RULEBOOK = loaded

HEAD = "council: Borough of Sample\nservice: Libraries\n"
PROFILE = "profile: {stage: decision, nation: england}\n"


def list_problems(text: str) -> list[str]:
    """Return the problems of a file of answers as they are printed."""
    found = load_assessment(text.encode(), RULEBOOK, "a.yaml")
    assert isinstance(found, tuple)
    return [str(problem) for problem in found]


def load_valid(text: str) -> Assessment:
    """Return the assessment of a valid file of answers."""
    found = load_assessment(text.encode(), RULEBOOK, "a.yaml")
    assert isinstance(found, Assessment), found
    return found


def test_every_form_of_an_answer_is_read() -> None:
    assessment = load_valid(
        """\
council: Borough of Sample
service: Libraries
rulebook: 1.0.0
profile: {stage: decision, nation: england, staff: 40}
answers:
  plan-written: {answer: begun, note: "71 of 90, so far", evidence: https://example.org/plan, by: Project lead}
  plan-costed: {does_not_apply: No one would pay}
"""
    )
    assert assessment == Assessment(
        council="Borough of Sample",
        service="Libraries",
        profile={"stage": "decision", "nation": "england", "staff": 40},
        answers={
            "plan-written": Answer(
                "begun", note="71 of 90, so far", evidence="https://example.org/plan", by="Project lead"
            ),
            "plan-costed": Answer(does_not_apply="No one would pay"),
        },
        rulebook="1.0.0",
    )


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("done", Answer("done")),
        ("{answer: done}", Answer("done")),
        ("{dont_know: true}", Answer(dont_know=True)),
        ("{dont_know: false, note: x}", Answer(note="x")),
        ("{dont_know: true, note: x}", Answer(dont_know=True, note="x")),
        ("{note: Ask again in May}", Answer(note="Ask again in May")),
        ("{}", Answer()),
    ],
)
def test_an_answer_may_be_short_or_full(typed: str, answer: Answer) -> None:
    assert load_valid(f"{HEAD}{PROFILE}answers: {{plan-written: {typed}}}\n").answers == {"plan-written": answer}


@pytest.mark.parametrize("typed", ["", "answers:\n", "answers: {}\n"])
def test_there_may_be_no_answers_yet(typed: str) -> None:
    assert load_valid(HEAD + PROFILE + typed).answers == {}


def test_a_number_that_is_not_required_may_be_unknown() -> None:
    assert load_valid(HEAD + "profile: {stage: idea, nation: wales, staff: unknown}\n").profile["staff"] == "unknown"


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        (
            "{owner: Project lead, due: 2027-03-31, state: done}",
            Action("Project lead", date(2027, 3, 31), ActionState.DONE),
        ),
        ("{due: '2027-03-31'}", Action(due=date(2027, 3, 31))),
        ("{reason: No money, carried_from: First}", Action(reason="No money", carried_from="First")),
        ("{owner: , due: , state: , reason: }", Action()),
        ("{}", Action()),
        ("", Action()),
    ],
)
def test_an_action_contains_the_decision(typed: str, action: Action) -> None:
    assert load_valid(file_with_plan(typed)).plan == {"write-plan": action}


@pytest.mark.parametrize("typed", ["", "plan:\n", "plan: {}\n"])
def test_there_may_be_no_plan(typed: str) -> None:
    assert load_valid(HEAD + PROFILE + typed).plan == {}


def file_with_plan(typed: str) -> str:
    """Return a file of answers with an action for the first recommendation, on line 4."""
    return f"{HEAD}{PROFILE}plan: {{write-plan: {typed}}}\n"


def file_with_answers(typed: str) -> str:
    """Return a file of answers to the first question, the answers on line 4."""
    return f"{HEAD}{PROFILE}answers: {{plan-written: {typed}}}\n"


def file_with_profile(typed: str) -> str:
    """Return a file of answers with this profile on line 3."""
    return f"{HEAD}profile: {{stage: idea, nation: england, {typed}}}\n"


MISTAKES = {
    HEAD + PROFILE + "answer: {}\n": ["4:1: `answer` is not a key of a file of answers. Did you mean `answers`?"],
    PROFILE: [
        "1:1: `council` is missing. Add a line `council: …` with its name.",
        "1:1: `service` is missing. Add a line `service: …` with its name.",
    ],
    "council: ' '\nservice: [x]\n" + PROFILE: [
        "1:10: `council` is empty. Write the words.",
        "2:10: `service` must be words, but here it is a list. If it is text, put it in double quotes.",
    ],
    HEAD + PROFILE + "rulebook: 1.0\n": ["4:11: `rulebook` must be a version such as 1.0.0, but here it is `1.0`."],
    HEAD + PROFILE + "rulebook: [1]\n": ["4:11: `rulebook` must be a version such as 1.0.0, but here it is a list."],
    HEAD + "profile: x\n": [
        "3:1: The fact `stage` is required and is missing. Add `stage: …`: use `idea` or `decision`.",
        "3:1: The fact `nation` is required and is missing. Add `nation: …`: use `england` or `wales`.",
        "3:10: `profile` must be a group of keys with values, but here it is `x`.",
    ],
    HEAD: [
        "1:1: The fact `stage` is required and is missing. Add `stage: …`: use `idea` or `decision`.",
        "1:1: The fact `nation` is required and is missing. Add `nation: …`: use `england` or `wales`.",
    ],
    file_with_profile("stuff: 3"): ["3:41: There is no fact `stuff`. Did you mean `staff`?"],
    file_with_profile("law: english"): ["3:41: The fact `law` is worked out from the others. Delete this line."],
    file_with_profile("staff: 4.5"): [
        (
            "3:48: The fact `staff` must be a whole number from 0, such as "
            "3400000 or 3,400,000, or `unknown`, but here it is `4.5`."
        )
    ],
    file_with_profile("staff: [4]"): [
        (
            "3:48: The fact `staff` must be a whole number from 0, such as "
            "3400000 or 3,400,000, or `unknown`, but here it is a list."
        )
    ],
    HEAD + "profile: {stage: ideas, nation: unknown}\n": [
        "3:18: The fact `stage` must be one of its options, but here it is `ideas`. Did you mean `idea`?",
        "3:33: The fact `nation` must be one of its options, but here it is `unknown`. Use `england` or `wales`.",
    ],
    HEAD + "profile: {stage: [idea], nation: }\n": [
        "3:18: The fact `stage` must be one of its options, but here it is a list. Use `idea` or `decision`.",
        "3:34: The fact `nation` must be one of its options, but here it is nothing. Use `england` or `wales`.",
    ],
    HEAD + PROFILE + "answers: [done]\n": [
        "4:10: `answers` must be a group of keys with values, but here it is a list."
    ],
    HEAD + PROFILE + "answers: {plan-writen: done}\n": [
        "4:11: There is no question `plan-writen`. Did you mean `plan-written`?"
    ],
    file_with_answers("dome"): [
        ("4:25: The question `plan-written` must have one of its options, but here it is `dome`. Did you mean `done`?"),
    ],
    file_with_answers("[done]"): [
        (
            "4:25: The question `plan-written` must have one of its options, but here it is a list. "
            "Use `none`, `begun` or `done`."
        ),
    ],
    file_with_answers("{answer: }"): [
        (
            "4:34: The question `plan-written` must have one of its options, but here it is nothing. "
            "Use `none`, `begun` or `done`."
        ),
    ],
    file_with_answers("{answer: done, dont_know: true}"): [
        (
            "4:40: An answer has only one of `answer`, `dont_know` and `does_not_apply`, but here are `answer` and "
            "`dont_know`. Keep one."
        ),
    ],
    file_with_answers("{dont_know: yes}"): ["4:37: `dont_know` must be `true`, but here it is `yes`."],
    file_with_answers("{does_not_apply: No one}"): [
        "4:26: The question `plan-written` always applies. Give one of its options, or `dont_know: true`."
    ],
    file_with_answers("done, plan-costed: {does_not_apply: ' '}"): [
        "4:45: Say why the question `plan-costed` does not apply: write the reason after `does_not_apply:`."
    ],
    file_with_answers("done, plan-costed: {does_not_apply: [x]}"): [
        "4:61: `does_not_apply` must be words, but here it is a list. If it is text, put it in double quotes."
    ],
    file_with_answers("{note: {x: y}}"): [
        "4:32: `note` must be words, but here it is a group of keys. If it is text, put it in double quotes."
    ],
    file_with_answers("{note: So far, and no further}"): [
        (
            "4:40: `and no further` is not a key of an answer, and nothing follows it. "
            "If it belongs to the text before it, put that text in double quotes, because it contains a comma."
        ),
    ],
    file_with_answers("{nota: x}"): ["4:26: `nota` is not a key of an answer. Did you mean `note`?"],
    HEAD + PROFILE + "plan: [x]\n": ["4:7: `plan` must be a group of keys with values, but here it is a list."],
    HEAD + PROFILE + "plan: {write-plans: {}}\n": [
        "4:8: There is no recommendation `write-plans`. Did you mean `write-plan`?"
    ],
    file_with_plan("done"): ["4:20: `write-plan` must be a group of keys with values, but here it is `done`."],
    file_with_plan("{ownr: x}"): ["4:21: `ownr` is not a key of an action. Did you mean `owner`?"],
    file_with_plan("{owner: [x]}"): [
        "4:28: `owner` must be words, but here it is a list. If it is text, put it in double quotes."
    ],
    file_with_plan("{due: 2027-02-31}"): [
        "4:26: `due` must be a real date, such as 2027-03-31, 31/03/2027 or 31 March 2027, but here it is `2027-02-31`."
    ],
    file_with_plan("{due: next May}"): [
        "4:26: `due` must be a real date, such as 2027-03-31, 31/03/2027 or 31 March 2027, but here it is `next May`."
    ],
    file_with_plan("{due: [2027]}"): [
        "4:26: `due` must be a real date, such as 2027-03-31, 31/03/2027 or 31 March 2027, but here it is a list."
    ],
    file_with_plan("{due: 0202-03-31}"): [
        "4:26: The year of `due` must be from 2000 to 2100, but here it is `0202-03-31`."
    ],
    file_with_plan("{state: finished}"): [
        "4:28: `state` must be `not-started`, `under-way` or `done`, but here it is `finished`."
    ],
    file_with_plan("{state: [done]}"): [
        "4:28: `state` must be `not-started`, `under-way` or `done`, but here it is a list."
    ],
    HEAD.replace("Libraries", "Libraries # and museums") + PROFILE: [
        "2:10: `service` is followed by ` #`, so everything after # would be lost: put the text in double quotes."
    ],
    file_with_answers("&x done"): [
        "4:25: Anchors (&) and aliases (*) are not used in these files. Write the words out, or put them in quotes."
    ],
    file_with_answers('{note: "\\u0001"}'): [
        "4:32: The text contains a character that cannot be shown (U+0001). Remove it."
    ],
    file_with_answers("{note: " + "long " * 20_001 + "}"): [
        "4:32: `note` is 100,004 characters long. Shorten it to 100,000 or fewer."
    ],
    file_with_answers("{by: " + "x" * 301 + "}"): ["4:30: `by` is 301 characters long. Shorten it to 300 or fewer."],
    "- x\n": [
        (
            "1:1: A file of answers has the keys `council`, `service`, `rulebook`, `profile`, `answers` and `plan`, "
            "but here it is a list."
        ),
    ],
    "": ["1:1: The file is empty."],
    "council: *x\nservice: Libraries\n" + PROFILE: [
        "1:10: Anchors (&) and aliases (*) are not used in these files. Write the words out, or put them in quotes."
    ],
}


@pytest.mark.parametrize("text", MISTAKES)
def test_every_mistake_is_reported_with_its_location(text: str) -> None:
    assert list_problems(text) == [f"a.yaml:{problem}" for problem in MISTAKES[text]]


def test_every_mistake_is_reported_in_one_pass_in_the_order_of_the_file() -> None:
    text = "service: Libraries\nprofile: {stage: idea}\nanswers:\n  plan: done\n  plan-written: 4\nextra: x\n"
    assert [problem.split(":")[1] for problem in list_problems(text)] == ["1", "2", "4", "5", "6"]


words = some.text(
    some.characters(exclude_categories=["Cs"]).filter(lambda each: not FORBIDDEN_CHARACTERS.match(each)), max_size=30
)
some_words = words.filter(lambda text: bool(text.strip()))
notes = {"note": words, "evidence": words, "by": words}
given_answers = some.one_of(
    some.builds(Answer, option=some.sampled_from(["uncosted", "costed"]), **notes),
    some.builds(Answer, dont_know=some.booleans(), **notes),
    some.builds(Answer, does_not_apply=some_words, **notes),
)
actions = some.builds(
    Action,
    owner=words,
    due=some.none() | some.dates(FIRST_DAY, LAST_DAY),
    state=some.sampled_from(ActionState),
    reason=words,
    carried_from=words,
)
assessments = some.builds(
    Assessment,
    council=some_words,
    service=some_words,
    profile=some.fixed_dictionaries(
        {"stage": some.sampled_from(["idea", "decision"]), "nation": some.sampled_from(["england", "wales"])},
        optional={"staff": some.integers(0, 10**9) | some.just("unknown")},
    ),
    answers=some.fixed_dictionaries({}, optional={"plan-costed": given_answers}),
    rulebook=some.sampled_from(["", "1.0.0", "10.20.3"]),
    plan=some.fixed_dictionaries({}, optional={"write-plan": actions}),
)


@given(assessments)
def test_a_written_file_reads_back_the_same(assessment: Assessment) -> None:
    assert load_valid(dump_assessment(assessment)) == assessment


def test_an_unfinished_assessment_may_lack_a_required_fact() -> None:
    text = f"{HEAD}profile: {{nation: england}}\n"
    assert "The fact `stage` is required and is missing." in list_problems(text)[0]
    found = load_assessment(text.encode(), RULEBOOK, "a.yaml", whole=False)
    assert found == Assessment("Borough of Sample", "Libraries", {"nation": "england"})


def test_a_written_file_is_easy_to_read() -> None:
    assessment = Assessment(
        council="Borough of Sample",
        service="Libraries: all of them",
        profile={"stage": "idea", "nation": "wales", "staff": 40},
        answers={
            "plan-written": Answer("begun", note="First line\nSecond line"),
            "plan-costed": Answer("costed"),
        },
        rulebook="1.0.0",
        plan={"write-plan": Action("Project lead", date(2027, 3, 31), ActionState.UNDER_WAY)},
    )
    assert (
        dump_assessment(assessment)
        == """\
council: Borough of Sample
service: "Libraries: all of them"
rulebook: 1.0.0
profile:
  stage: idea
  nation: wales
  staff: 40
answers:
  plan-written:
    answer: begun
    note: |-
      First line
      Second line
  plan-costed: costed
plan:
  write-plan:
    owner: Project lead
    due: "2027-03-31"
    state: under-way
"""
    )


@given(some.binary(max_size=200))
def test_any_bytes_give_an_assessment_or_problems(data: bytes) -> None:
    found = load_assessment(data, RULEBOOK, "a.yaml")
    assert isinstance(found, Assessment) or found


def test_only_the_first_of_countless_mistakes_are_reported() -> None:
    found = list_problems(HEAD + PROFILE + "answers:\n" + "".join(f"  key-{number}: x\n" for number in range(5000)))
    assert len(found) == 101
    assert found[0] == (
        "a.yaml:1:1: There are more than 100 problems, so only the first 100 are listed. Correct these, then try again."
    )
    assert found[-1].startswith("a.yaml:104:3: There is no question `key-99`.")


@pytest.mark.parametrize(
    ("text", "version"),
    [(HEAD + "rulebook: 1.2.3\n", "1.2.3"), (HEAD, ""), ("rulebook: [1.2.3]\n", ""), ("- a\n", ""), ("a: [\n", "")],
)
def test_the_version_in_a_file_is_read_even_if_its_answers_cannot_be(text: str, version: str) -> None:
    assert read_rulebook_version(text.encode()) == version


def test_mistakes_in_an_embedded_assessment_have_their_location_in_the_document() -> None:
    lines = (HEAD + PROFILE).splitlines()
    good, _ = parse_yaml("\n".join(["one:", *(f"  {line}" for line in lines)]).encode(), "a.yaml")
    bad, _ = parse_yaml("\n".join(["one:", *(f"  {line}" for line in lines), "  answer: x"]).encode(), "a.yaml")
    assert good is not None
    assert bad is not None
    assert load_assessment_at(good, (), RULEBOOK, ("one",)) == load_valid(HEAD + PROFILE)
    found = load_assessment_at(bad, (), RULEBOOK, ("one",))
    assert isinstance(found, tuple)
    assert [str(problem) for problem in found] == [
        "a.yaml:5:3: `answer` is not a key of a file of answers. Did you mean `answers`?"
    ]
