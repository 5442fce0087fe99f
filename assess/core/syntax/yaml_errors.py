"""Plain-English messages for YAML that libyaml cannot parse and for YAML features that are not allowed."""

import re
from typing import Any

from assess.core.syntax.problems import ODD_SPACE, Problem, show_odd_spaces

ANCHOR_NOT_ALLOWED = (
    "Anchors (&) and aliases (*) are not used in these files. Write the words out, or put them in quotes."
)
TAG_NOT_ALLOWED = "Tags (!) are not used in these files. Remove the tag, or put the words in quotes."
MERGE_KEY_NOT_ALLOWED = "Merge keys (<<) are not used in these files. Write the keys out."
SECOND_DOCUMENT_NOT_ALLOWED = (
    "A second document starts here. Keep one document in a file: remove this line and everything after it."
)
COMPLEX_KEY_NOT_ALLOWED = "A key must be plain words, not a list or a group. If this is text, put it in quotes."

_UNEXPECTED_COLON = "mapping values are not allowed in this context"
_INVALID_START = "found character that cannot start any token"
_EXPECTED_KEY = "did not find expected key"
_UNEXPECTED_END = "found unexpected end of stream"

# A key with no space between its colon and its value; not a URL.
_MISSING_SPACE_PATTERN = re.compile(r"\s*(?:- )*(([a-z_-]+):([^\s/:][^:]*))$")
_MISSING_SPACE = "There is no space after the colon in `{}`. Write `{}: {}`."
_LATE_CLOSING_QUOTE = "The quotation mark that opens here is closed only on line {}. Close it where the text ends."
# An odd space where YAML needs an ordinary one: before or after a dash, before or after a key, or in a blank line.
_MISPLACED_SPACE_PATTERN = re.compile(rf"^ *(?:- *)*(?:[\w-]+:)?(?={ODD_SPACE.pattern})")
_MISPLACED_SPACE = "There is a {} here, which YAML reads as a letter. Type an ordinary space in its place."
_OTHER_ERROR = "This line cannot be read as YAML ({}). Compare it with the lines around it."

_MESSAGES = {
    _UNEXPECTED_COLON: (
        "There is a colon here where there cannot be a key. If it belongs "
        "to the text, put the text in double quotes; "
        "if this is a key, give it the same indentation as the keys beside it."
    ),
    "could not find expected ':'": "A key near here has no colon and space after it. "
    "Write `key: value`, or put the text in double quotes.",
    _EXPECTED_KEY: "This does not fit what is before it. Nothing may follow a closing quotation mark "
    "or a comment inside the text; keys beside each other need the same indentation.",
    "did not find expected '-' indicator": "This line does not belong to the list above it. "
    "Start it with `- `, or give it the indentation of the key it belongs to.",
    "block sequence entries are not allowed in this context": "A list cannot start on the line of its key. "
    "Put each `- ` on a line of its own below the key, or the text in double quotes.",
    "did not find expected node content": "A value is missing here, or a bracket or comma has no partner. "
    "If it belongs to the text, put the text in double quotes.",
    "found unknown escape character": "Only a few letters can follow a backslash in double quotes. "
    "Write two backslashes, or put the text in single quotes.",
}
_UNCLOSED_MESSAGES = {
    _UNEXPECTED_END: "The quotation mark that opens here is never closed. Close it; "
    'a quotation mark within the text is written twice in single quotes, or as \\" in double quotes.',
    "did not find expected ',' or ']'": "The list that opens here is not closed, or two of its parts have "
    "no comma between them. Close it with ] and put texts with commas or brackets in double quotes.",
    "did not find expected ',' or '}'": "The group that opens here is not closed, or two of its parts have "
    "no comma between them. Close it with } and put texts with commas or braces in double quotes.",
}


def explain_yaml_error(error: Any, quote: Any, text: str, file: str) -> Problem:
    """Return the problem behind a libyaml error, positioned where it probably starts.

    `error` is the exception raised by libyaml; `quote` is the last scalar before it if that is quoted, else None.
    """
    reason = str(error.problem)
    if misplaced := _find_misplaced_space(text, error.problem_mark.line, file):
        return misplaced
    mark = error.context_mark if reason in _UNCLOSED_MESSAGES else error.problem_mark
    unspaced = (
        _MISSING_SPACE_PATTERN.match(text.splitlines()[mark.line - 1])
        if reason == _UNEXPECTED_COLON and mark.line
        else None
    )
    if unspaced:
        return Problem(
            file, mark.line, unspaced.start(1) + 1, _MISSING_SPACE.format(unspaced[1], unspaced[2], unspaced[3])
        )
    if reason == _EXPECTED_KEY and quote is not None and quote.end_mark.line == mark.line > quote.start_mark.line:
        start = quote.start_mark
        return Problem(file, start.line + 1, start.column + 1, _LATE_CLOSING_QUOTE.format(mark.line + 1))
    message = (
        _explain_character(text[mark.index : mark.index + 1])
        if reason == _INVALID_START
        else _UNCLOSED_MESSAGES.get(reason) or _MESSAGES.get(reason)
    )
    return Problem(file, mark.line + 1, mark.column + 1, message or _OTHER_ERROR.format(reason))


def _find_misplaced_space(text: str, last: int, file: str) -> Problem | None:
    """Return the problem of an odd space that libyaml took for a letter up to two lines before it stopped."""
    lines = text.splitlines()
    for number in range(max(0, last - 2), min(last + 1, len(lines))):
        if found := _MISPLACED_SPACE_PATTERN.match(lines[number]):
            kind = show_odd_spaces(lines[number][found.end()]).strip("‹›")
            return Problem(file, number + 1, found.end() + 1, _MISPLACED_SPACE.format(kind))
    return None


def _explain_character(character: str) -> str:
    """Explain why a value cannot start with this character."""
    if character == "\t":
        return "There is a tab here. Indent with spaces."
    return f"Text cannot start with {character} unless it is in quotes. Put it in double quotes."
