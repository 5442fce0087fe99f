"""How well a colour can be read, and the nearest shade of it that can."""

GROUNDS = ("#ffffff", "#f2f4f4")
"""What stands behind text in the colour: white, and the pale ground of boxes. Bars on a darker grey need less."""
LEAST_CONTRAST = 4.5
"""As WCAG 2.2 success criterion 1.4.3 asks of text."""


def least_contrast(colour: str) -> float:
    """Give the contrast of a colour on the ground where it is least."""
    return min(contrast(colour, ground) for ground in GROUNDS)


def contrast(colour: str, ground: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((luminance(colour), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Give how light a colour is, from 0 to 1."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def darker(colour: str) -> str:
    """Give the nearest darker shade of the same colour that can be read."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for hundredths in range(99, -1, -1):
        shade = "#" + "".join(f"{part * hundredths // 100:02x}" for part in parts)
        if least_contrast(shade) >= LEAST_CONTRAST:
            return shade
    return "#000000"
