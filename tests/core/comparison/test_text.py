"""Texts side by side and as a unified diff."""

from assess.core.comparison.text import Line, Pair, line_differences

BEFORE = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
AFTER = "one\n2\ntwo and a half\nthree\nfour\nfive\nsix\n"


def test_equal_texts_have_no_differences() -> None:
    assert line_differences(BEFORE, BEFORE) == ()
    assert line_differences("a\r\nb\r\n", "a\nb") == ()


def test_changed_lines_are_shown_side_by_side_with_their_numbers() -> None:
    first, last = line_differences(BEFORE, AFTER, context=1)
    assert first.pairs == (
        Pair(Line(1, "one"), Line(1, "one")),
        Pair(Line(2, "two"), Line(2, "2")),
        Pair(None, Line(3, "two and a half")),
        Pair(Line(3, "three"), Line(4, "three")),
    )
    assert last.pairs == (Pair(Line(6, "six"), Line(7, "six")), Pair(Line(7, "seven"), None))
    assert [pair.same for pair in first.pairs] == [True, False, False, True]


def test_in_a_unified_diff_removed_lines_come_before_added_ones() -> None:
    (hunk,) = line_differences(BEFORE, AFTER)
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
    (hunk,) = line_differences("a\nb\n", "c\nd\ne\n")
    assert "".join(sign for sign, _ in hunk.unified) == "--+++"
