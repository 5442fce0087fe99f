"""The weakest services that the shipped rules call ready, approved so that whoever weakens the rules sees them."""

from collections.abc import Callable, Iterator

import pytest

from assess import resources
from assess.core.analysis.weakest_ready import WeakestReady, find_weakest_ready
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.validation.coverage import describe_weakest
from tests.conftest import APPROVED
from tests.test_rules import load_shipped_rulebook

SHIPPED = resources.list_samples()


def iter_lines(rules: Rulebook, found: WeakestReady) -> Iterator[str]:
    """Yield what was found, then each answer at its worst or only just good enough, in words."""
    yield f"  {describe_weakest(found)}"
    worst = {question: rules.questions[question].options[0].id for question in found.at_worst}
    for title, answers in (("worst", worst), ("just enough", found.held)):
        for question, option in answers.items():
            texts = {each.id: each.text for each in rules.questions[question].options}
            yield f"    {title}: {question}: {texts[option]}"


def test_the_weakest_services_that_are_still_ready_are_as_approved(approved: Callable[[str, str], None]) -> None:
    """To weaken the rules is no mistake, but it has to be seen: approve the difference when the version is raised."""
    rules = load_shipped_rulebook()
    name = f"weakest/{rules.version}.txt"
    if not (APPROVED / name).exists() and any((APPROVED / "weakest").iterdir()):
        pytest.skip(f"no list is approved for version {rules.version}: a council's own rules, or run with --approve")
    lines = []
    for path in SHIPPED:
        sample = load_assessment(path.read_bytes(), rules, path.name)
        assert isinstance(sample, Assessment)
        for stage, option in rules.stages.items():
            lines.append(f"{path.stem}: {option.text}")
            lines += iter_lines(rules, find_weakest_ready(rules, {**sample.profile, STAGE: stage}))
    approved(name, "\n".join(lines) + "\n")
