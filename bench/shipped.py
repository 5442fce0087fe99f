"""What is measured on: the shipped rules and samples."""

from functools import cache
from pathlib import Path

from assess import resources
from assess.core.answer_file import answers_of, load_assessment, profile_of
from assess.core.answers import Answers, Assessment, Profile
from assess.core.loading import EVIDENCE, READINESS, load_rulebook
from assess.core.model import Rulebook

Case = tuple[Profile, Answers]


@cache
def rules_files() -> dict[str, bytes]:
    """Give the two rules files by name."""
    return {name: (resources.folder("rules") / name).read_bytes() for name in (READINESS, EVIDENCE)}


@cache
def rulebook() -> Rulebook:
    """Give the shipped rulebook; raises ValueError with the problems where its files are wrong."""
    loaded = load_rulebook(*rules_files().values())
    if isinstance(loaded, Rulebook):
        return loaded
    raise ValueError("\n".join(["The shipped rules are wrong, so nothing can be measured:", *map(str, loaded)]))


def sample(path: Path) -> Assessment:
    """Give the assessment of a sample; raises ValueError with the problems where its file is wrong."""
    loaded = load_assessment(path.read_bytes(), rulebook(), str(path))
    if isinstance(loaded, Assessment):
        return loaded
    raise ValueError("\n".join(["A sample is wrong, so nothing can be measured:", *map(str, loaded)]))


def libraries() -> Assessment:
    """Give the sample of libraries."""
    return sample(next(path for path in resources.samples() if path.stem == "libraries"))


def cases() -> list[Case]:
    """Give the profile and answers of every sample and of every worked example."""
    samples = [(each.profile, each.answers) for each in map(sample, resources.samples())]
    examples = rulebook().rules.examples
    return samples + [(profile_of(each.profile, rulebook()), answers_of(each.answers)) for each in examples]
