"""What a merge makes of moved, renamed, added and deleted items."""

import json
from typing import Any

import pytest

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.merging.merge import Difference, Part, SideName, Verdict, merge_sides
from assess.core.merging.order import merge_orders
from assess.core.merging.texts import Files, read_texts
from assess.core.merging.writer import write_merge
from assess.core.syntax.yaml_reader import MAX_FILE_BYTES
from tests.core.merging.changes import BASE, load, merge_variants

SECTION = """\
  - id: people
    title: People
    weight: 3
    why: They decide.
    questions:
      - id: staff-asked
        text: Were staff asked?
        help: Ask them.
        why: They know.
        evidence: [The ballot]
        ask: [lead]
        weight: 1
        may_not_apply: true
        options:
          - {id: not-asked, text: No, points: 0}
          - {id: asked, text: Yes, points: 1}
"""


def change(files: Files, *replacements: tuple[str, str]) -> Files:
    """Return the files with texts of the readiness file replaced."""
    text = files[READINESS_FILENAME].decode()
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    return {**files, READINESS_FILENAME: text.encode()}


def read(files: Files) -> str:
    return files[READINESS_FILENAME].decode()


def list_questions(files: Files) -> dict[str, list[str]]:
    """Return the ids of the questions by section."""
    return {each.id: [question.id for question in each.questions] for each in load(files).rules.sections}


def describe(differences: tuple[Difference, ...]) -> dict[str, Verdict]:
    return {each.part.key: each.verdict for each in differences}


TWO_SECTIONS = change(BASE, ("blockers:\n", SECTION + "blockers:\n"))
COSTED = read(BASE)[read(BASE).index("      # Finance asked") : read(BASE).index("blockers:\n")]
MOVED = change(TWO_SECTIONS, (COSTED, ""), ("blockers:\n", COSTED + "blockers:\n"))


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"), [(TWO_SECTIONS, MOVED, Verdict.TAKEN), (MOVED, TWO_SECTIONS, Verdict.KEPT)]
)
def test_a_question_that_one_side_moved_to_another_section_is_moved_with_its_changes(
    ours: Files, theirs: Files, verdict: Verdict
) -> None:
    ours = change(ours, ("Ask finance.", "Ask the accountant."))
    merge, files = merge_variants(ours, theirs, base=TWO_SECTIONS)
    assert list_questions(files) == {"plan": ["plan-written"], "people": ["staff-asked", "plan-costed"]}
    assert "      # Finance asked for this.\n      - id: plan-costed\n" in read(files)
    assert load(files).questions["plan-costed"].help == "Ask the accountant."
    expected = {"question/plan-costed/help": Verdict.KEPT, "question/plan-costed/section": verdict}
    assert describe(merge.differences) == expected


def test_a_section_comes_and_goes_with_its_questions_as_one_difference() -> None:
    added, files = merge_variants(change(BASE, ("title: Plan", "title: The plan")), TWO_SECTIONS)
    assert describe(added.differences) == {"section/people": Verdict.TAKEN, "section/plan/title": Verdict.KEPT}
    assert list_questions(files) == {"plan": ["plan-written", "plan-costed"], "people": ["staff-asked"]}
    gone, files = merge_variants(TWO_SECTIONS, change(BASE, ("title: Plan", "title: The plan")), base=TWO_SECTIONS)
    assert describe(gone.differences) == {"section/people": Verdict.TAKEN, "section/plan/title": Verdict.TAKEN}
    assert list_questions(files) == {"plan": ["plan-written", "plan-costed"]}


@pytest.mark.parametrize("source", SideName)
def test_a_deleted_section_that_the_other_side_changed_is_one_choice(source: SideName) -> None:
    changed = change(TWO_SECTIONS, ("They know.", "They know best."))
    merge, files = merge_variants(changed, BASE, base=TWO_SECTIONS, source=source)
    assert describe(merge.differences) == {"section/people": Verdict.CHOICE}
    assert ("people" in list_questions(files)) == (source is SideName.OURS)
    merge, files = merge_variants(BASE, changed, base=TWO_SECTIONS, source=source)
    assert describe(merge.differences) == {"section/people": Verdict.CHOICE}
    assert ("people" in list_questions(files)) == (source is SideName.THEIRS)


