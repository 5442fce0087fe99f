"""Worked examples of the draft: compare expected with actual results, and update the expectations."""

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
    """A worked example with its results."""

    name: str
    address: str
    """The URL of its line in the text."""
    true: bool
    figures: tuple[tuple[str, str, str], ...]
    """The name, expected value and actual value of each figure; the actual value is empty if it is as expected."""


@area.get("/rules/draft/examples")
def show() -> str:
    """Show every worked example, failing ones first."""
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
    """Update the expectations of the worked examples, if the new results are still the ones that were shown."""
    saved = save(taken_over)
    if isinstance(saved, Saved):
        flash("The new figures were taken over into the draft." if saved.changed else "Nothing was changed.")
    else:
        why = quoted(saved.problems[0].sentence) if saved.problems else "The draft has changed meanwhile."
        flash(f"The figures were not taken over. {why} Look at them again.", IMPORTANT)
    return redirect(url_for("examples.show"), 303)


def taken_over(now: Working) -> Iterable[Edit] | None:
    """Return the edits that make the worked examples pass, or None if the results differ from those on the page."""
    if now.rulebook is None or seen(compared(now)) != request.form.get("seen"):
        return None
    return expectations(now.rulebook)


def compared(now: Working) -> tuple[Comparison, ...] | None:
    """Run every worked example of the draft; return None if other problems of the draft prevent that."""
    return None if now.rulebook is None else comparisons(now.rulebook)


def tried(now: Working, example: Comparison) -> Tried:
    """Build the row of a worked example."""
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
    """Return a short hash that changes when the expected or actual results do."""
    return hashlib.sha256(repr(examples).encode()).hexdigest()[:16]


def words(rulebook: Rulebook | None, value: Any) -> str:
    """Format the value of a figure."""
    if value is None:
        return "No score"
    if isinstance(value, tuple):
        return "\n".join(f"“{called(rulebook, name)}”" for name in value) or "None"
    band = rulebook.bands.get(value) if rulebook and isinstance(value, str) else None
    return plain(band.label) if band else str(value)


def called(rulebook: Rulebook | None, name: str) -> str:
    """Return the title of a recommendation or the text of a blocker; the id if it is not in the rules."""
    advice = rulebook.recommendations.get(name) if rulebook else None
    blocker = rulebook.blockers.get(name) if rulebook else None
    return plain(advice.title if advice else blocker.says if blocker else name)
