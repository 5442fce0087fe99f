"""Put the short ways in place for the length of one rendering."""

from collections.abc import Iterator
from contextlib import contextmanager

import pydyf

from assess.report.quick.boxes import backgrounds, in_normal_flow, line_place, used_length, used_lengths
from assess.report.quick.parts import Parts
from assess.report.quick.styles import anonymous_value, computed_value, font_description, font_key
from assess.report.quick.writing import page_references, stream_data, written

WRITTEN_FOR = ("70.0", "0.13.0")
"""The versions of WeasyPrint and pydyf."""


@contextmanager
def quickened(parts: Parts) -> Iterator[None]:
    """Put the short ways in place, and take them away again."""
    if (parts.version, pydyf.VERSION) != WRITTEN_FOR:
        yield
        return
    places = (
        (parts.css.ComputedStyle, "__missing__", computed_value),
        (parts.css.AnonymousStyle, "__missing__", anonymous_value),
        (parts.percent, "resolve_one_percentage", used_length),
        *((module, "resolve_percentages", used_lengths) for module in parts.layouts),
        (parts.inline, "avoid_collisions", line_place),
        (parts.background, "layout_box_backgrounds", backgrounds),
        (parts.boxes.Box, "is_in_normal_flow", in_normal_flow),
        (parts.lines, "get_font_description", font_description),
        (parts.lines, "_font_style_cache_key", font_key),
        (pydyf, "_to_bytes", written),
        (pydyf.PDF, "page_references", page_references),
        (pydyf.Stream, "data", stream_data),
    )
    before = [getattr(owner, name) for owner, name, _ in places]
    for (owner, name, made), long_way in zip(places, before, strict=True):
        setattr(owner, name, made(parts, long_way))
    try:
        yield
    finally:
        for (owner, name, _), long_way in zip(places, before, strict=True):
            setattr(owner, name, long_way)
