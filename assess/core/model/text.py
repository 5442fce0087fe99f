"""Clean text that people type or that a file holds, so that a form gives back exactly what is stored."""


def clean_text(text: str | None) -> str:
    """Convert line endings to single newlines and strip surrounding white space."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def clean_line(text: str | None) -> str:
    """Join the lines of a text with spaces, as an input of one line cannot hold them, and strip white space."""
    return " ".join(line.strip() for line in clean_text(text).split("\n"))
