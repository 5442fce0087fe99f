from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from assess.web.security import csrf, get_bind_error, is_csrf_valid
from assess.web.server import serve
from tests.web.conftest import StrictClient

SESSION_ENDED = "session has ended"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:80"])
def test_requests_to_our_own_host_names_are_answered(client: StrictClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:81", "[::1]", "", "0.0.0.0"])
@pytest.mark.parametrize("path", ["/", "/static/council.css", "/assessments/1/answers.yaml"])
def test_other_host_names_and_ports_get_only_a_message(client: StrictClient, host: str, path: str) -> None:
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 421
    assert "The tool can only be used on this computer, at 127.0.0.1 or localhost" in response.text


VALUES = {"number": 1, "question": "ballot", "section": "staff", "kind": "blocker", "version": "1.0.0", "page": 1}
NAMES = {"samples": "libraries", "entities": "fund-unasked", "rules_text": "readiness"}
UNGUARDED = "NONE"
GUARDS = {400: "CSRF by extension", 422: "CSRF checked by the view"}


def send_forged(client: StrictClient, rule: Rule, method: str) -> TestResponse:
    """Send a form with an invalid CSRF token to a view."""
    values = VALUES | {"recommendation": "write", "name": NAMES.get(rule.endpoint.split(".")[0], "")}
    path = str((rule.build({name: values[name] for name in rule.arguments}) or ("", ""))[1])
    data = {"answer": "won", "nation": "wales", "council": "X", "csrf_token": "wrong"}
    return client.open(path, method=method, data=data)


def find_guard(client: StrictClient, rule: Rule) -> str:
    """Return how a view is protected against forged forms, found out by sending it one."""
    writing = (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    answers = [send_forged(client, rule, method) for method in sorted(writing)]
    guards = {GUARDS.get(each.status_code, UNGUARDED) if SESSION_ENDED in each.text else UNGUARDED for each in answers}
    return ", ".join(sorted(guards)) or "GET only"


@pytest.mark.usefixtures("assessment_url")
def test_every_view_and_its_guard_are_as_approved(
    app: Flask, client: StrictClient, approved: Callable[[str, str], None]
) -> None:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    lines = [
        f"{rule.rule}  {'/'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}  {rule.endpoint}  "
        f"{find_guard(client, rule)}\n"
        for rule in rules
    ]
    assert [line for line in lines if UNGUARDED in line] == []
    approved("web/views.txt", "".join(lines))


def test_a_view_without_a_guard_is_found(app: Flask, client: StrictClient) -> None:
    app.add_url_rule("/bare", "bare", csrf.exempt(lambda: {}), methods=["POST"])
    (rule,) = app.url_map.iter_rules("bare")
    assert find_guard(client, rule) == UNGUARDED


@pytest.mark.usefixtures("assessment_url")
def test_forged_forms_change_nothing(app: Flask, client: StrictClient) -> None:
    before = client.get("/assessments").text
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            send_forged(client, rule, "POST")
    assert client.get("/assessments").text.count("<tr") == before.count("<tr")


def test_pages_load_nothing_external_and_only_scripts_with_the_nonce(client: StrictClient) -> None:
    first, second = client.get("/"), client.get("/")
    policy = first.headers["Content-Security-Policy"]
    word = policy.split("'nonce-")[1].split("'")[0]
    assert first.text.count("<script") == first.text.count(f'nonce="{word}"') >= 1
    assert policy != second.headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ):
        assert part in policy
    assert "unsafe" not in policy


def test_pages_are_not_cached_by_browsers(client: StrictClient) -> None:
    headers = client.get("/assessments").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_cookies_are_inaccessible_to_scripts_and_other_sites(client: StrictClient) -> None:
    cookie = client.get("/assessments/new").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_secret_key_is_persistent_and_readable_only_by_its_owner(app: Flask, tmp_path: Path) -> None:
    key = tmp_path / "data" / "secret-key"
    assert key.read_bytes() == app.config["SECRET_KEY"]
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_the_server_listens_only_on_loopback(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no sign-in yet" in get_bind_error(host)
    assert serve(host, 8000) == 2
    assert f"cannot listen on {host}" in capsys.readouterr().err


def test_a_form_without_a_token_is_rejected(app: Flask) -> None:
    with app.test_request_context(method="POST", data={}):
        assert not is_csrf_valid()


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nothing", 404, "Page not found"),
        ("/assessments/1/questions/gone", 404, "It may have been moved to other rules since you opened it."),
        ("/assessments/99", 404, "the assessment may have been deleted"),
        ("/rules/draft/blocker/gone", 404, "may have been removed from the draft"),
        ("/assessments/1/undo", 405, "This page cannot be used that way"),
    ],
)
@pytest.mark.usefixtures("assessment_url")
def test_errors_have_their_own_pages(client: StrictClient, path: str, status: int, says: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert says in response.text


def test_an_internal_error_has_its_own_page(app: Flask, client: StrictClient) -> None:
    app.testing = False
    app.logger.disabled = True
    app.add_url_rule("/broken", view_func=lambda: str(1 // 0), endpoint="broken")
    response = client.get("/broken")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
