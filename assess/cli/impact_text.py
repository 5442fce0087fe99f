"""Say what changed rules do: in words for people, in plain figures for programs."""

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
"""Lines of one heading; JSON has them all."""


class Found(NamedTuple):
    """What was looked at and what came of it."""

    before: Rulebook
    after: Rulebook
    changes: tuple[str, ...]
    """Where the rules differ, in sentences."""
    looked_at: int
    not_begun: int
    affected: tuple[Affected, ...]
    because: dict[str, tuple[str, ...]]
    """By name, the changed rules that a result uses; nothing for stored assessments."""


def in_words(found: Found) -> Iterator[str]:
    """Say what changes, what reaches farthest first."""
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
    """Say how many were looked at and how many change."""
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
    """Give how many change in any way."""
    return sum(number for reach, number in changed.items() if reach is not Reach.NONE)


def count(affected: Sequence[Affected]) -> dict[Reach, int]:
    """Give how far the change reaches into how many."""
    return {reach: sum(each.reach is reach for each in affected) for reach in Reach}


def told(found: Found, each: Affected) -> Iterator[str]:
    """Say what one has before and after, and why."""
    yield f"  {name(each)}"
    yield f"    before: {ends_in_words(found.before, each.before)}"
    yield f"    after:  {ends_in_words(found.after, each.after)}"
    yield from (f"    {change}." for change in blocker_changes(each))
    yield from (f"    because: {sentence}." for sentence in found.because.get(each.case.name, ()))


def name(each: Affected) -> str:
    """Say whose result it is."""
    case = each.case
    service = f"{case.council}: {case.service}" if case.service else ""
    number = f"number {case.number}" if case.number else ""
    rest = ", ".join(part for part in (service, number) if part)
    return f"{case.name} ({rest})" if rest else case.name


def ends_in_words(rulebook: Rulebook, ends: Ends) -> str:
    """Say a score and its band."""
    if ends.evidenced is None or ends.band is None or ends.possible_band is None:
        return "nothing is asked"
    score = f"{ends.evidenced}" if ends.evidenced == ends.possible else f"{ends.evidenced} to {ends.possible}"
    band, possible = (apostrophes(rulebook.bands[each].label) for each in (ends.band, ends.possible_band))
    return f"{score}, {band}" if band == possible else f"{score}, {band}, perhaps {possible}"


def blocker_changes(each: Affected) -> Iterator[str]:
    """Say which blockers came, went or became certain."""
    old, new = dict(each.before.blockers), dict(each.after.blockers)
    for blocker in {**new, **old}:
        before, after = old.get(blocker, "not there"), new.get(blocker, "not there")
        if before != after:
            yield f"the blocker {blocker} was {before} and is {after}"


def plain(found: Found) -> dict[str, Any]:
    """Give what changes as JSON says it."""
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
    """Give an outcome in few words as JSON says it."""
    return {
        "evidenced": ends.evidenced,
        "possible": ends.possible,
        "band": {"evidenced": ends.band, "possible": ends.possible_band},
        "blockers": [{"id": blocker, "state": state} for blocker, state in ends.blockers],
    }
