"""The measure of the list of services, with few assessments."""

import pytest

from bench import across


def test_pages_are_measured_at_each_size_beside_working_everything_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(across, "SIZES", (30, 60))
    monkeypatch.setattr(across, "ROUNDS", 1)
    figure = across.measured()
    assert figure.what == "A page of services, 60 assessments beside 30"
    assert figure.met == (figure.values["times"] <= across.TARGET)
    assert [note.split(" takes ")[0] for note in figure.notes] == [
        *across.PAGES,
        *across.LINEAR,
        "working every result out for a page",
    ]
    assert figure.values["peer_ms"] > figure.values["page_ms"] > 0
