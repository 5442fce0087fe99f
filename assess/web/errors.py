"""Error handlers. Whatever fails, the page gives back what was typed in the form."""

import errno

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from assess.releases.models import NoRulebookError
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import NotFoundError, VersionTakenError
from assess.web.context import services
from assess.web.shared.submitted_form import SubmittedForm, read_submitted_form

_CODES_WITH_TEMPLATE = (400, 404, 405, 413, 421, 422)
"""Status codes with a template of their own in templates/errors/."""
_UNREAD_CODES = (413, 421)
"""Status codes for requests of which nothing more is to be read."""
_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES)
"""Errors that whoever looks after the tool can mend."""
ErrorResponse = tuple[str, int]


def register_error_handlers(app: Flask) -> None:
    """Register the handlers of all errors."""
    app.register_error_handler(HTTPException, _handle_http_error)
    app.register_error_handler(CSRFError, _handle_csrf_error)
    app.register_error_handler(NotFoundError, _handle_missing)
    app.register_error_handler(NoRulebookError, _handle_no_rulebook)
    app.register_error_handler(VersionTakenError, _handle_version_taken)
    app.register_error_handler(DatabaseUnavailableError, _handle_unavailable_database)
    app.register_error_handler(OSError, _handle_disk_error)
    app.register_error_handler(500, _handle_internal_error)


def render_error(name: str, code: int, **context: object) -> ErrorResponse:
    """Render an error page from templates/errors/, with what was typed in the form that was sent."""
    form = SubmittedForm() if code in _UNREAD_CODES else read_submitted_form()
    return render_template(f"errors/{name}.html", form=form, **context), code


def _handle_http_error(error: HTTPException) -> tuple[str, int, list[tuple[str, str]]]:
    """Render the page of an HTTP error, or a general one."""
    code = error.code or 500
    name = str(code) if code in _CODES_WITH_TEMPLATE else "400" if code < 500 else "500"
    headers = [(name, value) for name, value in error.get_headers() if name.lower() == "allow"]
    return *render_error(name, code, number=_find_number()), headers


def _handle_csrf_error(_: CSRFError) -> ErrorResponse:
    """Render the page for an invalid CSRF token."""
    return render_error("session", 400)


def _handle_missing(_: NotFoundError) -> ErrorResponse:
    """Render the page for an assessment that does not exist, or was deleted and can be brought back."""
    number = _find_number()
    deleted = services().store.load_deleted(number) if number else None
    return render_error("deleted", 404, deleted=deleted) if deleted else render_error("404", 404)


def _find_number() -> int:
    """Return the number of the assessment that the request is about, or 0 if it is about none."""
    number = (request.view_args or {}).get("number")
    return number if isinstance(number, int) else 0


def _handle_no_rulebook(error: NoRulebookError) -> ErrorResponse:
    """List the problems that prevent the rules from being used."""
    return render_error("rules", 503, problems=error.problems)


def _handle_version_taken(error: VersionTakenError) -> ErrorResponse:
    """Render the page for a version number that was taken in the meantime."""
    return render_error("version", 409, version=str(error))


def _handle_unavailable_database(error: DatabaseUnavailableError) -> ErrorResponse:
    """Render the page for a database that cannot be read or written."""
    current_app.logger.error("%s", error)
    return render_error("database", 503, reason=error)


def _handle_disk_error(error: OSError) -> ErrorResponse:
    """Render the page for a disk that is full or cannot be used; any other error is one of the program."""
    if error.errno not in _DISK_ERRORS:
        raise error
    current_app.logger.error("%s", error)
    return render_error("database", 503, reason=f"{error.strerror}.")


def _handle_internal_error(_: Exception) -> ErrorResponse:
    """Render the page for an internal error; the log has the traceback, without user input."""
    return render_error("500", 500)
