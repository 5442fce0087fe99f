"""Texts of the rules are compared in a worker process, which gives up on texts that take too long."""

from assess.core.comparison.text import diff_lines
from assess.releases.text_comparison import compare_texts

BLANK_LINES = "x\n" + "\n" * 1_900_000


def test_texts_are_compared_as_in_this_process() -> None:
    before, after = "one\ntwo\nthree\n", "one\n2\nthree\n"
    assert compare_texts(before, after) == diff_lines(before, after)


def test_equal_texts_have_no_differences() -> None:
    assert compare_texts(BLANK_LINES, BLANK_LINES) == ()


def test_texts_that_take_too_long_are_not_compared() -> None:
    assert compare_texts(f"{BLANK_LINES}x\n", f"{BLANK_LINES[:-50_000]}y\nx\n", seconds=1) is None
