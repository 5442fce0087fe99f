"""New rules that came with the tool meet a council's own."""

from pathlib import Path

import pytest

from assess.core.merging.merge import Part, SideName, Verdict
from assess.releases import repository
from assess.releases.example_review import describe_rest
from assess.releases.models import RejectedError
from assess.releases.service import PublishingService
from assess.releases.update import is_update_available, load_update, write_update
from assess.releases.update_text import describe_update
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from tests.releases.conftest import change_files, write_files
from tests.releases.updates import BASE, OURS, RELEASE, add_examples, build_example, publish


@pytest.fixture
def release(tmp_path: Path, publishing: PublishingService) -> Path:
    """The folder of the rules that came with the tool."""
    folder = tmp_path / "release"
    folder.mkdir()
    write_files(folder, RELEASE)
    publishing.release_folder = folder
    return folder


@pytest.mark.usefixtures("release")
def test_a_draft_takes_what_only_the_release_changed_and_keeps_the_rest(publishing: PublishingService) -> None:
    publish(publishing, change_files(BASE, *OURS))
    assert is_update_available(publishing)
    update = load_update(publishing)
    choices = update.merge({}).list_with(Verdict.CHOICE)
    assert [each.part.key for each in choices] == ["rules/weights", "question/fund-told/help"]
    merge = update.merge({Part("rules", "", "weights"): SideName.THEIRS})
    files, version = write_update(publishing, update, merge)
    rulebook = publishing.check(files).rulebook
    assert rulebook
    assert (version, rulebook.version, rulebook.rules.rulebook.made_from) == ("2.0.1", "2.0.1", "2.0.0")
    assert rulebook.sections["pensions"].weight == 5
    assert rulebook.questions["fund-told"].help == "Ask us first."
    assert rulebook.questions["fund-list"].help == "Payroll can make one in a day."
    assert b'"Ask us first."  # agreed in May' in files.readiness
    assert b"# Payroll knows." in files.readiness
    review = publishing.review_examples(files)
    assert review
    assert review.drift
    assert review.drift.version == "2.0.0"


@pytest.mark.usefixtures("release")
def test_a_council_that_changed_nothing_gets_the_release_under_its_number(publishing: PublishingService) -> None:
    update = load_update(publishing)
    assert write_update(publishing, update, update.merge({})) == (RELEASE, "2.0.0")


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the earlier releases in the program, of which version 2.0.0 is one."""
    folder = tmp_path / "shipped"
    (folder / "2.0.0").mkdir(parents=True)
    write_files(folder / "2.0.0", RELEASE)
    monkeypatch.setattr(repository, "_SHIPPED_FOLDER", folder)
    return folder


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("ours", [(OURS[0], OURS[3]), ()])
def test_the_next_release_starts_from_the_one_before(
    publishing: PublishingService, release: Path, ours: tuple[tuple[str, str], ...]
) -> None:
    if ours:
        publish(publishing, change_files(BASE, *ours))
    update = load_update(publishing)
    publish(publishing, write_update(publishing, update, update.merge({}))[0])
    assert not is_update_available(publishing)
    with pytest.raises(RejectedError, match=r"no newer rules: yours were made from version 2\.0\.0"):
        load_update(publishing)
    later = ("2.0.0\n  made_from: 2.0.0", "2.1.0\n  made_from: 2.1.0"), ("title: Small rules", "title: New rules")
    write_files(release, change_files(RELEASE, *later))
    update = load_update(publishing)
    text = describe_update(update, update.merge({}))
    assert (text.taken, len(text.kept), text.choices) == (("The title of the rules",), bool(ours), ())


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            change_files(RELEASE, ("id: small", "id: other")),
            "The new rules are “Small rules” and yours are “Small rules”",
        ),
        (change_files(RELEASE, ("version: 2.0.0", "version: 2.0.1")), "were made from version 2.0.0"),
        (change_files(BASE, ("title: Small", "title: Other")), "came with the tool"),
        (RulesFiles(b"bands: low", RELEASE.evidence), "must be a list"),
    ],
)
def test_other_rules_are_no_update(
    publishing: PublishingService, release: Path, files: RulesFiles, sentence: str
) -> None:
    write_files(release, files)
    assert not is_update_available(publishing)
    with pytest.raises(RejectedError, match=sentence):
        load_update(publishing)


def test_a_folder_without_rules_is_no_update(publishing: PublishingService, tmp_path: Path) -> None:
    with pytest.raises(RejectedError, match="cannot be read"):
        load_update(publishing, tmp_path / "nowhere")


@pytest.mark.usefixtures("release")
def test_if_nobody_knows_the_base_every_difference_is_a_choice(publishing: PublishingService) -> None:
    files = change_files(BASE, ("version: 1.0.0", "version: 1.9.1\n  made_from: 1.9.0"), *OURS[1:])
    publish(publishing, files)
    update = load_update(publishing)
    merge = update.merge({})
    assert update.base is None
    assert {each.verdict for each in merge.differences} == {Verdict.CHOICE}
    text = describe_update(update, merge)
    assert [side.title for side in text.choices[-1].sides] == ["Yours, 1.9.1", "New, 2.0.0"]


OWN_WEIGHT = (" weight: 1\n", " weight: 4\n")


@pytest.fixture
def with_examples(store: Store, rules: Path, tmp_path: Path) -> PublishingService:
    """A publishing service on small rules with a worked example that a release with a lower band changes."""
    write_files(rules, add_examples(BASE, build_example("The fund was told", "low")))
    publishing = PublishingService(store, rules)
    publishing.get_current_release()
    publishing.release_folder = tmp_path
    lower_band = change_files(RELEASE, ("from: 50", "from: 30"))
    write_files(tmp_path, add_examples(lower_band, build_example("The fund was told", "high")))
    return publishing


def make_update(publishing: PublishingService, *changes: tuple[str, str], examples: str = "") -> RulesFiles:
    """Publish the rules with changes of the council, and return the update to the release."""
    ours = change_files(publishing.get_current_release().files, ("version: 1.0.0", "version: 1.0.1"), *changes)
    publish(publishing, ours._replace(readiness=ours.readiness + examples.encode()))
    update = load_update(publishing)
    return write_update(publishing, update, update.merge({}))[0]


@pytest.mark.parametrize(
    ("changes", "examples", "asked", "as_in_release"),
    [
        ((), "", [], ("The fund was told",)),
        ((), build_example("Ours", "low"), ["Ours"], ("The fund was told",)),
        ((OWN_WEIGHT,), "", ["The fund was told"], ()),
    ],
    ids=["no change of the council", "an example of the council", "a weight of the council"],
)
def test_publishing_an_update_asks_only_about_what_the_council_changed(
    with_examples: PublishingService,
    changes: tuple[tuple[str, str], ...],
    examples: str,
    asked: list[str],
    as_in_release: tuple[str, ...],
) -> None:
    files = make_update(with_examples, *changes, examples=examples)
    review = with_examples.review_examples(files)
    assert review
    assert [notice.name for notice in review.notices] == asked
    assert review.as_in_release == as_in_release
    published = with_examples.publish_files(files, "Anna", "New rules", dict.fromkeys(asked, "As agreed"))
    assert [meant.example for meant in published.publication.meant] == asked


def test_what_a_release_changes_is_said_beside_what_stays(with_examples: PublishingService) -> None:
    review = with_examples.review_examples(make_update(with_examples))
    assert review
    (sentence,) = describe_rest(review)
    assert sentence == (
        "Version 2.0.0 itself changes one worked example, and your own changes make no difference to it. "
        "You do not have to confirm it."
    )
