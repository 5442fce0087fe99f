"""The shipped rules meet what was made from their earlier version, of which tests/frozen.py has a copy."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assess import resources
from assess.core.comparison.carry_over import carry_over_answers
from assess.core.comparison.rules import diff_rulebooks
from assess.core.loading.loader import READINESS_FILENAME, load_rulebook
from assess.core.merging.merge import Verdict, merge_sides
from assess.core.merging.texts import read_texts
from assess.core.merging.writer import write_merge
from assess.core.model.assessment import Answer
from assess.core.model.rulebook import Rulebook
from assess.releases.example_review import review_examples
from assess.releases.models import CheckedRules, CurrentRelease, Origins
from assess.releases.service import PublishingService
from assess.releases.update import RulesUpdate
from assess.releases.update_text import describe_update
from assess.settings import Settings
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import Publication, RulesFiles
from assess.storage.store import Store
from tests.frozen import load_frozen_rulebook, read_rules_files

SHIPPED_RULES = resources.find_folder("rules")
PUBLICATION = Publication(
    1, Release("mutual-readiness", "1.0.1", ""), datetime(2026, 11, 28, tzinfo=UTC), "Anna", "Ours", True, 0
)


def load(files: Mapping[str, bytes]) -> Rulebook:
    loaded = load_rulebook(*files.values())
    assert isinstance(loaded, Rulebook), [str(problem) for problem in loaded]
    return loaded


def load_shipped_rulebook() -> Rulebook:
    return load({name: (SHIPPED_RULES / name).read_bytes() for name in read_rules_files()})


def test_answers_on_version_1_0_0_follow_every_renamed_option() -> None:
    earlier, shipped = load_frozen_rulebook(), load_shipped_rulebook()
    renamed = {
        (question.id, option.id): shipped.renames.options[question.id, option.id]
        for question in earlier.questions.values()
        for option in question.options
        if (question.id, option.id) in shipped.renames.options
    }
    assert set(shipped.renames.options) <= set(renamed)
    for (question, old), new in renamed.items():
        answers = {question: Answer(old, note="71 of 90")}
        assert carry_over_answers(shipped, answers) == {question: Answer(new, note="71 of 90")}


OWN_QUESTION = """\
      # Ours: asked for by the contracts board.
      - id: contracts-board
        text: "Has the contracts board seen the proposal?"
        help: "Ask its secretary."  # since May
        why: "The board has to agree to every contract above £1 million."
        evidence: ["Minute of the board"]
        ask: [procurement]
        weight: 2
        may_not_apply: true
        options:
          - {id: not-seen, text: "The board has not seen the proposal", points: 0}
          # The board minutes this.
          - {id: seen, text: "The board has seen the proposal", points: 3}
"""
OWN_HELP = "Ask us first."
CHANGES = (
    ("version: 1.0.0", "version: 1.0.1"),
    ("\n    weight: 20\n", "\n    weight: 30  # as councillors decided\n"),
    (
        "      - id: pension-fund-told\n",
        "      # Ours: the pensions board reads this.\n      - id: pension-fund-told\n",
    ),
    ("      - id: pension-fund-told\n", OWN_QUESTION + "      - id: pension-fund-told\n"),
)


def change_council_files() -> dict[str, bytes]:
    """Return version 1.0.0 with a changed weight, a changed wording, a question of the council's own, and comments."""
    files = read_rules_files()
    text = files[READINESS_FILENAME].decode()
    for old, new in CHANGES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    help_text = load_frozen_rulebook().questions["pension-fund-told"].help
    assert text.count(f'help: "{help_text}"') == 1
    return {**files, READINESS_FILENAME: text.replace(f'"{help_text}"', f'"{OWN_HELP}"  # ours').encode()}


