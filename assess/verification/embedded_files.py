"""Load the files embedded in a PDF report, with the same checks as any uploaded file."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from assess.core.interchange.answers_yaml import MAX_ANSWERS_BYTES, load_assessment
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.json_reader import parse_json
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import TreeNode
from assess.report.content.baseline import Baseline, load_baseline
from assess.report.content.text import format_count
from assess.report.options import ReportOptions, load_options
from assess.report.pdf.attachments import ANSWERS_FILE, FIGURES_FILE, FORMAT, FORMAT_VERSION, PROVENANCE_FILE, BuildInfo

Sentences = tuple[str, ...]
Loaded = TypeVar("Loaded")

_REQUIRED_FILES = (ANSWERS_FILE, FIGURES_FILE, READINESS_FILENAME, EVIDENCE_FILENAME)
_MAX_PROBLEMS = 20
"""Maximum number of problems listed for one file."""

_NO_FILES = (
    "This PDF contains no answers. Either it was made without answers or as an extract, or it is not a report of this "
    "tool, or another program has saved it without the files inside."
)
_MISSING_FILE = "This PDF lacks the file “{}”, which a report from this tool contains."
_UNREADABLE_PROVENANCE = (
    "It does not say in a way that can be read how it was made, so it cannot be made again to compare."
)
_NO_PROVENANCE = (
    "It does not say how it was made, as reports of earlier versions do not, so it cannot be made again to compare."
)


class Provenance(NamedTuple):
    """How a report was made, as it states itself."""

    build: BuildInfo
    fallback_fonts: str
    """A hash of the system fonts that were used for characters missing from the shipped fonts."""
    options: ReportOptions


class EmbeddedContents(NamedTuple):
    """The inputs of a report and the figures it states."""

    rules: Mapping[str, bytes]
    """The rule files by name."""
    rulebook: Rulebook
    assessment: Assessment
    baseline: Baseline | None
    """The baseline assessment, if there is one."""
    stated: TreeNode
    """The figures stated in the file."""
    provenance: Provenance | str
    """How it was made, or a sentence saying why that is unknown."""


class _EmbeddedFileError(Exception):
    """An embedded file is invalid; `sentences` lists its problems."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences


def load_embedded_files(files: Mapping[str, bytes]) -> EmbeddedContents | Sentences:
    """Load the embedded files of a report, or return what is wrong with them."""
    if not files:
        return (_NO_FILES,)
    missing = [name for name in _REQUIRED_FILES if name not in files]
    if missing:
        return tuple(_MISSING_FILE.format(name) for name in missing)
    try:
        return _parse_files(files)
    except _EmbeddedFileError as error:
        return error.sentences


def _parse_files(files: Mapping[str, bytes]) -> EmbeddedContents:
    """Load the embedded files of a report.

    Raises `EmbeddedFileError` if one of them is invalid.
    """
    rulebook = _require_valid(load_rulebook(files[READINESS_FILENAME], files[EVIDENCE_FILENAME]))
    return EmbeddedContents(
        {name: files[name] for name in (READINESS_FILENAME, EVIDENCE_FILENAME)},
        rulebook,
        _require_valid(load_assessment(files[ANSWERS_FILE], rulebook, ANSWERS_FILE, whole=False)),
        _require_valid(load_baseline(files)),
        _require_valid(_parse_figures(files[FIGURES_FILE])),
        _parse_provenance(files.get(PROVENANCE_FILE)),
    )


def _require_valid(loaded: Loaded | tuple[Problem, ...]) -> Loaded:
    """Return a loaded value; raises `EmbeddedFileError` for problems."""
    if isinstance(loaded, tuple):
        raise _EmbeddedFileError(_format_problems(loaded))
    return loaded


def _parse_figures(figures: bytes) -> TreeNode | tuple[Problem, ...]:
    """Parse the figures file, or return its problems."""
    document, problems = parse_json(figures, FIGURES_FILE, limit=MAX_ANSWERS_BYTES)
    return document.tree if document is not None and not problems else problems


def _format_problems(problems: tuple[Problem, ...]) -> Sentences:
    """Format problems as sentences with their positions, followed by the number of those left out."""
    more = len(problems) - _MAX_PROBLEMS
    rest = [f"And {format_count(more, 'problem')} more."] if more > 0 else []
    return (*(str(problem) for problem in problems[:_MAX_PROBLEMS]), *rest)


def _parse_provenance(data: bytes | None) -> Provenance | str:
    """Parse how a report was made, or return a sentence saying why that is unknown."""
    if data is None:
        return _NO_PROVENANCE
    document, problems = parse_json(data, PROVENANCE_FILE, limit=MAX_ANSWERS_BYTES)
    if document is None or problems:
        return _UNREADABLE_PROVENANCE
    content: Any = json.loads(document.text)
    try:
        if (content["format"], content["format_version"]) != (FORMAT, FORMAT_VERSION):
            return _UNREADABLE_PROVENANCE
        maker = BuildInfo(**{name: str(content["maker"][name]) for name in BuildInfo._fields})
        fallback_fonts = str(content.get("spare_fonts", ""))
        return Provenance(maker, fallback_fonts, load_options(json.dumps(content["edition"]).encode()))
    except (KeyError, TypeError, ValueError):
        return _UNREADABLE_PROVENANCE
