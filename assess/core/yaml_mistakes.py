"""Say in plain words what libyaml could not read, and what is refused although it could."""

import yaml

from assess.core.problems import Problem

REFERENCE = "Anchors (&) and aliases (*) are not used in these files. Write the words out, or put them in quotes."
TAG = "Tags (!) are not used in these files. Take the tag out, or put the words in quotes."
MERGE_KEY = "Merge keys (<<) are not used in these files. Write the keys out."
SECOND_DOCUMENT = "A second document starts here. Keep one document in a file: take this line and what follows out."
COMPLEX_KEY = "A key must be plain words, not a list or a group. If this is text, put it in quotes."

COLON = "mapping values are not allowed in this context"
CHARACTER = "found character that cannot start any token"
END = "found unexpected end of stream"

SENTENCES = {
    COLON: "There is a colon here where no key can stand. If it belongs to the text, put the text in double quotes; "
    "if this is a key, give it the same indentation as the keys beside it.",
    "could not find expected ':'": "A key was begun near here without a colon and a space after it. "
    "Write `key: value`, or put the text in double quotes.",
    "did not find expected key": "This does not fit what stands before it. Nothing may follow a closing quotation mark "
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


def misread(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """Give the problem at which libyaml stopped, in our words; what was never closed is shown where it opened."""
    what = str(error.problem)
    opened = what in OPENED and error.context_mark is not None
    mark = error.context_mark if opened else error.problem_mark
    line, column, index = (mark.line, mark.column, mark.index) if mark is not None else (0, 0, 0)
    if what == CHARACTER:
        sentence = stray(text[index : index + 1])
    else:
        sentence = (
            OPENED.get(what)
            or SENTENCES.get(what)
            or f"This line cannot be read as YAML ({what}). Compare it with the lines round it."
        )
    return Problem(file, line + 1, column + 1, sentence)


def stray(character: str) -> str:
    """Say why a value cannot start with this character."""
    if character == "\t":
        return "There is a tab here. Indent with spaces."
    return f"Text cannot start with {character} unless it is in quotes. Put it in double quotes."
