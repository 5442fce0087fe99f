"""The forms of a page as a browser reads them: what each sends if nothing is touched, and what may be entered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

Sent = list[tuple[str, str]]
"""The names and values that a form sends, in order."""


@dataclass(frozen=True, slots=True)
class Control:
    """A field, or all radio buttons or checkboxes of one name, in the state that the page shows."""

    name: str
    kind: str
    """`hidden`, `file`, `line`, `area`, `one` (radio buttons or a select) or `any` (checkboxes)."""
    values: tuple[str, ...]
    """What is typed or chosen."""
    offered: tuple[str, ...] = ()
    """What can be chosen."""


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A form of a page."""

    action: str
    """The address that it is sent to; empty for the page itself."""
    method: str
    controls: tuple[Control, ...]
    button: tuple[tuple[str, str], ...]
    """The name and value of the first button, which the Enter key presses; empty if it has none."""

    def send_as_shown(self) -> Sent:
        """Return what the form sends if nothing is touched."""
        return [(each.name, value) for each in self.controls if each.kind != "file" for value in each.values]

    @property
    def visible(self) -> tuple[Control, ...]:
        """What people can fill in, files apart."""
        return tuple(each for each in self.controls if each.kind not in ("hidden", "file"))


def read_forms(page: str) -> tuple[ShownForm, ...]:
    """Return the forms of a page."""
    text = "".join(re.findall(r"<form.*?</form>", page, re.DOTALL))  # the rest of a page takes long to parse
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(text)
    return tuple(_read_form(each) for each in tree.iter("form"))


def find_form(page: str, action: str = "", method: str = "post") -> ShownForm:
    """Return the only form of a page with this action and method."""
    (found,) = (each for each in read_forms(page) if (each.action, each.method) == (action, method))
    return found


def _read_form(form: Element) -> ShownForm:
    controls: dict[int, Control] = {}
    places: dict[str, int] = {}
    buttons = []
    for index, element in enumerate(form.iter()):
        place = index
        if element.tag == "button" and element.get("type") == "submit":
            buttons.append(element)
        read = _read_element(element)
        if read is None:
            continue
        if read.kind == "any" or (read.kind == "one" and element.tag == "input"):
            place = places.setdefault(read.name, place)  # the first of its group
            before = controls.get(place, Control(read.name, read.kind, ()))
            read = Control(read.name, read.kind, before.values + read.values, before.offered + read.offered)
        controls[place] = read
    named = next(((each.get("name", ""), each.get("value", "")) for each in buttons[:1] if each.get("name")), None)
    method = form.get("method", "get")
    return ShownForm(form.get("action", ""), method, tuple(controls.values()), (named,) if named else ())


def _read_element(element: Element) -> Control | None:
    name, kind, value = element.get("name", ""), element.get("type", "text"), element.get("value", "")
    if element.tag == "textarea":
        return Control(name, "area", ("".join(element.itertext()).replace("\n", "\r\n"),))
    if element.tag == "select":
        return Control(name, "one", *_read_options(element))
    if element.tag != "input":
        return None
    if kind in ("radio", "checkbox"):
        is_checked = element.get("checked") is not None
        return Control(name, "one" if kind == "radio" else "any", (value,) if is_checked else (), (value,))
    if kind == "file":
        return Control(name, kind, ())
    line = value.replace("\r", "").replace("\n", "")  # a browser drops them
    return Control(name, "hidden" if kind == "hidden" else "line", (line,))


def _read_options(select: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    options = list(select.iter("option"))
    chosen = [each for each in options if each.get("selected") is not None] or options[:1]
    return tuple(_get_value(each) for each in chosen[-1:]), tuple(map(_get_value, options))


def _get_value(option: Element) -> str:
    return str(option.get("value", "".join(option.itertext()).strip()))


def iter_typed(sent: Sent, form: ShownForm) -> Iterator[tuple[str, Any]]:
    """Yield what was sent of the visible fields, without blank values and white space at the ends of lines."""
    names = {each.name for each in form.visible}
    for name, value in sent:
        if name in names and value.strip():
            yield name, [line.strip() for line in value.strip().splitlines()]
