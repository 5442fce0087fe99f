import os
import signal
from pathlib import Path
from threading import Event

import pytest

from assess.core.comparison.impact import Reach, impact
from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.scoring.evaluate import in_short
from assess.releases import worker_pool
from assess.releases.impact import Impacts, Job, Progress, State
from assess.releases.impact_models import Tally
from assess.releases.impact_worker import Task
from assess.releases.models import Reason, Refused
from assess.releases.rulebook_cache import checked
from assess.releases.service import Desk
from assess.releases.trial_cases import compared, shipped
from assess.releases.worker_pool import STOPPED, Crew
from assess.storage.bulk_reads import SittingReader, Span
from assess.workers import Process
from tests.releases.conftest import HEAVIER, HEAVIEST, changed, files_in

PROFILE: Profile = {"nation": "england", "stage": "business-case", "members": 12}
OPTIONS = {
    "fund-told": ("not-contacted", "told", "agreed", None),
    "fund-list": ("none", "checked", None),
    "ballot": ("not-asked", "won", None),
}


def given(number: int) -> dict[str, Answer]:
    """Return answers that differ between assessments, occasionally unknown or not applicable."""
    answers = {
        question: Answer(option=options[number % len(options)], note=f"Note {number}")
        for question, options in OPTIONS.items()
    }
    if number % 5 == 0:
        answers["ballot"] = Answer(dont_know=True)
    if number % 7 == 0:
        answers["fund-list"] = Answer(does_not_apply="No list is kept")
    return answers


@pytest.fixture
def stored(desk: Desk) -> int:
    """The number of stored assessments, the last of which has not been started."""
    kept = desk.in_force().kept
    for number in range(30):
        desk.store.create(f"A{number}", Assessment("Borough", "Libraries", PROFILE, given(number)), kept)
    desk.store.create("Not begun", Assessment("Borough", "Libraries"), kept)
    return 31


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """A publishing service with a draft that has another weight."""
    desk.save_draft(changed(desk.in_force().files, *HEAVIEST), desk.look().revision)
    return desk


def finished(impacts: Impacts) -> Progress:
    """Start the job, wait for it, and return its final state."""
    assert not isinstance(impacts.start(), Refused)
    assert impacts.latest is not None
    impacts.latest.thread.join()
    return impacts.latest.progress


def test_bulk_reads_equal_single_loads_without_the_notes(desk: Desk, url: str, stored: int) -> None:
    (span,) = desk.store.spans(100)
    assert span == Span(1, stored, stored)
    reader = SittingReader(url)
    read = tuple(reader.read(span))
    reader.close()
    assert len(read) == stored
    for sitting in read:
        record = desk.store.load(sitting.id)
        assert sitting.answers == in_short(record.assessment.answers)
        assert sitting.profile == record.assessment.profile
        assert sitting[1:5] == ("Borough", "Libraries", record.name, "1.0.0")


@pytest.mark.parametrize(("size", "spans"), [(31, ((1, 31, 31),)), (20, ((1, 20, 20), (21, 31, 11)))])
def test_id_ranges_cover_every_assessment_once(desk: Desk, stored: int, size: int, spans: tuple[Span, ...]) -> None:
    assert stored == 31
    assert desk.store.spans(size) == spans


