"""Validation of the name and the note of a publication."""

_MAX_NAME_LENGTH = 100
_MAX_NOTE_LENGTH = 2000
NO_REASON = "Enter why the change was meant"


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
    return "" if by.strip().isprintable() else "The name must be on one line, without hidden characters"


def _check_note(why: str) -> str:
    """Return what is wrong with a note; empty if it is valid."""
    return "Enter why the rules change" if not why.strip() else _check_length_and_characters("note", why)


def find_reason_error(reason: str) -> str:
    """Return what is wrong with the reason for the change of a worked example; empty if it is valid."""
    return NO_REASON if not reason.strip() else _check_length_and_characters("reason", reason)


def _check_length_and_characters(noun: str, text: str) -> str:
    """Return what is wrong with a text of several lines; empty if it is valid."""
    if len(text.strip()) > _MAX_NOTE_LENGTH:
        return f"The {noun} must be {_MAX_NOTE_LENGTH:,} characters or fewer"
    visible = text.replace("\r\n", "\n").replace("\n", "").replace("\t", "")
    return "" if visible.isprintable() else f"The {noun} must not contain hidden characters"
