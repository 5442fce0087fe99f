"""The report as one HTML page that needs nothing beside it."""

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
"""Letters from which a word may be broken, so that no column is burst."""

EVERY = 12
"""Letters between the places where a long word may be broken."""

LONG_WORD = re.compile(rf"\S{{{LONG},}}")
JOINED = re.compile(r"&[a-z0-9#]+;|.", re.DOTALL)

STYLE = re.compile(r'<style data-sheet="report">.*?</style>', re.DOTALL)
"""Where the style sheet stands in the page; the PDF takes its own, read once."""

ANCHOR = re.compile(r' id="([^"]+)"')
LINK = re.compile(r'<a href="#(?P<to>[^"]+)">(?P<words>[^<]*)</a>')
NUMBERED = re.compile(r'(?P<cell><td class="n pg") data-to="#(?P<to>[^"]+)">')
"""A link within the page, and a cell that is filled with the number of a page, as the templates write them."""


def soft(text: str) -> Markup:
    """Give the text, escaped, with places to break in long words and addresses."""
    return Markup(LONG_WORD.sub(broken, str(escape(text))))  # noqa: S704  # escaped on this line


def broken(word: re.Match[str]) -> str:
    """Give a long word with places to break: after the signs of an address, else every few letters."""
    parts = re.split(r"(?<=[/._=?~-])|(?<=&amp;)", word.group())
    return "\u200b".join(piece for part in parts for piece in pieces(part))


def pieces(part: str) -> list[str]:
    """Give a part of a word in short pieces, but never cut one of the signs that HTML escapes."""
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
    """Tell whether a sign belongs to the letter before it: a mark over it, or the next part of one emoji."""
    return category(letter[0]) in ("Mn", "Mc", "Me", "Cf") or before[-1] == "\u200d"


def sign(character: re.Match[str]) -> str:
    """Name a character that cannot be shown: ‹U+1F4A9›."""
    return f"‹U+{ord(character.group()):04X}›"


def printable(text: str) -> str:
    """Give the text with each sign named that no page can hold."""
    return FORBIDDEN.sub(sign, text)


@cache
def environment() -> Environment:
    """Give the report's templates; a name that a template lacks is an error."""
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
    """Give the style sheet of the report."""
    return (folder("templates") / "report" / "report.css").read_text("utf-8")


def to_html(content: Content, edition: Edition) -> str:
    """Give the report as HTML; without answers it holds none, nor notes, evidence or whose they are."""
    template = environment().get_template("report/report.html")
    sheet = Markup(style_sheet())  # noqa: S704  # our own file
    page: str = template.render(content=content, edition=edition, with_answers=edition.with_answers, sheet=sheet)
    return printable(unlinked(page)).replace("›‹U+", "›\u200b‹U+")


def unlinked(page: str) -> str:
    """Give the page with words in place of each link, and a dash for each page number, of what was left out."""
    here = set(ANCHOR.findall(page))
    page = LINK.sub(lambda link: link.group() if link["to"] in here else link["words"], page)
    return NUMBERED.sub(lambda cell: cell.group() if cell["to"] in here else f"{cell['cell']}>–", page)
