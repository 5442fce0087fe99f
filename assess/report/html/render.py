"""Render the report as one self-contained HTML page."""

import re
from functools import cache
from unicodedata import category

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assess.core.model.fields import FORBIDDEN
from assess.report.content.models import Content
from assess.report.options import Edition
from assess.resources import folder

LONG = 32
"""Length from which a word may be broken, so that it does not overflow its column."""

EVERY = 12
"""Number of characters between the break opportunities of a long word."""

LONG_WORD = re.compile(rf"\S{{{LONG},}}")
JOINED = re.compile(r"&[a-z0-9#]+;|.", re.DOTALL)

STYLE = re.compile(r'<style data-sheet="report">.*?</style>', re.DOTALL)
"""Matches the style sheet in the page; the PDF uses its own copy, parsed once."""

ANCHOR = re.compile(r' id="([^"]+)"')
LINK = re.compile(r'<a href="#(?P<to>[^"]+)">(?P<words>[^<]*)</a>')
NUMBERED = re.compile(r'(?P<cell><td class="n pg") data-to="#(?P<to>[^"]+)">')
"""Matches a table cell to be filled with a page number, as the templates write it."""


def soft(text: str) -> Markup:
    """Return the escaped text with break opportunities in long words and addresses."""
    return Markup(LONG_WORD.sub(broken, str(escape(text))))  # noqa: S704  # escaped on this line


def broken(word: re.Match[str]) -> str:
    """Return a long word with break opportunities: after the punctuation of an address, else at regular intervals."""
    parts = re.split(r"(?<=[/._=?~-])|(?<=&amp;)", word.group())
    return "\u200b".join(piece for part in parts for piece in pieces(part))


def pieces(part: str) -> list[str]:
    """Split a part of a word into short pieces, without splitting an HTML entity."""
    if len(part) < LONG:
        return [part]
    letters: list[str] = []
    for letter in JOINED.findall(part):
        if letters and clings(letter, letters[-1]):
            letters[-1] += letter
        else:
            letters.append(letter)
    return ["".join(letters[start : start + EVERY]) for start in range(0, len(letters), EVERY)]


def clings(letter: str, before: str) -> bool:
    """Return whether a character belongs to the one before it: a combining mark, or the next part of an emoji."""
    return category(letter[0]) in ("Mn", "Mc", "Me", "Cf") or before[-1] == "\u200d"


def sign(character: re.Match[str]) -> str:
    """Return a visible label for a character that cannot be displayed: ‹U+1F4A9›."""
    return f"‹U+{ord(character.group()):04X}›"


def printable(text: str) -> str:
    """Return the text with each character that no page can contain replaced by its label."""
    return FORBIDDEN.sub(sign, text)


@cache
def environment() -> Environment:
    """Return the template environment of the report, in which an undefined name is an error."""
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["soft"] = soft
    return made


@cache
def style_sheet() -> str:
    """Return the style sheet of the report."""
    return (folder("templates") / "report" / "report.css").read_text("utf-8")


def to_html(content: Content, edition: Edition) -> str:
    """Render the report as HTML; without answers it contains no answers, notes, evidence or names."""
    template = environment().get_template("report/report.html")
    sheet = Markup(style_sheet())  # noqa: S704  # our own file
    page: str = template.render(content=content, edition=edition, with_answers=edition.with_answers, sheet=sheet)
    return printable(unlinked(page)).replace("›‹U+", "›\u200b‹U+")


def unlinked(page: str) -> str:
    """Return the page with links to omitted parts replaced by their text and page numbers by a dash."""
    here = set(ANCHOR.findall(page))
    page = LINK.sub(lambda link: link.group() if link["to"] in here else link["words"], page)
    return NUMBERED.sub(lambda cell: cell.group() if cell["to"] in here else f"{cell['cell']}>–", page)
