"""Worked examples of the draft: compare expected with actual results, and update the expectations."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.loading.examples import ExampleComparison, compare_worked_examples
from assess.core.loading.loader import READINESS_FILENAME
from assess.core.model.rulebook import Rulebook
from assess.core.yaml_edit.edits import Edit
from assess.core.yaml_edit.examples import revise_expectations
from assess.web.rules_editor.draft import DraftView, build_line_url, load_draft_view
from assess.web.rules_editor.index import IMPORTANT
from assess.web.rules_editor.save import SaveSucceeded, flash_saved, save_edits
from assess.web.shared.text import quote_names, to_plain_text

bp = Blueprint("examples", __name__)
_FIGURE_LABELS = {
    "evidenced": "Can be shown now",
    "possible": "Could be as high as",
    "band": "Band",
    "possible_band": "Band it could reach",
    "blockers": "Blockers",
    "possible_blockers": "Possible blockers",
    "recommends": "Recommends at least",
}


class _ExampleRow(NamedTuple):
    """A worked example with its results."""

    name: str
    address: str
    """The URL of its line in the text."""
    passes: bool
    figures: tuple[tuple[str, str, str], ...]
    """The name, expected value and actual value of each figure; the actual value is empty if it is as expected."""


@bp.get("/rules/draft/examples")
def show() -> str:
    """Show every worked example, failing ones first."""
    draft = load_draft_view()
    found = _compare_examples(draft)
    examples = [] if found is None else [_build_example_row(draft, each) for each in found]
    return render_template(
        "pages/rules-editor/examples.html",
        draft=draft,
        examples=sorted(examples, key=lambda each: each.passes),
        is_readable=found is not None,
        unreadable=0 if draft.rulebook is None else len(draft.rulebook.rules.examples) - len(examples),
        failing=sum(not each.passes for each in examples),
        etag=_compute_results_etag(found),
        back=("Rules", url_for("rules.show_rules")),
    )


@bp.post("/rules/draft/examples")
def update_expectations() -> Response:
    """Update the expectations of the worked examples, if the new results are still the ones that were shown."""
    saved = save_edits(_build_expectation_edits)
    if isinstance(saved, SaveSucceeded) and saved.changed:
        flash_saved(saved.draft, "The new figures were taken over into the draft.")
    elif isinstance(saved, SaveSucceeded):
        flash("Nothing was changed.")
    else:
        why = quote_names(saved.problems[0].message) if saved.problems else "The draft has changed meanwhile."
        flash(f"The figures were not taken over. {why} Look at them again.", IMPORTANT)
    return redirect(url_for("examples.show"), 303)


def _build_expectation_edits(draft: DraftView) -> Iterable[Edit] | None:
    """Return the edits that make the worked examples pass, or None if the results differ from those on the page."""
    if draft.rulebook is None or _compute_results_etag(_compare_examples(draft)) != request.form.get("seen"):
        return None
    return revise_expectations(draft.rulebook)


def _compare_examples(draft: DraftView) -> tuple[ExampleComparison, ...] | None:
    """Run every worked example of the draft; return None if other problems of the draft prevent that."""
    return None if draft.rulebook is None else compare_worked_examples(draft.rulebook)


def _build_example_row(draft: DraftView, example: ExampleComparison) -> _ExampleRow:
    """Build the row of a worked example."""
    figures = tuple(
        (
            _FIGURE_LABELS[key],
            _format_figure(draft.rulebook, value),
            _format_figure(draft.rulebook, example.actual[key]) if key in example.mismatches else "",
        )
        for key, value in example.expected.items()
    )
    line = draft.parse_file(READINESS_FILENAME).find_position(("examples", example.example_index)).line
    return _ExampleRow(example.name, build_line_url(READINESS_FILENAME, line), not example.mismatches, figures)


def _compute_results_etag(examples: tuple[ExampleComparison, ...] | None) -> str:
    """Return a short hash that changes when the expected or actual results do."""
    return hashlib.sha256(repr(examples).encode()).hexdigest()[:16]


def _format_figure(rulebook: Rulebook | None, value: Any) -> str:
    """Format the value of a figure."""
    if value is None:
        return "No score"
    if isinstance(value, tuple):
        return "\n".join(f"“{_format_item_title(rulebook, name)}”" for name in value) or "None"
    band = rulebook.bands.get(value) if rulebook and isinstance(value, str) else None
    return to_plain_text(band.label) if band else str(value)


def _format_item_title(rulebook: Rulebook | None, name: str) -> str:
    """Return the title of a recommendation or the text of a blocker; the id if it is not in the rules."""
    advice = rulebook.recommendations.get(name) if rulebook else None
    blocker = rulebook.blockers.get(name) if rulebook else None
    return to_plain_text(advice.title if advice else blocker.says if blocker else name)
