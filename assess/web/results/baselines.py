"""The baselines of a comparison: other assessments of the service, older rules, or a file of answers."""

from typing import NamedTuple

from assess.core.comparison.carry_over import fitting
from assess.core.interchange.answers_yaml import version_named
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.releases.imports import arrival
from assess.releases.versions import number_by_number
from assess.report.content.baseline import Earlier
from assess.report.content.text import day, within
from assess.report.readers import form_of, misfit, read_answers
from assess.storage.records import Release, Sibling
from assess.verification.messages import heading
from assess.web.context import Opened, opened, site
from assess.web.results.verify import checked
from assess.web.results.views import said_of
from assess.web.rulebooks import FILES
from assess.web.shared.text import quoted

MOST = 50
"""Maximum number of other assessments offered, newest first."""
RULES = "rules-"
"""Prefix of the value that stands for the same answers under another version."""
NO_STAGE = "The file does not say how far the service had got, so there is no result to compare with"
NO_ANSWERS = "The report holds no answers to compare with"
NOT_LISTED = "Select one of the assessments that are listed"


class Choice(NamedTuple):
    """A baseline that can be selected."""

    value: str
    text: str


def choices(assessment: Opened) -> tuple[Choice, ...]:
    """Return the baselines to choose from: other assessments of the service, and these answers under older rules."""
    others = (Choice(str(each.id), sibling_words(each)) for each in site().store.siblings(assessment.number, MOST))
    rules = (
        Choice(f"{RULES}{each.version}", f"These answers under version {each.version} of the rules")
        for each in older_rules(assessment)
    )
    return (*others, *rules)


def sibling_words(sibling: Sibling) -> str:
    """Return the name of an assessment and the day of its last change."""
    return f"{sibling.name} (last changed {day(sibling.changed_at.astimezone().date())})"


def older_rules(assessment: Opened) -> tuple[Release, ...]:
    """Return the stored versions of the same rulebook that are older than the assessment's, newest first."""
    own = assessment.record.release
    return tuple(
        each
        for each in reversed(site().store.releases())
        if each.name == own.name and number_by_number(each.version) < number_by_number(own.version)
    )


def before_this(assessment: Opened) -> str:
    """Return the value of the assessment of the service created before this one; empty if there is none."""
    before = (each for each in site().store.siblings(assessment.number, MOST) if each.id < assessment.number)
    return next((str(each.id) for each in before), "")


def earlier_of(assessment: Opened, chosen: str) -> Earlier | None:
    """Load the selected baseline; None if it is not among the choices."""
    if chosen not in {each.value for each in choices(assessment)}:
        return None
    if chosen.startswith(RULES):
        return on_rules(assessment, chosen.removeprefix(RULES))
    other = opened(int(chosen))
    when = day(other.record.changed_at.astimezone().date())
    name = f"“{other.record.name}”, last changed on {when}"
    return Earlier(name, other.rulebook, said_of(other), files_of(other.record.release))


def on_rules(assessment: Opened, version: str) -> Earlier | None:
    """Return the same answers under an older version of the rules."""
    release = next((each for each in older_rules(assessment) if each.version == version), None)
    if release is None:
        return None
    name = f"the same answers under version {version} of the rules"
    return Earlier(name, *fitted(assessment.record.assessment, release), files_of(release))


def fitted(assessment: Assessment, release: Release) -> tuple[Rulebook, Assessment]:
    """Return the rulebook of a release and the assessment carried over to it."""
    rulebook = site().rulebooks.of(release)
    return rulebook, fitting(rulebook, assessment)


def files_of(release: Release) -> dict[str, bytes]:
    """Load the files of a release by name."""
    kept = site().store.load_kept(release)
    return dict(zip(FILES, (kept.readiness, kept.evidence), strict=True))


def earlier_in(assessment: Opened, content: bytes, name: str) -> Earlier | tuple[str, ...]:
    """Read the baseline in an uploaded file, or return its mistakes as sentences; raises BusyError."""
    earlier = in_report(content, name) if form_of(name) == ".pdf" else in_answers(assessment, content, name)
    if isinstance(earlier, Earlier) and STAGE not in earlier.assessment.profile:
        return (NO_STAGE,)
    return earlier


def in_answers(assessment: Opened, content: bytes, name: str) -> Earlier | tuple[str, ...]:
    """Read a file of answers under the rules that it names if they are stored, or return its problems."""
    if misfit(name):
        return (misfit(name),)
    own = assessment.record.release
    loaded = read_answers(content, assessment.rulebook, name, whole=False)
    version = loaded.rulebook if isinstance(loaded, Assessment) else version_named(content)
    kept = (each for each in site().store.releases() if (each.name, each.version) == (own.name, version))
    release = next(kept, own)
    rulebook = site().rulebooks.of(release)
    if release != own:
        loaded = read_answers(content, rulebook, name, whole=False)
    if isinstance(loaded, tuple):
        return tuple(f"Line {problem.line}: {quoted(problem.sentence)}" for problem in loaded)
    return Earlier(f"the answers in the file “{name}”", rulebook, loaded, files_of(release))


def in_report(content: bytes, name: str) -> Earlier | tuple[str, ...]:
    """Read the answers in a PDF report under its own rules if they are stored; raises BusyError."""
    verdict = checked(content)
    found = arrival(verdict, site().rulebooks.desk)
    if found is None:
        return tuple(map(quoted, verdict.refused)) or (NO_ANSWERS,)
    rulebook, fits = fitted(found.assessment, found.kept.release)
    doubt = "" if verdict.holds else f". Be careful with it: {within(heading(verdict))}"
    return Earlier(f"the answers in the report “{name}”{doubt}", rulebook, fits, files_of(found.kept.release))
