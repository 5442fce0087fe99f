"""Load the files embedded in a PDF report, with the same checks as any uploaded file."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from assess.core.interchange.answers_yaml import LIMIT, load_assessment
from assess.core.loading.loader import EVIDENCE, READINESS, load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.json_reader import scan_json
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Tree
from assess.report.content.baseline import Earlier, earlier_from
from assess.report.content.text import counted
from assess.report.options import Edition, edition_from_json
from assess.report.pdf.attachments import ANSWERS, FIGURES, FORMAT, FORMAT_VERSION, MADE, Maker

Sentences = tuple[str, ...]
Loaded = TypeVar("Loaded")

NEEDED = (ANSWERS, FIGURES, READINESS, EVIDENCE)
SHOWN = 20
"""Maximum number of problems listed for one file."""

NOTHING_INSIDE = (
    "This PDF holds no answers. Either it was made without answers or as an extract, or it is not a report of this "
    "tool, or another program has saved it without the files inside."
)
LACKING = "This PDF lacks the file “{}”, which a report of this tool holds."
UNREADABLE_MADE = "It does not say in a way that can be read how it was made, so it cannot be made again to compare."
NOT_SAID = (
    "It does not say how it was made, as reports of earlier versions do not, so it cannot be made again to compare."
)


class Made(NamedTuple):
    """How a report was made, as it states itself."""

    maker: Maker
    spare_fonts: str
    """A hash of the system fonts that were used for characters missing from the shipped fonts."""
    edition: Edition


class Contents(NamedTuple):
    """The inputs of a report and the figures it states."""

    rules: Mapping[str, bytes]
    """The rule files by name."""
    rulebook: Rulebook
    assessment: Assessment
    before: Earlier | None
    """The baseline assessment, if there is one."""
    stated: Tree
    """The figures stated in the file."""
    made: Made | str
    """How it was made, or a sentence saying why that is unknown."""


class UnsoundError(Exception):
    """An embedded file is invalid; `sentences` lists its problems."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences


def contents_of(files: Mapping[str, bytes]) -> Contents | Sentences:
    """Load the embedded files of a report, or return what is wrong with them."""
    if not files:
        return (NOTHING_INSIDE,)
    lacking = [name for name in NEEDED if name not in files]
    if lacking:
        return tuple(LACKING.format(name) for name in lacking)
    try:
        return read(files)
    except UnsoundError as error:
        return error.sentences


def read(files: Mapping[str, bytes]) -> Contents:
    """Load the embedded files of a report.

    Raises `EmbeddedFileError` if one of them is invalid.
    """
    rulebook = sound(load_rulebook(files[READINESS], files[EVIDENCE], try_examples=False))
    return Contents(
        {name: files[name] for name in (READINESS, EVIDENCE)},
        rulebook,
        sound(load_assessment(files[ANSWERS], rulebook, ANSWERS, whole=False)),
        sound(earlier_from(files)),
        sound(tree_of(files[FIGURES])),
        made_of(files.get(MADE)),
    )


def sound(loaded: Loaded | tuple[Problem, ...]) -> Loaded:
    """Return a loaded value; raises `EmbeddedFileError` for problems."""
    if isinstance(loaded, tuple):
        raise UnsoundError(told(loaded))
    return loaded


def tree_of(figures: bytes) -> Tree | tuple[Problem, ...]:
    """Parse the figures file, or return its problems."""
    document, problems = scan_json(figures, FIGURES, limit=LIMIT)
    return document.tree if document is not None and not problems else problems


def told(problems: tuple[Problem, ...]) -> Sentences:
    """Format problems as sentences with their positions, followed by the number of those left out."""
    more = len(problems) - SHOWN
    rest = [f"And {counted(more, 'problem')} more."] if more > 0 else []
    return (*(str(problem) for problem in problems[:SHOWN]), *rest)


def made_of(data: bytes | None) -> Made | str:
    """Parse how a report was made, or return a sentence saying why that is unknown."""
    if data is None:
        return NOT_SAID
    document, problems = scan_json(data, MADE, limit=LIMIT)
    if document is None or problems:
        return UNREADABLE_MADE
    said: Any = json.loads(document.text)
    try:
        if (said["format"], said["format_version"]) != (FORMAT, FORMAT_VERSION):
            return UNREADABLE_MADE
        maker = Maker(**{name: str(said["maker"][name]) for name in Maker._fields})
        spare = str(said.get("spare_fonts", ""))
        return Made(maker, spare, edition_from_json(json.dumps(said["edition"]).encode()))
    except (KeyError, TypeError, ValueError):
        return UNREADABLE_MADE
