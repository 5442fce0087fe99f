"""The part of the form for publishing in which changed worked examples are confirmed, one by one."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assess.core.model.text import clean_text
from assess.releases.example_review import ExampleNotice, ExampleReview
from assess.releases.form_validation import NO_REASON, find_reason_error

_NOT_CONFIRMED = "Tick “This is what I meant” for example {}, or change the draft"
_NO_REASON = "Enter why you meant the change in example {}, or change the draft"


class ConfirmationField(NamedTuple):
    """One changed worked example, with what was submitted for it."""

    number: int
    notice: ExampleNotice
    box_id: str
    reason_id: str
    is_confirmed: bool
    """Whether the box was ticked for exactly this change."""
    reason: str

    def find_error(self) -> tuple[str, str] | None:
        """Return the error of this example and the id of its field; None if it is confirmed with a reason."""
        if not self.is_confirmed:
            return _NOT_CONFIRMED.format(self.number), self.box_id
        error = find_reason_error(self.reason)
        if not error:
            return None
        sentence = _NO_REASON.format(self.number) if error == NO_REASON else f"Example {self.number}: {error}"
        return sentence, self.reason_id


def build_confirmation_fields(
    review: ExampleReview | None, submitted: Mapping[str, str]
) -> tuple[ConfirmationField, ...]:
    """Return a field for each changed worked example, filled with what was submitted.

    The name of a box depends on the change, so that nobody confirms a change that they have not seen; the name of a
    reason depends on the example alone, so that no text is lost.
    """
    notices = review.notices if review else ()
    return tuple(_build_field(number, notice, submitted) for number, notice in enumerate(notices, 1))


def _build_field(number: int, notice: ExampleNotice, submitted: Mapping[str, str]) -> ConfirmationField:
    """Return the field of one example."""
    box_id = f"meant-{notice.fingerprint}"
    reason_id = f"reason-{hashlib.sha256(notice.name.encode()).hexdigest()[:16]}"
    reason = clean_text(submitted.get(reason_id))
    return ConfirmationField(number, notice, box_id, reason_id, submitted.get(box_id) == "yes", reason)


def iter_confirmation_errors(fields: tuple[ConfirmationField, ...]) -> Iterator[tuple[str, str]]:
    """Yield the error of each example that is not confirmed, with the anchor of its field."""
    for field in fields:
        error = field.find_error()
        if error:
            yield error[0], f"#{error[1]}"


def list_reasons(fields: tuple[ConfirmationField, ...]) -> dict[str, str]:
    """Return the reasons by the name of the example."""
    return {field.notice.name: field.reason for field in fields if field.is_confirmed}
