"""Find sources that were checked or issued after today, as only a typing error can say."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assess.core.syntax.problems import MAX_PROBLEMS, Problem
from assess.core.syntax.yaml_reader import Document, parse_yaml
from assess.core.validation.labels import get_node

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z", re.ASCII)
_MESSAGES = {
    "checked_on": "`checked_on` is in the future: {}. Enter the day on which the source was checked.",
    "issued": "`issued` is in the future: {}. Enter when the source was published.",
}
_WRITTEN_DATE = re.compile(rb"\b(?:checked_on|issued)[\"']?\s*:\s*[\"']?(\d{4}(?:-\d{2}(?:-\d{2})?)?)")
_PROGRAM_DATE = date(2026, 11, 28)
"""A clock that shows an earlier day than this, on which the program was made, is wrong."""


def find_future_dates(evidence: bytes, file: str, today: date) -> tuple[Problem, ...]:
    """Return the problems of the dates of sources that are in the future, in the order of the file."""
    latest = max(today, _PROGRAM_DATE).isoformat()
    if not any(_is_after(found.decode(), latest) for found in _WRITTEN_DATE.findall(evidence)):
        return ()  # without reading the whole file as YAML once more
    document, _ = parse_yaml(evidence, file)
    if document is None:
        return ()
    found = [each for each in _iter_dates(document) if _is_after(each[0], latest)]
    return tuple(
        replace(document.make_problem(("sources", index, key), _MESSAGES[key].format(f"`{text}`")), code="future")
        for text, index, key in found[:MAX_PROBLEMS]
    )


def _is_after(text: str, latest: str) -> bool:
    """Return whether a year, month or day begins after a day."""
    return text > latest[: len(text)]


def _iter_dates(document: Document) -> Iterator[tuple[str, int, str]]:
    """Yield each date with the index of its source and its key."""
    sources = get_node(document.tree, ("sources",))
    for index, source in enumerate(sources if isinstance(sources, list) else ()):
        for key in _MESSAGES:
            text = source.get(key) if isinstance(source, dict) else None
            if isinstance(text, str) and _DATE.match(text):
                yield text, index, key
