"""Short ways to the values of a style."""

from collections.abc import Mapping
from typing import Any

from assess.report.quick.parts import Function, Parts

SIMPLE = frozenset((str, int, float))
"""The types of the values that cannot hold a sum to be worked out."""


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
