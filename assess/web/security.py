"""Keep the pages to this computer and its user: names that are answered, forms that are believed, headers sent.

There is no sign-in yet, so only 127.0.0.1 is listened on, and only these names are answered: another site whose name
leads to this computer (DNS rebinding) must get nothing.
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
    """Make an application answer only to its own names, believe only its own forms and send the headers."""
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
    """Answer 421 to a request for a name or port that is not ours."""
    if not is_own_name(request):
        abort(421)


def is_own_name(asked: Request) -> bool:
    """Tell whether a request is for 127.0.0.1 or localhost at the port that is listened on."""
    name, _, port = asked.environ.get("HTTP_HOST", "").partition(":")
    return name in NAMES and (port or "80") == str(asked.environ.get("SERVER_PORT"))


def nonce() -> str:
    """Give the word that marks the scripts of this page as ours."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def may_ask() -> None:
    """Let the scripts of this page ask this site something."""
    g.asks = "'self'"


def may_style() -> None:
    """Let the scripts of this page add styles that carry its nonce."""
    g.styles = f"'self' 'nonce-{nonce()}'"


def with_headers(response: Response) -> Response:
    """Add the headers that browsers are told to be strict by; pages are never kept by a browser or a proxy."""
    response.headers.extend(HEADERS)
    allowed = {"asks": g.get("asks", "'none'"), "styles": g.get("styles", "'self'")}
    response.headers.add("Content-Security-Policy", POLICY.format(nonce=nonce(), **allowed))
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def session_word() -> str:
    """Give the word that makes a form of this session ours, signed once for each session, as it has no time limit."""
    word = session.get("csrf_token")
    return signed(current_app.config["SECRET_KEY"], word) if word else str(generate_csrf())


@lru_cache(1000)
def signed(key: bytes, word: str) -> str:  # noqa: ARG001 - what the answer depends on
    """Sign the word of the session that is asking with the key of the application that is asked."""
    return str(generate_csrf())


def looks_itself(view: View) -> View:
    """Let a view look itself whether a form is ours, so that it can give back what was typed if it is not."""
    csrf.exempt(view)
    return view


def form_is_ours() -> bool:
    """Tell whether the form that was sent came from one of our pages."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def refusal_to_listen(host: str) -> str:
    """Say why an address is not listened on; empty for the one that is."""
    if host in NAMES:
        return ""
    return (
        f"The tool cannot listen on {host}: there is no sign-in yet, so everyone who reaches it could read and change "
        f"every assessment. Leave --host out: it then listens on {LISTENS_ON}, for this computer only."
    )
