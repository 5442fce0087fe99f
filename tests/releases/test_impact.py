from threading import Event

import pytest

from assess.core.comparison.impact import Severity, compute_impact
from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.scoring.evaluate import to_answer_codes
from assess.releases.impact import ImpactJob, ImpactProgress, ImpactRunner, ImpactState
from assess.releases.impact_models import ImpactSummary
from assess.releases.impact_worker import ImpactTask
from assess.releases.models import RejectedError, RejectionReason
from assess.releases.rulebook_cache import check_files
from assess.releases.service import PublishingService
from assess.releases.trial_cases import compare_cases, load_trial_cases
from assess.releases.worker_pool import STOPPED_MESSAGE, ImpactStoppedError, run_impact
from assess.storage.bulk_reads import IdRange, SnapshotReader
from assess.storage.database import DatabaseUnavailableError
from tests import frozen
from tests.releases.conftest import HEAVIER, HEAVIEST, change_files, read_files

PROFILE: Profile = {"nation": "england", "stage": "business-case", "members": 12}
OPTIONS = {
    "fund-told": ("not-contacted", "told", "agreed", None),
    "fund-list": ("none", "checked", None),
    "ballot": ("not-asked", "won", None),
}


def vary_answers(number: int) -> dict[str, Answer]:
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
def stored(publishing: PublishingService) -> int:
    """The number of stored assessments, the last of which has not been started."""
    kept = publishing.get_current_release().stored
    for number in range(30):
        publishing.store.create_assessment(
            f"A{number}", Assessment("Borough", "Libraries", PROFILE, vary_answers(number)), kept
        )
    publishing.store.create_assessment("Not started", Assessment("Borough", "Libraries"), kept)
    return 31


@pytest.fixture
def drafted(publishing: PublishingService) -> PublishingService:
    """A publishing service with a draft that has another weight."""
    publishing.save_draft(
        change_files(publishing.get_current_release().files, *HEAVIEST), publishing.sync_with_disk().revision
    )
    return publishing


def run_job(impacts: ImpactRunner) -> ImpactProgress:
    """Start the job, wait for it, and return its final state."""
    impacts.start()
    assert impacts.latest_job is not None
    impacts.latest_job.thread.join()
    return impacts.latest_job.progress


def test_bulk_reads_equal_single_loads_without_the_notes(publishing: PublishingService, url: str, stored: int) -> None:
    (span,) = publishing.store.split_into_ranges(100)
    assert span == IdRange(1, stored, stored)
    reader = SnapshotReader(url)
    read = tuple(reader.read(span))
    reader.close()
    assert len(read) == stored
    for sitting in read:
        record = publishing.store.load_assessment(sitting.id)
        assert sitting.answers == to_answer_codes(record.assessment.answers)
        assert sitting.profile == record.assessment.profile
        assert sitting[1:5] == ("Borough", "Libraries", record.name, "1.0.0")


@pytest.mark.parametrize(("size", "spans"), [(31, ((1, 31, 31),)), (20, ((1, 20, 20), (21, 31, 11)))])
def test_id_ranges_cover_every_assessment_once(
    publishing: PublishingService, stored: int, size: int, spans: tuple[IdRange, ...]
) -> None:
    assert stored == 31
    assert publishing.store.split_into_ranges(size) == spans


