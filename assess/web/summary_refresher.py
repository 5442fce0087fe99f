"""Keep the summaries in the list of services up to date: a few at once, many in a background thread."""

from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from time import sleep

from assess.core.comparison.carry_over import fitting_answers, fitting_profile
from assess.core.model.result import Outcome, SectionScore
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.scoring.evaluate import evaluate
from assess.releases.models import NoRulebookError
from assess.report.content.text import apostrophes, whole
from assess.report.pdf.attachments import hashed
from assess.resources import PACKAGE
from assess.storage.database import NoDatabaseError
from assess.storage.service_records import NO_SCORE, Ends, Overview, Waiting
from assess.storage.service_summaries import Overviews
from assess.storage.store import Store
from assess.web.rulebooks import Rulebooks

AT_ONCE = 50
"""Number of summaries computed while a request waits, which takes some hundredths of a second."""
PAUSE = 0.02
"""Seconds between two batches in the background thread, so that requests are served."""
NOT_BEGUN = Overview("", "", NO_SCORE, NO_SCORE, NO_SCORE, "", "", NO_SCORE, 0, 0, 0, 0, ())


@cache
def maker() -> str:
    """Return a hash of the code that computes summaries, so that another build computes its own."""
    return hashed([*(PACKAGE / "core").rglob("*.py"), Path(__file__)])[:16]


class Filler:
    """Keeps the summaries of all assessments up to date; thread-safe."""

    def __init__(self, store: Store, rulebooks: Rulebooks) -> None:
        self.overviews = Overviews(store, maker())
        self.rulebooks = rulebooks
        self.lock = Lock()
        self.thread: Thread | None = None
        self.mended: tuple[str, ...] | None = None
        """The sections of the current rules when the summaries were last repaired."""

    def fill(self) -> int:
        """Compute a batch of missing summaries and return how many are still missing, which a thread goes on with.

        If the disk is read-only, missing summaries stay missing, and stored ones can still be read.
        """
        try:
            return self.filled()
        except NoDatabaseError:
            return self.overviews.count_waiting()

    def filled(self) -> int:
        """Compute a batch of missing summaries; raises NoDatabaseError if they cannot be stored."""
        sections = tuple(self.rulebooks.in_force().sections)
        if self.mended != sections:
            self.overviews.mend(sections)
            self.mended = sections
        waiting = self.overviews.waiting(AT_ONCE)
        if waiting:
            self.work_out(waiting)
        left = self.overviews.count_waiting() if len(waiting) == AT_ONCE else 0
        if left:
            self.go_on()
        return left

    def work_out(self, waiting: tuple[Waiting, ...]) -> None:
        """Compute and store summaries, with a row for every section, by which the list can be sorted."""
        sections = tuple(self.rulebooks.in_force().sections)
        self.overviews.keep([(each, without_gaps(self.overview(each), sections)) for each in waiting])

    def overview(self, waiting: Waiting) -> Overview:
        """Return the summary of an assessment; an empty one if its rules cannot be read."""
        try:
            return overview(self.rulebooks.of(waiting.release), waiting)
        except NoRulebookError:
            return NOT_BEGUN

    def go_on(self) -> None:
        """Compute the rest in a thread, unless one is running."""
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = Thread(target=self.run, daemon=True)
                self.thread.start()

    def run(self) -> None:
        """Compute missing summaries in batches until none is left or none can be stored."""
        with suppress(NoDatabaseError):
            while waiting := self.overviews.waiting(AT_ONCE):
                self.work_out(waiting)
                sleep(PAUSE)


def overview(rulebook: Rulebook, waiting: Waiting) -> Overview:
    """Return the summary of an assessment, with the same figures as its result."""
    profile = fitting_profile(rulebook, waiting.profile)
    if STAGE not in profile:
        return NOT_BEGUN
    now = evaluate(rulebook, profile, fitting_answers(rulebook, waiting.answers)).now
    evidenced, possible = (NO_SCORE, NO_SCORE) if now.overall is None else map(whole, now.overall)
    band = now.bands.evidenced if now.bands else ""
    return Overview(
        stage=now.stage,
        stage_says=apostrophes(rulebook.stages[now.stage].text),
        stage_place=list(rulebook.stages).index(now.stage),
        evidenced=evidenced,
        possible=possible,
        band=band,
        band_says=apostrophes(rulebook.bands[band].label) if band else "",
        band_place=list(rulebook.bands).index(band) if band else NO_SCORE,
        blockers=blockers(now, "true"),
        possible_blockers=blockers(now, "possible"),
        asked=now.asked,
        answered=now.answered,
        sections=tuple(map(ends, now.sections)),
    )


def without_gaps(figures: Overview, sections: tuple[str, ...]) -> Overview:
    """Return a summary with an empty score for each section that it lacks."""
    held = {each.section for each in figures.sections}
    others = (Ends(section, NO_SCORE, NO_SCORE) for section in sections if section not in held)
    return figures._replace(sections=(*figures.sections, *others))


def blockers(outcome: Outcome, state: str) -> int:
    """Count the blockers with this state."""
    return sum(found.state == state for found in outcome.blockers)


def ends(section: SectionScore) -> Ends:
    """Return the rounded range of a section's score."""
    if section.score is None:
        return Ends(section.id, NO_SCORE, NO_SCORE)
    return Ends(section.id, whole(section.score.evidenced), whole(section.score.possible))
