from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.core.model.assessment import Answer
from assess.rendering.models import RenderRequest, encode_canonical
from assess.rendering.worker import load_valid_rulebook
from assess.report.content.baseline import Baseline, dump_baseline
from assess.report.options import Branding
from tests.rendering.requests import REQUEST_WITHOUT_RULES, real_request_for, request_for

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dates(),
    lambda inner: st.tuples(inner, inner) | st.dictionaries(st.text(), inner) | st.frozensets(st.text()),
)
CHANGES: dict[str, Callable[[RenderRequest], RenderRequest]] = {
    "an answer": lambda each: replace(each, assessment=request_for(answers={"told": Answer("yes")}).assessment),
    "a note": lambda each: replace(each, assessment=request_for(answers={"told": Answer("yes", note="n")}).assessment),
    "the profile": lambda each: replace(each, assessment=request_for(profile={"members": 12}).assessment),
    "a number that was a text": lambda each: replace(
        each, assessment=request_for(profile={"members": "12"}).assessment
    ),
    "the rules": lambda each: replace(each, rules={"readiness.yaml": b"version: 2"}),
    "the name of a file": lambda each: replace(each, rules={"evidence.yaml": b"version: 2"}),
    "the day": lambda each: replace(each, options=replace(each.options, day=date(2026, 11, 23))),
    "the form": lambda each: replace(each, options=replace(each.options, form=".docx")),
    "the status": lambda each: replace(each, options=replace(each.options, final=True)),
    "what it carries": lambda each: replace(each, options=replace(each.options, with_answers=False)),
    "what it is compared with": lambda each: replace(each, baseline_files={"before-answers.yaml": b"council: X"}),
    "the colour": lambda each: replace(each, options=replace(each.options, look=Branding("#6b1f5c"))),
}


def test_requests_that_differ_in_anything_have_different_keys() -> None:
    keys = {what: change(REQUEST_WITHOUT_RULES).key for what, change in CHANGES.items()}
    assert len({*keys.values(), REQUEST_WITHOUT_RULES.key}) == len(CHANGES) + 1, keys


def test_equal_requests_have_the_same_key_whatever_the_order_of_their_items() -> None:
    first = request_for(answers={"told": Answer("yes"), "list": Answer("no")}, profile={"a": 1, "b": 2})
    second = request_for(answers={"list": Answer("no"), "told": Answer("yes")}, profile={"b": 2, "a": 1})
    assert first.key == second.key


@given(VALUES, VALUES)
def test_values_have_the_same_canonical_bytes_only_if_they_are_equal(one: object, other: object) -> None:
    alike = b"".join(encode_canonical(one)) == b"".join(encode_canonical(other))
    assert alike == (one == other and repr(one) == repr(other)) or one == other


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


def test_a_value_without_a_canonical_form_is_rejected() -> None:
    with pytest.raises(TypeError, match="object cannot be spelled out"):
        b"".join(encode_canonical((object(),)))
