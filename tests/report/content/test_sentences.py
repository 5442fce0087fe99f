"""Every count in a sentence is that of what is listed beside it."""

import re
from dataclasses import replace
from fractions import Fraction
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
from tests.report.content.drawn import DrawnReport, draw_reports, for_every_report

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
    _assert_chart_counts(content)


def _assert_chart_counts(content: ReportContent) -> None:
    """Compare the numbers in the sentences above the charts with their rows and with the total."""
    cells = [cell for row in content.heat_map.rows for cell in row.cells]
    if said := re.match(r"(\w+) of the (\d+) things that this stage needs", content.heat_map.says):
        framed = [cell for cell in cells if cell.word in ("blocker", "missing", "unknown")]
        assert said[1].lower() == format_number(len(content.needs.missing + content.needs.unknown))
        assert len(framed) >= len(content.needs.missing + content.needs.unknown)
    if said := re.match(r"(\d+) of the (\w+) questions that count", content.heat_map.says):
        assert int(said[1]) == sum(cell.points == "?" for cell in cells)
        assert said[2] == format_number(sum(cell.kind != "off" for cell in cells))
    total, movers, causes = content.calculation.total, content.score_movers, content.range_causes
    if movers:
        held, *_ = map(Fraction, re.findall(r"[\d.]+\d", movers.says))
        assert movers.says.lower().startswith(f"{format_number(len(movers.rows))} answer")
        assert 0 <= held - sum(Fraction(row.adds) for row in movers.rows) < Fraction(len(movers.rows), 10)
    if causes and (said := re.search(r"gap between (\d+) and (\d+)", causes.says)):
        assert total
        assert said.groups() == (total.now, total.could)
    if said := re.match(r"(\w+) recommendations? could add 2", content.effort_grid.says):
        quick = [cell for row in content.effort_grid.rows[:2] for cell in row.cells[2:]]
        assert said[1].lower() == format_number(sum(len(cell.marks) + cell.more for cell in quick))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_numbers_in_a_sample_are_those_of_its_lists(path: Path) -> None:
    _assert_counts(_build(load_sample(path)))


@settings(max_examples=15, derandomize=True, deadline=None)
@given(st.data())
def test_the_numbers_in_a_drawn_assessment_are_those_of_its_lists(data: st.DataObject) -> None:
    asked = data.draw(st.sets(st.sampled_from(sorted(_QUESTIONS))))
    given_answers = {q: Answer(option=data.draw(st.sampled_from(_QUESTIONS[q].options)).id) for q in sorted(asked)}
    _assert_counts(_build(replace(load_sample(SAMPLES[0]), answers=given_answers)))


@for_every_report
@given(draw_reports())
def test_the_numbers_above_the_charts_of_drawn_rules_are_those_of_their_rows(drawn: DrawnReport) -> None:
    _assert_chart_counts(drawn.content)