def test_worker_processes_find_what_evaluating_in_this_process_finds(
    drafted: PublishingService, stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assess.releases.impact.BATCH_SIZE", 4)
    progress = run_job(ImpactRunner(drafted))
    assert (progress.state, progress.done, progress.total) == (ImpactState.DONE, stored, stored)
    tally = progress.summary
    assert tally is not None
    assert (tally.examined, tally.not_started) == (31, 1)
    draft = drafted.sync_with_disk().draft
    assert draft is not None
    before, after = drafted.get_current_release().rulebook, drafted.check(draft.files).rulebook
    assert after is not None
    alone = {number + 1: compute_impact(before, after, PROFILE, vary_answers(number)).severity for number in range(30)}
    assert {each.identity.number: each.severity for each in tally.affected} == {
        number: reach for number, reach in alone.items() if reach is not Severity.NONE
    }
    assert [each.severity for each in tally.affected] == sorted(each.severity for each in tally.affected)


def test_a_result_is_kept_until_the_draft_changes(drafted: PublishingService, stored: int) -> None:
    impacts = ImpactRunner(drafted)
    assert impacts.get_progress() is None
    done = run_job(impacts)
    assert done.total == stored
    assert impacts.start() is done
    drafted.save_draft(change_files(drafted.get_current_release().files, *HEAVIER), drafted.sync_with_disk().revision)
    assert impacts.get_progress() is None
    assert run_job(impacts) is not done


def test_a_changed_draft_cancels_the_job(
    drafted: PublishingService, stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assess.releases.impact.BATCH_SIZE", 1)
    told = ImpactJob.add_done

    def change_then_tell(self: ImpactJob, more: int) -> None:
        if drafted.sync_with_disk().draft:
            drafted.delete_draft(drafted.sync_with_disk().revision)
        told(self, more)

    monkeypatch.setattr(ImpactJob, "add_done", change_then_tell)
    progress = run_job(ImpactRunner(drafted))
    assert progress.state is ImpactState.CANCELLED
    assert progress.done < stored


def test_progress_is_visible_while_the_job_runs(
    drafted: PublishingService, stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assess.releases.impact.BATCH_SIZE", 10)
    seen, go_on, counted = Event(), Event(), ImpactJob.add_done

    def wait_after(self: ImpactJob, more: int) -> None:
        counted(self, more)
        seen.set()
        assert go_on.wait(60)

    monkeypatch.setattr(ImpactJob, "add_done", wait_after)
    impacts = ImpactRunner(drafted)
    impacts.start()
    assert seen.wait(60)
    progress = impacts.get_progress()
    assert progress is not None
    assert progress.state is ImpactState.RUNNING
    assert 0 < progress.done < progress.total == stored
    assert impacts.start() is not None
    go_on.set()
    assert impacts.latest_job is not None
    impacts.latest_job.thread.join()
    assert impacts.latest_job.progress.state is ImpactState.DONE


@pytest.mark.usefixtures("stored")
def test_a_worker_that_dies_is_reported_clearly(drafted: PublishingService, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("assess.releases.worker_pool._TARGET", "tests.fake_worker:build_dying_handler")
        progress = run_job(ImpactRunner(drafted))
    assert (progress.state, progress.error) == (ImpactState.FAILED, STOPPED_MESSAGE)
    assert run_job(ImpactRunner(drafted)).state is ImpactState.DONE


def test_without_assessments_nothing_is_started(drafted: PublishingService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("multiprocessing.util.spawnv_passfds")
    assert run_job(ImpactRunner(drafted)).summary == ImpactSummary((), 0, 0)


def test_without_a_draft_there_is_no_impact(publishing: PublishingService) -> None:
    with pytest.raises(RejectedError) as raised:
        ImpactRunner(publishing).start()
    assert raised.value.reason is RejectionReason.NO_DRAFT
    assert ImpactRunner(publishing).get_progress() is None


def test_the_impact_of_a_draft_with_mistakes_cannot_be_computed(publishing: PublishingService) -> None:
    publishing.save_draft(
        change_files(publishing.get_current_release().files, ("weight: 3", "weight: many")),
        publishing.sync_with_disk().revision,
    )
    with pytest.raises(RejectedError) as raised:
        ImpactRunner(publishing).start()
    assert raised.value.problems


def test_rules_or_answers_that_no_worker_can_read_end_the_job_with_a_message(
    publishing: PublishingService, stored: int, capfd: pytest.CaptureFixture[str]
) -> None:
    rules = publishing.get_current_release().rulebook.rules
    task = ImpactTask(publishing.store.url, rules, rules.model_copy(update={"bands": ()}))
    with pytest.raises(ImpactStoppedError, match="stopped suddenly"):
        run_impact(task, publishing.store.split_into_ranges(stored), lambda _: None, lambda: True)
    assert "Traceback" in capfd.readouterr().err


def test_samples_and_worked_examples_are_evaluated_without_worker_processes() -> None:
    files = read_files(frozen.RULES)
    before, after = (check_files(each).rulebook for each in (files, change_files(files, ("weight: 20", "weight: 30"))))
    assert before
    assert after
    found = compare_cases(before, after, load_trial_cases(before, after))
    names = [each.identity.name for each in found]
    assert sum(name.startswith("Sample ") for name in names) == 8
    assert sum(name.startswith("Worked example: ") for name in names) == len(before.rules.examples)
    assert [each.severity for each in found] == sorted(each.severity for each in found)
    assert {each.severity for each in found} >= {Severity.SCORE, Severity.NONE}


@pytest.mark.usefixtures("stored")
def test_a_database_that_cannot_be_read_ends_the_job_with_the_reason(
    drafted: PublishingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: ImpactJob) -> bool:
        raise DatabaseUnavailableError("The database cannot be read: disk I/O error.")

    monkeypatch.setattr(ImpactJob, "is_current", fail)
    impacts = ImpactRunner(drafted)
    impacts.start()
    assert impacts.latest_job is not None
    impacts.latest_job.thread.join()
    progress = impacts.latest_job.progress
    assert (progress.state, progress.error) == (ImpactState.FAILED, "The database cannot be read: disk I/O error.")
