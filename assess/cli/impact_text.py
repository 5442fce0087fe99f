"""The impact of changed rules as text for people and as JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from assess.core.comparison.impact import Reach
from assess.core.model.rulebook import Rulebook
from assess.releases.impact_models import Affected, Ends
from assess.report.content.text import apostrophes, counted, joined, plural, starting

HEADINGS = {
    Reach.BAND: "The band changes",
    Reach.BLOCKERS: "A blocker changes",
    Reach.SCORE: "Only the score changes",
    Reach.NONE: "Nothing changes",
}
MOST = 100
"""The maximum number of assessments under a heading; JSON lists them all."""


class Found(NamedTuple):
    """The impact of changed rules on a set of assessments."""

    before: Rulebook
    after: Rulebook
    changes: tuple[str, ...]
    """The differences between the rules, in sentences."""
    looked_at: int
    not_begun: int
    affected: tuple[Affected, ...]
    because: dict[str, tuple[str, ...]]
    """The changed rules that a result uses, by name; empty for stored assessments."""


def in_words(found: Found) -> Iterator[str]:
    """Describe the impact, the most severe first."""
    yield f"From version {found.before.version} to version {found.after.version} of the rules:"
    yield from (f"  {change}." for change in found.changes or ("Nothing differs but comments or layout",))
    yield ""
    yield totals(found)
    for reach in (Reach.BAND, Reach.BLOCKERS, Reach.SCORE):
        those = [each for each in found.affected if each.reach is reach]
        if those:
            yield ""
            yield f"{HEADINGS[reach]} ({len(those):,})"
            yield from (line for each in those[:MOST] for line in told(found, each))
            if len(those) > MOST:
                yield f"  and {len(those) - MOST:,} more: --format json lists them all"


def totals(found: Found) -> str:
    """Describe how many were examined and how many change."""
    changed = count(found.affected)
    said = [
        f"{changed[Reach.BAND]:,} {plural(changed[Reach.BAND], 'changes', 'change')} the band",
        f"{changed[Reach.BLOCKERS]:,} only a blocker",
        f"{changed[Reach.SCORE]:,} only the score",
        f"{found.looked_at - found.not_begun - changed_at_all(changed):,} nothing",
    ]
    waiting = f" {starting(counted(found.not_begun, 'assessment'))} {plural(found.not_begun, 'has', 'have')} not begun."
    return f"Of {found.looked_at:,} looked at, {joined(said)}.{waiting if found.not_begun else ''}"


def changed_at_all(changed: Mapping[Reach, int]) -> int:
    """Return how many change in any way."""
    return sum(number for reach, number in changed.items() if reach is not Reach.NONE)


def count(affected: Sequence[Affected]) -> dict[Reach, int]:
    """Count the assessments by severity."""
    return {reach: sum(each.reach is reach for each in affected) for reach in Reach}


def told(found: Found, each: Affected) -> Iterator[str]:
    """Describe an assessment before and after the change, with the reasons."""
    yield f"  {name(each)}"
    yield f"    before: {ends_in_words(found.before, each.before)}"
    yield f"    after:  {ends_in_words(found.after, each.after)}"
    yield from (f"    {change}." for change in blocker_changes(each))
    yield from (f"    because: {sentence}." for sentence in found.because.get(each.case.name, ()))


def name(each: Affected) -> str:
    """Return the name of an assessment with its service and number."""
    case = each.case
    service = f"{case.council}: {case.service}" if case.service else ""
    number = f"number {case.number}" if case.number else ""
    rest = ", ".join(part for part in (service, number) if part)
    return f"{case.name} ({rest})" if rest else case.name


def ends_in_words(rulebook: Rulebook, ends: Ends) -> str:
    """Describe a score and its band."""
    if ends.evidenced is None or ends.band is None or ends.possible_band is None:
        return "nothing is asked"
    score = f"{ends.evidenced}" if ends.evidenced == ends.possible else f"{ends.evidenced} to {ends.possible}"
    band, possible = (apostrophes(rulebook.bands[each].label) for each in (ends.band, ends.possible_band))
    return f"{score}, {band}" if band == possible else f"{score}, {band}, perhaps {possible}"


def blocker_changes(each: Affected) -> Iterator[str]:
    """Yield which blockers were added, removed or became certain."""
    old, new = dict(each.before.blockers), dict(each.after.blockers)
    for blocker in {**new, **old}:
        before, after = old.get(blocker, "not there"), new.get(blocker, "not there")
        if before != after:
            yield f"the blocker {blocker} was {before} and is {after}"


def plain(found: Found) -> dict[str, Any]:
    """Return the impact as a JSON object."""
    changed = count(found.affected)
    return {
        "before": {"version": found.before.version, "hash": found.before.hash},
        "after": {"version": found.after.version, "hash": found.after.hash},
        "changes": list(found.changes),
        "looked_at": found.looked_at,
        "not_begun": found.not_begun,
        "changed": {reach.name.lower(): changed[reach] for reach in Reach if reach is not Reach.NONE},
        "assessments": [
            each.case._asdict()
            | {
                "reach": each.reach.name.lower(),
                "before": plain_ends(each.before),
                "after": plain_ends(each.after),
                "because": list(found.because.get(each.case.name, ())),
            }
            for each in found.affected
        ],
    }


def plain_ends(ends: Ends) -> dict[str, Any]:
    """Return an outcome as a JSON object."""
    return {
        "evidenced": ends.evidenced,
        "possible": ends.possible,
        "band": {"evidenced": ends.band, "possible": ends.possible_band},
        "blockers": [{"id": blocker, "state": state} for blocker, state in ends.blockers],
    }
