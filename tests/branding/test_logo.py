"""The logo of a council: what is accepted and how it is stored, and which message rejects the rest."""

from io import BytesIO

import pytest
from PIL import Image

from assess.branding.logo import MAX_BYTES, Logo, read_logo

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">'
INSIDE = '<title>A name</title><g><path d="M0 0h40v20z" fill="#0f4c5c"/><circle cx="9" cy="9" r="5"/></g>'


def build_svg(inside: str = INSIDE) -> bytes:
    """Return an SVG drawing."""
    return f"{OPENING}{inside}</svg>".encode()


def build_picture(form: str, mode: str = "RGB", size: tuple[int, int] = (80, 40), **saved: object) -> bytes:
    """Return a picture of one colour."""
    made = BytesIO()
    Image.new(mode, size, 128 if mode == "L" else (90,) * len(mode)).save(made, form, **saved)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "mode"),
    [
        (build_picture("PNG"), "RGB"),
        (build_picture("PNG", "RGBA"), "RGBA"),
        (build_picture("JPEG"), "RGB"),
        (build_picture("JPEG", "CMYK"), "RGB"),
        (build_picture("PNG", "L"), "RGB"),
    ],
)
def test_a_picture_is_stored_as_a_png_in_srgb(content: bytes, mode: str) -> None:
    logo = read_logo(content)
    assert isinstance(logo, Logo)
    assert logo.kind == "image/png"
    with Image.open(BytesIO(logo.data)) as kept:
        assert (kept.format, kept.mode, kept.size) == ("PNG", mode, (80, 40))
    assert read_logo(logo.data) == logo == read_logo(content)


def test_a_large_picture_is_scaled_down_to_the_display_size() -> None:
    logo = read_logo(build_picture("PNG", size=(4000, 1000)))
    assert isinstance(logo, Logo)
    with Image.open(BytesIO(logo.data)) as kept:
        assert kept.size == (1120, 280)


def test_picture_metadata_is_removed() -> None:
    logo = read_logo(build_picture("JPEG", comment=b"Made by somebody"))
    assert isinstance(logo, Logo)
    assert b"somebody" not in logo.data


def test_a_drawing_of_shapes_is_stored_unchanged() -> None:
    plain = build_svg(
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient>'
        '<clipPath id="b"><path d="M0 0h9v9z"/></clipPath>'
        "<style>.c { fill: url(#a) }</style></defs>" + INSIDE + '<use xlink:href="#d" clip-path="url(#b)"/>'
    )
    assert read_logo(plain) == Logo(plain, "image/svg+xml")


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("<script>alert(1)</script>", "an element “script”"),
        ('<path onload="alert(1)"/>', "an attribute “onload”, which runs a script"),
        ("<foreignObject/>", "an element “foreignObject”"),
        ('<image href="https://example.org/a.png"/>', "an element “image”"),
        ('<a href="https://example.org"/>', "an element “a”"),
        ('<use xlink:href="https://example.org/a.svg#b"/>', "an attribute “href” that leads elsewhere"),
        ('<use href="data:image/svg+xml,x"/>', "an attribute “href” that leads elsewhere"),
        ('<path fill="url(https://example.org/a.svg#b)"/>', "a style that leads elsewhere"),
        ('<path style="fill: URL( //example.org )"/>', "a style that leads elsewhere"),
        ('<path style="fill: u\\72l(//example.org)"/>', "a style that leads elsewhere"),
        ("<style>@import '//example.org'</style>", "a style that leads elsewhere"),
        ("<style>path { fill: url(file:///etc/passwd) }</style>", "a style that leads elsewhere"),
        ('<path><animate attributeName="d"/></path>', "an element “animate”"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "an element “set”"),
        ("<text>A name</text>", "an element “text”"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "an element “html”"),
        ("<filter/>", "an element “filter”"),
        ('<?xml-stylesheet href="//example.org"?>', "an instruction for another program"),
        ('<g id="a"><use href="#b"/></g><use href="#a"/>', "a part that is used again and itself uses others"),
        ('<use href="#b"/>' * 51, "too many parts that are used again"),
        ("<g/>" * 5_000, "too many parts"),
        ("<g>" * 60 + "</g>" * 60, "too many parts"),
        ("<g>", "it cannot be read as SVG"),
    ],
)
def test_a_drawing_with_active_content_is_rejected_with_a_reason(inside: str, says: str) -> None:
    said = read_logo(build_svg(inside))
    assert isinstance(said, str)
    assert says in said
    assert "as PNG" in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + build_svg(), "a document type, which could declare entities"),
        (b"<html/>", "it is XML but no SVG drawing with a size"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "it is XML but no SVG drawing with a size"),
        (b"GIF89a", "it is neither PNG nor JPEG nor SVG"),
        (b"", "it is neither PNG nor JPEG nor SVG"),
        (b"\x89PNG\r\n\x1a\n" + b"no picture", "it starts like a PNG but cannot be read as one"),
        (build_picture("PNG")[:-70], "it starts like a PNG but cannot be read as one"),
        (build_picture("PNG", "1", (5000, 4000)), "it has 5,000 by 4,000 pixels"),
        (b"<" * (MAX_BYTES + 1), "it is larger than 200,000 bytes"),
    ],
)
def test_an_invalid_logo_is_rejected_with_a_message(content: bytes, says: str) -> None:
    said = read_logo(content)
    assert isinstance(said, str)
    assert says in said
