"""Answer a form that is sent twice, as by a double click, as it was answered the first time.

Each page that is rendered marks its forms with a text of its own. A form that arrives again from the same page with the
same input, while the first one is handled or shortly after, is redirected to where the first one was. Whatever is
filled in anew comes from another page, or has other input, and counts again.
"""

import hashlib
import time
from collections.abc import Callable
from threading import Condition

from cachetools import TTLCache
from flask import Flask, Response, g, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from assess.web.security import get_form_mark

_MAX_REMEMBERED = 1000
_SECONDS = 5.0
"""How long after the first answer a second click still belongs to the first."""
_FLASHES = "_flashes"
"""The key under which Flask keeps the flashed messages in the session."""

_Answer = tuple[str, tuple[tuple[str, str], ...]]
"""An address to be redirected to, and the messages that were flashed for the page there."""


class RepeatedForms:
    """Remembers how forms were answered, and lets a form wait while the same one is handled."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._answers: TTLCache[str, _Answer] = TTLCache(_MAX_REMEMBERED, _SECONDS, timer)
        self._handled: set[str] = set()
        self._changed = Condition()

    def begin(self, key: str) -> _Answer | None:
        """Wait until this form is not being handled, and return its answer; without one, it is handled from now on."""
        with self._changed:
            self._changed.wait_for(lambda: key not in self._handled)
            found: _Answer | None = self._answers.get(key)
            if found is None:
                self._handled.add(key)
            return found

    def remember(self, key: str, answer: _Answer) -> None:
        """Remember how a form was answered."""
        with self._changed:
            self._answers[key] = answer

    def end(self, key: str) -> None:
        """End handling a form, with or without an answer."""
        with self._changed:
            self._handled.discard(key)
            self._changed.notify_all()


def answer_repeated_forms(app: Flask, forms: RepeatedForms) -> None:
    """Answer forms that are sent twice, in all views of an application."""

    def find_answer() -> AnyResponse | None:
        """Return the answer of a form that was answered already; otherwise begin to handle it."""
        mark = get_form_mark()
        if request.method != "POST" or not mark:
            return None
        key = _compute_key(mark)
        found = forms.begin(key)
        if found is None:
            g.repeated_form = key
            return None
        session[_FLASHES] = [*session.get(_FLASHES, []), *found[1]]
        return redirect(found[0], 303)

    def remember_answer(response: Response) -> Response:
        """Remember where a form was redirected to."""
        if "repeated_form" in g and response.status_code == 303:
            forms.remember(g.repeated_form, (response.headers["Location"], tuple(session.get(_FLASHES, ()))))
        return response

    def end_form(_: BaseException | None) -> None:
        """End handling the form of this request."""
        if "repeated_form" in g:
            forms.end(g.pop("repeated_form"))

    app.before_request(find_answer)
    app.after_request(remember_answer)
    app.teardown_request(end_form)


def _compute_key(mark: str) -> str:
    """Compute the key of the form in this request: its mark, its address and everything in it."""
    hashed = hashlib.sha256(repr((mark, request.full_path, list(request.form.items(multi=True)))).encode())
    for name, file in request.files.items(multi=True):
        hashed.update(repr((name, file.filename)).encode())
        hashed.update(file.stream.read())
        file.stream.seek(0)
    return hashed.hexdigest()