def test_a_question_moved_into_a_section_that_the_council_deleted_stays_where_it_was() -> None:
    merge, files = merge_variants(BASE, MOVED, base=TWO_SECTIONS)
    assert describe(merge.differences)["section/people"] is Verdict.CHOICE
    assert list_questions(files) == {"plan": ["plan-written", "plan-costed"]}


RENAMED = change(
    BASE,
    ("- id: plan-written\n", "- id: plan-there\n        was: [plan-written]\n"),
    ("question: plan-written", "question: plan-there"),
    ("{plan-written: begun}", "{plan-there: started}"),
    ("{id: begun, text: It is begun, points: 1}", "{id: started, text: It is begun, points: 1, was: [begun]}"),
    ("is: [none, begun]", "is: [none, started]"),
)
OWN_BLOCKER = """\
blockers:
  - id: plan-only-begun
    when: {any: [{question: plan-written, is: [none, begun]}, {profile: staff, below: 1}]}  # ours
    caps_at: low
    says: The plan is not done.
    lifted_by: Finish it.
    claims: [law-01]
"""


def test_renamed_questions_and_options_are_followed_by_what_the_council_added() -> None:
    ours = change(
        BASE,
        ("Look in the shared folder.", '"Look in our folder."  # ours'),
        ("blockers:\n", OWN_BLOCKER),
        ("blockers: []", "needs_missing: [plan-written], blockers: []"),
        ("may_not_apply: false\n", "may_not_apply: false\n        needs: {decision: done, idea: done}\n"),
        ("# ---- Bands", "needs: {cap: low}\n# ---- Bands"),
    )
    _, files = merge_variants(ours, RENAMED)
    rulebook = load(files)
    question = rulebook.questions["plan-there"]
    assert (question.help, question.was) == ("Look in our folder.", ("plan-written",))
    assert rulebook.rules.examples[0].answers == {"plan-there": "started"}
    assert rulebook.rules.examples[0].expect.needs_missing == ("plan-there",)
    assert "{any: [{question: plan-there, is: [none, started]}, {profile: staff, below: 1}]}  # ours" in read(files)
    assert '"Look in our folder."  # ours' in read(files)


def test_a_rename_of_the_council_is_followed_by_the_release() -> None:
    theirs = change(BASE, ("blockers:\n", OWN_BLOCKER), ("There is no plan.", "No plan is there."))
    merge, files = merge_variants(RENAMED, theirs)
    assert not merge.list_with(Verdict.CHOICE)
    rulebook = load(files)
    assert [blocker.says for blocker in rulebook.rules.blockers] == ["The plan is not done.", "No plan is there."]
    condition: Any = rulebook.rules.blockers[0].when
    assert condition.any[0].question == "plan-there"
    assert condition.any[0].is_ == ("none", "started")


def test_a_file_without_examples_or_with_one_without_answers_is_renamed_as_well() -> None:
    examples = read(BASE)[read(BASE).index("examples:") :]
    for ours in (change(BASE, (examples, "")), change(BASE, ("    answers: {plan-written: begun}\n", ""))):
        sides = read_texts(BASE, ours, RENAMED).sides
        assert list(sides.ours.items["questions"]) == ["plan-there", "plan-costed"]


def test_an_id_that_the_council_uses_already_is_not_renamed() -> None:
    own = read(TWO_SECTIONS)[read(TWO_SECTIONS).index("      - id: staff-asked") :].split("blockers:\n")[0]
    ours = change(BASE, ("blockers:\n", own.replace("staff-asked", "plan-there") + "blockers:\n"))
    sides = read_texts(BASE, ours, RENAMED).sides
    assert list(sides.ours.items["questions"]) == ["plan-written", "plan-costed", "plan-there"]


