"""Plain-English messages for YAML that libyaml cannot parse and for YAML features that are not allowed."""

import re
from typing import Any

from assess.core.syntax.problems import Problem

REFERENCE = "Anchors (&) and aliases (*) are not used in these files. Write the words out, or put them in quotes."
TAG = "Tags (!) are not used in these files. Take the tag out, or put the words in quotes."
MERGE_KEY = "Merge keys (<<) are not used in these files. Write the keys out."
SECOND_DOCUMENT = "A second document starts here. Keep one document in a file: take this line and what follows out."
COMPLEX_KEY = "A key must be plain words, not a list or a group. If this is text, put it in quotes."

COLON = "mapping values are not allowed in this context"
CHARACTER = "found character that cannot start any token"
LEFT_OVER = "did not find expected key"
END = "found unexpected end of stream"

# A key with no space between its colon and its value; not a URL.
GLUED = re.compile(r"\s*(?:- )*(([a-z_-]+):([^\s/:][^:]*))$")
NO_SPACE = "There is no space after the colon in `{}`. Write `{}: {}`."
CLOSED_LATE = "The quotation mark that opens here is closed only on line {}. Close it where the text ends."
OTHER = "This line cannot be read as YAML ({}). Compare it with the lines round it."

SENTENCES = {
    COLON: "There is a colon here where no key can stand. If it belongs to the text, put the text in double quotes; "
    "if this is a key, give it the same indentation as the keys beside it.",
    "could not find expected ':'": "A key was begun near here without a colon and a space after it. "
    "Write `key: value`, or put the text in double quotes.",
    LEFT_OVER: "This does not fit what stands before it. Nothing may follow a closing quotation mark "
    "or a comment inside the text; keys beside each other need the same indentation.",
    "did not find expected '-' indicator": "This line does not belong to the list above it. "
    "Start it with `- `, or give it the indentation of the key it belongs to.",
    "block sequence entries are not allowed in this context": "A list cannot start on the line of its key. "
    "Put each `- ` on a line of its own below the key, or the text in double quotes.",
    "did not find expected node content": "A value is missing here, or a bracket or comma has no partner. "
    "If it belongs to the text, put the text in double quotes.",
    "found unknown escape character": "After a backslash in double quotes only a few letters may stand. "
    "Write two backslashes, or put the text in single quotes.",
}
OPENED = {
    END: "The quotation mark that opens here is never closed. Close it; "
    'a quotation mark within the text is written twice in single quotes, or as \\" in double quotes.',
    "did not find expected ',' or ']'": "The list that opens here is not closed, or two of its parts have "
    "no comma between them. Close it with ] and put texts with commas or brackets in double quotes.",
    "did not find expected ',' or '}'": "The group that opens here is not closed, or two of its parts have "
    "no comma between them. Close it with } and put texts with commas or braces in double quotes.",
}


def misread(error: Any, quote: Any, text: str, file: str) -> Problem:
    """Return the problem behind a libyaml error, positioned where it probably starts.

    `error` is the exception raised by libyaml; `quote` is the last scalar before it if that is quoted, else None.
    """
    what = str(error.problem)
    mark = error.context_mark if what in OPENED else error.problem_mark
    glued = GLUED.match(text.splitlines()[mark.line - 1]) if what == COLON and mark.line else None
    if glued:
        return Problem(file, mark.line, glued.start(1) + 1, NO_SPACE.format(glued[1], glued[2], glued[3]))
    if what == LEFT_OVER and quote is not None and quote.end_mark.line == mark.line > quote.start_mark.line:
        start = quote.start_mark
        return Problem(file, start.line + 1, start.column + 1, CLOSED_LATE.format(mark.line + 1))
    told = stray(text[mark.index : mark.index + 1]) if what == CHARACTER else OPENED.get(what) or SENTENCES.get(what)
    return Problem(file, mark.line + 1, mark.column + 1, told or OTHER.format(what))


def stray(character: str) -> str:
    """Explain why a value cannot start with this character."""
    if character == "\t":
        return "There is a tab here. Indent with spaces."
    return f"Text cannot start with {character} unless it is in quotes. Put it in double quotes."
