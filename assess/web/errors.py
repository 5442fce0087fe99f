"""Clear pages for when something went wrong."""

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from assess.releases.models import NoRulebookError
from assess.storage.records import MissingError, VersionTakenError

KNOWN = (400, 404, 405, 413, 421, 422)
"""The errors that have a page of their own under templates/errors/."""


def add_errors(app: Flask) -> None:
    """Give every error a page."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, ended_session)
    app.register_error_handler(MissingError, missing)
    app.register_error_handler(NoRulebookError, no_rules)
    app.register_error_handler(VersionTakenError, version_taken)
    app.register_error_handler(500, failure)


def http_error(error: HTTPException) -> tuple[str, int, list[tuple[str, str]]]:
    """Show the page of an error of the request, or the general one."""
    code = error.code or 500
    page = f"errors/{code}.html" if code in KNOWN else "errors/400.html" if code < 500 else "errors/500.html"
    headers = [(name, value) for name, value in error.get_headers() if name.lower() == "allow"]
    return render_template(page), code, headers


def ended_session(_: CSRFError) -> tuple[str, int]:
    """Say that a form could not be believed."""
    return render_template("errors/session.html"), 400


def missing(_: MissingError) -> tuple[str, int]:
    """Say that an assessment is not there."""
    return render_template("errors/404.html"), 404


def no_rules(error: NoRulebookError) -> tuple[str, int]:
    """List what has to be mended before anything can be asked."""
    return render_template("errors/rules.html", problems=error.problems), 503


def version_taken(error: VersionTakenError) -> tuple[str, int]:
    """Say that the version number was used for other rules meanwhile."""
    return render_template("errors/version.html", version=str(error)), 409


def failure(_: Exception) -> tuple[str, int]:
    """Say that it was our mistake; the log has it, without what was typed."""
    return render_template("errors/500.html"), 500
