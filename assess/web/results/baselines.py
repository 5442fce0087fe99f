"""The baselines of a comparison: other assessments of the service, earlier reports, older rules, or a file."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from assess.core.comparison.carry_over import carry_over_assessment
from assess.core.interchange.answers_yaml import read_rulebook_version
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.releases.imports import plan_import
from assess.releases.versions import parse_version
from assess.report.content.baseline import Baseline
from assess.report.content.text import format_date, lower_first
from assess.report.readers import explain_unreadable, get_suffix, read_answers
from assess.storage.records import Release, SiblingAssessment, Snapshot
from assess.verification.messages import describe_outcome
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.results.verify import run_verification
from assess.web.results.views import get_applicable_assessment
from assess.web.rulebooks import FILES
from assess.web.shared.text import quote_names

_MAX_SIBLINGS = 50
"""Maximum number of other assessments offered, newest first."""
_RULES_PREFIX = "rules-"
"""Prefix of the value that stands for the same answers under another version."""
_REPORT_PREFIX = "report-"
"""Prefix of the value that stands for what a report was made from."""
_NO_STAGE = "The file does not say how far the service had got, so there is no result to compare with"
_NO_ANSWERS = "The report contains no answers to compare with"
NOT_LISTED = "Select one of the assessments that are listed"


class BaselineChoice(NamedTuple):
    """A baseline that can be selected."""

    value: str
    text: str


def list_baselines(assessment: AssessmentContext) -> tuple[BaselineChoice, ...]:
    """Return the baselines to choose from: other assessments of the service, reports, and older rules."""
    others = (
        BaselineChoice(str(each.id), _describe_sibling(each))
        for each in services().store.list_siblings(assessment.number, _MAX_SIBLINGS)
    )
    reports = (
        BaselineChoice(f"{_REPORT_PREFIX}{each.id}", f"The report made on {_describe_time(each.taken_at)}")
        for each in services().store.list_snapshots(assessment.number)
    )
    rules = (
        BaselineChoice(f"{_RULES_PREFIX}{each.version}", f"These answers under version {each.version} of the rules")
        for each in _list_older_releases(assessment)
    )
    return (*others, *reports, *rules)


def _describe_time(when: datetime) -> str:
    """Return a day and a time in the local time zone."""
    local = when.astimezone()
    return f"{format_date(local.date())} at {local:%H:%M}"


def _describe_sibling(sibling: SiblingAssessment) -> str:
    """Return the name of an assessment and the day of its last change."""
    return f"{sibling.name} (last changed {format_date(sibling.changed_at.astimezone().date())})"


def _list_older_releases(assessment: AssessmentContext) -> tuple[Release, ...]:
    """Return the stored versions of the same rulebook that are older than the assessment's, newest first."""
    own = assessment.record.release
    return tuple(
        each
        for each in reversed(services().store.list_releases())
        if each.name == own.name and parse_version(each.version) < parse_version(own.version)
    )


def get_previous_choice(assessment: AssessmentContext) -> str:
    """Return the value of the assessment of the service created before this one, or else of the last report.

    A report that was made from the same answers comes last; empty if there is nothing to compare with.
    """
    siblings = services().store.list_siblings(assessment.number, _MAX_SIBLINGS)
    before = [str(each.id) for each in siblings if each.id < assessment.number]
    reports = services().store.list_snapshots(assessment.number)
    by_change = sorted(reports, key=lambda each: _is_unchanged(assessment, each))
    return next(iter((*before, *(f"{_REPORT_PREFIX}{each.id}" for each in by_change))), "")


def _is_unchanged(assessment: AssessmentContext, snapshot: Snapshot) -> bool:
    """Return whether the facts and answers are still those of a snapshot."""
    stored = assessment.record.assessment
    answers = {question: replace(answer, note="", evidence="", by="") for question, answer in stored.answers.items()}
    given = {question: answer for question, answer in answers.items() if answer != Answer()}
    return (snapshot.profile, snapshot.answers) == (stored.profile, given)


