"""The worked examples of the draft: what each expects and what the draft gives, and taking the new figures over."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.loading.examples import Comparison, comparisons
from assess.core.loading.loader import READINESS
from assess.core.model.rulebook import Rulebook
from assess.core.yaml_edit.edits import Edit
from assess.core.yaml_edit.examples import expectations
from assess.web.rules_editor.draft import Working, line_address, working
from assess.web.rules_editor.index import IMPORTANT
from assess.web.rules_editor.save import Saved, save
from assess.web.shared.text import plain, quoted

area = Blueprint("examples", __name__)
NAMES = {
    "evidenced": "Can be shown now",
    "possible": "Could be as high as",
    "band": "Band",
    "possible_band": "Band it could reach",
    "blockers": "Blockers",
    "possible_blockers": "Possible blockers",
    "recommends": "Recommends at least",
}


class Tried(NamedTuple):
    """A worked example that was tried."""

    name: str
    address: str
    """The address of its line in the text."""
    true: bool
    figures: tuple[tuple[str, str, str], ...]
    """What a figure is, what was expected and what was found; nothing for what is as expected."""


@area.get("/rules/draft/examples")
def show() -> str:
    """Show every worked example, those that do not come true first."""
    now = working()
    found = compared(now)
    examples = [] if found is None else [tried(now, each) for each in found]
    return render_template(
        "pages/rules-editor/examples.html",
        working=now,
        examples=sorted(examples, key=lambda each: each.true),
        readable=found is not None,
        unread=0 if now.rulebook is None else len(now.rulebook.rules.examples) - len(examples),
        untrue=sum(not each.true for each in examples),
        seen=seen(found),
        back=("Rules", url_for("rules.shown")),
    )


@area.post("/rules/draft/examples")
def take_over() -> Response:
    """Type the new figures into the worked examples, if they are still those that were shown."""
    saved = save(taken_over)
    if isinstance(saved, Saved):
        flash("The new figures were taken over into the draft." if saved.changed else "Nothing was changed.")
    else:
        why = quoted(saved.problems[0].sentence) if saved.problems else "The draft has changed meanwhile."
        flash(f"The figures were not taken over. {why} Look at them again.", IMPORTANT)
    return redirect(url_for("examples.show"), 303)


def taken_over(now: Working) -> Iterable[Edit] | None:
    """Give the edits that make the worked examples come true, if they are as the page showed them."""
    if now.rulebook is None or seen(compared(now)) != request.form.get("seen"):
        return None
    return expectations(now.rulebook)


def compared(now: Working) -> tuple[Comparison, ...] | None:
    """Try every worked example of the draft; none where its other problems keep that from being done."""
    return None if now.rulebook is None else comparisons(now.rulebook)


def tried(now: Working, example: Comparison) -> Tried:
    """Give a worked example in words."""
    figures = tuple(
        (
            NAMES[key],
            words(now.rulebook, value),
            words(now.rulebook, example.found[key]) if key in example.wrong else "",
        )
        for key, value in example.expected.items()
    )
    line = now.document(READINESS).mark(("examples", example.place)).line
    return Tried(example.name, line_address(READINESS, line), not example.wrong, figures)


def seen(examples: tuple[Comparison, ...] | None) -> str:
    """Give letters and figures that change when what is expected or found does."""
    return hashlib.sha256(repr(examples).encode()).hexdigest()[:16]


def words(rulebook: Rulebook | None, value: Any) -> str:
    """Say a figure."""
    if value is None:
        return "No score"
    if isinstance(value, tuple):
        return "\n".join(f"“{called(rulebook, name)}”" for name in value) or "None"
    band = rulebook.bands.get(value) if rulebook and isinstance(value, str) else None
    return plain(band.label) if band else str(value)


def called(rulebook: Rulebook | None, name: str) -> str:
    """Give the title of a recommendation, or what a blocker says; the id of what is not in the rules."""
    advice = rulebook.recommendations.get(name) if rulebook else None
    blocker = rulebook.blockers.get(name) if rulebook else None
    return plain(advice.title if advice else blocker.says if blocker else name)
