"""Validation of SVG logos: shapes, colours and metadata only; no scripts, animation or external resources."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate

_SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_COLOURS = ("linearGradient", "radialGradient", "stop", "clipPath", "style")
_ALLOWED_ELEMENTS = frozenset(("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", *_SHAPES, *_COLOURS))
_EDITOR_TAGS = re.compile(
    r"\{(http://(www\.inkscape\.org|sodipodi\.sourceforge\.net|creativecommons\.org|web\.resource\.org/cc|purl\.org/dc"
    r"|www\.w3\.org/1999/02/22-rdf-syntax-ns|ns\.adobe\.com|www\.bohemiancoding\.com|www\.serif\.com)[^}]*)\}"
)
"""Tags of metadata that drawing programs leave, which browsers ignore."""

_MAX_ELEMENTS = 5_000
_MAX_DEPTH = 50
_MAX_USES = 50
_EXTERNAL_URL = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_UNSAFE_CSS = re.compile(r"@import|@font-face|expression\s*\(|\\|<", re.IGNORECASE)
_SAVE_AGAIN = "Save it again as plain SVG with its words turned into paths, or as PNG"


class _UnsafeSvgError(Exception):
    """An SVG contains something that is not allowed; the message says what."""


def find_svg_problem(content: bytes) -> str:
    """Return why an SVG cannot be used; empty if it can."""
    try:
        _reject_declarations(content)
        root = fromstring(content)  # noqa: S314  # declarations were rejected above
    except _UnsafeSvgError as error:
        return f"it has {error}. {_SAVE_AGAIN}"
    except (ExpatError, ParseError, ValueError, LookupError) as error:
        return f"it cannot be read as SVG ({error}). {_SAVE_AGAIN}"
    if root.tag != f"{_SVG_NAMESPACE}svg" or not _has_size(root):
        return f"it is XML but no SVG drawing with a size. {_SAVE_AGAIN}"
    problem = next(_find_unsafe_parts(root), "")
    return f"it has {problem}. {_SAVE_AGAIN}" if problem else ""


def _reject_declarations(content: bytes) -> None:
    """Scan an SVG without building a tree.

    Raises `UnsafeSvgError` for declarations, entities, processing instructions and excessive size.
    """
    parser, depth, count = ParserCreate(), 0, 0

    def refuse(what: str) -> None:
        raise _UnsafeSvgError(what)

    def start(*_: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _MAX_DEPTH or count > _MAX_ELEMENTS:
            refuse("too many parts")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = lambda *_: refuse("a document type, which could declare entities")
    parser.EntityDeclHandler = lambda *_: refuse("entities")
    parser.ProcessingInstructionHandler = lambda *_: refuse("an instruction for another program")
    parser.Parse(content, True)


def _has_size(root: Element) -> bool:
    """Return whether the SVG states its size."""
    return bool(root.get("viewBox") or (root.get("width") and root.get("height")))


def _find_unsafe_parts(root: Element) -> Iterator[str]:
    """Yield what the SVG must not contain, in document order."""
    uses = list(root.iter(f"{_SVG_NAMESPACE}use"))
    if len(uses) > _MAX_USES:
        yield "too many parts that are used again"
    used = {href for use in uses for name, href in use.items() if name.endswith("href")}
    for element in root.iter():
        yield from _check_element(element)
        if f"#{element.get('id')}" in used and element.find(f".//{_SVG_NAMESPACE}use") is not None:
            yield "a part that is used again and itself uses others"


def _check_element(element: Element) -> Iterator[str]:
    """Yield what is not allowed about an element."""
    name = element.tag.removeprefix(_SVG_NAMESPACE)
    if name not in _ALLOWED_ELEMENTS and not _EDITOR_TAGS.match(element.tag):
        yield f"an element “{name.rpartition('}')[2][:40]}”, and can only contain shapes and colours"
    if name == "style" and (_UNSAFE_CSS.search(text := "".join(element.itertext())) or _EXTERNAL_URL.search(text)):
        yield "a style that leads elsewhere"
    for key, value in element.items():
        yield from _check_attribute(key.rpartition("}")[2].lower(), value)


def _check_attribute(name: str, value: str) -> Iterator[str]:
    """Yield what is not allowed about an attribute."""
    if name.startswith("on"):
        yield f"an attribute “{name[:40]}”, which runs a script"
    if name in ("href", "src", "base") and not value.strip().startswith("#"):
        yield f"an attribute “{name}” that leads elsewhere"
    if _EXTERNAL_URL.search(value) or (name == "style" and _UNSAFE_CSS.search(value)):
        yield "a style that leads elsewhere"
