"""Keep the summaries in the list of services up to date: a few at once, many in a background thread."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from time import sleep

from assess.core.comparison.carry_over import carry_over_answers, carry_over_profile
from assess.core.model.result import Outcome, SectionScore
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.scoring.evaluate import evaluate
from assess.releases.models import NoRulebookError
from assess.report.content.text import curl_apostrophes, round_score
from assess.report.pdf.attachments import hash_files
from assess.resources import PACKAGE_FOLDER
from assess.storage.database import DatabaseUnavailableError
from assess.storage.service_records import NO_SCORE, PendingSummary, ResultSummary, SectionScoreRange
from assess.storage.service_summaries import SummaryStore
from assess.storage.store import Store
from assess.web.rulebooks import Rulebooks

BATCH_SIZE = 50
"""Number of summaries computed while a request waits, which takes some hundredths of a second."""
BATCH_PAUSE = 0.02
"""Seconds between two batches in the background thread, so that requests are served."""
_EMPTY_SUMMARY = ResultSummary(
    "", "", NO_SCORE, NO_SCORE, NO_SCORE, "", "", NO_SCORE, 0, 0, 0, 0, 0, False, 0, 0, 0, ()
)


@cache
def _compute_build_id() -> str:
    """Return a hash of the code that computes summaries, so that another build computes its own."""
    return hash_files([*(PACKAGE_FOLDER / "core").rglob("*.py"), Path(__file__)])[:16]


class SummaryRefresher:
    """Keeps the summaries of all assessments up to date; thread-safe."""

    def __init__(self, store: Store, rulebooks: Rulebooks) -> None:
        self.summaries = SummaryStore(store, _compute_build_id())
        self.rulebooks = rulebooks
        self.lock = Lock()
        self.thread: Thread | None = None
        self.repaired_sections: tuple[str, ...] | None = None
        """The sections of the current rules when the summaries were last repaired."""

    def refresh(self) -> int:
        """Compute a batch of missing summaries and return how many are still missing, which a thread goes on with.

        If the disk is read-only, missing summaries stay missing, and stored ones can still be read.
        """
        try:
            return self._refresh_batch()
        except DatabaseUnavailableError:
            return self.summaries.count_pending()

    def load_summaries(self, numbers: Sequence[int]) -> Mapping[int, ResultSummary]:
        """Return the summaries of the given assessments without their sections, computing those that are missing.

        If they cannot be stored, they are computed again the next time.
        """
        pending = self.summaries.list_pending_among(numbers)
        computed = [(each, self._summarise(each)) for each in pending]
        with suppress(DatabaseUnavailableError):
            self._save(computed)
        return self.summaries.load_figures(numbers) | {each.number: summary for each, summary in computed}

    def _refresh_batch(self) -> int:
        """Compute a batch of missing summaries; raises NoDatabaseError if they cannot be stored."""
        sections = tuple(self.rulebooks.get_current().sections)
        if self.repaired_sections != sections:
            self.summaries.repair(sections)
            self.repaired_sections = sections
        pending = self.summaries.list_pending(BATCH_SIZE)
        if pending:
            self._compute(pending)
        remaining = self.summaries.count_pending() if len(pending) == BATCH_SIZE else 0
        if remaining:
            self._start_thread()
        return remaining

    def _compute(self, pending: tuple[PendingSummary, ...]) -> None:
        """Compute and store summaries."""
        self._save([(each, self._summarise(each)) for each in pending])

    def _save(self, summaries: Sequence[tuple[PendingSummary, ResultSummary]]) -> None:
        """Store summaries with a row for every section, by which the list can be sorted."""
        if summaries:
            sections = tuple(self.rulebooks.get_current().sections)
            self.summaries.save([(each, _fill_section_gaps(summary, sections)) for each, summary in summaries])

    def _summarise(self, pending: PendingSummary) -> ResultSummary:
        """Return the summary of an assessment; an empty one if its rules cannot be read."""
        try:
            return _summarise_assessment(self.rulebooks.get_for_release(pending.release), pending)
        except NoRulebookError:
            return _EMPTY_SUMMARY

    def _start_thread(self) -> None:
        """Compute the rest in a thread, unless one is running."""
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = Thread(target=self.refresh_all, daemon=True)
                self.thread.start()

    def refresh_all(self) -> None:
        """Compute missing summaries in batches until none is left or none can be stored."""
        with suppress(DatabaseUnavailableError):
            while pending := self.summaries.list_pending(BATCH_SIZE):
                self._compute(pending)
                sleep(BATCH_PAUSE)


def _summarise_assessment(rulebook: Rulebook, pending: PendingSummary) -> ResultSummary:
    """Return the summary of an assessment, with the same figures as its result."""
    profile = carry_over_profile(rulebook, pending.profile)
    if STAGE not in profile:
        return _EMPTY_SUMMARY
    now = evaluate(rulebook, profile, carry_over_answers(rulebook, pending.answers)).now
    evidenced, possible = (NO_SCORE, NO_SCORE) if now.overall is None else map(round_score, now.overall)
    band = now.bands.evidenced if now.bands else ""
    return ResultSummary(
        stage=now.stage,
        stage_says=curl_apostrophes(rulebook.stages[now.stage].text),
        stage_place=list(rulebook.stages).index(now.stage),
        evidenced=evidenced,
        possible=possible,
        band=band,
        band_says=curl_apostrophes(rulebook.bands[band].label) if band else "",
        band_place=list(rulebook.bands).index(band) if band else NO_SCORE,
        blockers=_count_blockers(now, "true"),
        possible_blockers=_count_blockers(now, "possible"),
        asked=now.asked,
        answered=now.answered,
        looked_at=now.looked_at,
        is_too_early=now.is_too_early,
        needs=now.needs.named,
        needs_missing=now.needs.missing,
        needs_unknown=now.needs.unknown,
        sections=tuple(map(_get_section_range, now.sections)),
    )


def _fill_section_gaps(summary: ResultSummary, sections: tuple[str, ...]) -> ResultSummary:
    """Return a summary with an empty score for each section that it lacks."""
    present = {each.section for each in summary.sections}
    others = (SectionScoreRange(section, NO_SCORE, NO_SCORE) for section in sections if section not in present)
    return summary._replace(sections=(*summary.sections, *others))


def _count_blockers(outcome: Outcome, state: str) -> int:
    """Count the blockers with this state."""
    return sum(finding.state == state for finding in outcome.blockers)


def _get_section_range(section: SectionScore) -> SectionScoreRange:
    """Return the rounded range of a section's score."""
    if section.score is None:
        return SectionScoreRange(section.id, NO_SCORE, NO_SCORE)
    return SectionScoreRange(section.id, round_score(section.score.evidenced), round_score(section.score.possible))
