"""Validation of the name and the note of a publication."""

_MAX_NAME_LENGTH = 100
_MAX_NOTE_LENGTH = 2000


def find_form_errors(by: str, why: str) -> tuple[tuple[str, str], ...]:
    """Return the errors in a name and a note, each as a field (`by` or `why`) and a message."""
    errors = (("by", _check_name(by)), ("why", _check_note(why)))
    return tuple((field, sentence) for field, sentence in errors if sentence)


def _check_name(by: str) -> str:
    """Return what is wrong with a name; empty if it is valid."""
    if not by.strip():
        return "Enter the name of the person who publishes"
    if len(by.strip()) > _MAX_NAME_LENGTH:
        return f"The name must be {_MAX_NAME_LENGTH} characters or fewer"
    return "" if by.strip().isprintable() else "The name must be on one line, without characters that cannot be seen"


def _check_note(why: str) -> str:
    """Return what is wrong with a note; empty if it is valid."""
    if not why.strip():
        return "Enter a note saying why the rules change"
    if len(why.strip()) > _MAX_NOTE_LENGTH:
        return f"The note must be {_MAX_NOTE_LENGTH:,} characters or fewer"
    visible = why.replace("\r\n", "\n").replace("\n", "").replace("\t", "")
    return "" if visible.isprintable() else "The note must not hold characters that cannot be seen"
