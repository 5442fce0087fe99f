"""Trial cases for changed rules: samples, worked examples and files of answers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from assess import resources
from assess.core.comparison.impact import impact
from assess.core.interchange.answers_yaml import answers_of, load_assessment, profile_of
from assess.core.model.assessment import Answers, Assessment, Profile
from assess.core.model.rulebook import Rulebook
from assess.releases.impact_models import Affected, Case, affected, in_order

SAMPLE, EXAMPLE, FILE = "Sample", "Worked example", "File of answers"


class Tried(NamedTuple):
    """A service on which to try changed rules."""

    case: Case
    profile: Profile
    answers: Answers


def shipped(before: Rulebook, after: Rulebook) -> tuple[Tried, ...]:
    """Load the samples that fit either rulebook, then the worked examples of both."""
    return (*samples(before, after), *examples(before, after))


def samples(before: Rulebook, after: Rulebook) -> Iterator[Tried]:
    """Load the samples that fit the rulebook before or else the one after."""
    for path in resources.samples():
        loaded = (load_assessment(path.read_bytes(), rulebook, path.name) for rulebook in (before, after))
        found = next((each for each in loaded if isinstance(each, Assessment)), None)
        if found is not None:
            yield tried(f"{SAMPLE} {path.stem}", found)


def tried(name: str, assessment: Assessment) -> Tried:
    """Build a trial case from the assessment in a file."""
    return Tried(Case(0, assessment.council, assessment.service, name, ""), assessment.profile, assessment.answers)


def examples(before: Rulebook, after: Rulebook) -> Iterator[Tried]:
    """Build trial cases from the worked examples of both rulebooks; the later one wins if a name occurs twice."""
    found: Mapping[str, Tried] = {
        example.name: Tried(
            Case(0, "", "", f"{EXAMPLE}: {example.name}", ""),
            profile_of(example.profile, rulebook),
            answers_of(example.answers),
        )
        for rulebook in (before, after)
        for example in rulebook.rules.examples
    }
    yield from found.values()


def compared(before: Rulebook, after: Rulebook, cases: Iterable[Tried]) -> tuple[Affected, ...]:
    """Compare each case before and after, the most severe impact first and unchanged cases last."""
    return in_order(affected(each.case, impact(before, after, each.profile, each.answers)) for each in cases)