GONE = change(BASE, ("glossary:\n  - {term: Plan, means: What will be done.}\n", ""))
CONTRADICTION = """\
# What does not fit together.
contradictions:
  # Both cannot be right.
  - id: plan-and-none
    when: {all: [{question: plan-written, is: [none]}, {question: plan-costed, is: [costed]}]}
    says: There is no plan, and it is costed.
"""


def test_whole_lists_come_with_their_comments_and_go() -> None:
    theirs = change(GONE, ("recommendations:\n", CONTRADICTION + "recommendations:\n"))
    _, files = merge_variants(change(BASE, ("Little is in place.}", '"Little."}  # ours')), theirs)
    assert CONTRADICTION + "recommendations:\n" in read(files)
    assert "glossary" not in read(files)


def test_lines_between_blocks_and_line_endings_stay() -> None:
    ours = change(BASE, ("title: Plan\n", "title: Our plan\n"), ("\n", "\r\n"))
    theirs = change(
        BASE, ("- id: plan-costed", "- id: plan-agreed-on"), ("question: plan-costed", "question: plan-agreed-on")
    )
    _, files = merge_variants(ours, theirs)
    assert read(files).count("\n") == read(files).count("\r\n")
    assert list_questions(files) == {"plan": ["plan-written", "plan-agreed-on"]}


def test_a_list_in_brackets_is_rewritten_value_by_value() -> None:
    ours = change(
        BASE, ("glossary:\n  - {term: Plan, means: What will be done.}", "glossary: [{term: Plan, means: Ours.}]")
    )
    theirs = change(BASE, ("glossary:\n", "glossary:\n  - {term: Act, means: A law.}\n"))
    _, files = merge_variants(ours, theirs)
    assert "glossary: [{term: Act, means: A law.}, {term: Plan, means: Ours.}]" in read(files)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "abxc", "abc", "abxc"),
        ("abc", "abc", "yabc", "yabc"),
        ("abc", "axbc", "abyc", "axbyc"),
        ("abc", "acb", "abc", "acb"),
        ("abc", "abxc", "cab", "cabx"),
        ("abc", "acbx", "bca", "bxca"),
        (None, "acx", "cba", "cxba"),
        ("abc", "xab", "bc", "xb"),
    ],
)
def test_the_order_is_that_of_the_release_where_it_changed_it(
    base: str | None, ours: str, theirs: str, merged: str
) -> None:
    names = set(ours) | set(theirs)
    if base is not None:
        names -= {name for name in base if name not in ours or name not in theirs}
    assert "".join(merge_orders(base, ours, theirs, names)) == merged


def test_a_list_that_the_council_renamed_in_is_written_anew() -> None:
    theirs = change(BASE, ("recommendations:\n", CONTRADICTION + "recommendations:\n"))
    _, files = merge_variants(RENAMED, theirs)
    assert "{question: plan-there, is: [none]}" in read(files)
    assert load(files).rules.contradictions[0].id == "plan-and-none"


def test_a_field_that_the_release_took_out_goes() -> None:
    base = change(BASE, ("# ---- Bands", "needs: {cap: low}\nscore_from: 1\n# ---- Bands"))
    theirs = change(base, ("score_from: 1\n", ""), ("    support: [finance]\n", ""))
    _, files = merge_variants(change(base, ("title: Plan\n", "title: Our plan\n")), theirs, base=base)
    rules = load(files).rules
    assert (rules.score_from, rules.recommendations[0].support, rules.sections[0].title) == (None, (), "Our plan")


def test_the_last_items_of_a_list_go_without_a_trace() -> None:
    roles = "  - {id: finance, title: Finance officer}\n"
    base = change(
        BASE, (roles, roles + "  # Two more.\n  - {id: board, title: Board}\n\n  - {id: fund, title: Fund}\n")
    )
    _, files = merge_variants(change(base, ("title: Plan\n", "title: Our plan\n")), BASE, base=base)
    assert files == change(BASE, ("title: Plan\n", "title: Our plan\n"))


