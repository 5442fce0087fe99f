"""A database of version 0.1 opens with everything in it; `v0_1.sql` is what the program of commit ff2a6a5 wrote."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.plan import Action, ActionState
from assess.storage.records import (
    PROFILE_PAGE,
    AssessmentListFilter,
    AssessmentRecord,
    Release,
    StoredRulebook,
    plan_page_key,
)
from assess.storage.release_records import DraftState, NewPublication, Publication, RulesDraft, RulesFiles
from assess.storage.service_records import ResultSummary, SectionScoreRange, SummaryRow
from assess.storage.service_summaries import SummaryStore
from assess.storage.store import Store
from assess.storage.tables import metadata

DUMP = Path(__file__).parent / "v0_1.sql"
FIRST = StoredRulebook(Release("small", "1.0.0", "aa"), b"rules 1.0.0 \x00\xff", b"evidence 1.0.0")
SECOND = StoredRulebook(Release("small", "1.0.1", "bb"), b"rules 1.0.1", b"evidence 1.0.1")
ANSWERS = {
    "told": Answer("yes", note="It’s agreed;\n'quoted' 𝄞", evidence="https://example.org/a?b=c", by="Head of HR"),
    "list": Answer(dont_know=True),
    "ballot": Answer(does_not_apply="No one would move."),
    "costs": Answer(note="Only a note"),
}
PLAN = {
    "plan": Action("Head of law", date(2026, 11, 2), ActionState.DONE),
    "vote": Action(reason="No money", carried_from="Earlier"),
    "write": Action("Head of HR", date(2026, 12, 1), ActionState.UNDER_WAY),
}
PROFILE: Profile = {"stage": "idea", "nation": "wales", "members": 12}
UNFINISHED = frozenset({"told", PROFILE_PAGE, plan_page_key("write")})


def at(minute: int) -> datetime:
    return datetime(2026, 11, 20, 9, minute, tzinfo=UTC)


LIBRARIES = Assessment("Borough of Sample", "Libraries", PROFILE, ANSWERS, "1.0.0", PLAN)
COPY = replace(LIBRARIES, answers=ANSWERS | {"told": Answer(option="no")}, rulebook="1.0.1")
PARKS = Assessment("Cyngor Ŵ", "Parks & paths", rulebook="1.0.1")
ASSESSMENTS = (
    AssessmentRecord(1, 1, "First", LIBRARIES, FIRST.release, UNFINISHED, at(3), at(16)),
    AssessmentRecord(2, 1, "Copy of First", COPY, SECOND.release, frozenset(), at(9), at(11)),
    AssessmentRecord(4, 2, "Ŵ name", PARKS, SECOND.release, frozenset(), at(13), at(13)),
)


def open_v0_1(folder: Path, now: Callable[[], datetime]) -> Store:
    """Open a new copy of the database, and so bring its tables up to date."""
    path = folder / "assess.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DUMP.read_text("utf-8"))
    return Store(f"sqlite:///{path}", now)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_v0_1(tmp_path, lambda: at(59)) as opened:
        yield opened


def test_the_tables_are_those_of_the_program(store: Store) -> None:
    with store.read_transaction() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("record", ASSESSMENTS, ids=lambda record: record.name)
def test_assessments_have_their_answers_plans_and_rules(store: Store, record: AssessmentRecord) -> None:
    assert store.load_assessment(record.id) == record


def test_services_list_their_assessments(store: Store) -> None:
    listed = store.list_assessments(AssessmentListFilter(order="service"))
    assert listed.total == 3
    assert [(entry.council, entry.service, entry.id) for entry in listed.entries] == [
        ("Borough of Sample", "Libraries", 2),
        ("Borough of Sample", "Libraries", 1),
        ("Cyngor Ŵ", "Parks & paths", 4),
    ]


def test_published_versions_are_kept_whole(store: Store) -> None:
    assert store.list_publications() == (
        Publication(2, SECOND.release, at(5), "Ben", "Why it’s new", True, 2),
        Publication(1, FIRST.release, at(1), "Anna", "The first version", True, 1),
    )
    assert [store.load_stored_rulebook(release) for release in store.list_releases()] == [FIRST, SECOND]


def test_the_draft_of_the_rules_and_the_one_before_it_are_there(store: Store) -> None:
    draft = RulesDraft(RulesFiles(b"next draft", b"evidence"), 2, at(8))
    previous = RulesDraft(RulesFiles(b"draft", b"evidence"), 2, at(7))
    assert store.load_draft_state() == DraftState(4, draft, "ee", True, previous)


def test_summaries_are_listed(store: Store) -> None:
    sections = (SectionScoreRange("pensions", 40, 60), SectionScoreRange("staff", -1, -1))
    summary = ResultSummary("idea", "An idea", 0, 40, 60, "low", "Low", 0, 1, 2, 4, 3, 0, False, 0, 0, 0, sections)
    summaries = SummaryStore(store, "build of 0.1")
    row = SummaryRow(1, "Borough of Sample", "Libraries", "First", "1.0.0", at(16), summary)
    assert summaries.load_rows((1,)) == (row,)
    assert [pending.number for pending in summaries.list_pending(9)] == [4, 2]


def test_what_a_report_is_made_from_can_be_kept(store: Store) -> None:
    for record in ASSESSMENTS:
        assert store.list_snapshots(record.id) == ()
        store.save_snapshot(record)
    (kept,) = store.list_snapshots(2)
    assert (kept.taken_at, kept.release, kept.profile) == (at(59), SECOND.release, PROFILE)
    assert kept.answers["told"] == Answer(option="no")


def test_unfinished_pages_can_be_finished(store: Store) -> None:
    question, profile, action = (store.load_page_draft(1, page) for page in ("told", PROFILE_PAGE, "plan:write"))
    assert (question["note"], profile["members"], action["owner"]) == ("half\x07’", "many", "")
    store.save_answer(1, "told", Answer(option="no"), question["seen"])
    store.save_profile(1, {"stage": "idea"}, profile["seen"])
    store.save_action(1, "write", Action("Head of law"), action["seen"])
    assert store.load_assessment(1).unfinished == frozenset()


def test_work_goes_on_with_the_next_numbers(store: Store) -> None:
    third = StoredRulebook(Release("small", "1.0.2", "cc"), b"next draft", b"evidence")
    assert store.publish(NewPublication(third, "Anna", "Why", 4, 2, ("", ""))) == 3
    assert store.load_draft_state() == DraftState(5, None, "", False)
    assert store.create_assessment("Next", Assessment("Borough of Sample", "Libraries"), third) == 5
