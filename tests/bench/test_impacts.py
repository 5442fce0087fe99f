"""The benchmark of the impact uses the shipped rules with one weight changed."""

from assess.core.comparison.impact import Severity
from bench.impacts import compute_impact, raise_first_weight, store_random_assessments
from bench.random_data import draw_cases
from bench.serving import get_services, temporary_app
from bench.shipped import load_shipped_rulebook


def test_the_impact_of_a_changed_weight_is_measured_over_random_assessments() -> None:
    with temporary_app() as app:
        publishing = get_services(app).rulebooks.publishing
        store_random_assessments(publishing, 5)
        files = publishing.get_current_release().files
        changed = raise_first_weight(publishing)
        assert changed.readiness != files.readiness
        assert len(changed.readiness) == len(files.readiness)
        publishing.save_draft(changed, publishing.sync_with_disk().revision)
        tally = compute_impact(publishing)
    assert tally.examined == 5 + 1
    assert {each.severity for each in tally.affected} <= {Severity.BAND, Severity.BLOCKERS, Severity.SCORE}
    assert tally.affected


def test_the_same_seed_draws_the_same_assessments() -> None:
    assert draw_cases(3, seed=2) == draw_cases(3, seed=2)
    ((profile, answers),) = draw_cases(1, seed=3, unknowns=0)
    assert set(profile) == set(load_shipped_rulebook().facts)
    assert all(answer.option for answer in answers.values())
    assert "unknown" not in profile.values()
