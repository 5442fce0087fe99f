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
    """What is decided about one recommendation."""

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
        """Check the fields, that the boxes hold a date, and that a reason stands with the choice it belongs to."""
        sound = super().validate(extra_validators)
        return all((sound, self.has_day(), self.has_reason_where_due()))

    def has_day(self) -> bool:
        """Tell whether the boxes are empty or hold a date, and mark those that do not."""
        found = self.due
        if isinstance(found, NoDay):
            for part in found.parts:
                self[f"due_{part}"].errors = [found.sentence]
        return not isinstance(found, NoDay)

    def has_reason_where_due(self) -> bool:
        """Tell whether a reason stands where it was chosen to explain, and only there."""
        decision, reason = self.decision.data, self.reason
        if not reason.errors and decision == EXPLAIN and not reason.data:
            reason.errors = ["Enter why you will not act on this"]
        elif not reason.errors and decision == ACT and reason.data:
            reason.errors = ["Select “Explain why not” for this reason to count, or delete the reason"]
        return not reason.errors

    @property
    def due(self) -> date | NoDay | None:
        """The date that the three boxes hold, or why they hold none."""
        day, month, year = (str(self[f"due_{part}"].data or "") for part in PARTS)
        return read_day(day, month, year)


def typed_from(action: Action, lead: str) -> dict[str, str]:
    """Give an action as its form would hold it; a new one is offered the lead of the rules as its owner."""
    typed = {"owner": action.owner, "state": action.state.value, "reason": action.reason}
    if action == NOTHING:
        return typed | {"owner": lead}
    day = (str(action.due.day), str(action.due.month), str(action.due.year)) if action.due else ("", "", "")
    dated = dict(zip((f"due_{part}" for part in PARTS), day, strict=True))
    return typed | dated | {"decision": EXPLAIN if action.reason else ACT}


def action_from(form: ActionForm) -> Action:
    """Give the action that a valid form holds; where somebody explains, what was planned is kept beside it."""
    typed: Mapping[str, str | None] = form.data
    due = form.due
    return Action(
        owner=typed["owner"] or "",
        due=None if isinstance(due, NoDay) else due,
        state=ActionState(typed["state"] or ActionState.NOT_STARTED),
        reason=typed["reason"] or "",
    )
