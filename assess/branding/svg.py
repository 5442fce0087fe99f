"""Validation of SVG logos: shapes, colours and metadata only; no scripts, animation or external resources."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
COLOURS = ("linearGradient", "radialGradient", "stop", "clipPath", "style")
ALLOWED = frozenset(("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", *SHAPES, *COLOURS))
EDITORS = re.compile(
    r"\{(http://(www\.inkscape\.org|sodipodi\.sourceforge\.net|creativecommons\.org|web\.resource\.org/cc|purl\.org/dc"
    r"|www\.w3\.org/1999/02/22-rdf-syntax-ns|ns\.adobe\.com|www\.bohemiancoding\.com|www\.serif\.com)[^}]*)\}"
)
"""Tags of metadata that drawing programs leave, which browsers ignore."""

MOST_ELEMENTS = 5_000
MOST_DEPTH = 50
MOST_USES = 50
ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
STYLE = re.compile(r"@import|@font-face|expression\s*\(|\\|<", re.IGNORECASE)
BETTER = "Save it again as plain SVG with its words turned into paths, or as PNG"


class UnsafeError(Exception):
    """An SVG contains something that is not allowed; the message says what."""


def wrong_drawing(content: bytes) -> str:
    """Return why an SVG cannot be used; empty if it can."""
    try:
        refuse_declarations(content)
        root = fromstring(content)  # noqa: S314  # declarations were rejected above
    except UnsafeError as error:
        return f"it has {error}. {BETTER}"
    except (ExpatError, ParseError, ValueError, LookupError) as error:
        return f"it cannot be read as SVG ({error}). {BETTER}"
    if root.tag != f"{SVG}svg" or not is_sized(root):
        return f"it is XML but no SVG drawing with a size. {BETTER}"
    found = next(harm(root), "")
    return f"it has {found}. {BETTER}" if found else ""


def refuse_declarations(content: bytes) -> None:
    """Scan an SVG without building a tree.

    Raises `UnsafeSvgError` for declarations, entities, processing instructions and excessive size.
    """
    parser, depth, count = ParserCreate(), 0, 0

    def refuse(what: str) -> None:
        raise UnsafeError(what)

    def start(*_: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MOST_DEPTH or count > MOST_ELEMENTS:
            refuse("too many parts")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = lambda *_: refuse("a document type, which could declare entities")
    parser.EntityDeclHandler = lambda *_: refuse("entities")
    parser.ProcessingInstructionHandler = lambda *_: refuse("an instruction for another program")
    parser.Parse(content, True)


def is_sized(root: Element) -> bool:
    """Return whether the SVG states its size."""
    return bool(root.get("viewBox") or (root.get("width") and root.get("height")))


def harm(root: Element) -> Iterator[str]:
    """Yield what the SVG must not contain, in document order."""
    uses = list(root.iter(f"{SVG}use"))
    if len(uses) > MOST_USES:
        yield "too many parts that are used again"
    used = {href for use in uses for name, href in use.items() if name.endswith("href")}
    for element in root.iter():
        yield from wrong_element(element)
        if f"#{element.get('id')}" in used and element.find(f".//{SVG}use") is not None:
            yield "a part that is used again and itself uses others"


def wrong_element(element: Element) -> Iterator[str]:
    """Yield what is not allowed about an element."""
    name = element.tag.removeprefix(SVG)
    if name not in ALLOWED and not EDITORS.match(element.tag):
        yield f"an element “{name.rpartition('}')[2][:40]}”, and may hold shapes and colours alone"
    if name == "style" and (STYLE.search(text := "".join(element.itertext())) or ELSEWHERE.search(text)):
        yield "a style that leads elsewhere"
    for key, value in element.items():
        yield from wrong_attribute(key.rpartition("}")[2].lower(), value)


def wrong_attribute(name: str, value: str) -> Iterator[str]:
    """Yield what is not allowed about an attribute."""
    if name.startswith("on"):
        yield f"an attribute “{name[:40]}”, which runs a script"
    if name in ("href", "src", "base") and not value.strip().startswith("#"):
        yield f"an attribute “{name}” that leads elsewhere"
    if ELSEWHERE.search(value) or (name == "style" and STYLE.search(value)):
        yield "a style that leads elsewhere"
