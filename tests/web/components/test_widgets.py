from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from wtforms import Form

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.web.components.fragments import make_marker, split_markup
from assess.web.components.widgets import render_fields
from assess.web.questionnaire.profile_form import build_profile_form
from assess.web.questionnaire.question_markup import build_question_markup
from tests.web.conftest import SMALL

HOSTILE_INPUT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SENTENCE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60).filter(
    str.strip
)
CAPTION = "Pensions: question 1 of 2"


@cache
def load_small_rulebook() -> Rulebook:
    loaded = load_rulebook((SMALL / "readiness.yaml").read_bytes(), (SMALL / "evidence.yaml").read_bytes())
    assert isinstance(loaded, Rulebook)
    return loaded


def render_with_macros(form: Form) -> dict[str, str]:
    """Render each field with the GOV.UK macros, with the caption where the legend has its placeholder."""
    caption = str(escape(CAPTION))
    return {name: markup.replace(make_marker("caption"), caption) for name, markup in render_fields(form).items()}


@given(question=st.sampled_from(["fund-told", "fund-list", "ballot"]), data=st.data())
def test_the_prerendered_question_equals_the_output_of_the_macros(question: str, data: st.DataObject) -> None:
    made = build_question_markup(load_small_rulebook(), question, "", date(2026, 11, 22))
    options = [option.id for option in load_small_rulebook().questions[question].options]
    typed = {name: data.draw(HOSTILE_INPUT) for name in ("reason", "note", "evidence", "by")}
    form = made.form(
        data=typed | {"answer": data.draw(st.sampled_from([*options, ":dont-know", ":does-not-apply", ""]))}
    )
    if data.draw(st.booleans()):
        form.validate()
    for field in form:
        if data.draw(st.booleans()):
            field.errors = [data.draw(SENTENCE)]
    assert made.prerendered.render(form, {"caption": str(escape(CAPTION))}) == render_with_macros(form)


@given(
    members=HOSTILE_INPUT,
    budget=HOSTILE_INPUT,
    nation=st.sampled_from(["england", "wales", ""]),
    tick=st.sampled_from(["yes", ""]),
)
def test_the_prerendered_profile_equals_the_output_of_the_macros(
    members: str, budget: str, nation: str, tick: str
) -> None:
    made, prepared = build_profile_form(load_small_rulebook())
    form = made(data={"members": members, "budget": budget, "nation": nation, "members--unknown": tick, "union": "no"})
    form.validate()
    assert prepared.render(form) == render_with_macros(form)


@pytest.mark.parametrize("typed", ['"><script>', "</textarea>", "& <b>", "' onclick='", make_marker("value")])
def test_input_is_escaped(typed: str) -> None:
    made = build_question_markup(load_small_rulebook(), "ballot", "", date(2026, 11, 22))
    filled = made.prerendered.render(made.form(data={"note": typed, "evidence": typed}))
    assert f">{escape(typed)}</textarea>" in filled["note"]
    assert f'value="{escape(typed)}"' in filled["evidence"]


def test_text_that_looks_like_a_marker_never_becomes_a_field() -> None:
    typed = make_marker("reason field")
    made = build_question_markup(load_small_rulebook(), "ballot", "", date(2026, 11, 22))
    form = made.form(data={"note": typed, "answer": ":does-not-apply", "reason": typed})
    for fields in (made.prerendered.render(form), render_fields(form)):
        assert fields["note"].count("<textarea") == 1
        assert fields["answer"].count("<textarea") == 1


def test_a_template_is_rendered_with_each_marker_filled_or_empty() -> None:
    fragment = split_markup(f"<p>{make_marker('one')} and {make_marker('two')}</p>")
    assert fragment.fill({"one": "1"}) == "<p>1 and </p>"
