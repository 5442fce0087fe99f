"""The earlier assessment that a report compares with, and the files that carry it inside a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass

from assess.core.interchange.answers_yaml import dump_assessment, load_assessment
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem

NAME_FILE, ANSWERS_FILE = "before-name.txt", "before-answers.yaml"
_RULES_FILES = (READINESS_FILENAME, EVIDENCE_FILENAME)
_PREFIX = "before-"
"""Prefix of the baseline's rules files, which are included only if they differ from the current rules."""
BASELINE_FILES = (NAME_FILE, ANSWERS_FILE, *(f"{_PREFIX}{name}" for name in _RULES_FILES))
"""Names of all files that may carry a baseline."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier assessment that another is compared with."""

    name: str
    """Its description for use inside a sentence: `“First assessment”, last changed on 3 May 2026`."""
    rulebook: Rulebook
    assessment: Assessment
    """The assessment, limited to what is valid in its rulebook."""
    rules: Mapping[str, bytes]
    """The contents of its rules files by name."""


def dump_baseline(baseline: Baseline | None, rules: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files that carry the baseline of an assessment made on these rules."""
    if baseline is None:
        return {}
    others = {f"{_PREFIX}{name}": data for name, data in baseline.rules.items()} if baseline.rules != rules else {}
    return {NAME_FILE: baseline.name.encode(), ANSWERS_FILE: dump_assessment(baseline.assessment).encode(), **others}


def load_baseline(files: Mapping[str, bytes]) -> Baseline | tuple[Problem, ...] | None:
    """Load the baseline from the files of a PDF.

    Return None if there is none, or the problems found in it.
    """
    if ANSWERS_FILE not in files:
        return None
    rules = {name: files.get(f"{_PREFIX}{name}", files.get(name, b"")) for name in _RULES_FILES}
    rulebook = load_rulebook(*rules.values())
    if isinstance(rulebook, tuple):
        return rulebook
    assessment = load_assessment(files[ANSWERS_FILE], rulebook, ANSWERS_FILE, whole=False)
    if isinstance(assessment, tuple):
        return assessment
    return Baseline(files.get(NAME_FILE, b"").decode("utf-8", "replace"), rulebook, assessment, rules)
