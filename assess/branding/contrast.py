"""The contrast of a colour, and the nearest readable shade of it."""

_BACKGROUNDS = ("#ffffff", "#f2f4f4")
"""Backgrounds of text in the colour: white and the pale grey of boxes. Bars on a darker grey need less contrast."""
MIN_CONTRAST = 4.5
"""Minimum contrast ratio of text (WCAG 2.2, success criterion 1.4.3)."""


def min_contrast_ratio(colour: str) -> float:
    """Return the lowest contrast ratio of a colour on any background."""
    return min(contrast_ratio(colour, ground) for ground in _BACKGROUNDS)


def contrast_ratio(colour: str, background: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_relative_luminance(colour), _relative_luminance(background)))
    return (light + 0.05) / (dark + 0.05)


def _relative_luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1 (WCAG 2.2)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def darken_to_readable(colour: str) -> str:
    """Return the nearest darker shade of a colour with sufficient contrast."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for hundredths in range(99, -1, -1):
        shade = "#" + "".join(f"{part * hundredths // 100:02x}" for part in parts)
        if min_contrast_ratio(shade) >= MIN_CONTRAST:
            return shade
    return "#000000"
