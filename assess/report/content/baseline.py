"""The assessment that another is compared with, and the files that carry it inside a PDF."""

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
"""What stands before the names of the earlier rules, which travel only where they are others than those of now."""
EARLIER = (NAME, ANSWERS, *(f"{BEFORE}{name}" for name in RULES))
"""The names of all files that may carry an earlier assessment."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The assessment that another is compared with."""

    name: str
    """What it is, as it stands inside a sentence: `“First assessment”, last changed on 3 May 2026`."""
    rulebook: Rulebook
    assessment: Assessment
    """With what means something in its rulebook."""
    rules: Mapping[str, bytes]
    """The files of its rules by name."""


def earlier_files(earlier: Earlier | None, rules: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Give the files that carry an earlier assessment beside one on these rules."""
    if earlier is None:
        return {}
    others = {f"{BEFORE}{name}": data for name, data in earlier.rules.items()} if earlier.rules != rules else {}
    return {NAME: earlier.name.encode(), ANSWERS: dump_assessment(earlier.assessment).encode(), **others}


def earlier_from(files: Mapping[str, bytes]) -> Earlier | tuple[Problem, ...] | None:
    """Read an earlier assessment back from the files of a PDF; none where it has none, problems where it is wrong."""
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