def test_worker_processes_find_what_evaluating_in_this_process_finds(
    drafted: Desk, stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assess.releases.impact.SIZE", 4)
    progress = finished(Impacts(drafted))
    assert (progress.state, progress.done, progress.total) == (State.DONE, stored, stored)
    tally = progress.tally
    assert tally is not None
    assert (tally.looked_at, tally.not_begun) == (31, 1)
    draft = drafted.look().draft
    assert draft is not None
    before, after = drafted.in_force().rulebook, drafted.check(draft.files).rulebook
    assert after is not None
    alone = {number + 1: impact(before, after, PROFILE, given(number)).reach for number in range(30)}
    assert {each.case.number: each.reach for each in tally.affected} == {
        number: reach for number, reach in alone.items() if reach is not Reach.NONE
    }
    assert [each.reach for each in tally.affected] == sorted(each.reach for each in tally.affected)


def test_a_result_is_kept_until_the_draft_changes(drafted: Desk, stored: int) -> None:
    impacts = Impacts(drafted)
    assert impacts.progress() is None
    done = finished(impacts)
    assert done.total == stored
    assert impacts.start() is done
    drafted.save_draft(changed(drafted.in_force().files, *HEAVIER), drafted.look().revision)
    assert impacts.progress() is None
    assert finished(impacts) is not done


def test_a_changed_draft_cancels_the_job(drafted: Desk, stored: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.releases.impact.SIZE", 1)
    told = Job.told

    def change_then_tell(self: Job, more: int) -> None:
        if drafted.look().draft:
            drafted.drop_draft(drafted.look().revision)
        told(self, more)

    monkeypatch.setattr(Job, "told", change_then_tell)
    progress = finished(Impacts(drafted))
    assert progress.state is State.CANCELLED
    assert progress.done < stored


def test_progress_is_visible_while_the_job_runs(drafted: Desk, stored: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.releases.impact.SIZE", 10)
    seen, go_on, counted = Event(), Event(), Job.told

    def wait_after(self: Job, more: int) -> None:
        counted(self, more)
        seen.set()
        assert go_on.wait(60)

    monkeypatch.setattr(Job, "told", wait_after)
    impacts = Impacts(drafted)
    impacts.start()
    assert seen.wait(60)
    progress = impacts.progress()
    assert progress is not None
    assert progress.state is State.RUNNING
    assert 0 < progress.done < progress.total == stored
    assert impacts.start() is not None
    go_on.set()
    assert impacts.latest is not None
    impacts.latest.thread.join()
    assert impacts.latest.progress.state is State.DONE


@pytest.mark.usefixtures("stored")
def test_a_worker_that_dies_is_reported_clearly(drafted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Process.ask

    def die_and_be_asked(self: Process, words: object) -> object:
        os.kill(self.process.pid, signal.SIGKILL)
        return ask(self, words)

    monkeypatch.setattr(Process, "ask", die_and_be_asked)
    progress = finished(Impacts(drafted))
    assert (progress.state, progress.sentence) == (State.FAILED, STOPPED)
    monkeypatch.setattr(Process, "ask", ask)
    assert finished(Impacts(drafted)).state is State.DONE


def test_without_assessments_nothing_is_started(drafted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("subprocess.Popen")
    assert finished(Impacts(drafted)).tally == Tally((), 0, 0)


def test_without_a_draft_there_is_no_impact(desk: Desk) -> None:
    found = Impacts(desk).start()
    assert isinstance(found, Refused)
    assert found.reason is Reason.NOTHING
    assert Impacts(desk).progress() is None


def test_the_impact_of_a_draft_with_mistakes_cannot_be_computed(desk: Desk) -> None:
    desk.save_draft(changed(desk.in_force().files, ("weight: 3", "weight: many")), desk.look().revision)
    found = Impacts(desk).start()
    assert isinstance(found, Refused)
    assert found.problems


def test_rules_or_answers_that_no_worker_can_read_end_the_job_with_a_message(
    desk: Desk, stored: int, capfd: pytest.CaptureFixture[str]
) -> None:
    rules = desk.in_force().rulebook.rules
    task = Task(desk.store.url, rules, rules.model_copy(update={"bands": ()}))
    with pytest.raises(worker_pool.StoppedError, match="came to a sudden end"):
        Crew(task, desk.store.spans(stored), lambda _: None, lambda: True).run()
    assert "Traceback" in capfd.readouterr().err


def test_samples_and_worked_examples_are_evaluated_without_worker_processes() -> None:
    folder = Path(__file__).parent.parent.parent / "rules"
    files = files_in(folder)
    before, after = (checked(each).untried for each in (files, changed(files, ("weight: 20", "weight: 30"))))
    assert before
    assert after
    found = compared(before, after, shipped(before, after))
    names = [each.case.name for each in found]
    assert sum(name.startswith("Sample ") for name in names) == 8
    assert sum(name.startswith("Worked example: ") for name in names) == len(before.rules.examples)
    assert [each.reach for each in found] == sorted(each.reach for each in found)
    assert {each.reach for each in found} >= {Reach.SCORE, Reach.NONE}
