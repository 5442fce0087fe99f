"""The earlier assessment that a report compares with, and the files that carry it inside a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass

from assess.core.interchange.answers_yaml import dump_assessment, load_assessment
from assess.core.loading.loader import EVIDENCE, READINESS, load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem

NAME, ANSWERS = "before-name.txt", "before-answers.yaml"
RULES = (READINESS, EVIDENCE)
BEFORE = "before-"
"""Prefix of the baseline's rules files, which are included only if they differ from the current rules."""
EARLIER = (NAME, ANSWERS, *(f"{BEFORE}{name}" for name in RULES))
"""Names of all files that may carry a baseline."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier assessment that another is compared with."""

    name: str
    """Its description for use inside a sentence: `“First assessment”, last changed on 3 May 2026`."""
    rulebook: Rulebook
    assessment: Assessment
    """The assessment, limited to what is valid in its rulebook."""
    rules: Mapping[str, bytes]
    """The contents of its rules files by name."""


def earlier_files(earlier: Earlier | None, rules: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files that carry the baseline of an assessment made on these rules."""
    if earlier is None:
        return {}
    others = {f"{BEFORE}{name}": data for name, data in earlier.rules.items()} if earlier.rules != rules else {}
    return {NAME: earlier.name.encode(), ANSWERS: dump_assessment(earlier.assessment).encode(), **others}


def earlier_from(files: Mapping[str, bytes]) -> Earlier | tuple[Problem, ...] | None:
    """Load the baseline from the files of a PDF.

    Return None if there is none, or the problems found in it.
    """
    if ANSWERS not in files:
        return None
    rules = {name: files.get(f"{BEFORE}{name}", files.get(name, b"")) for name in RULES}
    rulebook = load_rulebook(*rules.values(), try_examples=False)
    if isinstance(rulebook, tuple):
        return rulebook
    assessment = load_assessment(files[ANSWERS], rulebook, ANSWERS, whole=False)
    if isinstance(assessment, tuple):
        return assessment
    return Earlier(files.get(NAME, b"").decode("utf-8", "replace"), rulebook, assessment, rules)
