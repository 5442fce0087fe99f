"""An assessment holds as much text as can be printed, downloaded and opened again, and no more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from assess.core.interchange.answers_yaml import dump_assessment
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import NO_ACTION, Action
from assess.report.build import render_report
from assess.report.options import ReportOptions
from assess.report.readers import read_answers
from assess.storage.records import Release, StoredRulebook, TextLimitError, compute_etag
from assess.storage.store import Store
from assess.storage.tables import answer
from assess.storage.text_limit import MAX_CHARACTERS, MAX_LINES
from tests import frozen

STORED = StoredRulebook(Release("small", "1.0.0", "aa"), b"rules", b"evidence")
EMPTY = Assessment("Borough of Sample", "Libraries")
QUARTER = "x" * (MAX_CHARACTERS // 4)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url) as opened:
        yield opened


@pytest.fixture
def number(store: Store) -> int:
    """An assessment that is full to the last character, in texts of every kind."""
    answers = {
        "one": Answer(note=QUARTER),
        "two": Answer(does_not_apply=QUARTER),
        "three": Answer(evidence=QUARTER[10:], by="x" * 10),
    }
    plan = {"act": Action(owner="x" * 10, reason=QUARTER[10:])}
    return store.create_assessment("Full", replace(EMPTY, answers=answers, plan=plan), STORED)


@pytest.mark.parametrize(
    "save",
    [
        lambda store, number: store.save_answer(number, "one", Answer(note=QUARTER + "x")),
        lambda store, number: store.save_answer(number, "four", Answer(by="x")),
        lambda store, number: store.save_action(number, "act", Action(reason=QUARTER + "x")),
        lambda store, number: store.save_actions(number, {"other": (Action(owner="x"), compute_etag(NO_ACTION))}),
    ],
    ids=["longer note", "another answer", "longer reason", "another action"],
)
def test_a_full_assessment_takes_in_no_more(store: Store, number: int, save: Callable[[Store, int], None]) -> None:
    before = store.load_assessment(number)
    with pytest.raises(TextLimitError, match=r"would come to 400,0\d\d characters. Shorten them to 400,000 or fewer"):
        save(store, number)
    assert store.load_assessment(number) == before


def test_a_full_assessment_can_be_changed_and_shortened(store: Store, number: int) -> None:
    store.save_answer(number, "one", Answer(option="yes", note="y" * len(QUARTER)))
    store.save_answer(number, "two", Answer(does_not_apply="short"))
    store.save_answer(number, "one", Answer(note=QUARTER + "longer"))


def test_lines_are_limited_as_well(store: Store) -> None:
    number = store.create_assessment(
        "x", replace(EMPTY, answers={"one": Answer(note="a" + "\n" * (MAX_LINES - 1) + "b")}), STORED
    )
    store.save_answer(number, "two", Answer(note="a\nb"))
    with pytest.raises(TextLimitError, match=r"would come to 8,001 lines. Shorten them to 8,000 or fewer"):
        store.save_answer(number, "two", Answer(note="a\nb\nc"))


def test_an_assessment_that_is_too_long_is_not_created(store: Store) -> None:
    answers = {name: Answer(note=QUARTER) for name in "abcde"}
    with pytest.raises(TextLimitError, match="would come to 500,000 characters"):
        store.create_assessment("x", replace(EMPTY, answers=answers), STORED)
    assert store.list_assessments().total == 0


def test_an_assessment_of_an_older_version_that_is_too_long_is_shortened_step_by_step(
    store: Store, number: int
) -> None:
    with store.write_transaction() as connection:
        connection.execute(update(answer).where(answer.c.question == "one").values(note=QUARTER * 2))
    store.save_answer(number, "two", Answer(does_not_apply="a little less"))
    with pytest.raises(TextLimitError):
        store.save_answer(number, "two", Answer(does_not_apply=QUARTER))


def test_a_copy_may_be_as_full(store: Store, number: int) -> None:
    copy = store.load_assessment(store.copy_assessment(number, "Copy"))
    assert copy.assessment == store.load_assessment(number).assessment


@pytest.mark.parametrize(
    "character", ['"', "'", "\\", "\u2028", "\xa0", "\U0001f600", "\U000e0001", "漢", ":", "#", "<"]
)
def test_whatever_an_assessment_holds_can_be_taken_out_and_opened_again(character: str) -> None:
    rulebook, sample = frozen.load_frozen_rulebook(), frozen.load_sample(frozen.LIBRARIES)
    share = MAX_CHARACTERS // len(sample.answers)
    lines = MAX_LINES // len(sample.answers)
    note = "x" + character * (share - 2 * lines) + "\nx" * lines
    full = replace(sample, answers={name: replace(each, note=note) for name, each in sample.answers.items()})
    for form in (".json", ".csv"):
        data = render_report(rulebook, full, ReportOptions(form, date(2026, 11, 22)), frozen.read_rules_files())
        opened = read_answers(data, rulebook, f"answers{form}", whole=False)
        assert isinstance(opened, Assessment), opened[0]
        assert opened.answers == full.answers
    assert read_answers(dump_assessment(full).encode(), rulebook, "answers.yaml", whole=False) == full
