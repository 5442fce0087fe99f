"""Restrict the application to this computer and its user: host names, CSRF tokens and HTTP headers.

There is no sign-in yet, so the server listens on 127.0.0.1 only and answers only to these host names: a site whose
host name resolves to this computer (DNS rebinding) must get nothing.
"""

import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from flask import Flask, Request, Response, abort, current_app, g, request, session
from flask_wtf.csrf import CSRFProtect, generate_csrf, validate_csrf
from wtforms import ValidationError

View = TypeVar("View", bound=Callable[..., object])

HOST = "127.0.0.1"
_ALLOWED_HOSTS = ("127.0.0.1", "localhost")
MAX_BODY_BYTES = 5 * 1024 * 1024
"""Maximum size of the body of a request, and so of a file that is sent."""
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src {styles}; img-src 'self'; connect-src {asks}; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}

_MARK_SEPARATOR = "~"
"""Stands between a CSRF token and the mark of the page; no token contains it."""


class _CSRFProtect(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """CSRF protection with tokens that are followed by the mark of their page."""

    def _get_csrf_token(self) -> str:
        """Return the token of the form, without the mark of its page."""
        return _read_form_token()[0]


csrf = _CSRFProtect()


def configure_security(app: Flask, key: bytes) -> None:
    """Configure host name checks, CSRF protection and security headers."""
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_NAME="assess",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
    )
    app.before_request(_reject_large_bodies)
    app.before_request(_reject_other_hosts)
    csrf.init_app(app)
    app.context_processor(lambda: {"csrf_token": get_csrf_token})
    app.after_request(_add_headers)


def _reject_large_bodies() -> None:
    """Abort with 413 if the body is too large, whatever the request is for."""
    if (request.content_length or 0) > MAX_BODY_BYTES:
        abort(413)


def _reject_other_hosts() -> None:
    """Abort with 421 if the request is for a host or port that is not allowed."""
    if not _is_allowed_host(request):
        abort(421)


def _is_allowed_host(incoming: Request) -> bool:
    """Return whether a request is for 127.0.0.1 or localhost, at the port of the server."""
    name, _, port = incoming.environ.get("HTTP_HOST", "").partition(":")
    return name in _ALLOWED_HOSTS and (port or "80") == str(incoming.environ.get("SERVER_PORT"))


def get_nonce() -> str:
    """Return the nonce of the response, which its scripts carry."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def allow_connect() -> None:
    """Let the scripts of this page send requests to this site."""
    g.asks = "'self'"


def allow_style() -> None:
    """Let the scripts of this page add styles that carry its nonce."""
    g.styles = f"'self' 'nonce-{get_nonce()}'"


def _add_headers(response: Response) -> Response:
    """Add the security headers, and stop browsers and proxies from caching pages."""
    response.headers.extend(_HEADERS)
    allowed = {"asks": g.get("asks", "'none'"), "styles": g.get("styles", "'self'")}
    response.headers.add("Content-Security-Policy", _CONTENT_SECURITY_POLICY.format(nonce=get_nonce(), **allowed))
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def get_csrf_token() -> str:
    """Return the CSRF token of this session, followed by the mark of this page.

    The token is signed once per session, as it has no time limit.
    """
    token = session.get("csrf_token")
    signed = _sign_token(current_app.config["SECRET_KEY"], token) if token else str(generate_csrf())
    return f"{signed}{_MARK_SEPARATOR}{get_nonce()}"


def get_form_mark() -> str:
    """Return the mark of the page that a form was sent from; empty if it has none."""
    return _read_form_token()[1]


def _read_form_token() -> tuple[str, str]:
    """Return the CSRF token of a form and the mark of its page, each empty if the form has none."""
    token, _, mark = request.form.get("csrf_token", "").partition(_MARK_SEPARATOR)
    return token, mark


@lru_cache(1000)
def _sign_token(key: bytes, token: str) -> str:  # noqa: ARG001 - what the token depends on
    """Sign the token of the current session with the key of the current application."""
    return str(generate_csrf())


def csrf_checked_by_view(view: View) -> View:
    """Exempt a view from the automatic CSRF check, because it checks itself and shows the input again on failure."""
    csrf.exempt(view)
    return view


def is_csrf_valid() -> bool:
    """Return whether the form has a valid CSRF token."""
    try:
        validate_csrf(_read_form_token()[0])
    except ValidationError:
        return False
    return True


def get_bind_error(host: str) -> str:
    """Return why the server must not listen on a host; empty if it may."""
    if host in _ALLOWED_HOSTS:
        return ""
    return (
        f"The tool cannot listen on {host}: there is no sign-in yet, so anyone who reached it could read and change "
        f"every assessment. Leave --host out: it then listens on {HOST}, for this computer only."
    )
