"""The inputs of the benchmarks: the shipped rules and samples."""

from datetime import date
from functools import cache
from pathlib import Path

from assess import resources
from assess.core.interchange.answers_yaml import build_answers, build_profile, load_assessment
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.model.assessment import Answers, Assessment, Profile
from assess.core.model.rulebook import Rulebook

Case = tuple[Profile, Answers]
REPORT_DATE = date(2026, 11, 22)
LIBRARIES = resources.find_folder("samples") / "libraries.yaml"


@cache
def read_rules_files() -> dict[str, bytes]:
    """Return the bytes of the two rules files by name."""
    return {
        name: (resources.find_folder("rules") / name).read_bytes() for name in (READINESS_FILENAME, EVIDENCE_FILENAME)
    }


@cache
def load_shipped_rulebook() -> Rulebook:
    """Load the shipped rulebook; raise ValueError listing the problems if its files are invalid."""
    loaded = load_rulebook(*read_rules_files().values())
    if isinstance(loaded, Rulebook):
        return loaded
    raise ValueError("\n".join(["The shipped rules are wrong, so nothing can be measured:", *map(str, loaded)]))


def load_sample(path: Path, rules: Rulebook) -> Assessment:
    """Load the assessment of a sample; raise ValueError listing the problems if its file is invalid."""
    loaded = load_assessment(path.read_bytes(), rules, str(path))
    if isinstance(loaded, Assessment):
        return loaded
    raise ValueError("\n".join(["A sample is wrong, so nothing can be measured:", *map(str, loaded)]))


def load_libraries_sample() -> Assessment:
    """Load the libraries sample."""
    return load_sample(LIBRARIES, load_shipped_rulebook())


def load_cases() -> list[Case]:
    """Load the profile and answers of every sample and every worked example."""
    samples = [load_sample(path, load_shipped_rulebook()) for path in resources.list_samples()]
    examples = [
        (build_profile(each.profile, load_shipped_rulebook()), build_answers(each.answers))
        for each in load_shipped_rulebook().rules.examples
    ]
    return [(each.profile, each.answers) for each in samples] + examples
