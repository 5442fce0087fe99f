"""Find what a PDF holds that this program puts in no report: annotations, forms, scripts, added content."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject

from assess.verification.models import Addition

_FILE_ENTRIES = {
    "/Type",
    "/Version",
    "/Pages",
    "/Outlines",
    "/Lang",
    "/Names",
    "/StructTreeRoot",
    "/ViewerPreferences",
    "/MarkInfo",
    "/OutputIntents",
    "/AF",
    "/Metadata",
}
"""The entries that the catalogue of a report has."""

_NAME_ENTRIES = {"/EmbeddedFiles", "/Dests"}
"""The entries that the names of a report have."""

_PAGE_ENTRIES = {
    "/Type",
    "/Parent",
    "/Resources",
    "/MediaBox",
    "/TrimBox",
    "/BleedBox",
    "/Contents",
    "/Annots",
    "/StructParents",
    "/Tabs",
}
"""The entries that a page of a report has."""

_ENTRY_TEXTS = {
    "/AcroForm": "form fields",
    "/JavaScript": "a script",
    "/OpenAction": "something that happens when the file is opened",
    "/AA": "something that happens when the file is opened",
    "/OCProperties": "layers that can be shown and hidden",
    "/Collection": "a list of files that is shown in place of the pages",
    "/CropBox": "edges of the page that are cut off",
    "/Rotate": "a turned page",
}

_DRAWING = "a drawing"
_MARKED_TEXT = "text that is highlighted, underlined or struck out"
_MEDIA = "sound, video or a moving picture"
_COMMENT = "a comment"
_ANNOTATION_TEXTS = {
    "/Stamp": "a stamp",
    "/FreeText": "text typed over the page",
    "/Text": _COMMENT,
    "/Popup": _COMMENT,
    "/Caret": _COMMENT,
    "/Line": _DRAWING,
    "/Square": _DRAWING,
    "/Circle": _DRAWING,
    "/Polygon": _DRAWING,
    "/PolyLine": _DRAWING,
    "/Ink": _DRAWING,
    "/Highlight": _MARKED_TEXT,
    "/Underline": _MARKED_TEXT,
    "/Squiggly": _MARKED_TEXT,
    "/StrikeOut": _MARKED_TEXT,
    "/Redact": "a part marked to be blacked out",
    "/Watermark": "a watermark",
    "/Widget": "form fields",
    "/FileAttachment": "a file attached to the page",
    "/Sound": _MEDIA,
    "/Movie": _MEDIA,
    "/Screen": _MEDIA,
    "/RichMedia": _MEDIA,
    "/3D": _MEDIA,
}
_OTHER_ANNOTATION = "an annotation"
_LINK_WITH_ACTION = "a link that does something other than open a page or a web address"
_LINK_WITH_PICTURE = "a link with a picture of its own"
ADDED_CONTENT = "content, such as something drawn over the page"


def find_additions(root: Mapping[str, Any], pages: Sequence[PageObject]) -> tuple[Addition, ...]:
    """Return what a PDF holds that a report never does, given its catalogue and its pages."""
    found = [(text, 0) for text in _find_in_file(root)]
    found += [(text, number) for number, page in enumerate(pages, 1) for text in _find_in_page(page)]
    return group_additions(found)


def group_additions(found: Iterable[tuple[str, int]]) -> tuple[Addition, ...]:
    """Group pairs of a text and the number of a page, or 0 for none, by their text."""
    pairs = sorted(set(found))
    return tuple(
        Addition(text, tuple(page for _, page in group if page)) for text, group in groupby(pairs, lambda pair: pair[0])
    )


def _find_in_file(root: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the file as a whole holds."""
    for entry in (*(root.keys() - _FILE_ENTRIES), *(root.get("/Names", {}).keys() - _NAME_ENTRIES)):
        yield _describe_entry(entry)


def _find_in_page(page: PageObject) -> Iterator[str]:
    """Yield what a page holds."""
    for entry in page.keys() - _PAGE_ENTRIES:
        yield _describe_entry(entry)
    contents = page.get("/Contents")
    if isinstance(contents, ArrayObject) and len(contents) > 1:
        yield ADDED_CONTENT
    for annotation in _list_annotations(page):
        yield from _find_in_annotation(annotation)


def _describe_entry(entry: str) -> str:
    """Describe an entry that a report does not have."""
    return _ENTRY_TEXTS.get(entry, f"an entry that this tool does not write, “{entry.removeprefix('/')}”")


def _find_in_annotation(annotation: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an annotation is, unless it is a link as a report has them."""
    if annotation.get("/Subtype") != "/Link":
        yield _ANNOTATION_TEXTS.get(str(annotation.get("/Subtype")), _OTHER_ANNOTATION)
        return
    if "/AP" in annotation:
        yield _LINK_WITH_PICTURE
    if "/AA" in annotation or _get_action(annotation).get("/S", "/URI") not in ("/URI", "/GoTo"):
        yield _LINK_WITH_ACTION


def list_link_addresses(page: PageObject) -> Iterator[str]:
    """Yield the addresses that a page links to."""
    for annotation in _list_annotations(page):
        if "/URI" in _get_action(annotation):
            yield str(_get_action(annotation)["/URI"])


def _list_annotations(page: PageObject) -> Iterator[Mapping[str, Any]]:
    """Yield the annotations of a page."""
    for annotation in page.get("/Annots") or ():
        yield annotation.get_object()


def _get_action(annotation: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the action of an annotation; empty if it has none."""
    return annotation.get("/A") or {}
