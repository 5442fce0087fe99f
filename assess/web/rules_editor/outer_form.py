"""A form that waits while a finding for it is added: its values travel in hidden fields of the finding's form."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import request

from assess.web.rules_editor.documents import FormData

_PREFIX = "outer."
_FIELD, _ETAG = "outer-field", "outer-seen"


class OuterForm(NamedTuple):
    """The values of the form that waits."""

    field: str
    """The field to which the finding is added."""
    etag: str
    submitted: FormData

    def list_hidden_fields(self) -> Iterable[tuple[str, str]]:
        """Yield the name and value of each hidden field."""
        yield _FIELD, self.field
        yield _ETAG, self.etag
        yield from ((f"{_PREFIX}{name}", value) for name, values in self.submitted.items() for value in values)


def read_outer_form() -> OuterForm | None:
    """Return the form that waits while the current request is about a finding for it, or None."""
    if _FIELD not in request.form:
        return None
    values = {
        name.removeprefix(_PREFIX): tuple(each) for name, each in request.form.lists() if name.startswith(_PREFIX)
    }
    return OuterForm(request.form[_FIELD], request.form.get(_ETAG, ""), values)


def is_hidden_field(name: str) -> bool:
    """Return whether a submitted value belongs to the form that waits."""
    return name.startswith(_PREFIX) or name in (_FIELD, _ETAG)
