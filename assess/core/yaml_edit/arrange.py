"""Arrange the parts of a list or mapping anew in one step: keep, remove, replace and insert whole blocks of lines.

A block is a part with the comments that belong to it. The lines of a new block are those of another text, so that they
bring their comments and their style along.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assess.core.model.fields import FrozenModel
from assess.core.syntax.yaml_reader import CollectionSpan, Document, NodePath, NodeSpan
from assess.core.yaml_edit.layout import Layout, Splice
from assess.core.yaml_edit.splices import SpliceBuilder, Splices

_COMMENT = re.compile(r"#[^\r\n]*")


class Block(NamedTuple):
    """A part as it shall be: one that is there, the lines that replace it, or the lines of a new one."""

    at: int | None
    """Its index now; None for a new part."""
    lines: tuple[str, ...] | None = None
    """Its lines without indentation; None to keep those that it has."""


def copy_block(document: Document, path: NodePath, *, with_heading: bool = False) -> tuple[str, ...]:
    """Return the lines of a part with its comments, without the indentation of the part.

    A heading above is included only if asked for, and if it is for this part alone.
    """
    layout = Layout(document)
    start, end = _find_block(layout, path, with_heading=with_heading)
    column = layout.get_column(_find_part(layout, path)[0])
    return tuple(_dedent(line, column) for line in layout.text[start:end].splitlines())


def list_comments(document: Document, path: NodePath) -> frozenset[str]:
    """Return the comments of a part: those directly above it and those within."""
    layout = Layout(document)
    start, end = _find_block(layout, path, with_heading=False)
    text, at = "", start
    for first, last in sorted(_iter_scalars(layout.find_value(path))):
        text, at = f"{text}{layout.text[at:first]} ", max(at, last)
    return frozenset(_COMMENT.findall(text + layout.text[at:end]))


def arrange_blocks(builder: SpliceBuilder, path: NodePath, blocks: Sequence[Block]) -> Splices:
    """Return the splices that arrange the parts of a list or mapping in block style, which stay in their order."""
    layout = builder.layout
    group = layout.find_collection(path)
    spans = layout.list_spans(group)
    column = layout.get_column(group.start)
    splices: list[Splice] = []
    previous, waiting = -1, list[str]()
    for block in [*blocks, Block(len(spans))]:
        if block.at is None:
            waiting += [*_get_gap(builder, path, previous + 1), *_indent(block.lines or (), column)]
            continue
        if waiting:
            splices.append(_insert(builder, path, previous, waiting))
        splices += _remove(builder, path, range(previous + 1, block.at))
        if block.lines is not None:
            start, end = _find_block(layout, (*path, _get_step(group, block.at)), with_heading=False)
            splices.append(Splice(start, end, layout.newline.join(_indent(block.lines, column))))
        previous, waiting = block.at, []
    return _join_removals(splices)


def _get_step(group: CollectionSpan, index: int) -> str | int:
    """Return the last step of the path of a part."""
    return list(group.children)[index] if isinstance(group.children, dict) else index


def _get_gap(builder: SpliceBuilder, path: NodePath, index: int) -> list[str]:
    """Return a blank line if the parts around an index are separated by one."""
    return [""] if builder.is_spaced(path, index) else []


def _insert(builder: SpliceBuilder, path: NodePath, previous: int, lines: list[str]) -> Splice:
    """Return the splice that inserts lines after a part, or before all parts."""
    layout = builder.layout
    newline = layout.newline
    if previous >= 0:
        at = layout.find_line_end(layout.list_spans(layout.find_collection(path))[previous][1])
        return Splice(at, at, newline + newline.join(lines))
    at = builder.find_block_start(path, 0)
    gap = _get_gap(builder, path, 0)
    return Splice(at, at, newline.join([*lines[len(gap) :], *gap, ""]))


def _remove(builder: SpliceBuilder, path: NodePath, indices: range) -> Iterator[Splice]:
    """Yield the splices that remove parts that follow each other."""
    layout = builder.layout
    spans = layout.list_spans(layout.find_collection(path))
    if 0 < indices.start < indices.stop == len(spans):
        lower_bound = layout.find_lower_bound(path, indices.start)
        start = layout.find_end_above(builder.find_block_start(path, indices.start), lower_bound)
        yield Splice(start, layout.find_line_end(spans[-1][1]), "")
        return
    for index in indices:
        yield from builder.remove_lines(path, index)


def _join_removals(splices: Sequence[Splice]) -> Splices:
    """Return the splices with overlapping removals joined into one."""
    joined: list[Splice] = []
    for splice in sorted(splices, key=lambda each: (each.start, each.end)):
        before = joined[-1] if joined else None
        if before and not before.text and not splice.text and splice.start < before.end:
            joined[-1] = Splice(before.start, max(before.end, splice.end), "")
        else:
            joined.append(splice)
    return tuple(joined)


def _find_part(layout: Layout, path: NodePath) -> tuple[int, int]:
    """Return the start, dash or key included, and the end of a part."""
    group = layout.find_collection(path[:-1])
    return layout.list_spans(group)[_get_index(group, path[-1])]


def _get_index(group: CollectionSpan, step: str | int) -> int:
    """Return the index of a part among the others."""
    return int(step) if isinstance(step, int) else list(group.children).index(step)


def _find_block(layout: Layout, path: NodePath, *, with_heading: bool) -> tuple[int, int]:
    """Return the start and the end of the lines of a part."""
    group = layout.find_collection(path[:-1])
    index = _get_index(group, path[-1])
    builder = SpliceBuilder(layout, FrozenModel)
    start, end = layout.list_spans(group)[index]
    if with_heading:
        return builder.find_block_start(path[:-1], index), layout.find_line_end(end)
    lower_bound = layout.find_lower_bound(path[:-1], index)
    return layout.find_block_start(start, lower_bound, include_heading=False), layout.find_line_end(end)


def _iter_scalars(span: NodeSpan) -> Iterator[tuple[int, int]]:
    """Yield the start and end of every text in a value, keys included."""
    if not isinstance(span, CollectionSpan):
        yield span[0], span[1]
        return
    parts = span.children
    for part in [each for pair in parts.values() for each in pair] if isinstance(parts, dict) else parts:
        yield from _iter_scalars(part)


def _dedent(line: str, column: int) -> str:
    """Return a line without the given number of spaces, or without those that it has."""
    return line[min(column, len(line) - len(line.lstrip(" "))) :]


def _indent(lines: Sequence[str], column: int) -> list[str]:
    """Return lines with an indentation, blank lines without."""
    return [" " * column + line if line else "" for line in lines]
