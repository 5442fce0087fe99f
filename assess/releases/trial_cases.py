"""Trial cases for changed rules: samples, worked examples and files of answers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from assess import resources
from assess.core.comparison.impact import compute_impact
from assess.core.examples.outcomes import answer_all, build_example_profile
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Answers, Assessment, Profile
from assess.core.model.rulebook import Rulebook
from assess.releases.impact_models import AssessmentIdentity, AssessmentImpact, sort_by_severity, summarise_impact

SAMPLE_LABEL, EXAMPLE_LABEL, FILE_LABEL = "Sample", "Worked example", "File of answers"


class TrialCase(NamedTuple):
    """A service on which to try changed rules."""

    identity: AssessmentIdentity
    profile: Profile
    answers: Answers


def load_trial_cases(before: Rulebook, after: Rulebook) -> tuple[TrialCase, ...]:
    """Load the samples that fit either rulebook, then the worked examples of both."""
    return (*_load_samples(before, after), *_build_example_cases(before, after))


def _load_samples(before: Rulebook, after: Rulebook) -> Iterator[TrialCase]:
    """Load the samples that fit the rulebook before or else the one after."""
    for path in resources.list_samples():
        loaded = (load_assessment(path.read_bytes(), rulebook, path.name) for rulebook in (before, after))
        assessment = next((each for each in loaded if isinstance(each, Assessment)), None)
        if assessment is not None:
            yield build_trial_case(f"{SAMPLE_LABEL} {path.stem}", assessment)


def build_trial_case(name: str, assessment: Assessment) -> TrialCase:
    """Build a trial case from the assessment in a file."""
    return TrialCase(
        AssessmentIdentity(0, assessment.council, assessment.service, name, ""), assessment.profile, assessment.answers
    )


def _build_example_cases(before: Rulebook, after: Rulebook) -> Iterator[TrialCase]:
    """Build trial cases from the worked examples of both rulebooks; the later one wins if a name occurs twice."""
    cases: Mapping[str, TrialCase] = {
        example.name: TrialCase(
            AssessmentIdentity(0, "", "", f"{EXAMPLE_LABEL}: {example.name}", ""),
            {**build_example_profile(example, before), **build_example_profile(example, after)},
            {**answer_all(example, before), **answer_all(example, after)},
        )
        for rulebook in (before, after)
        for example in rulebook.rules.examples
    }
    yield from cases.values()


def compare_cases(before: Rulebook, after: Rulebook, cases: Iterable[TrialCase]) -> tuple[AssessmentImpact, ...]:
    """Compare each case before and after, the most severe impact first and unchanged cases last."""
    return sort_by_severity(
        summarise_impact(each.identity, compute_impact(before, after, each.profile, each.answers)) for each in cases
    )
