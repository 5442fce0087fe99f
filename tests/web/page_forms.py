"""The forms of a page, filled in by somebody who adds a text in every text field."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

import html5lib

TYPED = "Typed with care <b>"
_NOT_SENT = ("file", "submit", "checkbox")
_EXACT = ("version", "effective_from")
"""Text fields that take no other text."""


class PageForm(NamedTuple):
    """A form that posts: where to, and the values of its fields."""

    action: str
    fields: dict[str, str]
    has_text: bool
    """Whether it has a field into which a text was typed."""
    file_field: str


def read_forms(path: str, page: str) -> Iterator[PageForm]:
    """Yield the forms of a page that post, filled in."""
    for form in html5lib.parse(page, namespaceHTMLElements=False).iter("form"):
        if form.get("method") == "post":
            yield _read_form(form, form.get("action") or path)


def _read_form(form: Element, action: str) -> PageForm:
    """Return a form, filled in."""
    fields: dict[str, str] = {}
    for name, value in _list_values(form):
        fields.setdefault(name, value)
    files = [field.get("name", "") for field in form.iter("input") if field.get("type") == "file"]
    return PageForm(action, fields, any(TYPED in value for value in fields.values()), files[0] if files else "")


def _list_values(form: Element) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the fields; the first of a group of radios is the one chosen."""
    for field in form.iter("input"):
        name, kind, value = field.get("name", ""), field.get("type", "text"), field.get("value", "")
        is_text = kind == "text" and field.get("inputmode") is None and name not in _EXACT
        if kind not in _NOT_SENT:
            yield name, value + TYPED if is_text else value
    for field in form.iter("textarea"):
        yield field.get("name", ""), (field.text or "") + TYPED
    for field in form.iter("select"):
        options = [option for option in field.iter("option") if option.get("selected") is not None]
        yield field.get("name", ""), (options or list(field.iter("option")))[0].get("value", "")
