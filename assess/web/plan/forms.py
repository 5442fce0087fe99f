"""The form of one action: act on a recommendation, or explain why not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Form, StringField

from assess.core.model.plan import NOTHING, Action, ActionState
from assess.report.content.plan_models import LABELS
from assess.web.components.fields import Choice, Given, tidied, words
from assess.web.components.widgets import Radios
from assess.web.plan.date_field import PARTS, NoDay, read_day
from assess.web.questionnaire.forms import LONGEST_NOTE

ACT, EXPLAIN = "act", "explain"
STATES = {state.value: LABELS[state.value] for state in ActionState}


class ActionForm(Form):
    """The decision about one recommendation."""

    decision = Choice(
        "What will you do?",
        {ACT: "Act on it", EXPLAIN: "Explain why not"},
        widget=Radios(hints={ACT: "Say who, by when and how far it has got", EXPLAIN: "Give the reason below"}),
        validators=[Given("Select whether you will act on this or explain why not")],
    )
    owner = words(
        "The owner",
        "Owner",
        300,
        hint={"text": "Who sees to it: a job title, never a name. The report shows it. For example, head of finance"},
        classes="govuk-input--width-20",
    )
    due_day = StringField("Day", filters=[tidied])
    due_month = StringField("Month", filters=[tidied])
    due_year = StringField("Year", filters=[tidied])
    state = Choice(
        "How far has it got?", STATES, widget=Radios(options={"classes": "govuk-radios--small govuk-radios--inline"})
    )
    reason = words(
        "Your reason",
        "If you will not act on it, why not?",
        LONGEST_NOTE,
        component="textarea",
        rows=4,
        hint={"text": "Councillors and the public may read it. Do not name people."},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, the date, and that a reason is given exactly where the decision needs one."""
        sound = super().validate(extra_validators)
        return all((sound, self.has_day(), self.has_reason_where_due()))

    def has_day(self) -> bool:
        """Return whether the date inputs are empty or hold a date, and add errors to the wrong ones."""
        found = self.due
        if isinstance(found, NoDay):
            for part in found.parts:
                self[f"due_{part}"].errors = [found.sentence]
        return not isinstance(found, NoDay)

    def has_reason_where_due(self) -> bool:
        """Return whether a reason is given exactly where the decision is to explain, and add an error if not."""
        decision, reason = self.decision.data, self.reason
        if not reason.errors and decision == EXPLAIN and not reason.data:
            reason.errors = ["Enter why you will not act on this"]
        elif not reason.errors and decision == ACT and reason.data:
            reason.errors = ["Select “Explain why not” for this reason to count, or delete the reason"]
        return not reason.errors

    @property
    def due(self) -> date | NoDay | None:
        """The date in the three inputs, or why they are not a date."""
        day, month, year = (str(self[f"due_{part}"].data or "") for part in PARTS)
        return read_day(day, month, year)


def typed_from(action: Action, lead: str) -> dict[str, str]:
    """Return the form data of an action; a new one gets the lead named in the rules as its owner."""
    typed = {"owner": action.owner, "state": action.state.value, "reason": action.reason}
    if action == NOTHING:
        return typed | {"owner": lead}
    day = (str(action.due.day), str(action.due.month), str(action.due.year)) if action.due else ("", "", "")
    dated = dict(zip((f"due_{part}" for part in PARTS), day, strict=True))
    return typed | dated | {"decision": EXPLAIN if action.reason else ACT}


def action_from(form: ActionForm) -> Action:
    """Return the action in a valid form; owner and date are kept even if the decision is to explain."""
    typed: Mapping[str, str | None] = form.data
    due = form.due
    return Action(
        owner=typed["owner"] or "",
        due=None if isinstance(due, NoDay) else due,
        state=ActionState(typed["state"] or ActionState.NOT_STARTED),
        reason=typed["reason"] or "",
    )
