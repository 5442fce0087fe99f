"""Texts side by side and as a unified diff."""

from assess.core.comparison.text import LinePair, NumberedLine, diff_lines

BEFORE = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
AFTER = "one\n2\ntwo and a half\nthree\nfour\nfive\nsix\n"


def test_equal_texts_have_no_differences() -> None:
    assert diff_lines(BEFORE, BEFORE) == ()
    assert diff_lines("a\r\nb\r\n", "a\nb") == ()


def test_changed_lines_are_shown_side_by_side_with_their_numbers() -> None:
    first, last = diff_lines(BEFORE, AFTER, context=1)
    assert first.pairs == (
        LinePair(NumberedLine(1, "one"), NumberedLine(1, "one")),
        LinePair(NumberedLine(2, "two"), NumberedLine(2, "2")),
        LinePair(None, NumberedLine(3, "two and a half")),
        LinePair(NumberedLine(3, "three"), NumberedLine(4, "three")),
    )
    assert last.pairs == (
        LinePair(NumberedLine(6, "six"), NumberedLine(7, "six")),
        LinePair(NumberedLine(7, "seven"), None),
    )
    assert [pair.is_unchanged for pair in first.pairs] == [True, False, False, True]


def test_in_a_unified_diff_removed_lines_come_before_added_ones() -> None:
    (hunk,) = diff_lines(BEFORE, AFTER)
    told = [f"{sign}{line.number} {line.text}" for sign, line in hunk.unified]
    assert told == [
        " 1 one",
        "-2 two",
        "+2 2",
        "+3 two and a half",
        " 4 three",
        " 5 four",
        " 6 five",
        " 7 six",
        "-7 seven",
    ]
    (hunk,) = diff_lines("a\nb\n", "c\nd\ne\n")
    assert "".join(sign for sign, _ in hunk.unified) == "--+++"
