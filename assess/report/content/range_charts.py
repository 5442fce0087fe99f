"""Chart geometry: the position of every chart element, calculated once for the page and the report.

All charts use one convention: solid is what can be shown now, outlined is what unknown answers could add, and pale
is the rest of 0 to 100.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assess.report.content.text import format_count

WIDTH = 680
"""Width of the range chart in units, for scores from 0 to 100."""

_CHARACTER_WIDTH = 6.6
"""Largest width of a character of a band label, in units."""

_NOW_LABEL_WIDTH = 112
_COULD_LABEL_WIDTH = 160
"""Widths of the two labels above the bar, in units."""


class ScoreBar(NamedTuple):
    """A bar from 0 to 100; positions are percentages of its width."""

    title: str
    now: int
    could: int


class ChartLabel(NamedTuple):
    """A text that starts or ends at a position (`anchor`), in pieces of which the figures are bold."""

    x: str
    anchor: str
    pieces: tuple[tuple[str, bool], ...]


class ChartBand(NamedTuple):
    """One band under the bar."""

    start: int
    x: str
    label: str
    scores: str
    is_current: bool
    tick: str
    """Position of its lower edge; empty for the first band."""


class CapLine(NamedTuple):
    """The line at the upper edge of the highest band that the blockers allow."""

    score: int
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
    labels: tuple[ChartLabel, ...]
    bands: tuple[ChartBand, ...]
    labels_fit: bool
    """False if a band is too narrow for its label; the labels are then listed as text."""
    cap_line: CapLine | None


def _format_length(value: float) -> str:
    """Format a length with at most two decimals, so that equal figures give equal bytes."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def build_bar(name: str, now: int, could: int) -> ScoreBar:
    """Build the bar of one section with its text alternative."""
    further = f"; it could be as high as {could}" if could > now else ""
    return ScoreBar(f"{name}: {now} of 100 can be shown now{further}.", now, could)


def _build_range_labels(now: int, could: int) -> tuple[ChartLabel, ...]:
    """Return the labels above the bar: two, or one combined label if they would touch."""
    step = WIDTH / 100
    now_label = (("can show now ", False), (str(now), True))
    could_label = (("could be as high as ", False), (str(could), True))
    if now == could:
        return (ChartLabel(_format_length(max(now * step, 118)), "end", now_label),)
    could_ends = could * step + _COULD_LABEL_WIDTH > WIDTH
    touching = could_ends and could * step - _COULD_LABEL_WIDTH < max(now * step, _NOW_LABEL_WIDTH) + 10
    if touching:
        return (ChartLabel(_format_length(max(could * step, 300)), "end", (*now_label, (", ", False), *could_label)),)
    place = could * step if could_ends else max(could * step, _NOW_LABEL_WIDTH + 14)
    return (
        ChartLabel(_format_length(max(now * step, _NOW_LABEL_WIDTH)), "end", now_label),
        ChartLabel(_format_length(place), "end" if could_ends else "start", could_label),
    )


def _build_bands(bands: Sequence[tuple[int, str]], current: int) -> tuple[ChartBand, ...]:
    """Return the bands under the bar, each from its threshold to the next."""
    edges = [start for start, _ in bands] + [101]
    return tuple(
        ChartBand(
            start=start,
            x=_format_length(start * WIDTH / 100 + (7 if start else 0)),
            label=label,
            scores=f"{start} to {edges[place + 1] - 1}",
            is_current=place == current,
            tick=_format_length(start * WIDTH / 100) if start else "",
        )
        for place, (start, label) in enumerate(bands)
    )


def labels_fit(bands: Sequence[tuple[int, str]]) -> bool:
    """Return whether every band is wide enough for its label."""
    edges = [start for start, _ in bands] + [100]
    return all(
        len(label) * _CHARACTER_WIDTH + 10 < (edges[place + 1] - start) * WIDTH / 100
        for place, (start, label) in enumerate(bands)
    )


class ChartScale(NamedTuple):
    """The bands and limits that a range is drawn against."""

    bands: Sequence[tuple[int, str]]
    """Lower threshold and label of each band, lowest first."""
    current: int
    """Index of the band that was reached."""
    cap: int | None
    """The score that the blockers do not allow the range to pass."""
    blockers: int
    """Number of blockers that are true."""


def _build_cap_line(now: int, could: int, scale: ChartScale) -> CapLine | None:
    """Return the line at the score that cannot be passed, or None if there is none."""
    cap, blockers = scale.cap, format_count(scale.blockers, "blocker")
    if cap is None or not scale.blockers:
        return None
    x = cap * WIDTH / 100
    holds = "holds" if scale.blockers == 1 else "hold"
    is_reached = f"{blockers} {holds} it below this" if could >= cap else f"{blockers} would hold it here"
    text = f"held here by {blockers}" if now >= cap else is_reached
    is_left = x > 190
    return CapLine(
        cap, _format_length(x), text, _format_length(x - 7 if is_left else x + 7), "end" if is_left else "start"
    )


def build_range_chart(now: int, could: int, scale: ChartScale) -> RangeChart:
    """Build the chart of the overall range above the bands."""
    cap_line = _build_cap_line(now, could, scale)
    line = f", held there by {format_count(scale.blockers, 'blocker')}" if cap_line and now >= cap_line.score else ""
    further = f", could be as high as {could}" if could > now else ""
    return RangeChart(
        title=f"Overall: can show {now} of 100 now{further}. Band: {scale.bands[scale.current][1]}{line}.",
        now=now,
        could=could,
        now_x=_format_length(max(now * WIDTH / 100, 2)),
        could_width=_format_length(max((could - now) * WIDTH / 100 - 1, 2)),
        labels=_build_range_labels(now, could),
        bands=_build_bands(scale.bands, scale.current),
        labels_fit=labels_fit(scale.bands),
        cap_line=cap_line,
    )
