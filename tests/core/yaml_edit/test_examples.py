"""Worked examples made from assessments, and expected figures that are updated."""

from assess.core.examples.expectations import check_expectations
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.model.assessment import Answer, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.yaml_edit.edits import Edit, SetValue, apply_edits
from assess.core.yaml_edit.examples import PLACEHOLDER_REASON, build_example, revise_expectations
from tests.core.rulebooks import build_question, build_rulebook, build_section
from tests.frozen import load_frozen_rulebook, read_rules_files

Files = dict[str, bytes]


def edit_files(files: Files, *edits: Edit) -> Files:
    found = apply_edits(files, edits)
    assert isinstance(found, dict), found
    return found


def load_files(files: Files) -> Rulebook:
    found = load_rulebook(files[READINESS_FILENAME], files[EVIDENCE_FILENAME])
    assert isinstance(found, Rulebook), "\n".join(map(str, found))
    return found


def test_an_assessment_becomes_a_passing_worked_example_without_names_and_notes() -> None:
    answers = {
        "pension-list": Answer(option="fund-checked", note="Mary has it", evidence="On her desk", by="Clerk"),
        "pension-fund-told": Answer(dont_know=True),
        "pension-other": Answer(does_not_apply="John says no one is in it"),
        "criteria": Answer(note="To do"),
        "problem": Answer(option="an option that went"),
        "a question that went": Answer(option="x"),
    }
    profile: Profile = {
        "nation": "england",
        "stage": "business-case",
        "sector": "libraries",
        "lgps-members": 0,
        "went": "x",
    }
    files = edit_files(
        read_rules_files(), build_example(load_frozen_rulebook(), "Made of an assessment", profile, answers)
    )
    new = load_files(files).rules.examples[-1]
    assert new.name == "Made of an assessment"
    assert new.profile == {"nation": "england", "stage": "business-case", "sector": "libraries", "lgps-members": "0"}
    assert new.answers == {
        "pension-list": "fund-checked",
        "pension-fund-told": {"dont_know": "true"},
        "pension-other": {"does_not_apply": PLACEHOLDER_REASON},
    }
    assert set(new.expect.model_dump(exclude_none=True)) == {
        "evidenced",
        "possible",
        "band",
        "possible_band",
        "blockers",
    }
    assert b"Mary" not in files[READINESS_FILENAME]
    assert b"John" not in files[READINESS_FILENAME]


def test_an_example_without_a_score_expects_none() -> None:
    rules = build_rulebook(build_section("a", build_question("q", from_stage="decision")))
    edit = build_example(rules, "Too early", {"stage": "idea", "members": 3}, {})
    assert edit.tree == {
        "name": "Too early",
        "profile": {"stage": "idea", "members": "3"},
        "answers": {},
        "expect": {"blockers": []},
    }


def test_outdated_figures_are_updated_after_a_change() -> None:
    weights = [SetValue(READINESS_FILENAME, ("sections", place, "weight"), "1") for place in (0, 1)]
    changed = edit_files(read_rules_files(), *weights)
    draft = load_files(changed)
    assert [each.name for each in check_expectations(draft) if each.corrections]
    assert [each.name for each in check_expectations(load_frozen_rulebook()) if each.corrections] == []
    updated = edit_files(changed, *revise_expectations(draft))
    assert revise_expectations(load_files(updated)) == ()


RULES_FILE = """\
rulebook: {id: small, title: "Small", version: 1.0.0, effective_from: 2026-11-22}
bands: [{id: low, from: 0, label: "Low", meaning: "Low."}, {id: high, from: 60, label: "High", meaning: "High."}]
roles: [{id: anyone, title: "Anyone"}]
profile:
  - {id: stage, text: "Stage?", kind: choice, required: true, options: [{id: idea, text: "i"}, {id: last, text: "l"}]}
sections:
  - id: staff
    title: "Staff"
    weight: 1
    why: "So."
    questions:
      - id: plan
        text: "Plan?"
        help: "Help."
        why: "Why."
        evidence: ["A letter"]
        ask: [anyone]
        weight: 1
        from_stage: last
        may_not_apply: false
        options: [{id: no, text: "No", points: 0}, {id: yes, text: "Yes", points: 1}]
blockers:
  - {id: no-plan, when: {question: plan, is: [no]}, caps_at: low, says: "No plan.", lifted_by: "Plan.", claims: [act-1]}
recommendations:
  - id: act
    title: "Act"
    why: "So."
    steps: ["Act."]
    lead: anyone
    takes: "4 weeks"
    takes_from: estimate
    effort: days
    done_when: "It is done."
    when: {question: plan, is: [yes]}
    claims: [act-1]
examples:
  - name: "No plan" # as typed
    profile: {stage: last}
    answers: {plan: no}
    expect: {evidenced: 5, band: high, blockers: [], recommends: [act]} # figures
  - name: "Nothing asked"
    profile: {stage: idea}
    answers: {}
    expect:
      # There is no score.
      evidenced: 5
      blockers: [no-plan]
  - name: "Misread"
    profile: {}
    answers: {plan: maybe, another: no}
    expect: {evidenced: 5, blockers: [went]}
"""
EVIDENCE_FILE = """\
sources: [{id: act, type: legislation, title: "An Act", status: in force}]
claims: [{id: act-1, source: act, pinpoint: "s 1", finding: "So."}]
"""


def test_each_kind_of_figure_is_updated_in_place_and_a_missing_one_is_removed() -> None:
    files = {READINESS_FILENAME: RULES_FILE.encode(), EVIDENCE_FILENAME: EVIDENCE_FILE.encode()}
    draft = load_files(files)
    found = edit_files(files, *revise_expectations(draft))[READINESS_FILENAME].decode()
    expected = RULES_FILE.replace(
        "{evidenced: 5, band: high, blockers: [], recommends: [act]}",
        "{evidenced: 0, band: low, blockers: [no-plan], recommends: []}",
    ).replace("      # There is no score.\n      evidenced: 5\n      blockers: [no-plan]", "      blockers: []")
    expected = expected.replace("{evidenced: 5, blockers: [went]}", "{blockers: []}")
    assert found == expected
