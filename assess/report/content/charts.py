"""Chart geometry: the position of every chart element, calculated once for the page and the report.

All charts use one convention: solid is what can be shown now, outlined is what unknown answers could add, and pale
is the rest of 0 to 100.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from assess.report.content.text import counted

WIDTH = 680
"""Width of the range chart in units, for scores from 0 to 100."""

LETTER = 6.6
"""Largest width of a character of a band label, in units."""

NOW_WIDTH = 112
COULD_WIDTH = 160
"""Widths of the two labels above the bar, in units."""


class Bar(NamedTuple):
    """A bar from 0 to 100; positions are percentages of its width."""

    title: str
    now: int
    could: int


class Pair(NamedTuple):
    """Two bars from 0 to 100, one above the other: before and now."""

    title: str
    before: tuple[int, int] | None
    """What could be shown and how high it could be; None if there was no score."""
    now: tuple[int, int] | None


class Step(NamedTuple):
    """A part of the range at its position between 0 and 100; positions are percentages of the width."""

    title: str
    start: str
    width: str


class Label(NamedTuple):
    """A text that starts or ends at a position (`anchor`), in pieces of which the figures are bold."""

    x: str
    anchor: str
    pieces: tuple[tuple[str, bool], ...]


class Stretch(NamedTuple):
    """One band under the bar."""

    start: int
    x: str
    label: str
    scores: str
    present: bool
    tick: str
    """Position of its lower edge; empty for the first band."""


class Hold(NamedTuple):
    """The line at the upper edge of the highest band that the blockers allow."""

    edge: int
    x: str
    text: str
    text_x: str
    anchor: str


class RangeChart(NamedTuple):
    """The overall range above the bands."""

    title: str
    now: int
    could: int
    now_x: str
    could_width: str
    labels: tuple[Label, ...]
    stretches: tuple[Stretch, ...]
    named: bool
    """False if a band is too narrow for its label; the labels are then listed as text."""
    hold: Hold | None


def shown(value: float) -> str:
    """Format a length with at most two decimals, so that equal figures give equal bytes."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def bar(name: str, now: int, could: int) -> Bar:
    """Build the bar of one section with its text alternative."""
    further = f"; it could be as high as {could}" if could > now else ""
    return Bar(f"{name}: {now} of 100 can be shown now{further}.", now, could)


def pair(name: str, before: tuple[int, int] | None, now: tuple[int, int] | None) -> Pair:
    """Build the bars before and now with their text alternative."""
    said = [f"{when} {in_words(score)}" for when, score in (("before", before), ("now", now))]
    return Pair(f"{name}: {'; '.join(said)}.", before, now)


def step(name: str, holds: str, ends: tuple[Fraction, Fraction]) -> Step:
    """Build the part of the range that a section accounts for, with its text alternative."""
    start, end = ends
    return Step(f"{name}: its unknown answers hold {holds} points.", shown(float(start)), shown(float(end - start)))


def in_words(score: tuple[int, int] | None) -> str:
    """Return a range in a few words."""
    if score is None:
        return "no score"
    now, could = score
    return f"{now} of 100" if now == could else f"{now} of 100, could be as high as {could}"


def range_labels(now: int, could: int) -> tuple[Label, ...]:
    """Return the labels above the bar: two, or one combined label if they would touch."""
    step = WIDTH / 100
    now_label = (("can show now ", False), (str(now), True))
    could_label = (("could be as high as ", False), (str(could), True))
    if now == could:
        return (Label(shown(max(now * step, 118)), "end", (*now_label, (" of 100", False))[:2]),)
    could_ends = could * step + COULD_WIDTH > WIDTH
    touching = could_ends and could * step - COULD_WIDTH < max(now * step, NOW_WIDTH) + 10
    if touching:
        return (Label(shown(max(could * step, 300)), "end", (*now_label, (", ", False), *could_label)),)
    place = could * step if could_ends else max(could * step, NOW_WIDTH + 14)
    return (
        Label(shown(max(now * step, NOW_WIDTH)), "end", now_label),
        Label(shown(place), "end" if could_ends else "start", could_label),
    )


def stretches(bands: Sequence[tuple[int, str]], present: int) -> tuple[Stretch, ...]:
    """Return the bands under the bar, each from its threshold to the next."""
    edges = [start for start, _ in bands] + [101]
    return tuple(
        Stretch(
            start=start,
            x=shown(start * WIDTH / 100 + (7 if start else 0)),
            label=label,
            scores=f"{start} to {edges[place + 1] - 1}",
            present=place == present,
            tick=shown(start * WIDTH / 100) if start else "",
        )
        for place, (start, label) in enumerate(bands)
    )


def fits(bands: Sequence[tuple[int, str]]) -> bool:
    """Return whether every band is wide enough for its label."""
    edges = [start for start, _ in bands] + [100]
    return all(
        len(label) * LETTER + 10 < (edges[place + 1] - start) * WIDTH / 100
        for place, (start, label) in enumerate(bands)
    )


def hold(edge: int | None, blockers: int) -> Hold | None:
    """Return the line at the score that cannot be passed, or None if there is none."""
    if edge is None or not blockers:
        return None
    x = edge * WIDTH / 100
    text = f"held here by {counted(blockers, 'blocker')}"
    before = x > 190
    return Hold(edge, shown(x), text, shown(x - 7 if before else x + 7), "end" if before else "start")


class Scale(NamedTuple):
    """The bands and limits that a range is drawn against."""

    bands: Sequence[tuple[int, str]]
    """Lower threshold and label of each band, lowest first."""
    present: int
    """Index of the band that was reached."""
    edge: int | None
    """The score that the blockers do not allow the range to pass."""
    blockers: int
    """Number of blockers that are true."""


def range_chart(now: int, could: int, scale: Scale) -> RangeChart:
    """Build the chart of the overall range above the bands."""
    held = hold(scale.edge, scale.blockers)
    line = f", {held.text.replace('here', 'there')}" if held else ""
    further = f", could be as high as {could}" if could > now else ""
    return RangeChart(
        title=f"Overall: can show {now} of 100 now{further}. Band: {scale.bands[scale.present][1]}{line}.",
        now=now,
        could=could,
        now_x=shown(max(now * WIDTH / 100, 2)),
        could_width=shown(max((could - now) * WIDTH / 100 - 1, 2)),
        labels=range_labels(now, could),
        stretches=stretches(scale.bands, scale.present),
        named=fits(scale.bands),
        hold=held,
    )
