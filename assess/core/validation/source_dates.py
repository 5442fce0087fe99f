"""Find sources that were checked or issued after today, as only a typing error can say."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from assess.core.syntax.problems import MAX_PROBLEMS, Problem
from assess.core.syntax.yaml_reader import Document, parse_yaml
from assess.core.validation.labels import get_node

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z", re.ASCII)
_MESSAGES = {
    "checked_on": "`checked_on` is in the future: {}. Enter the day on which the source was checked.",
    "issued": "`issued` is in the future: {}. Enter when the source was published.",
}


class SourceDate(NamedTuple):
    """A date of a source as the file has it: a year, a month or a day."""

    text: str
    problem: Problem
    """What is wrong with it as long as it is in the future."""


def list_source_dates(evidence: bytes, file: str) -> tuple[SourceDate, ...]:
    """Return the latest dates of the sources in a file of evidence, no more than problems are reported."""
    document, _ = parse_yaml(evidence, file)
    found = sorted(_iter_dates(document), reverse=True)[:MAX_PROBLEMS] if document else ()
    return tuple(
        SourceDate(text, document.make_problem(("sources", index, key), _MESSAGES[key].format(f"`{text}`")))
        for text, index, key in found
        if document
    )


def _iter_dates(document: Document) -> Iterator[tuple[str, int, str]]:
    """Yield each date with the index of its source and its key."""
    sources = get_node(document.tree, ("sources",))
    for index, source in enumerate(sources if isinstance(sources, list) else ()):
        for key in _MESSAGES:
            text = source.get(key) if isinstance(source, dict) else None
            if isinstance(text, str) and _DATE.match(text):
                yield text, index, key


def find_future_dates(dates: Iterable[SourceDate], today: date) -> tuple[Problem, ...]:
    """Return the problems of the dates that are in the future, in the order of the file."""
    return tuple(sorted(each.problem for each in dates if each.text > today.isoformat()[: len(each.text)]))
