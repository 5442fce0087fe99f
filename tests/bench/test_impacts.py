"""The benchmark of the impact uses the shipped rules with one weight changed."""

from assess.core.comparison.impact import Reach
from bench.impacts import fill, finished, heavier
from bench.random_data import drawn
from bench.serving import serving, site_of
from bench.shipped import rulebook


def test_the_impact_of_a_changed_weight_is_measured_over_random_assessments() -> None:
    with serving() as app:
        desk = site_of(app).rulebooks.desk
        fill(desk, 5)
        files = desk.in_force().files
        changed = heavier(desk)
        assert changed.readiness != files.readiness
        assert len(changed.readiness) == len(files.readiness)
        desk.save_draft(changed, desk.look().revision)
        tally = finished(desk)
    assert tally.looked_at == 5 + 1
    assert {each.reach for each in tally.affected} <= {Reach.BAND, Reach.BLOCKERS, Reach.SCORE}
    assert tally.affected


def test_the_same_seed_draws_the_same_assessments() -> None:
    assert drawn(3, seed=2) == drawn(3, seed=2)
    ((profile, answers),) = drawn(1, seed=3, unknowns=0)
    assert set(profile) == set(rulebook().facts)
    assert all(answer.option for answer in answers.values())
    assert "unknown" not in profile.values()
