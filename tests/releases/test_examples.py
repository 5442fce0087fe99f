"""Worked examples never stop anybody: publishing asks about each that comes out differently, and keeps the reason."""

from pathlib import Path

import pytest

from assess.core.examples.expectations import check_expectations
from assess.releases.example_review import ExampleReview, describe_rest
from assess.releases.models import PublishedRelease, RejectedError, RejectionReason
from assess.releases.service import PublishingService
from assess.storage.release_records import MeantChange, RulesFiles
from assess.storage.store import Store
from tests.releases.conftest import change_files, read_files, write_files

EXAMPLES = """\

# ---- Worked examples ----
examples:
  - name: "The fund was told = half the way"  # as typed
    profile: {nation: england, stage: idea, members: 12}
    answers: {fund-told: told, fund-list: none}
    expect: {evidenced: 33, possible: 33, band: low, blockers: []}
  - name: Nothing is there
    profile: {nation: england, stage: idea, members: 12}
    others: worst
    expect: {evidenced: 0, band: low, blockers: [fund-unasked]}
"""
FIRST, SECOND = "The fund was told = half the way", "Nothing is there"
LOWER_BAND = (("version: 1.0.0", "version: 1.0.1"), ("from: 50", "from: 30"))
HEAVIER_QUESTION = (("version: 1.0.0", "version: 1.0.1"), ("weight: 2", "weight: 3"))


@pytest.fixture
def with_examples(store: Store, rules: Path) -> PublishingService:
    """A publishing service on small rules with two worked examples."""
    files = read_files(rules)
    write_files(rules, files._replace(readiness=files.readiness + EXAMPLES.encode()))
    publishing = PublishingService(store, rules)
    publishing.get_current_release()
    return publishing


def save_draft(publishing: PublishingService, *changes: tuple[str, str]) -> int:
    """Save a draft and return its revision."""
    files = change_files(publishing.get_current_release().files, *changes)
    publishing.save_draft(files, publishing.get_status().revision)
    return publishing.get_status().revision


def review(publishing: PublishingService, *changes: tuple[str, str]) -> ExampleReview:
    found = publishing.review_examples(change_files(publishing.get_current_release().files, *changes))
    assert found is not None
    return found


def current_text(publishing: PublishingService) -> str:
    return publishing.get_current_release().files.readiness.decode()


def test_scores_are_kept_up_without_a_question_and_nothing_else_is_touched(
    with_examples: PublishingService, rules: Path
) -> None:
    before = read_files(rules)
    published = with_examples.publish(save_draft(with_examples, *HEAVIER_QUESTION), "Anna", "It counts more")
    assert isinstance(published, PublishedRelease)
    assert published.notes == ("One worked example was updated.",)
    assert published.publication.meant == ()
    expected = change_files(before, *HEAVIER_QUESTION, ("evidenced: 33, possible: 33", "evidenced: 37, possible: 37"))
    assert with_examples.get_current_release().files == read_files(rules) == expected
    assert with_examples.get_status().draft is None


def test_a_changed_outcome_needs_a_reason_which_is_kept_with_the_version(with_examples: PublishingService) -> None:
    revision = save_draft(with_examples, *LOWER_BAND)
    with pytest.raises(RejectedError) as rejected:
        with_examples.publish(revision, "Anna", "Lower")
    rejection = rejected.value
    assert rejection.reason is RejectionReason.EXAMPLES
    assert rejection.sentences == (f"“{FIRST}”: Enter why the change was meant",)
    published = with_examples.publish(revision, "Anna", "Lower", {FIRST: " A letter is enough. "})
    assert isinstance(published, PublishedRelease)
    changed = (
        "The lowest score of the band “High” went from 50 to 30. Band: Low → High; Band if all goes well: Low → High"
    )
    meant = (MeantChange(FIRST, f"{changed}; Score: 33 → 33", "A letter is enough."),)
    assert published.publication.meant == with_examples.list_publications()[0].meant == meant
    assert "band: high, blockers: []" in current_text(with_examples)


@pytest.mark.parametrize(
    ("meant", "sentences"),
    [
        ({FIRST: "  "}, (f"“{FIRST}”: Enter why the change was meant",)),
        ({FIRST: "x" * 2001}, (f"“{FIRST}”: The reason must be 2,000 characters or fewer",)),
        ({FIRST: "a\0b"}, (f"“{FIRST}”: The reason must not contain hidden characters",)),
        (
            {FIRST: "So", SECOND: "So"},
            (f"“{SECOND}” is not a worked example to confirm. Those to confirm are “{FIRST}”.",),
        ),
    ],
)
def test_a_reason_must_be_good_and_for_an_example_that_changed(
    with_examples: PublishingService, meant: dict[str, str], sentences: tuple[str, ...]
) -> None:
    with pytest.raises(RejectedError) as rejected:
        with_examples.publish(save_draft(with_examples, *LOWER_BAND), "Anna", "Lower", meant)
    rejection = rejected.value
    assert rejection.sentences == sentences
    assert with_examples.get_current_release().rulebook.version == "1.0.0"


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            (f'- name: "{FIRST}"', '- name: "Another"'),
            ("This example was removed.",),
        ),
        (
            ("fund-told: told, fund-list: none", "fund-told: agreed, fund-list: none"),
            (
                "Its facts or answers were changed.",
                "As it was before, the draft gives it “Low”, no blockers and a score of 33.",
            ),
        ),
        (
            ("band: low, blockers: []", "band: high, blockers: [fund-unasked]"),
            (
                "What it expects under “Band” was changed from “Low” to “High”.",
                "What it expects under “Blockers” was changed from none to “The fund has to agree.”.",
                "It expects “High” under “Band”, and the draft gives “Low”.",
                "It expects “The fund has to agree.” under “Blockers”, and the draft gives none.",
            ),
        ),
        (
            ("fund-list: none}\n", "fund-list: none, went: x}\n"),
            (
                "Its facts or answers were changed.",
                (
                    "Anything that the rules do not have was left out when it was tried. There is no question `went`. "
                    "Use `fund-told`, `fund-list` or `ballot`."
                ),
            ),
        ),
    ],
    ids=["removed", "answers", "expectations", "unknown question"],
)
def test_what_somebody_did_to_an_example_is_said_in_words(
    with_examples: PublishingService, change: tuple[str, str], sentences: tuple[str, ...]
) -> None:
    (notice,) = review(with_examples, change).notices
    assert (notice.name, notice.text.sentences) == (FIRST, sentences)


