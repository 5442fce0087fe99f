"""What publishing a draft asks about its worked examples, and the reasons that it is given."""

import hashlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from assess.core.comparison.rules import diff_rulebooks
from assess.core.examples.expectations import check_expectations
from assess.core.examples.notices import ExampleComparison, compare_examples, measure_drift
from assess.core.examples.release_examples import ReleaseChange
from assess.core.model.rulebook import Rulebook
from assess.releases.example_text import NoticeText, describe_notice, format_up_to
from assess.releases.form_validation import find_reason_error
from assess.releases.models import Origins, RejectedError, RejectionReason
from assess.report.content.text import format_count, join_words, pluralise
from assess.storage.release_records import MeantChange


class ExampleNotice(NamedTuple):
    """A worked example that somebody has to confirm before the rules are published."""

    text: NoticeText
    fingerprint: str
    """Changes when anything does that was to be confirmed."""

    @property
    def name(self) -> str:
        """The name of the example."""
        return self.text.name


class ScoreDrift(NamedTuple):
    """How far the scores of worked examples moved since other rules."""

    version: str
    moved: int
    """The number of examples whose score moved."""
    largest: Fraction
    """The points by which the score moved that moved most."""


class ExampleReview(NamedTuple):
    """What changed rules do to the worked examples."""

    notices: tuple[ExampleNotice, ...]
    total: int
    """The number of worked examples of the changed rules."""
    unchanged: int
    """The number of them that nobody has to confirm."""
    largest_move: Fraction
    """The points by which the score of an unchanged example moves that moves most."""
    outdated: int
    """The number of examples in which scores are written that are brought up to date."""
    drift: ScoreDrift | None
    """The same since the rules that came with the tool; None if these are not known."""
    made_from: str
    """The version of the release that the changed rules were made from."""
    as_in_release: tuple[str, ...]
    """The names of the examples that changed with a new release and come out as they do in it."""


def review_examples(before: Rulebook, after: Rulebook, origins: Origins) -> ExampleReview:
    """Compare the worked examples of two rulebooks.

    If the rules are now made from another release, nobody has to confirm what comes out as in that release.
    """
    release, compared = origins.release, compare_examples(before, after)
    differences = diff_rulebooks(before, after)
    unchanged = [each for each in compared if not each.kinds]
    as_in_release = _list_as_in_release(compared, before, after, origins)
    return ExampleReview(
        tuple(
            ExampleNotice(describe_notice(each, (before, after), differences), _fingerprint(each))
            for each in compared
            if each.kinds and each.name not in as_in_release
        ),
        len(after.rules.examples),
        len(unchanged),
        max((each.score_move for each in unchanged), default=Fraction(0)),
        sum(bool(each.moved_scores) for each in check_expectations(after)),
        _measure_drift(release, after) if release is not None else None,
        after.made_from,
        as_in_release,
    )


def _list_as_in_release(
    compared: tuple[ExampleComparison, ...], before: Rulebook, after: Rulebook, origins: Origins
) -> tuple[str, ...]:
    """Return the names of the examples that changed with a new release and come out as they do in it."""
    if origins.release is None or after.made_from == before.made_from:
        return ()
    change = ReleaseChange(origins.earlier_release, origins.release, after)
    return tuple(each.name for each in compared if each.kinds and change.explains(each))


def _measure_drift(base: Rulebook, rulebook: Rulebook) -> ScoreDrift:
    """Return how far the scores of the worked examples moved since the rules that came with the tool."""
    moves = measure_drift(base, rulebook)
    return ScoreDrift(base.version, sum(move > 0 for move in moves), max(moves, default=Fraction(0)))


def _fingerprint(comparison: ExampleComparison) -> str:
    """Return a short hash of an example and of what came and comes of it."""
    return hashlib.sha256(repr(comparison).encode()).hexdigest()[:16]


def describe_rest(review: ExampleReview) -> Iterator[str]:
    """Yield sentences on the worked examples that nobody has to confirm, and on how far all scores moved."""
    if review.as_in_release:
        yield _describe_as_in_release(review)
    if not review.total:
        return
    move = f"move by up to {format_up_to(review.largest_move)}"
    kept_up = " and are brought up to date when you publish" if review.outdated else ""
    if not review.notices and not review.as_in_release:
        yield (
            "The worked example comes out as before."
            if review.total == 1
            else (f"All {review.total} worked examples come out as before.")
        )
    elif review.unchanged:
        yield f"In the other {review.unchanged if review.unchanged > 1 else 'example'} the outcome is the same."
    if review.unchanged and review.largest_move:
        yield f"{'Its' if review.unchanged == 1 else 'Their'} scores {move}{kept_up}."
    elif review.outdated:
        yield "Their scores are brought up to date when you publish."
    if review.drift and review.drift.moved:
        yield _describe_drift(review.drift, review.total)


def _describe_as_in_release(review: ExampleReview) -> str:
    """Describe the worked examples that only a new release changes."""
    count = len(review.as_in_release)
    them = pluralise(count, "it", "them")
    return (
        f"Version {review.made_from} itself changes {format_count(count, 'worked example')}, and your own changes make "
        f"no difference to {them}. You do not have to confirm {them}."
    )


def _describe_drift(drift: ScoreDrift, total: int) -> str:
    """Describe how far the scores moved since the rules that came with the tool."""
    which = f"{drift.moved} of the {total}" if drift.moved < total else f"all {total}" if total > 1 else "the example"
    have = "has" if drift.moved == 1 else "have"
    noun = "score" if drift.moved == 1 else "scores"
    since = f"Since the rules that came with the tool, version {drift.version},"
    return f"{since} the {noun} of {which} {have} moved by up to {format_up_to(drift.largest)}."


def confirm_examples(review: ExampleReview, meant: Mapping[str, str]) -> tuple[MeantChange, ...]:
    """Return what was meant and why, by the names in `meant`; raises RejectedError while a notice has no reason."""
    names = {notice.name for notice in review.notices}
    sentences = [_describe_unknown_name(name, review) for name in meant if name not in names]
    for notice in review.notices:
        error = find_reason_error(meant.get(notice.name, ""))
        if error:
            sentences.append(f"“{notice.name}”: {error}")
    if sentences:
        raise RejectedError(RejectionReason.EXAMPLES, tuple(sentences))
    return tuple(
        MeantChange(notice.name, " ".join((*notice.text.sentences, notice.text.summary)), meant[notice.name].strip())
        for notice in review.notices
    )


def _describe_unknown_name(name: str, review: ExampleReview) -> str:
    """Describe a reason for an example that nobody has to confirm."""
    names = join_words([f"“{notice.name}”" for notice in review.notices])
    known = f"Those to confirm are {names}." if names else "There is none to confirm."
    return f"“{name}” is not a worked example to confirm. {known}"
