import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from assess.branding.logo import Logo
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import Action, ActionState
from assess.rendering.models import RenderRequest
from assess.rendering.worker import load_valid_rulebook
from assess.report.content.baseline import Baseline, dump_baseline
from assess.report.options import Branding
from tests.rendering.requests import OPTIONS, real_request_for

LOGO = Logo(b"one", "image/png")
BASE = RenderRequest(
    {"readiness.yaml": b"version: 1"},
    Assessment("Borough of Sample", "Libraries", {"members": 12}, {"told": Answer("yes")}, "1.0.0", {"do": Action()}),
    replace(OPTIONS, look=Branding(logo=LOGO)),
)
ANSWER_CHANGES = {
    "option": "no", "dont_know": True, "does_not_apply": "never", "note": "n", "evidence": "e", "by": "b",
}  # fmt: skip
ACTION_CHANGES = {
    "owner": "o", "due": date(2027, 1, 1), "state": ActionState.DONE, "reason": "r", "carried_from": "c",
}  # fmt: skip
ASSESSMENT_CHANGES = {
    "council": "C", "service": "S", "profile": {"members": "12"}, "answers": {}, "rulebook": "2.0.0", "plan": {},
}  # fmt: skip
OPTIONS_CHANGES = {
    "form": ".docx", "day": date(2026, 11, 23), "final": True, "with_answers": False, "marking": "OFFICIAL",
    "chapters": (), "sections": (), "recommendations": (), "notes": False, "large": True,
    "barriers_apart": True, "annex": True, "look": Branding(),
}  # fmt: skip
BRANDING_CHANGES = {"colour": "#6b1f5c", "logo": None, "name": "Sample", "template": b"T"}
REQUEST_CHANGES = {
    "rules": {"readiness.yaml": b"version: 2"}, "assessment": Assessment("", ""), "options": OPTIONS,
    "baseline_files": {"before-answers.yaml": b"council: X"}, "paper": "questionnaire",
}  # fmt: skip


def with_assessment(**changes: Any) -> RenderRequest:
    return replace(BASE, assessment=replace(BASE.assessment, **changes))


def with_look(look: Branding) -> RenderRequest:
    return replace(BASE, options=replace(BASE.options, look=look))


CHANGES: tuple[tuple[Any, Mapping[str, Any], Callable[[Any], RenderRequest]], ...] = (
    (BASE, REQUEST_CHANGES, lambda changed: changed),
    (BASE.assessment, ASSESSMENT_CHANGES, lambda changed: replace(BASE, assessment=changed)),
    (BASE.assessment.answers["told"], ANSWER_CHANGES, lambda changed: with_assessment(answers={"told": changed})),
    (BASE.assessment.plan["do"], ACTION_CHANGES, lambda changed: with_assessment(plan={"do": changed})),
    (BASE.options, OPTIONS_CHANGES, lambda changed: replace(BASE, options=changed)),
    (BASE.options.look, BRANDING_CHANGES, with_look),
)
"""Each value in a request, another value for each of its fields, and how a changed value is put into a request."""


@pytest.mark.parametrize(("value", "changes", "put"), CHANGES, ids=lambda each: type(each).__name__)
def test_a_request_with_any_field_changed_has_another_key(
    value: Any, changes: Mapping[str, Any], put: Callable[[Any], RenderRequest]
) -> None:
    assert set(changes) == {field.name for field in fields(value)}
    keys = {put(replace(value, **{name: change})).key for name, change in changes.items()}
    assert len({*keys, BASE.key}) == len(changes) + 1


@pytest.mark.parametrize(
    "changed",
    [
        replace(BASE, rules={"evidence.yaml": b"version: 1"}),
        replace(BASE, baseline_files={"before-name.txt": b""}),
        with_assessment(answers={"list": Answer("yes")}),
        with_assessment(plan={"undo": Action()}),
        with_assessment(profile={"staff": 12}),
        with_look(Branding(logo=LOGO._replace(data=b"two"))),
        with_look(Branding(logo=LOGO._replace(kind="image/svg+xml"))),
    ],
)
def test_a_request_with_another_name_or_another_logo_has_another_key(changed: RenderRequest) -> None:
    assert changed.key != BASE.key


def test_equal_requests_have_the_same_key_whatever_the_order_of_their_items() -> None:
    one, other = (
        replace(
            with_assessment(
                profile=dict([("members", 12), ("stage", "idea")][::step]),
                answers=dict([("told", Answer("yes")), ("list", Answer("no"))][::step]),
                plan=dict([("do", Action()), ("go", Action("lead"))][::step]),
            ),
            rules=dict([("readiness.yaml", b"1"), ("evidence.yaml", b"2")][::step]),
            baseline_files=dict([("before-name.txt", b"3"), ("before-answers.yaml", b"4")][::step]),
        )
        for step in (1, -1)
    )
    assert one == other
    assert one.key == other.key


def test_the_text_of_an_answer_cannot_be_mistaken_for_another_field() -> None:
    one = with_assessment(answers={"told": Answer(note="x', evidence='y")})
    assert one.key != with_assessment(answers={"told": Answer(note="x", evidence="y")}).key


def test_the_hash_of_a_large_file_of_rules_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[int] = []
    sha256 = hashlib.sha256

    def record(data: bytes) -> Any:
        hashed.append(len(data))
        return sha256(data)

    monkeypatch.setattr(hashlib, "sha256", record)
    rules = {"readiness.yaml": b"# large and new\n" * 10_000}
    for note in ("first", "second", "third"):
        assert replace(with_assessment(answers={"told": Answer(note=note)}), rules=rules).key
    assert [size for size in hashed if size > 100_000] == [160_000]


def test_the_baseline_of_a_report_is_transferred_as_files() -> None:
    ordered = real_request_for(".html")
    assert ordered.load_baseline() is None
    files = dump_baseline(
        Baseline("the draft", load_valid_rulebook(*ordered.rules.items()), ordered.assessment, {}), ordered.rules
    )
    found = replace(ordered, baseline_files=files).load_baseline()
    assert found is not None
    assert (found.name, found.assessment) == ("the draft", ordered.assessment)
    with pytest.raises(ValueError, match="council"):
        replace(ordered, baseline_files={"before-answers.yaml": b"service: Parks\n"}).load_baseline()
