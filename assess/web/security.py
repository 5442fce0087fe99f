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

LISTENS_ON = "127.0.0.1"
NAMES = ("127.0.0.1", "localhost")
LARGEST_FORM = 5 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src {styles}; img-src 'self'; connect-src {asks}; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}

csrf = CSRFProtect()


def secure(app: Flask, key: bytes) -> None:
    """Configure host name checks, CSRF protection and security headers."""
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_NAME="assess",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
    )
    app.before_request(refuse_other_names)
    csrf.init_app(app)
    app.after_request(with_headers)


def refuse_other_names() -> None:
    """Abort with 421 if the request is for a host or port that is not allowed."""
    if not is_own_name(request):
        abort(421)


def is_own_name(asked: Request) -> bool:
    """Return whether a request is for 127.0.0.1 or localhost, at the port of the server."""
    name, _, port = asked.environ.get("HTTP_HOST", "").partition(":")
    return name in NAMES and (port or "80") == str(asked.environ.get("SERVER_PORT"))


def nonce() -> str:
    """Return the nonce of the response, which its scripts carry."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def may_ask() -> None:
    """Let the scripts of this page send requests to this site."""
    g.asks = "'self'"


def may_style() -> None:
    """Let the scripts of this page add styles that carry its nonce."""
    g.styles = f"'self' 'nonce-{nonce()}'"


def with_headers(response: Response) -> Response:
    """Add the security headers, and stop browsers and proxies from caching pages."""
    response.headers.extend(HEADERS)
    allowed = {"asks": g.get("asks", "'none'"), "styles": g.get("styles", "'self'")}
    response.headers.add("Content-Security-Policy", POLICY.format(nonce=nonce(), **allowed))
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def session_word() -> str:
    """Return the CSRF token of this session, signed once per session, as it has no time limit."""
    word = session.get("csrf_token")
    return signed(current_app.config["SECRET_KEY"], word) if word else str(generate_csrf())


@lru_cache(1000)
def signed(key: bytes, word: str) -> str:  # noqa: ARG001 - what the token depends on
    """Sign the token of the current session with the key of the current application."""
    return str(generate_csrf())


def looks_itself(view: View) -> View:
    """Exempt a view from the automatic CSRF check, because it checks itself and shows the input again on failure."""
    csrf.exempt(view)
    return view


def form_is_ours() -> bool:
    """Return whether the form has a valid CSRF token."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def refusal_to_listen(host: str) -> str:
    """Return why the server must not listen on a host; empty if it may."""
    if host in NAMES:
        return ""
    return (
        f"The tool cannot listen on {host}: there is no sign-in yet, so everyone who reaches it could read and change "
        f"every assessment. Leave --host out: it then listens on {LISTENS_ON}, for this computer only."
    )
