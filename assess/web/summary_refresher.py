"""Work out the figures that the list of services shows: the few that are missing at once, many of them in a thread."""

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
"""How many are worked out while a page waits: some hundredths of a second."""
PAUSE = 0.02
"""Seconds between two lots worked out in the thread, for others to be served."""
NOT_BEGUN = Overview("", "", NO_SCORE, NO_SCORE, NO_SCORE, "", "", NO_SCORE, 0, 0, 0, 0, ())


@cache
def maker() -> str:
    """Give a hash of all that figures follow from beside rules and answers, so that another program makes its own."""
    return hashed([*(PACKAGE / "core").rglob("*.py"), Path(__file__)])[:16]


class Filler:
    """Keeps the figures of all assessments worked out; safe to use from several threads."""

    def __init__(self, store: Store, rulebooks: Rulebooks) -> None:
        self.overviews = Overviews(store, maker())
        self.rulebooks = rulebooks
        self.lock = Lock()
        self.thread: Thread | None = None
        self.mended: tuple[str, ...] | None = None
        """The sections of the rules in force when the figures were last looked over."""

    def fill(self) -> int:
        """Work some of the missing figures out and give how many are still missing, which a thread goes on with.

        Where the disk lets nothing be written, all that is missing stays missing, and what is there can be read.
        """
        try:
            return self.filled()
        except NoDatabaseError:
            return self.overviews.count_waiting()

    def filled(self) -> int:
        """Work some of the missing figures out; raises NoDatabaseError where they cannot be kept."""
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
        """Work figures out and keep them, with a line for each section by which the list can be put in order."""
        sections = tuple(self.rulebooks.in_force().sections)
        self.overviews.keep([(each, without_gaps(self.overview(each), sections)) for each in waiting])

    def overview(self, waiting: Waiting) -> Overview:
        """Give the figures of an assessment as its result shows them; none where its rules cannot be read."""
        try:
            return overview(self.rulebooks.of(waiting.release), waiting)
        except NoRulebookError:
            return NOT_BEGUN

    def go_on(self) -> None:
        """Work the rest out in a thread, unless one is at it."""
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = Thread(target=self.run, daemon=True)
                self.thread.start()

    def run(self) -> None:
        """Work out what is missing, lot by lot, until nothing is or nothing can be kept."""
        with suppress(NoDatabaseError):
            while waiting := self.overviews.waiting(AT_ONCE):
                self.work_out(waiting)
                sleep(PAUSE)


def overview(rulebook: Rulebook, waiting: Waiting) -> Overview:
    """Give the figures of an assessment as its result shows them."""
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
    """Give figures that say of each section that is not among them that there is no score."""
    held = {each.section for each in figures.sections}
    others = (Ends(section, NO_SCORE, NO_SCORE) for section in sections if section not in held)
    return figures._replace(sections=(*figures.sections, *others))


def blockers(outcome: Outcome, state: str) -> int:
    """Count the blockers in a state."""
    return sum(found.state == state for found in outcome.blockers)


def ends(section: SectionScore) -> Ends:
    """Give both ends of a section as shown."""
    if section.score is None:
        return Ends(section.id, NO_SCORE, NO_SCORE)
    return Ends(section.id, whole(section.score.evidenced), whole(section.score.possible))
