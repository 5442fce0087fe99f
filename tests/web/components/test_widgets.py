from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from wtforms import Form

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.web.components.fragments import cut, marker
from assess.web.questionnaire.profile_form import profile_form
from assess.web.questionnaire.question_markup import sheet
from tests.web.conftest import SMALL

TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SENTENCE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60).filter(
    str.strip
)
CAPTION = "Pensions: question 1 of 2"


@cache
def rulebook() -> Rulebook:
    loaded = load_rulebook((SMALL / "readiness.yaml").read_bytes(), (SMALL / "evidence.yaml").read_bytes())
    assert isinstance(loaded, Rulebook)
    return loaded


def through_the_macros(form: Form) -> dict[str, str]:
    """Render each field with the GOV.UK macros, with the caption where the legend has its placeholder."""
    return {field.name: str(field()).replace(marker("caption"), str(escape(CAPTION))) for field in form}


@given(question=st.sampled_from(["fund-told", "fund-list", "ballot"]), data=st.data())
def test_the_prerendered_question_equals_the_output_of_the_macros(question: str, data: st.DataObject) -> None:
    made = sheet(rulebook(), question, date(2026, 11, 22))
    options = [option.id for option in rulebook().questions[question].options]
    typed = {name: data.draw(TYPED) for name in ("reason", "note", "evidence", "by")}
    form = made.form(
        data=typed | {"answer": data.draw(st.sampled_from([*options, ":dont-know", ":does-not-apply", ""]))}
    )
    if data.draw(st.booleans()):
        form.validate()
    for field in form:
        if data.draw(st.booleans()):
            field.errors = [data.draw(SENTENCE)]
    assert made.prepared.filled(form, {"caption": str(escape(CAPTION))}) == through_the_macros(form)


@given(members=TYPED, budget=TYPED, nation=st.sampled_from(["england", "wales", ""]), tick=st.sampled_from(["yes", ""]))
def test_the_prerendered_profile_equals_the_output_of_the_macros(
    members: str, budget: str, nation: str, tick: str
) -> None:
    made, prepared = profile_form(rulebook())
    form = made(data={"members": members, "budget": budget, "nation": nation, "members--unknown": tick, "union": "no"})
    form.validate()
    assert prepared.filled(form) == through_the_macros(form)


@pytest.mark.parametrize("typed", ['"><script>', "</textarea>", "& <b>", "' onclick='", marker("value")])
def test_input_is_escaped(typed: str) -> None:
    made = sheet(rulebook(), "ballot", date(2026, 11, 22))
    filled = made.prepared.filled(made.form(data={"note": typed, "evidence": typed}))
    assert f">{escape(typed)}</textarea>" in filled["note"]
    assert f'value="{escape(typed)}"' in filled["evidence"]


def test_a_template_is_rendered_with_each_marker_filled_or_empty() -> None:
    fragment = cut(f"<p>{marker('one')} and {marker('two')}</p>")
    assert fragment.filled({"one": "1"}) == "<p>1 and </p>"