def load_baseline(assessment: AssessmentContext, value: str) -> Baseline | None:
    """Load the selected baseline; None if it is not among the choices."""
    if value not in {each.value for each in list_baselines(assessment)}:
        return None
    if value.startswith(_RULES_PREFIX):
        return _build_rules_baseline(assessment, value.removeprefix(_RULES_PREFIX))
    if value.startswith(_REPORT_PREFIX):
        return _build_report_baseline(assessment, int(value.removeprefix(_REPORT_PREFIX)))
    other = get_assessment(int(value))
    when = format_date(other.record.changed_at.astimezone().date())
    name = f"“{other.record.name}”, last changed on {when}"
    return Baseline(name, other.rulebook, get_applicable_assessment(other), _load_release_files(other.record.release))


def _build_report_baseline(assessment: AssessmentContext, snapshot_id: int) -> Baseline | None:
    """Return what a report was made from, under the rules that it was made with."""
    snapshots = services().store.list_snapshots(assessment.number)
    found = next((each for each in snapshots if each.id == snapshot_id), None)
    if found is None:
        return None
    then = replace(assessment.record.assessment, profile=found.profile, answers=found.answers, plan={})
    name = f"the report made on {_describe_time(found.taken_at)}"
    return Baseline(name, *_carry_over_to(then, found.release), _load_release_files(found.release))


def _build_rules_baseline(assessment: AssessmentContext, version: str) -> Baseline | None:
    """Return the same answers under an older version of the rules."""
    release = next((each for each in _list_older_releases(assessment) if each.version == version), None)
    if release is None:
        return None
    name = f"the same answers under version {version} of the rules"
    return Baseline(name, *_carry_over_to(assessment.record.assessment, release), _load_release_files(release))


def _carry_over_to(assessment: Assessment, release: Release) -> tuple[Rulebook, Assessment]:
    """Return the rulebook of a release and the assessment carried over to it."""
    rulebook = services().rulebooks.get_for_release(release)
    return rulebook, carry_over_assessment(rulebook, assessment)


def _load_release_files(release: Release) -> dict[str, bytes]:
    """Load the files of a release by name."""
    stored = services().store.load_stored_rulebook(release)
    return dict(zip(FILES, (stored.readiness, stored.evidence), strict=True))


def read_baseline(assessment: AssessmentContext, content: bytes, name: str) -> Baseline | tuple[str, ...]:
    """Read the baseline in an uploaded file, or return its mistakes as sentences; raises BusyError."""
    baseline = (
        _read_report_baseline(content, name)
        if get_suffix(name) == ".pdf"
        else _read_answers_baseline(assessment, content, name)
    )
    if isinstance(baseline, Baseline) and STAGE not in baseline.assessment.profile:
        return (_NO_STAGE,)
    return baseline


def _read_answers_baseline(assessment: AssessmentContext, content: bytes, name: str) -> Baseline | tuple[str, ...]:
    """Read a file of answers under the rules that it names if they are stored, or return its problems."""
    if explain_unreadable(name):
        return (explain_unreadable(name),)
    own = assessment.record.release
    loaded = read_answers(content, assessment.rulebook, name, whole=False)
    version = loaded.rulebook if isinstance(loaded, Assessment) else read_rulebook_version(content)
    matching = (each for each in services().store.list_releases() if (each.name, each.version) == (own.name, version))
    release = next(matching, own)
    rulebook = services().rulebooks.get_for_release(release)
    if release != own:
        loaded = read_answers(content, rulebook, name, whole=False)
    if isinstance(loaded, tuple):
        return tuple(f"Line {problem.line}: {quote_names(problem.message)}" for problem in loaded)
    return Baseline(f"the answers in the file “{name}”", rulebook, loaded, _load_release_files(release))


def _read_report_baseline(content: bytes, name: str) -> Baseline | tuple[str, ...]:
    """Read the answers in a PDF report under its own rules if they are stored; raises BusyError."""
    report = run_verification(content)
    found = plan_import(report, services().rulebooks.publishing)
    if found is None:
        return tuple(map(quote_names, report.refused)) or (_NO_ANSWERS,)
    rulebook, applicable = _carry_over_to(found.assessment, found.stored.release)
    doubt = f". Be careful with it: {lower_first(describe_outcome(report))}" if report.is_flawed else ""
    return Baseline(
        f"the answers in the report “{name}”{doubt}", rulebook, applicable, _load_release_files(found.stored.release)
    )