def test_all_that_a_council_changed_in_version_1_0_0_stays_in_place() -> None:
    ours = change_council_files()
    theirs = {name: (SHIPPED_RULES / name).read_bytes() for name in ours}
    texts = read_texts(read_rules_files(), ours, theirs)
    merge = merge_sides(texts.sides, {})
    files = write_merge(texts, merge)
    assert isinstance(files, dict)
    text, merged, shipped = files[READINESS_FILENAME].decode(), load(files), load_shipped_rulebook()
    assert merged.rules.rulebook.made_from == shipped.rules.rulebook.made_from
    assert OWN_QUESTION in text
    assert "    weight: 30  # as councillors decided\n" in text
    assert "      # Ours: the pensions board reads this.\n" in text
    assert f'help: "{OWN_HELP}"  # ours\n' in text
    questions = [question.id for question in merged.sections["pensions"].questions]
    assert questions.index("contracts-board") == questions.index("pension-list") + 1
    weights = {name: section.weight for name, section in load(ours).sections.items()}
    assert {name: section.weight for name, section in merged.sections.items() if name in weights} == weights
    kept = {
        ("question", "contracts-board", ""),
        ("question", "pension-fund-told", "help"),
        ("rules", "mutual-readiness", "version"),
    }
    changed = {
        (each.item_kind, each.id, each.field) for each in diff_rulebooks(shipped, merged) if each.field != "weight"
    }
    assert changed == kept


@pytest.mark.parametrize("is_base_known", [True, False])
def test_every_difference_can_be_described(is_base_known: bool) -> None:
    ours = change_council_files()
    theirs = {name: (SHIPPED_RULES / name).read_bytes() for name in ours}
    base = read_rules_files() if is_base_known else None
    update = RulesUpdate(
        CheckedRules(RulesFiles(*base.values()), load(base), ()) if base else None,
        CurrentRelease(PUBLICATION, StoredRulebook(PUBLICATION.release, *ours.values()), load(ours)),
        CheckedRules(RulesFiles(*theirs.values()), load(theirs), ()),
        load(theirs),
        read_texts(base, ours, theirs),
    )
    merge = update.merge({})
    text = describe_update(update, merge)
    assert len(text.choices) == len(merge.list_with(Verdict.CHOICE))
    assert all(choice.sides or choice.weights for choice in text.choices)
    assert bool(text.kept) is is_base_known


def test_the_release_that_rules_were_made_from_is_found_among_those_that_came_with_the_tool(
    tmp_path: Path,
) -> None:
    files = read_rules_files()
    edited = files[READINESS_FILENAME].replace(b"version: 1.0.0", b"version: 1.0.7", 1)
    for name, content in {**files, READINESS_FILENAME: edited}.items():
        (tmp_path / name).write_bytes(content)
    store = Store(Settings(tmp_path, tmp_path).database_url)
    publishing = PublishingService(store, tmp_path)
    ours = publishing.get_current_release().rulebook
    origin = publishing.load_origin(ours)
    store.close()
    assert (ours.version, origin and origin.rulebook and origin.rulebook.version) == ("1.0.7", "1.0.0")


def merge_with_own_weight() -> tuple[Rulebook, Rulebook]:
    """Return version 1.0.0 with a weight of the council's own, and the update of it that keeps this weight."""
    files = read_rules_files()
    text = files[READINESS_FILENAME].decode().replace(*CHANGES[0]).replace(*CHANGES[1])
    ours = {**files, READINESS_FILENAME: text.encode()}
    texts = read_texts(files, ours, {name: (SHIPPED_RULES / name).read_bytes() for name in files})
    merged = write_merge(texts, merge_sides(texts.sides, {}))
    assert isinstance(merged, dict)
    return load(ours), load(merged)


def test_publishing_the_update_asks_about_few_of_the_examples_that_it_changes() -> None:
    ours, merged = merge_with_own_weight()
    review = review_examples(ours, merged, Origins(load_shipped_rulebook(), load_frozen_rulebook()))
    as_if_unknown = review_examples(ours, merged, Origins(None, None))
    asked = [notice.name for notice in review.notices]
    assert sorted([*asked, *review.as_in_release]) == sorted(notice.name for notice in as_if_unknown.notices)
    assert len(asked) < len(review.as_in_release) / 4
