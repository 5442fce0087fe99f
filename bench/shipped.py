"""The inputs of the benchmarks: the shipped rules and samples."""

from datetime import date
from functools import cache
from pathlib import Path

from assess import resources
from assess.core.interchange.answers_yaml import answers_of, load_assessment, profile_of
from assess.core.loading.loader import EVIDENCE, READINESS, load_rulebook
from assess.core.model.assessment import Answers, Assessment, Profile
from assess.core.model.rulebook import Rulebook

Case = tuple[Profile, Answers]
DAY = date(2026, 11, 22)
LIBRARIES = resources.folder("samples") / "libraries.yaml"


@cache
def rules_files() -> dict[str, bytes]:
    """Return the bytes of the two rules files by name."""
    return {name: (resources.folder("rules") / name).read_bytes() for name in (READINESS, EVIDENCE)}


@cache
def rulebook() -> Rulebook:
    """Load the shipped rulebook; raise ValueError listing the problems if its files are invalid."""
    loaded = load_rulebook(*rules_files().values())
    if isinstance(loaded, Rulebook):
        return loaded
    raise ValueError("\n".join(["The shipped rules are wrong, so nothing can be measured:", *map(str, loaded)]))


def sample(path: Path, rules: Rulebook) -> Assessment:
    """Load the assessment of a sample; raise ValueError listing the problems if its file is invalid."""
    loaded = load_assessment(path.read_bytes(), rules, str(path))
    if isinstance(loaded, Assessment):
        return loaded
    raise ValueError("\n".join(["A sample is wrong, so nothing can be measured:", *map(str, loaded)]))


def libraries() -> Assessment:
    """Load the libraries sample."""
    return sample(LIBRARIES, rulebook())


def cases() -> list[Case]:
    """Load the profile and answers of every sample and every worked example."""
    samples = [sample(path, rulebook()) for path in resources.samples()]
    examples = [(profile_of(each.profile, rulebook()), answers_of(each.answers)) for each in rulebook().rules.examples]
    return [(each.profile, each.answers) for each in samples] + examples
