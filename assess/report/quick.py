"""Short ways through the functions in which WeasyPrint 70 spends a quarter of its time, for one rendering at a time.

Each gives what the function it stands for gives, by the way that nearly every call takes, and leaves all other calls
to that function. They are put in place for the length of one rendering and taken away again. With other versions than
those they were written for nothing is put in place, and the same PDF takes longer.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, NamedTuple

import pydyf

WRITTEN_FOR = ("70.0", "0.13.0")
"""The versions of WeasyPrint and pydyf."""

LEAST = frozenset(("min_width", "min_height"))
"""The lengths for which `auto` means nothing."""

SIMPLE = frozenset((str, int, float))
"""The types of the values that cannot hold a sum to be worked out."""


class Parts(NamedTuple):
    """The modules of WeasyPrint that hold the functions."""

    version: str
    css: ModuleType
    percent: ModuleType
    boxes: ModuleType
    lines: ModuleType


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
        (parts.boxes.Box, "is_in_normal_flow", in_normal_flow),
        (parts.lines, "get_font_description", font_description),
        (parts.lines, "_font_style_cache_key", font_key),
        (pydyf, "_to_bytes", written),
    )
    before = [getattr(owner, name) for owner, name, _ in places]
    for (owner, name, made), long_way in zip(places, before, strict=True):
        setattr(owner, name, made(parts, long_way))
    try:
        yield
    finally:
        for (owner, name, _), long_way in zip(places, before, strict=True):
            setattr(owner, name, long_way)


Function = Callable[..., Any]


def initial_values(parts: Parts) -> Mapping[str, Any]:
    """Give the initial values of the properties that are neither inherited nor worked out nor special."""
    special = {"float", "display", "position", "page", *parts.css.INHERITED, *parts.css.INITIAL_NOT_COMPUTED}
    values: Mapping[str, Any] = parts.css.INITIAL_VALUES
    return {
        name: value
        for name, value in values.items()
        if name not in special and not name.startswith(("__", "text_decoration_"))
    }


def logical_names(parts: Parts) -> Mapping[str, frozenset[str]]:
    """Give the logical properties that may stand for a physical one, in either direction of writing."""
    functions: Mapping[str, Function] = parts.css.PHYSICAL_FUNCTIONS
    return {
        name: frozenset(logical(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
        for name, logical in functions.items()
    }


def computed_value(parts: Parts, long_way: Function) -> Function:
    """Give the value of a property that the style sheet does not name: inherited, or the initial one."""
    initial, logical, nothing = initial_values(parts), logical_names(parts), frozenset[str]()
    inherited = frozenset(name for name in parts.css.INHERITED if not name.startswith("text_decoration_"))

    def missing(style: Any, name: str) -> Any:
        if name not in style.cascaded and logical.get(name, nothing).isdisjoint(style.cascaded):
            if name in initial:
                value = style[name] = initial[name]
                return value
            if name in inherited and style.parent_style is not None:
                value = style.parent_style[name]
                if type(value) in SIMPLE:
                    style[name] = value
                    return value
        return long_way(style, name)

    return missing


def anonymous_value(parts: Parts, long_way: Function) -> Function:
    """Give the value of a property of a box that no element stands for."""
    initial = initial_values(parts)

    def missing(style: Any, name: str) -> Any:
        if name in initial:
            value = style[name] = initial[name]
            return value
        return long_way(style, name)

    return missing


def used_length(_: Parts, long_way: Function) -> Function:
    """Set the length that a box uses where it is in pixels or `auto`."""

    def resolve(box: Any, name: str, whole: float) -> None:
        value = box.style[name]
        if type(value) is not str:
            if getattr(value, "unit", None) == "px":
                setattr(box, name, value.value)
                return
        elif name not in LEAST:
            setattr(box, name, value)
            return
        long_way(box, name, whole)

    return resolve


def in_normal_flow(_: Parts, long_way: Function) -> Function:
    """Say whether a box stands where its text puts it, as all but a few do."""

    def is_in_flow(box: Any) -> Any:
        style = box.style
        if style["float"] == "none" and style["position"] in ("static", "relative"):
            return True
        return long_way(box)

    return is_in_flow


def font_description(_: Parts, long_way: Function) -> Function:
    """Give Pango's description of the font of a style, made once for each style."""

    def described(style: Any) -> Any:
        kept = vars(style)
        if "pango_font" not in kept:
            kept["pango_font"] = long_way(style)
        return kept["pango_font"]

    return described


def font_key(_: Parts, long_way: Function) -> Function:
    """Give the text that stands for the font of a style, made once for each style."""

    def key(style: Any, include_size: bool = False) -> Any:  # WeasyPrint's own signature
        name = "font_key_sized" if include_size else "font_key"
        kept = vars(style)
        if name not in kept:
            kept[name] = long_way(style, include_size)
        return kept[name]

    return key


def written(_: Parts, long_way: Function) -> Function:
    """Give the bytes of a part of a PDF, the commonest kinds first."""

    def to_bytes(item: Any) -> Any:
        kind = type(item)
        if kind is bytes:
            return item
        return item.encode("ascii") if kind is str else long_way(item)

    return to_bytes
