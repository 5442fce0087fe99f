"""A save names what it read in its `WHERE`, so that it overwrites nothing even where a transaction locks nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Connection, event

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.plan import Action
from assess.storage import answers, assessments, drafts, plans
from assess.storage.engine import AUTOCOMMIT_READ
from assess.storage.records import (
    ActionConflictError,
    AnswerConflictError,
    ProfileConflictError,
    Release,
    StoredRulebook,
    VersionTakenError,
    compute_etag,
)
from assess.storage.release_records import DraftChange, NewPublication, OutdatedError, RulesFiles
from assess.storage.store import Store

FIRST = StoredRulebook(Release("small", "1.0.0", "aa"), b"rules", b"evidence")
LATER = StoredRulebook(Release("small", "1.0.1", "bb"), b"other rules", b"evidence")
MINE, THEIRS = RulesFiles(b"mine", b"evidence"), RulesFiles(b"theirs", b"evidence")


class UnlockedStore(Store):
    """A store in whose transactions each statement takes effect at once and locks nothing."""

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(**{AUTOCOMMIT_READ: True}) as connection, connection.begin():
            yield connection


@dataclass(frozen=True)
class Race:
    """Two stores on one database; the other one saves right after the first one has read."""

    mine: Store
    theirs: Store
    number: int
    monkeypatch: pytest.MonkeyPatch

    def save_after_reading(self, module: ModuleType, reader: str, save: Callable[[Store], object]) -> None:
        read, saved = getattr(module, reader), list[bool]()

        def read_then_let_the_other_save(*arguments: Any) -> Any:
            value = read(*arguments)
            if not saved:
                saved.append(True)
                save(self.theirs)
            return value

        self.monkeypatch.setattr(module, reader, read_then_let_the_other_save)

    def save_before_inserting(self, table: str, save: Callable[[Store], object]) -> None:
        saved = list[bool]()

        def let_the_other_save(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith(f"INSERT INTO {table} ") and not saved:
                saved.append(True)
                save(self.theirs)

        event.listen(self.mine.engine, "before_cursor_execute", let_the_other_save)


@pytest.fixture
def race(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Race]:
    url = f"sqlite:///{tmp_path / 'assess.sqlite3'}"
    assessment = Assessment("Council", "Parks", {"stage": "idea"}, {"told": Answer(option="yes")})
    with UnlockedStore(url) as mine, UnlockedStore(url) as theirs:
        yield Race(mine, theirs, mine.create_assessment("First", assessment, FIRST), monkeypatch)


@pytest.mark.parametrize("question", ["told", "never-answered"])
def test_an_answer_saved_meanwhile_is_a_conflict(race: Race, question: str) -> None:
    before = Answer(option="yes") if question == "told" else Answer()
    theirs = Answer(option="no", note="theirs")
    race.save_after_reading(answers, "_load_answer", lambda store: store.save_answer(race.number, question, theirs))
    with pytest.raises(AnswerConflictError) as raised:
        race.mine.save_answer(race.number, question, Answer(option="mine"), compute_etag(before))
    assert raised.value.current == theirs
    assert race.mine.load_assessment(race.number).assessment.answers[question] == theirs


def test_an_answer_cleared_meanwhile_is_not_brought_back(race: Race) -> None:
    race.save_after_reading(answers, "_load_answer", lambda store: store.save_answer(race.number, "told", Answer()))
    seen = compute_etag(Answer(option="yes"))
    with pytest.raises(AnswerConflictError) as raised:
        race.mine.save_answer(race.number, "told", Answer(option="mine"), seen)
    assert raised.value.current == Answer()
    assert race.mine.load_assessment(race.number).assessment.answers == {}


@pytest.mark.parametrize("before", [Action(), Action(owner="Head of service")])
def test_an_action_saved_meanwhile_is_a_conflict(race: Race, before: Action) -> None:
    race.mine.save_action(race.number, "write", before)
    theirs = Action(owner="Theirs")
    race.save_after_reading(plans, "_load_action", lambda store: store.save_action(race.number, "write", theirs))
    with pytest.raises(ActionConflictError) as raised:
        race.mine.save_action(race.number, "write", Action(owner="Mine"), compute_etag(before))
    assert raised.value.current == theirs
    assert race.mine.load_assessment(race.number).assessment.plan == {"write": theirs}


def test_a_profile_saved_meanwhile_is_a_conflict(race: Race) -> None:
    theirs: Profile = {"stage": "options", "members": 7}
    race.save_after_reading(assessments, "_load_profile", lambda store: store.save_profile(race.number, theirs))
    with pytest.raises(ProfileConflictError) as raised:
        race.mine.save_profile(race.number, {"stage": "decision"}, compute_etag({"stage": "idea"}))
    assert raised.value.current == theirs
    assert race.mine.load_assessment(race.number).assessment.profile == theirs


def test_a_draft_changed_meanwhile_is_left_as_it_is(race: Race) -> None:
    first = race.mine.publish(NewPublication(FIRST, "Name", "Note", None, 0, ("", "")))
    theirs = DraftChange(0, THEIRS, first)
    race.save_after_reading(drafts, "load_draft_state", lambda store: store.change_draft(theirs))
    with pytest.raises(OutdatedError):
        race.mine.change_draft(DraftChange(0, MINE, first))
    draft = race.mine.load_draft_state().draft
    assert draft is not None
    assert draft.files == THEIRS


def test_a_release_published_meanwhile_is_not_followed_by_another_unawares(race: Race) -> None:
    theirs = NewPublication(FIRST, "Their name", "Their note", None, 0, ("", ""))
    race.save_after_reading(drafts, "load_draft_state", lambda store: store.publish(theirs))
    with pytest.raises(OutdatedError):
        race.mine.publish(NewPublication(LATER, "My name", "My note", None, 0, ("", "")))
    assert [each.by for each in race.mine.list_publications()] == ["Their name"]


def test_the_later_of_two_first_drafts_of_a_page_replaces_the_earlier(race: Race) -> None:
    race.save_before_inserting("draft", lambda store: store.save_page_draft(race.number, "told", {"note": "theirs"}))
    race.mine.save_page_draft(race.number, "told", {"note": "mine"})
    assert race.theirs.load_page_draft(race.number, "told") == {"note": "mine"}


def test_the_same_rules_stored_meanwhile_are_used(race: Race) -> None:
    assessment = Assessment("Council", "Parks")
    race.save_before_inserting("rulebook", lambda store: store.create_assessment("Theirs", assessment, LATER))
    number = race.mine.create_assessment("Mine", assessment, LATER)
    assert race.mine.load_assessment(number).release == LATER.release
    assert race.mine.list_releases() == (FIRST.release, LATER.release)


def test_other_rules_stored_meanwhile_under_the_same_version_are_not_replaced(race: Race) -> None:
    assessment = Assessment("Council", "Parks")
    race.save_before_inserting("rulebook", lambda store: store.create_assessment("Theirs", assessment, LATER))
    with pytest.raises(VersionTakenError):
        race.mine.create_assessment(
            "Mine", assessment, LATER._replace(release=Release("small", "1.0.1", "cc"), readiness=b"mine")
        )
    assert race.mine.load_stored_rulebook(LATER.release) == LATER
