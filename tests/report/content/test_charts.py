"""Charts as figures with text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assess.report.content import charts

BANDS = ((0, "Not ready"), (40, "On course"), (70, "Ready"))


def chart(now: int, could: int, *, edge: int | None = None, blockers: int = 0) -> charts.RangeChart:
    return charts.range_chart(now, could, charts.Scale(BANDS, 1, edge, blockers))


def words(label: charts.Label) -> str:
    return "".join(text for text, _ in label.pieces)


def span(label: charts.Label) -> tuple[float, float]:
    width = len(words(label)) * 6.9
    start = float(label.x) - (width if label.anchor == "end" else 0)
    return start, start + width


@given(st.integers(0, 100), st.integers(0, 100))
def test_labels_stay_on_the_chart_and_never_touch(one: int, other: int) -> None:
    spans = [span(label) for label in chart(min(one, other), max(one, other)).labels]
    assert spans[0][0] >= -1
    assert spans[-1][1] <= charts.WIDTH + 1
    assert all(left[1] < right[0] for left, right in pairwise(spans))


def test_the_sentence_of_the_chart_describes_the_picture() -> None:
    said = chart(54, 71, edge=70, blockers=2).title
    assert (
        said == "Overall: can show 54 of 100 now, could be as high as 71. Band: On course, held there by two blockers."
    )


def test_equal_ends_have_one_label() -> None:
    assert [words(label) for label in chart(54, 54).labels] == ["can show now 54"]


def test_there_is_no_line_if_blockers_allow_every_band() -> None:
    assert chart(54, 71, edge=None, blockers=1).hold is None


def test_bands_too_narrow_for_their_labels_are_named_below() -> None:
    narrow = ((0, "Not ready"), (98, "Ready to be transferred"))
    assert not charts.fits(narrow)
    assert charts.fits(BANDS)


def test_the_bands_under_the_bar_cover_every_score() -> None:
    assert [band.scores for band in chart(1, 2).stretches] == ["0 to 39", "40 to 69", "70 to 100"]


def test_a_bar_without_a_range_has_a_single_figure() -> None:
    assert charts.bar("Pensions", 38, 38).title == "Pensions: 38 of 100 can be shown now."