def test_all_items_of_a_list_are_replaced_by_others() -> None:
    old = "  - {term: Plan, means: What will be done.}\n"
    base = change(BASE, (old, "  - {term: Act, means: A law.}\n\n" + old))
    theirs = change(BASE, (old, "  - {term: Vote, means: A choice.}\n"))
    _, files = merge_variants(change(base, ("title: Plan\n", "title: Our plan\n")), theirs, base=base)
    assert [term.term for term in load(files).rules.glossary] == ["Vote"]


def test_a_question_that_both_chosen_sections_would_have_lost_goes_with_them() -> None:
    ours = change(TWO_SECTIONS, (COSTED, ""), ("blockers:\n", COSTED + "blockers:\n"))
    plan = read(ours)[read(ours).index("  - id: plan\n") : read(ours).index("  - id: people\n")]
    theirs = change(BASE, ("Nothing goes well without one.", "It helps."))
    sides = read_texts(TWO_SECTIONS, change(ours, (plan, "")), theirs).sides
    chosen = {Part("sections", "plan"): SideName.OURS, Part("sections", "people"): SideName.THEIRS}
    merge = merge_sides(sides, chosen)
    assert describe(merge.differences)["section/people"] is Verdict.CHOICE
    assert merge.side.places == {}


def test_a_file_in_brackets_is_rewritten_value_by_value() -> None:
    tree = read_texts(None, BASE, BASE).ours.readiness.written
    ours = {**BASE, READINESS_FILENAME: json.dumps(tree).encode()}
    for theirs in (TWO_SECTIONS, MOVED, change(BASE, ("recommendations:\n", CONTRADICTION + "recommendations:\n"))):
        base = TWO_SECTIONS if theirs is MOVED else BASE
        given = {**BASE, READINESS_FILENAME: json.dumps(read_texts(None, base, base).ours.readiness.written).encode()}
        _, files = merge_variants(given, theirs, base=base)
        assert load(files).hash == load(theirs).hash
    assert load(ours).hash == load(BASE).hash


def test_the_mark_at_the_start_of_a_file_stays() -> None:
    ours = {name: b"\xef\xbb\xbf" + data for name, data in change(BASE, ("title: Plan\n", "title: Our\n")).items()}
    _, files = merge_variants(ours, BASE)
    assert files == ours


def test_files_that_would_be_too_large_are_refused_with_the_reason() -> None:
    padding = "#" + "x" * (MAX_FILE_BYTES - len(BASE[READINESS_FILENAME]) - 100) + "\n"
    ours = change(BASE, ("blockers:\n", padding + "blockers:\n"), ("Ask finance.", '"Ask us."  # ours'))
    theirs = change(BASE, ("Costs decide.", "Costs decide. " * 20))
    texts = read_texts(BASE, ours, theirs)
    problems = write_merge(texts, merge_sides(texts.sides, {}))
    assert isinstance(problems, tuple)
    assert "2,000,000" in problems[0].message or "2 MB" in problems[0].message


def test_files_with_mistakes_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="readiness"):
        read_texts(BASE, BASE, {**BASE, READINESS_FILENAME: b"bands: ["})


def test_the_heading_of_the_release_is_used_without_asking() -> None:
    ours = change(BASE, ("version: 1.0.0", "version: 1.0.3"), ("2026-11-22}\n", "2026-12-01}\n"))
    theirs = change(BASE, ("version: 1.0.0", "version: 2.0.0"), ("2026-11-22}\n", "2027-01-01}\n"))
    merge, files = merge_variants(ours, theirs)
    assert merge.differences == ()
    header = load(files).rules.rulebook
    assert (header.version, header.effective_from) == ("1.0.3", "2027-01-01")
    assert EVIDENCE_FILENAME in files
