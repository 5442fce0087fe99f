"""Short ways to the lengths, the flow and the backgrounds of boxes."""

from collections.abc import Iterator, Mapping
from typing import Any

from assess.report.quick.parts import Function, Parts

LEAST = frozenset(("min_width", "min_height"))
"""The lengths for which `auto` means nothing."""
SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
SQUARE: Mapping[str, Any] = dict.fromkeys(RADII, (0, 0))
UNKNOWN = object()


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


def used_lengths(_: Parts, long_way: Function) -> Function:
    """Set all lengths that a box uses, worked out once for each style whose lengths are in pixels or `auto`."""

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        kept = vars(style)
        lengths = kept.get("used_lengths", UNKNOWN)
        if lengths is UNKNOWN:
            lengths = kept["used_lengths"] = fixed_lengths(style)
        if lengths is None:
            long_way(box, containing_block)
            return
        own, borders = vars(box), kept["used_borders"]
        own.update(lengths)
        if style["border_collapse"] == "collapse" and not own.keys().isdisjoint(BORDERS):
            borders = {name: value for name, value in borders.items() if name not in own}
        own.update(borders)

    return resolve


def fixed_lengths(style: Any) -> Mapping[str, Any] | None:
    """Give the lengths of a style that hold whatever a box stands in, and keep its borders; None where some do not."""
    found = dict(lengths_in_pixels(style))
    if len(found) < len(LENGTHS) or style["box_sizing"] != "content-box":
        return None
    vars(style)["used_borders"] = {name: style[name] for name in BORDERS}
    return found


def lengths_in_pixels(style: Any) -> Iterator[tuple[str, Any]]:
    """Give the lengths of a style that are in pixels or `auto`."""
    for name in LENGTHS:
        value = style[name]
        if getattr(value, "unit", None) == "px":
            yield name, value.value
        elif value == "auto":
            yield name, 0 if name in LEAST else value


def line_place(parts: Parts, long_way: Function) -> Function:
    """Give the place and the width that a line may take: all of its block where nothing floats there."""
    line_box = parts.boxes.LineBox

    def place(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:  # WeasyPrint's own signature
        if (
            type(box) is line_box
            and outer
            and not context.excluded_shapes
            and box.style["float"] == "none"
            and containing_block.style["direction"] == "ltr"
        ):
            left = containing_block.content_box_x()
            return left, box.position_y, left + containing_block.width - left
        return long_way(context, box, containing_block, outer)

    return place


def in_normal_flow(_: Parts, long_way: Function) -> Function:
    """Say whether a box stands where its text puts it, as all but a few do."""

    def is_in_flow(box: Any) -> Any:
        style = box.style
        if style["float"] == "none" and style["position"] in ("static", "relative"):
            return True
        return long_way(box)

    return is_in_flow


def backgrounds(parts: Parts, long_way: Function) -> Function:
    """Lay out the background of a box: most have none."""

    def layout(
        page: Any, box: Any, get_image_from_uri: Function, layout_children: bool = True, style: Any = None
    ) -> None:  # WeasyPrint's own signature
        if style is not None or box is page or not is_bare(parts, box.style):
            long_way(page, box, get_image_from_uri, layout_children, style)
            return
        if layout_children:
            for child in box.all_children():
                layout(page, child, get_image_from_uri)
        vars(box).update(SQUARE)
        box.background = None

    return layout


def is_bare(parts: Parts, style: Any) -> bool:
    """Tell, once for each style, whether it has neither background nor shadow nor round corners."""
    kept = vars(style)
    if "bare" not in kept:
        initial = parts.css.INITIAL_VALUES
        kept["bare"] = all(style[name] == initial[name] for name in BARE)
    bare: bool = kept["bare"]
    return bare


BARE = (
    *RADII, "border_image_source", "mask_border_source", "background_image", "background_color", "box_shadow",
)  # fmt: skip
"""What has its initial value where nothing is painted behind a box."""
