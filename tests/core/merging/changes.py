"""Changes that either side may make to a small rulebook, each in two variants, and what a merge makes of them."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.merging.merge import Merge, Part, SideName, merge_sides
from assess.core.merging.texts import Files, read_texts
from assess.core.merging.writer import write_merge
from assess.core.model.rulebook import Rulebook
from tests.core.invalid_rules_files import VALID_FILES

COMMENTED = (
    VALID_FILES.readiness.decode()
    .replace("bands:\n", "# ---- Bands ----\nbands:\n")
    .replace("      - id: plan-costed\n", "      # Finance asked for this.\n      - id: plan-costed\n")
    .replace("warnings:\n", "\n# Shown beside the score.\nwarnings:\n")
)
BASE: Files = {READINESS_FILENAME: COMMENTED.encode(), EVIDENCE_FILENAME: VALID_FILES.evidence}


class Change(NamedTuple):
    """A text of the base and what each variant replaces it by."""

    key: str
    """The key of the part that it changes."""
    old: str
    a: str
    b: str


_QUESTION = """\
      - id: plan-agreed
        text: {}
        help: "Ask the board."  # not by letter
        why: Plans need agreement.
        # A minute is enough.
        evidence: [The minute]
        ask: [lead]
        weight: 1
        may_not_apply: true
        options:
          - {{id: not-agreed, text: It is not, points: 0}}
          - {{id: agreed, text: It is, points: 2}}
"""
_WARNING = """\
warnings:
  - id: no-costs
    when: {question: plan-costed, is: [uncosted]}
    says: The plan has no costs.
    lifted_by: Cost the plan.
    claims: [law-01]
"""
CHANGES = (
    Change("rules/title", "A small rulebook", "Small rules", "Little rules"),
    Change("band/low/meaning", "Little is in place.", "Little.", '"Little: not much."'),
    Change("role/lead/title", "Project lead", "Lead", "Head"),
    Change("fact/staff/text", "How many staff would move?", "Staff?", "People?"),
    Change("derived-fact/law/table/wales", "{is: welsh, claims: [law-02]}", "{is: welsh}", "{is: english}"),
    Change("rules/weights", "weight: 2\n    why", "weight: 20\n    why", "weight: 7\n    why"),
    Change("section/plan/why", "Nothing goes well without one.", "It helps.", "It matters."),
    Change("question/plan-written/help", "Look in the shared folder.", "Look twice.", "Ask the lead."),
    Change("question/plan-written/options", "text: It is begun", "text: It is started", "text: It is under way"),
    Change("question/plan-costed/weight", "weight: 1\n", "weight: 5\n", "weight: 4\n"),
    Change("question/plan-agreed", "blockers:\n", _QUESTION.format("Agreed?"), _QUESTION.format("Is it agreed?")),
    Change("blocker/no-plan/says", "There is no plan.", "No plan.", "Nobody has a plan."),
    Change("warning/no-costs", _WARNING, "", _WARNING.replace("has no costs", "is not costed")),
    Change("recommendation/write-plan/steps", "[Gather people, Write it down]", "[Write it]", "[Meet, Write it down]"),
    Change("recommendation/write-plan/elsewhere", "Write it in Welsh as well.", "Use Welsh.", "Use both languages."),
    Change("glossary-entry/Plan/means", "What will be done.", "What is to be done.", "An intention."),
    Change("worked-example/A plan begun/answers", "{plan-written: begun}", "{plan-written: done}", "{}"),
    Change("source/act/title", "An Act", "The Act", "Another Act"),
    Change("claim/law-02/finding", "Wales has its own rule.", "Wales differs.", "Wales is apart."),
    Change(
        "claim/law-03",
        "sources:\n",
        "  - {id: law-03, source: act, pinpoint: section 3, finding: A plan has costs.}\n",
        "  - {id: law-03, source: act, pinpoint: section 4, finding: A plan has costs.}\n",
    ),
)
_ADDED = ("question/plan-agreed", "claim/law-03")
_DELETED = "warning/no-costs"

Variants = Mapping[str, str]
"""The variant, `a` or `b`, of each change that a side makes, by key."""


def make_files(variants: Variants) -> Files:
    """Return the base with changes."""
    texts = {name: data.decode() for name, data in BASE.items()}
    for change in CHANGES:
        variant = variants.get(change.key)
        name = EVIDENCE_FILENAME if change.key.startswith(("source/", "claim/")) else READINESS_FILENAME
        if variant is None:
            continue
        new = change.a if variant == "a" else change.b
        if change.key == "claim/law-03":
            texts[name] += new
        elif change.key in _ADDED:
            texts[name] = texts[name].replace(change.old, new + change.old, 1)
        else:
            assert change.old in texts[name], change.key
            texts[name] = texts[name].replace(change.old, new, 1)
    return {name: text.encode() for name, text in texts.items()}


def find_key(key: str, *variants: str | None) -> str:
    """Return the key of the part that differs: only a deletion concerns the whole warning."""
    return key if key != _DELETED or "a" in variants else f"{key}/says"


def merge_variants(
    ours: Files, theirs: Files, *, base: Files | None = BASE, source: SideName = SideName.OURS
) -> tuple[Merge, dict[str, bytes]]:
    """Merge two sets of files, making every choice in the same way."""
    texts = read_texts(base, ours, theirs)
    parts: dict[Part, SideName] = {each.part: source for each in merge_sides(texts.sides, {}).differences}
    merge = merge_sides(texts.sides, parts)
    written = write_merge(texts, merge)
    assert isinstance(written, dict), [str(problem) for problem in written]
    return merge, written


def load(files: Files) -> Rulebook:
    """Load files that must be valid."""
    loaded = load_rulebook(*files.values())
    assert isinstance(loaded, Rulebook), [str(problem) for problem in loaded]
    return loaded
