"""Fill in the form of a page as a browser would."""

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FormData = dict[str, list[str]]


class FormParser(HTMLParser):
    """Parser for the fields of a form and their values; values of repeated fields are listed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.data: FormData = {}
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
            self.data[self.select][-1] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.data[self.area][-1] = self.data[self.area][-1].removeprefix("\n").replace("\n", "\r\n")
        if tag in ("select", "textarea"):
            self.select = self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area][-1] += data

    def add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)


def parse_form(page: str) -> FormData:
    """Return what the first form of a page would submit."""
    form = FormParser()
    page = page.replace("\r\n", "\n")  # as a browser does
    form.feed(page[page.index("<form method=") :].split("</form>")[0])
    return form.data


def fill_form(client: FlaskClient, path: str, **typed: str | list[str]) -> FormData:
    """Return what the form of a page submits with these fields filled in; `__` in a name stands for a hyphen."""
    given = {name.replace("__", "-"): [value] if isinstance(value, str) else value for name, value in typed.items()}
    return parse_form(client.get(path).text) | given


def submit_form(client: FlaskClient, path: str, **typed: str | list[str]) -> TestResponse:
    """Fill in the form of a page and submit it."""
    return client.post(path, data=fill_form(client, path, **typed))
