"""The worked examples of the draft or of the rules in force: what each should show, and what it shows."""

from typing import NamedTuple

from flask import Blueprint, render_template, url_for

from assess.core.examples.expectations import ExpectationCheck, check_expectations
from assess.core.loading.loader import READINESS_FILENAME
from assess.core.model.rulebook import Rulebook
from assess.releases.example_text import FIGURE_LABELS, format_figure, format_figures
from assess.web.rules_editor.draft import DraftView, build_line_url, load_draft_view, load_example_review
from assess.web.shared.text import quote_names

bp = Blueprint("examples", __name__)


class _ExampleRow(NamedTuple):
    """A worked example with its results."""

    name: str
    address: str
    """The URL of its line in the text."""
    is_as_expected: bool
    """Whether it comes out as it should, apart from scores."""
    figures: tuple[tuple[str, str, str], ...]
    """The name, expected value and actual value of each figure; the actual value is empty if it is as expected."""
    unknown_inputs: tuple[str, ...]
    """What it says and the rules do not have, in sentences."""


@bp.get("/rules/draft/examples")
def show() -> str:
    """Show every worked example, first those that come out differently."""
    draft = load_draft_view()
    rulebook = draft.rulebook
    examples = [] if rulebook is None else [_build_row(draft, rulebook, each) for each in check_expectations(rulebook)]
    return render_template(
        "pages/rules-editor/examples.html",
        draft=draft,
        examples=sorted(examples, key=lambda each: each.is_as_expected),
        is_readable=rulebook is not None,
        different=sum(not each.is_as_expected for each in examples),
        review=load_example_review(draft),
        back=("Rules", url_for("rules.show_rules")),
    )


def _build_row(draft: DraftView, rulebook: Rulebook, check: ExpectationCheck) -> _ExampleRow:
    """Build the row of a worked example."""
    rulebooks = draft.in_force.rulebook, rulebook
    differing = {*check.differences, *check.moved_scores}
    figures = tuple(
        (
            FIGURE_LABELS[key],
            *(
                format_figures(rulebooks, key, (value, check.outcome.get(key)))
                if key in differing
                else (format_figure(rulebooks, key, value), "")
            ),
        )
        for key, value in check.expected.items()
    )
    line = draft.parse_file(READINESS_FILENAME).find_position(check.path).line
    unknown = tuple(quote_names(sentence) for sentence in check.unknown_inputs)
    address = build_line_url(READINESS_FILENAME, line)
    return _ExampleRow(check.name, address, not check.differences and not unknown, figures, unknown)
