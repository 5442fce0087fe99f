"""Bring new rules that came with the tool together with the council's own, in a draft."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.merging.merge import Difference, Part, SideName, Verdict
from assess.releases.models import RejectedError
from assess.releases.update import RulesUpdate, load_update, write_update
from assess.releases.update_text import ChoiceText, UpdateText, describe_update
from assess.report.content.text import lower_first
from assess.storage.release_records import OutdatedError
from assess.web.rules_editor.draft import get_publishing_service, load_draft_view
from assess.web.rules_editor.index import IMPORTANT, get_revision

bp = Blueprint("update", __name__)
_NOT_CHOSEN = "Choose what {} should be"
_DRAFT_CHANGED = "The draft was changed after you opened this page. Send this page again to replace the changed draft"
_PAGE_ANCHOR = "#choose"


class _SideField(NamedTuple):
    """One choice, with what was submitted for it."""

    number: int
    text: ChoiceText
    name: str
    """Depends on what both sides have, so that nobody makes a choice that they have not seen."""
    chosen: str

    @property
    def error(self) -> str:
        """What to say if nothing was chosen; empty if something was."""
        return "" if self.chosen else _NOT_CHOSEN.format(lower_first(self.text.label))


class UpdateView(NamedTuple):
    """The update, and the form in which somebody chooses."""

    update: RulesUpdate
    text: UpdateText
    fields: tuple[_SideField, ...]

    @property
    def chosen(self) -> Mapping[Part, SideName]:
        """The choices that were made."""
        return {field.text.part: SideName(field.chosen) for field in self.fields if field.chosen}

    @property
    def groups(self) -> Mapping[str, Sequence[_SideField]]:
        """The choices by barrier if nobody knows what the rules were made from, otherwise all together."""
        groups: dict[str, list[_SideField]] = {}
        for field in self.fields:
            groups.setdefault("" if self.update.base else field.text.barrier, []).append(field)
        return groups


@bp.get("/rules/update")
def show() -> Response | str:
    """Show what the new rules would change, and what somebody has to choose."""
    draft = load_draft_view()
    try:
        view = _load_view({})
    except RejectedError as rejected:
        return _leave(rejected)
    return _render_page(view, [], has_draft=draft.has_draft)


@bp.post("/rules/update")
def save() -> Response | tuple[str, int]:
    """Make the draft, or show the page again with what is still to be chosen."""
    draft = load_draft_view()
    try:
        view = _load_view(request.form)
        errors = [(field.error, f"#{field.name}") for field in view.fields if field.error]
        if not errors:
            return _make_draft(view)
    except RejectedError as rejected:
        return _leave(rejected)
    except OutdatedError:
        errors = [(_DRAFT_CHANGED, _PAGE_ANCHOR)]
    return _render_page(view, errors, has_draft=draft.has_draft), 422


def _leave(rejected: RejectedError) -> Response:
    """Return to the rules with the reason why there is no update."""
    flash(str(rejected), IMPORTANT)
    return redirect(url_for("rules.show_rules"), 303)


def _load_view(submitted: Mapping[str, str]) -> UpdateView:
    """Return the update with what was submitted; raises RejectedError."""
    update = load_update(get_publishing_service())
    merge = update.merge({})
    text = describe_update(update, merge)
    choices = list(zip(text.choices, merge.list_with(Verdict.CHOICE), strict=True))
    if update.base is None:
        barriers = [*dict.fromkeys(each.barrier for each in text.choices if each.barrier), ""]
        choices.sort(key=lambda choice: barriers.index(choice[0].barrier))
    fields = [_build_field(number, *choice, submitted) for number, choice in enumerate(choices, 1)]
    return UpdateView(update, text, tuple(fields))


def _build_field(number: int, text: ChoiceText, difference: Difference, submitted: Mapping[str, str]) -> _SideField:
    """Return the field of a choice."""
    content = repr((text.part, difference.base, difference.ours, difference.theirs))
    name = f"choice-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
    chosen = submitted.get(name, "")
    return _SideField(number, text, name, chosen if chosen in list(SideName) else "")


def _make_draft(view: UpdateView) -> Response:
    """Save the draft; raises RejectedError and OutdatedError."""
    publishing = get_publishing_service()
    files, version = write_update(publishing, view.update, view.update.merge(view.chosen))
    publishing.replace_draft(files, get_revision(), unedited=False)
    flash(f"The draft is version {version}. Look at what it changes, and publish it when it is right.")
    return redirect(url_for("rules.show_rules"), 303)


def _render_page(view: UpdateView, errors: list[tuple[str, str]], *, has_draft: bool) -> str:
    """Render the page."""
    return render_template(
        "pages/rules-editor/update.html",
        view=view,
        ours=view.update.ours.rulebook,
        made_from=view.update.ours.rulebook.made_from,
        errors=errors,
        wrong={address.removeprefix("#") for _, address in errors},
        draft=load_draft_view(),
        has_draft=has_draft,
        back=("Rules", url_for("rules.show_rules")),
    )
