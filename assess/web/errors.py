"""Error handlers."""

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from assess.releases.models import NoRulebookError
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import NotFoundError, VersionTakenError

_CODES_WITH_TEMPLATE = (400, 404, 405, 413, 421, 422)
"""Status codes with a template of their own in templates/errors/."""
_HIDDEN_FIELDS = ("csrf_token", "seen", "revision", "then")
"""Fields of forms that people do not fill in."""


def register_error_handlers(app: Flask) -> None:
    """Register the handlers of all errors."""
    app.register_error_handler(HTTPException, _handle_http_error)
    app.register_error_handler(CSRFError, _handle_csrf_error)
    app.register_error_handler(NotFoundError, _handle_missing)
    app.register_error_handler(NoRulebookError, _handle_no_rulebook)
    app.register_error_handler(VersionTakenError, _handle_version_taken)
    app.register_error_handler(DatabaseUnavailableError, _handle_unavailable_database)
    app.register_error_handler(500, _handle_internal_error)


def _handle_http_error(error: HTTPException) -> tuple[str, int, list[tuple[str, str]]]:
    """Render the page of an HTTP error, or a general one."""
    code = error.code or 500
    page = (
        f"errors/{code}.html"
        if code in _CODES_WITH_TEMPLATE
        else "errors/400.html"
        if code < 500
        else "errors/500.html"
    )
    headers = [(name, value) for name, value in error.get_headers() if name.lower() == "allow"]
    return render_template(page), code, headers


def _handle_csrf_error(_: CSRFError) -> tuple[str, int]:
    """Render the page for an invalid CSRF token."""
    return render_template("errors/session.html"), 400


def _handle_missing(_: NotFoundError) -> tuple[str, int]:
    """Render the page for an assessment that does not exist."""
    return render_template("errors/404.html"), 404


def _handle_no_rulebook(error: NoRulebookError) -> tuple[str, int]:
    """List the problems that prevent the rules from being used."""
    return render_template("errors/rules.html", problems=error.problems), 503


def _handle_version_taken(error: VersionTakenError) -> tuple[str, int]:
    """Render the page for a version number that was taken in the meantime."""
    return render_template("errors/version.html", version=str(error)), 409


def _handle_unavailable_database(error: DatabaseUnavailableError) -> tuple[str, int]:
    """Render the page for a database that cannot be read or written, with what was typed."""
    current_app.logger.error("%s", error)
    typed = [
        (name, text) for name, text in request.form.items(multi=True) if text.strip() and name not in _HIDDEN_FIELDS
    ]
    return render_template("errors/database.html", reason=error, typed=typed, sent=request.method == "POST"), 503


def _handle_internal_error(_: Exception) -> tuple[str, int]:
    """Render the page for an internal error; the log has the traceback, without user input."""
    return render_template("errors/500.html"), 500
