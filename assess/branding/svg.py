"""What a drawing in SVG may hold: shapes, colours and words about it, and nothing that runs, moves or is fetched."""

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
"""Notes that drawing programs leave, which no reader looks at."""

MOST_ELEMENTS = 5_000
MOST_DEPTH = 50
MOST_USES = 50
ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
STYLE = re.compile(r"@import|@font-face|expression\s*\(|\\|<", re.IGNORECASE)
BETTER = "Save it again as plain SVG with its words turned into paths, or as PNG"


class UnsafeError(Exception):
    """A drawing holds what it may not; its text says what."""


def wrong_drawing(content: bytes) -> str:
    """Say why a drawing cannot be used; empty where it can."""
    try:
        refuse_declarations(content)
        root = fromstring(content)  # noqa: S314  # the line before lets no declaration through
    except UnsafeError as error:
        return f"it has {error}. {BETTER}"
    except (ExpatError, ParseError, ValueError, LookupError) as error:
        return f"it cannot be read as SVG ({error}). {BETTER}"
    if root.tag != f"{SVG}svg" or not is_sized(root):
        return f"it is XML but no SVG drawing with a size. {BETTER}"
    found = next(harm(root), "")
    return f"it has {found}. {BETTER}" if found else ""


def refuse_declarations(content: bytes) -> None:
    """Walk the file without building anything; raise UnsafeError at what could grow or point elsewhere."""
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
    """Say whether the drawing says how large it is."""
    return bool(root.get("viewBox") or (root.get("width") and root.get("height")))


def harm(root: Element) -> Iterator[str]:
    """Give what the drawing may not hold, the first in it first."""
    uses = list(root.iter(f"{SVG}use"))
    if len(uses) > MOST_USES:
        yield "too many parts that are used again"
    used = {href for use in uses for name, href in use.items() if name.endswith("href")}
    for element in root.iter():
        yield from wrong_element(element)
        if f"#{element.get('id')}" in used and element.find(f".//{SVG}use") is not None:
            yield "a part that is used again and itself uses others"


def wrong_element(element: Element) -> Iterator[str]:
    """Give what one element may not be or hold."""
    name = element.tag.removeprefix(SVG)
    if name not in ALLOWED and not EDITORS.match(element.tag):
        yield f"an element “{name.rpartition('}')[2][:40]}”, and may hold shapes and colours alone"
    if name == "style" and (STYLE.search(text := "".join(element.itertext())) or ELSEWHERE.search(text)):
        yield "a style that leads elsewhere"
    for key, value in element.items():
        yield from wrong_attribute(key.rpartition("}")[2].lower(), value)


def wrong_attribute(name: str, value: str) -> Iterator[str]:
    """Give what one attribute may not be or hold."""
    if name.startswith("on"):
        yield f"an attribute “{name[:40]}”, which runs a script"
    if name in ("href", "src", "base") and not value.strip().startswith("#"):
        yield f"an attribute “{name}” that leads elsewhere"
    if ELSEWHERE.search(value) or (name == "style" and STYLE.search(value)):
        yield "a style that leads elsewhere"
