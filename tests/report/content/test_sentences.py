"""Every count in a sentence is that of what is listed beside it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Answer, Assessment
from assess.core.scoring.evaluate import evaluate
from assess.report.content.builder import build_content
from assess.report.content.models import ReportContent
from assess.report.content.text import format_number
from tests.frozen import SAMPLES, load_frozen_rulebook, load_sample
from tests.report import edge_cases

_QUESTIONS = load_frozen_rulebook().questions


def _build(assessment: Assessment) -> ReportContent:
    """Build the content of an assessment on the frozen rules."""
    rules = load_frozen_rulebook()
    said = (rules, assessment.profile, assessment.answers)
    return build_content(rules, assessment, evaluate(*said), compute_what_if(*said), report_date=edge_cases.DAY)


def _assert_counts(content: ReportContent) -> None:
    """Compare the numbers in sentences with what is listed."""
    answers = [each for each in content.find_out if each.question]
    facts = len(content.find_out) - len(answers)
    if said := re.match(r"The (\d+) unknown answers account for", content.find_out_intro):
        assert int(said[1]) == len(answers)
    if said := re.search(r"once (\d+) answers? (?:is|are) known", content.headline.range):
        assert int(said[1]) == len(answers)
    if re.search(r"answers? due (?:is|are) known", content.headline.range):
        assert not answers
        assert ("about the service" in content.headline.range) == bool(facts)
    needs = content.needs
    if said := re.search(r"(\d+) of the (\d+) things named", needs.says):
        assert (int(said[1]), int(said[2])) == (
            needs.in_place_count,
            needs.in_place_count + len(needs.missing + needs.unknown),
        )
    if said := re.match(r"No blocker in the (\d+) answers? given", content.blockers.heading):
        assert int(said[1]) == sum(
            row.label in ("In place", "Partly", "Nothing yet") for row in content.calculation.trace
        )
    if content.warnings_note:
        assert f" {len(content.warnings)} warning" in content.warnings_note
    if content.headline.chart and content.headline.chart.cap_line:
        line, chart = content.headline.chart.cap_line, content.headline.chart
        assert f"{format_number(len(content.blockers.true))} blocker" in line.text
        assert line.text.startswith("held here") == (chart.now >= line.score)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_numbers_in_a_sample_are_those_of_its_lists(path: Path) -> None:
    _assert_counts(_build(load_sample(path)))


@settings(max_examples=15, derandomize=True, deadline=None)
@given(st.data())
def test_the_numbers_in_a_drawn_assessment_are_those_of_its_lists(data: st.DataObject) -> None:
    asked = data.draw(st.sets(st.sampled_from(sorted(_QUESTIONS))))
    given_answers = {q: Answer(option=data.draw(st.sampled_from(_QUESTIONS[q].options)).id) for q in sorted(asked)}
    _assert_counts(_build(replace(load_sample(SAMPLES[0]), answers=given_answers)))
