"""A database that cannot be written: every form says so and gives back what was typed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Connection

from assess.settings import Settings
from assess.storage.database import DatabaseUnavailableError
from assess.storage.store import Store
from tests.web.conftest import StrictClient

TYPED = "Typed with care <b>"

VALUES = {
    "page": 1,
    "number": 1,
    "question": "fund-told",
    "recommendation": "tell-funds",
    "kind": "question",
}
"""Values of the parts of addresses."""


@contextmanager
def fail_to_write(_: Store) -> Iterator[Connection]:
    raise DatabaseUnavailableError("The database cannot be written: database or disk is full.")
    yield


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/assessments/new", {"council": TYPED, "service": "Parks", "name": "First"}),
        ("/assessments/1/about", {"nation": "england", "stage": "idea", "members": "12"}),
        ("/assessments/1/questions/fund-told", {"answer": "told", "note": TYPED}),
        ("/assessments/1/rename", {"council": TYPED, "service": "Parks", "name": "First"}),
        ("/assessments/1/copy", {"name": TYPED}),
        ("/rules/text/readiness", {"text": TYPED}),
        ("/rules/draft/heading/all", {"title": TYPED, "version": "1.0.1", "effective_from": "2026-11-22"}),
    ],
)
def test_a_full_disk_is_said_and_what_was_typed_is_given_back(
    client: StrictClient, begun: str, monkeypatch: pytest.MonkeyPatch, path: str, typed: dict[str, str]
) -> None:
    assert begun
    page = path.removesuffix("/copy")
    client.get(page)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write_transaction", fail_to_write)
        response = client.send_hidden(page, path, **typed)
    assert response.status_code == 503
    assert "Nothing was saved" in response.text
    if TYPED in typed.values():
        assert "Typed with care &lt;b&gt;" in response.text


def test_no_form_fails_without_a_word(
    app: Flask, client: StrictClient, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(f"{begun}/questions/fund-told")
    token, urls = client.token(), app.url_map.bind("localhost")
    monkeypatch.setattr(Store, "write_transaction", fail_to_write)
    statuses = {}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            name = "readiness" if rule.rule.startswith("/rules/text") else "fund-told"
            values = {part: (VALUES | {"name": name}).get(part, "1.0.0") for part in rule.arguments}
            address = urls.build(rule.endpoint, values, "POST")
            statuses[address] = client.post(address, data={"csrf_token": token, "name": TYPED}).status_code
    assert [address for address, status in statuses.items() if status == 500] == []
    unsaved = {address for address, status in statuses.items() if status == 503}
    without_input = ("copy", "delete", "example", "plan/begin-afresh", "questions/fund-told/clear")
    assert {f"{begun}/{name}" for name in without_input} <= unsaved


def test_no_save_is_acknowledged_after_the_data_folder_is_gone(
    client: StrictClient, begun: str, settings: Settings
) -> None:
    path = f"{begun}/questions/fund-told"
    client.get(path)
    shutil.rmtree(settings.data)
    response = client.send(path, answer="told", note=TYPED)
    assert response.status_code == 503
    assert "Typed with care &lt;b&gt;" in response.text
