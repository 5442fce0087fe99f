"""The form of one action: act on a recommendation, or explain why not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Form, StringField

from assess.core.model.assessment import MAX_NOTE_LENGTH, MAX_TITLE_LENGTH
from assess.core.model.plan import NO_ACTION, Action, ActionState
from assess.core.model.text import clean_text
from assess.report.content.plan_models import STATUS_LABELS
from assess.web.components.fields import ChoiceField, Required, text_field
from assess.web.components.widgets import Radios
from assess.web.plan.date_field import PARTS, InvalidDate, parse_date

ACT, EXPLAIN = "act", "explain"
_STATE_LABELS = {state.value: STATUS_LABELS[state.value] for state in ActionState}


class ActionForm(Form):
    """The decision about one recommendation."""

    decision = ChoiceField(
        "What will you do?",
        {ACT: "Act on it", EXPLAIN: "Explain why not"},
        widget=Radios(hints={ACT: "Say below who, by when and what its status is"}, reveals={EXPLAIN: "reason"}),
        validators=[Required("Select whether you will act on this or explain why not")],
    )
    owner = text_field(
        "“Who is responsible”",
        "Who is responsible",
        MAX_TITLE_LENGTH,
        hint={"text": "A role, not a name. The report shows it. For example, head of finance"},
        classes="govuk-input--width-20",
    )
    due_day = StringField("Day", filters=[clean_text])
    due_month = StringField("Month", filters=[clean_text])
    due_year = StringField("Year", filters=[clean_text])
    state = ChoiceField(
        "Status",
        _STATE_LABELS,
        widget=Radios(options={"classes": "govuk-radios--small govuk-radios--inline"}),
    )
    reason = text_field(
        "Your reason",
        "Why will you not act on it?",
        MAX_NOTE_LENGTH,
        component="textarea",
        rows=4,
        hint={"text": "Councillors and the public may read it. Do not name anyone"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, the date, and that there is a reason where the decision needs one."""
        super().validate(extra_validators)
        self._check_reason()
        self._check_date()
        return not self.errors

    def _check_date(self) -> None:
        """Add errors to the date inputs that are wrong."""
        found = self.due
        if isinstance(found, InvalidDate):
            for part in found.parts:
                self[f"due_{part}"].errors = [found.message]

    def _check_reason(self) -> None:
        """Add an error if the decision needs a reason and there is none; any other reason does not count."""
        if self.decision.data == EXPLAIN:
            needed = [] if self.reason.data else ["Enter why you will not act on this"]
            self.reason.errors = self.reason.errors or needed
        elif self.decision.data:
            self.reason.errors = []

    @property
    def due(self) -> date | InvalidDate | None:
        """The date in the three inputs, or why they are not a date."""
        day, month, year = (str(self[f"due_{part}"].data or "") for part in PARTS)
        return parse_date(day, month, year)


def action_to_form(action: Action, lead: str) -> dict[str, str]:
    """Return the form data of an action; a new one gets the lead named in the rules as its owner."""
    form_data = {"owner": action.owner, "state": action.state.value, "reason": action.reason}
    if action == NO_ACTION:
        return form_data | {"owner": lead}
    day = (str(action.due.day), str(action.due.month), str(action.due.year)) if action.due else ("", "", "")
    dated = dict(zip((f"due_{part}" for part in PARTS), day, strict=True))
    return form_data | dated | {"decision": EXPLAIN if action.reason else ACT}


def form_to_action(form: ActionForm) -> Action:
    """Return the action in a valid form; owner and date are kept even if the decision is to explain."""
    form_data: Mapping[str, str | None] = form.data
    due = form.due
    return Action(
        owner=form_data["owner"] or "",
        due=None if isinstance(due, InvalidDate) else due,
        state=ActionState(form_data["state"] or ActionState.NOT_STARTED),
        reason=(form_data["reason"] or "") if form_data["decision"] == EXPLAIN else "",
    )
