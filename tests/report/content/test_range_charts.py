"""Charts as figures with text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assess.report.content import range_charts

BANDS = ((0, "Not ready"), (40, "On course"), (70, "Ready"))


def chart_of(now: int, could: int, *, edge: int | None = None, blockers: int = 0) -> range_charts.RangeChart:
    return range_charts.build_range_chart(now, could, range_charts.ChartScale(BANDS, 1, edge, blockers))


def label_text(label: range_charts.ChartLabel) -> str:
    return "".join(text for text, _ in label.pieces)


def label_span(label: range_charts.ChartLabel) -> tuple[float, float]:
    width = len(label_text(label)) * 6.9
    start = float(label.x) - (width if label.anchor == "end" else 0)
    return start, start + width


@given(st.integers(0, 100), st.integers(0, 100))
def test_labels_stay_on_the_chart_and_never_touch(one: int, other: int) -> None:
    spans = [label_span(label) for label in chart_of(min(one, other), max(one, other)).labels]
    assert spans[0][0] >= -1
    assert spans[-1][1] <= range_charts.WIDTH + 1
    assert all(left[1] < right[0] for left, right in pairwise(spans))


def test_the_sentence_of_the_chart_describes_the_picture() -> None:
    said = chart_of(54, 71, edge=70, blockers=2).title
    assert said == "Overall: can show 54 of 100 now, could be as high as 71. Band: On course."


def test_equal_ends_have_one_label() -> None:
    assert [label_text(label) for label in chart_of(54, 54).labels] == ["can show now 54"]


def test_there_is_no_line_if_blockers_allow_every_band() -> None:
    assert chart_of(54, 71, edge=None, blockers=1).cap_line is None


def test_bands_too_narrow_for_their_labels_are_named_below() -> None:
    narrow = ((0, "Not ready"), (98, "Ready to be transferred"))
    assert not range_charts.labels_fit(narrow)
    assert range_charts.labels_fit(BANDS)


def test_the_bands_under_the_bar_cover_every_score() -> None:
    assert [band.scores for band in chart_of(1, 2).bands] == ["0 to 39", "40 to 69", "70 to 100"]


def test_a_bar_without_a_range_has_a_single_figure() -> None:
    assert range_charts.build_bar("Pensions", 38, 38).title == "Pensions: 38 of 100 can be shown now."
