"""Render the report as one self-contained HTML page."""

import re
from functools import cache
from unicodedata import category

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.report.content.addresses import split_addresses
from assess.report.content.models import ReportContent
from assess.report.content.text import format_number, lower_first, shorten
from assess.report.options import ReportOptions
from assess.resources import find_folder

_LONG_WORD_LENGTH = 32
"""Length from which a word may be broken, so that it does not overflow its column."""

_BREAK_INTERVAL = 12
"""Number of characters between the break opportunities of a long word."""

_LONG_WORD = re.compile(rf"\S{{{_LONG_WORD_LENGTH},}}")
_NUMBER = re.compile(r"\b([QR]\d+)\b")
"""Matches the number of a question or a recommendation in a text of ours."""

_CHARACTER_OR_ENTITY = re.compile(r"&[a-z0-9#]+;|.", re.DOTALL)

_STYLE_SHEETS = ("charts.css", "report.css")
"""In this order, because the second ends with what is for screens only."""

STYLE_ELEMENT = re.compile(r'<style data-sheet="report">.*?</style>', re.DOTALL)
"""Matches the style sheet in the page; the PDF uses its own copy, parsed once."""

_ANCHOR = re.compile(r' id="([^"]+)"')
_LINK = re.compile(r'<a href="#(?P<to>[^"]+)">(?P<words>[^<]*)</a>')
_PAGE_NUMBER_CELL = re.compile(r'(?P<cell><td class="n pg") data-to="#(?P<to>[^"]+)">')
"""Matches a table cell to be filled with a page number, as the templates write it."""


def break_long_words(text: str) -> Markup:
    """Return the escaped text with break opportunities in long words and addresses."""
    return Markup(_LONG_WORD.sub(_insert_breaks, str(escape(text))))  # noqa: S704  # escaped on this line


def _keep_lines(text: str) -> Markup:
    """Return the escaped text with its line breaks, and with break opportunities in long words."""
    return Markup("<br/>").join(map(break_long_words, text.split("\n")))


def _link_addresses(text: str) -> Markup:
    """Return the escaped text with its web addresses as links, and with break opportunities in long words."""
    link = Markup('<a class="url" href="{}" rel="noopener noreferrer">{}</a>')
    return Markup().join(
        link.format(part.text, part.text) if part.is_address else break_long_words(part.text)
        for part in split_addresses(text)
    )


def _link_numbers(text: str) -> Markup:
    """Return the escaped text with the numbers of questions and recommendations as links."""
    return Markup(_NUMBER.sub(r'<a href="#\1">\1</a>', str(escape(text))))  # noqa: S704  # escaped on this line


def _insert_breaks(word: re.Match[str]) -> str:
    """Return a long word with break opportunities."""
    return "\u200b".join(_split_word(word.group()))


def _split_word(word: str) -> list[str]:
    """Split a long word after the punctuation of an address, else at regular intervals."""
    parts = re.split(r"(?<=[/._=?~-])|(?<=&amp;)", word)
    return [piece for part in parts for piece in _split_part(part)]


def _split_part(part: str) -> list[str]:
    """Split a part of a word into short pieces, without splitting an HTML entity."""
    if len(part) < _LONG_WORD_LENGTH:
        return [part]
    letters: list[str] = []
    for letter in _CHARACTER_OR_ENTITY.findall(part):
        if letters and _is_combining(letter, letters[-1]):
            letters[-1] += letter
        else:
            letters.append(letter)
    return ["".join(letters[start : start + _BREAK_INTERVAL]) for start in range(0, len(letters), _BREAK_INTERVAL)]


def _is_combining(character: str, previous: str) -> bool:
    """Return whether a character belongs to the one before it: a combining mark, or the next part of an emoji."""
    return category(character[0]) in ("Mn", "Mc", "Me", "Cf") or previous[-1] == "\u200d"


def codepoint_label(match: re.Match[str]) -> str:
    """Return a visible label for a character that cannot be displayed: ‹U+1F4A9›."""
    return f"‹U+{ord(match.group()):04X}›"


def replace_unprintable(text: str) -> str:
    """Return the text with each character that no page can contain replaced by its label."""
    return FORBIDDEN_CHARACTERS.sub(codepoint_label, text)


@cache
def get_environment() -> Environment:
    """Return the template environment of the report, in which an undefined name is an error."""
    result = Environment(
        loader=FileSystemLoader(find_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = (break_long_words, format_number, lower_first, shorten, _keep_lines, _link_addresses, _link_numbers)
    result.filters.update({function.__name__.removeprefix("_"): function for function in filters})
    return result


@cache
def load_style_sheet() -> str:
    """Return the style sheet of the report."""
    folder = find_folder("templates") / "report"
    return "".join((folder / name).read_text("utf-8") for name in _STYLE_SHEETS)


def render_html(content: ReportContent, options: ReportOptions) -> str:
    """Render the report as HTML; without answers it contains no answers, notes, evidence or names."""
    template = get_environment().get_template("report/report.html")
    sheet = Markup(load_style_sheet())  # noqa: S704  # our own file
    page: str = template.render(content=content, options=options, with_answers=options.with_answers, sheet=sheet)
    return replace_unprintable(_remove_dead_links(page)).replace("›‹U+", "›\u200b‹U+")


def _remove_dead_links(page: str) -> str:
    """Return the page with links to omitted parts replaced by their text and page numbers by a dash."""
    anchors = set(_ANCHOR.findall(page))
    page = _LINK.sub(lambda link: link.group() if link["to"] in anchors else link["words"], page)
    return _PAGE_NUMBER_CELL.sub(lambda cell: cell.group() if cell["to"] in anchors else f"{cell['cell']}>–", page)
