"""Validation of the name and the note of a publication."""

LONGEST_NAME = 100
LONGEST_NOTE = 2000


def word_mistakes(by: str, why: str) -> tuple[tuple[str, str], ...]:
    """Return the errors in a name and a note, each as a field (`by` or `why`) and a message."""
    found = (("by", name_mistake(by)), ("why", note_mistake(why)))
    return tuple((field, sentence) for field, sentence in found if sentence)


def name_mistake(by: str) -> str:
    """Return what is wrong with a name; empty if it is valid."""
    if not by.strip():
        return "Enter the name of the person who publishes"
    if len(by.strip()) > LONGEST_NAME:
        return f"The name must be {LONGEST_NAME} characters or fewer"
    return "" if by.strip().isprintable() else "The name must be on one line, without characters that cannot be seen"


def note_mistake(why: str) -> str:
    """Return what is wrong with a note; empty if it is valid."""
    if not why.strip():
        return "Enter a note saying why the rules change"
    if len(why.strip()) > LONGEST_NOTE:
        return f"The note must be {LONGEST_NOTE:,} characters or fewer"
    seen = why.replace("\r\n", "\n").replace("\n", "").replace("\t", "")
    return "" if seen.isprintable() else "The note must not hold characters that cannot be seen"
