"""Validation and conversion of a council's logo.

A bitmap is re-encoded as a small PNG in sRGB. An SVG is used unchanged, so it may contain nothing but shapes and
colours: see `assess/branding/svg.py`.
"""

from io import BytesIO
from typing import Literal, NamedTuple

from PIL import Image, ImageCms, ImageOps

from assess.branding.svg import find_svg_problem

MAX_BYTES = 200_000
_MAX_PIXELS = 16_000_000
_MAX_SIZE = (1_200, 280)
"""Maximum width and height in pixels: 60 by 14 mm at 500 dots an inch."""

_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
_END_MARKERS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
"""Final bytes of a complete file. WeasyPrint makes Pillow accept truncated files, so Pillow cannot be relied on."""


class Logo(NamedTuple):
    """A picture for the top of pages and reports."""

    data: bytes
    kind: Literal["image/png", "image/svg+xml"]


def read_logo(content: bytes) -> Logo | str:
    """Read a logo from the content of a file, or return a sentence saying why it is not accepted."""
    if len(content) > MAX_BYTES:
        return f"it is larger than {MAX_BYTES:,} bytes. Save a smaller picture"
    for signature, name in _SIGNATURES.items():
        if content.startswith(signature):
            return _read_bitmap(content, name)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return find_svg_problem(content) or Logo(content, "image/svg+xml")
    return "it is neither PNG nor JPEG nor SVG. Save the logo as one of these"


def _read_bitmap(content: bytes, name: str) -> Logo | str:
    """Re-encode a bitmap as PNG in sRGB, or return a sentence saying why it cannot be read."""
    broken = f"it starts like a {name} but cannot be read as one. Save it again from the program it was made with"
    if not content.rstrip(b"\0").endswith(_END_MARKERS[name]):
        return broken
    try:
        with Image.open(BytesIO(content), formats=(name,)) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                return f"it has {picture.width:,} by {picture.height:,} pixels, which is far more than a logo needs"
            return Logo(_encode_png(_convert_to_srgb(picture)), "image/png")
    except (OSError, ValueError, SyntaxError, ImageCms.PyCMSError, Image.DecompressionBombError):
        return broken


def _convert_to_srgb(picture: Image.Image) -> Image.Image:
    """Return the picture upright and in sRGB, keeping its transparency."""
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "CMYK" or (profile and upright.mode == "RGB"):
        source = ImageCms.ImageCmsProfile(BytesIO(profile)) if profile else None
        if source is not None:
            converted = ImageCms.profileToProfile(upright, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return converted if converted is not None else upright.convert("RGB")
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _encode_png(picture: Image.Image) -> bytes:
    """Encode a picture as a PNG of limited size, reproducibly."""
    picture.thumbnail(_MAX_SIZE, Image.Resampling.LANCZOS)
    picture.info.clear()
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()
