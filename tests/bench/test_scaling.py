"""The benchmark of the list of services, run on few assessments."""

import pytest

from bench import scaling


def test_pages_are_measured_at_each_size_and_compared_with_evaluating_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scaling, "SIZES", (30, 60))
    monkeypatch.setattr(scaling, "ROUNDS", 1)
    figure = scaling.measure_scaling()
    assert figure.what == "A page of services, 60 assessments beside 30"
    assert figure.met == (figure.values["times"] <= scaling.TARGET)
    assert [note.split(" takes ")[0] for note in figure.notes] == [
        *scaling.PAGES,
        *scaling.LINEAR_PAGES,
        "working every result out for a page",
    ]
    assert figure.values["peer_ms"] > figure.values["page_ms"] > 0