def test_a_question_can_be_removed_although_an_example_answers_it(with_examples: PublishingService) -> None:
    files = with_examples.get_current_release().files
    text = files.readiness.decode()
    start, end = text.index("      - id: fund-list"), text.index("  - id: staff\n")
    without = text[:start] + text[end:]
    without = without.replace("{any: [{question: ballot, is: [not-asked]}, ", "{any: [").replace(
        "{question: fund-list, is: [none]}", "{question: ballot, is: [not-asked]}"
    )
    changed = RulesFiles(without.replace("version: 1.0.0", "version: 1.1.0").encode(), files.evidence)
    found = with_examples.review_examples(changed)
    assert found is not None
    names = [notice.name for notice in found.notices]
    assert names == [FIRST]
    assert isinstance(
        with_examples.publish_files(changed, "Anna", "Not needed", dict.fromkeys(names, "The list went")),
        PublishedRelease,
    )
    again = change_files(with_examples.get_current_release().files, ("version: 1.1.0", "version: 1.1.1"))
    assert isinstance(with_examples.publish_files(again, "Anna", "The same again"), PublishedRelease)


def test_rules_whose_examples_were_never_right_are_in_force_and_ask_once(store: Store, rules: Path) -> None:
    files = read_files(rules)
    stale = EXAMPLES.replace("evidenced: 33, possible: 33, band: low", "evidenced: 99, possible: 99, band: high")
    write_files(rules, files._replace(readiness=files.readiness + stale.encode()))
    publishing = PublishingService(store, rules)
    assert publishing.get_current_release().rulebook.version == "1.0.0"
    (notice,) = review(publishing, *HEAVIER_QUESTION).notices
    assert notice.text.sentences == ("It expects “High” under “Band”, and the draft gives “Low”.",)
    revision = save_draft(publishing, *HEAVIER_QUESTION)
    assert isinstance(publishing.publish(revision, "Anna", "So", {FIRST: "It was wrong"}), PublishedRelease)
    assert review(publishing, ("version: 1.0.1", "version: 1.0.2")).notices == ()
    assert all(each.corrections == {} for each in check_expectations(publishing.get_current_release().rulebook))


def test_a_draft_from_disk_is_published_with_its_scores_and_leaves_no_change_on_disk(
    with_examples: PublishingService, rules: Path
) -> None:
    write_files(rules, change_files(read_files(rules), *HEAVIER_QUESTION))
    revision = with_examples.sync_with_disk().revision
    assert isinstance(with_examples.publish(revision, "Anna", "It counts more"), PublishedRelease)
    status = with_examples.sync_with_disk()
    assert (status.draft, status.disk.state) == (None, "same")
    assert b"evidenced: 37" in read_files(rules).readiness


def test_a_confirmation_is_for_one_change_and_no_other(with_examples: PublishingService) -> None:
    first, again, heavier = (
        review(with_examples, *changes).notices[0]
        for changes in (LOWER_BAND, LOWER_BAND, (*LOWER_BAND, ("weight: 2", "weight: 3")))
    )
    assert first.name == again.name == heavier.name
    assert first.fingerprint == again.fingerprint != heavier.fingerprint


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            HEAVIER_QUESTION,
            (
                "All 2 worked examples come out as before.",
                "Their scores move by up to 4.2 points and are brought up to date when you publish.",
                (
                    "Since the rules that came with the tool, version 1.0.0, the score of 1 of the 2 has moved "
                    "by up to 4.2 points."
                ),
            ),
        ),
        (LOWER_BAND, ("In the other example the outcome is the same.",)),
        ((("Small rules", "Tiny rules"),), ("All 2 worked examples come out as before.",)),
    ],
)
def test_the_other_examples_and_the_drift_since_the_first_rules_are_summed_up(
    with_examples: PublishingService, changes: tuple[tuple[str, str], ...], sentences: tuple[str, ...]
) -> None:
    assert tuple(describe_rest(review(with_examples, *changes))) == sentences


def test_rules_without_examples_say_nothing_of_them(publishing: PublishingService) -> None:
    assert tuple(describe_rest(review(publishing, *HEAVIER_QUESTION))) == ()
