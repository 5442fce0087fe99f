"""A council's logo: its type told by its content, what could do harm refused, and made fit for pages and reports.

A photograph or drawing in pixels is written anew as a small PNG in sRGB. A drawing in SVG is used as it is, so it may
hold nothing but shapes and colours: see `assess/branding/svg.py`.
"""

from io import BytesIO
from typing import Literal, NamedTuple

from PIL import Image, ImageCms, ImageOps

from assess.branding.svg import wrong_drawing

MOST_BYTES = 200_000
MOST_PIXELS = 16_000_000
LARGEST = (1_200, 280)
"""How wide and high a picture is kept: 60 by 14 mm at 500 dots an inch."""

SIGNATURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
ENDS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
"""How a whole picture ends. WeasyPrint tells Pillow to read cut ones as well, so that cannot be relied on."""


class Logo(NamedTuple):
    """A picture that stands at the top of pages and reports."""

    data: bytes
    kind: Literal["image/png", "image/svg+xml"]


def read_logo(content: bytes) -> Logo | str:
    """Give the logo of a file's bytes, or a sentence that says why it cannot be one."""
    if len(content) > MOST_BYTES:
        return f"it is larger than {MOST_BYTES:,} bytes. Save a smaller picture"
    for signature, name in SIGNATURES.items():
        if content.startswith(signature):
            return read_picture(content, name)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return wrong_drawing(content) or Logo(content, "image/svg+xml")
    return "it is neither PNG nor JPEG nor SVG. Save the logo as one of these"


def read_picture(content: bytes, name: str) -> Logo | str:
    """Give a picture written anew as PNG in sRGB, or a sentence that says why it cannot be read."""
    broken = f"it starts like a {name} but cannot be read as one. Save it again from the program it was made with"
    if not content.rstrip(b"\0").endswith(ENDS[name]):
        return broken
    try:
        with Image.open(BytesIO(content), formats=(name,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return f"it has {picture.width:,} by {picture.height:,} pixels, which is far more than a logo needs"
            return Logo(as_png(in_srgb(picture)), "image/png")
    except (OSError, ValueError, SyntaxError, ImageCms.PyCMSError, Image.DecompressionBombError):
        return broken


def in_srgb(picture: Image.Image) -> Image.Image:
    """Give the picture upright, in sRGB and with its transparency."""
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "CMYK" or (profile and upright.mode == "RGB"):
        source = ImageCms.ImageCmsProfile(BytesIO(profile)) if profile else None
        if source is not None:
            changed = ImageCms.profileToProfile(upright, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return changed if changed is not None else upright.convert("RGB")
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def as_png(picture: Image.Image) -> bytes:
    """Give the bytes of a PNG that is no larger than it can be shown, the same for the same picture."""
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    picture.info.clear()
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
