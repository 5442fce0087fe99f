"""Fill in the form of a page as a browser would."""

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Sent = dict[str, list[str]]


class Form(HTMLParser):
    """Parser for the fields of a form and their values; values of repeated fields are listed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: Sent = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("type")
        if tag == "input" and (kind in ("hidden", "text") or (kind in ("radio", "checkbox") and "checked" in given)):
            self.add(given["name"], given.get("value", ""))
        elif tag in ("select", "textarea"):
            setattr(self, "select" if tag == "select" else "area", given["name"])
            self.add(given["name"], "")
        elif tag == "option" and self.select and "selected" in given:
            self.sent[self.select][-1] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent[self.area][-1] = self.sent[self.area][-1].removeprefix("\n").replace("\n", "\r\n")
        if tag in ("select", "textarea"):
            self.select = self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area][-1] += data

    def add(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)


def form_of(page: str) -> Sent:
    """Return what the first form of a page would submit."""
    form = Form()
    page = page.replace("\r\n", "\n")  # as a browser does
    form.feed(page[page.index("<form method=") :].split("</form>")[0])
    return form.sent


def filled(client: FlaskClient, path: str, **typed: str | list[str]) -> Sent:
    """Return what the form of a page submits with these fields filled in; `__` in a name stands for a hyphen."""
    given = {name.replace("__", "-"): [value] if isinstance(value, str) else value for name, value in typed.items()}
    return form_of(client.get(path).text) | given


def send(client: FlaskClient, path: str, **typed: str | list[str]) -> TestResponse:
    """Fill in the form of a page and submit it."""
    return client.post(path, data=filled(client, path, **typed))
