"""No form of the site loses what was typed, or says that it was saved, while nothing can be written.

Every form is found on the pages of the site, and every address that takes a form is in the list of addresses: a new
one is tested without a change here.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.routing.exceptions import BuildError
from werkzeug.test import TestResponse

from assess import resources
from assess.settings import Settings
from assess.storage.database import DatabaseUnavailableError
from assess.storage.records import compute_etag
from assess.storage.store import Store
from assess.verification.verify import verify_report
from assess.web.context import get_services
from assess.web.results.verify import verification_cache
from tests.releases.conftest import write_files
from tests.releases.updates import RELEASE
from tests.verification.reports import render_standard_report
from tests.web.conftest import StrictClient
from tests.web.page_forms import TYPED, PageForm, read_forms
from tests.web.rules_editor.form_filling import submit_form

SHOWN = "Typed with care &lt;b&gt;"
VALUES = {
    "question": ["fund-told"],
    "recommendation": ["write", "vote"],
    "kind": ["question", "heading"],
    "name": ["fund-told", "readiness", "all"],
    "version": ["1.0.0"],
    "number": ["1", "2", "3"],
    "page": ["1"],
}
"""Values of the parts of addresses."""
ACTION = {
    "decision": "act",
    "owner": "Head of HR",
    "due_day": "1",
    "due_month": "5",
    "due_year": "2027",
    "state": "under-way",
}
ANSWERS = b"council: Borough of Sample\nservice: Parks\n"
MORE_PAGES = ("/rules/draft/new/question?in=pensions",)
"""Addresses of pages with a form that are not made of the values above."""
RARE_FORMS = {
    "draft.rebase": "/rules/draft/carry-on",
    "profile.save": "/assessments/1/about",
    "verification.create_assessment": "/check-report/begin",
}
"""Where forms post to that pages show in rare cases only."""
TICKED = {"several_actions.save": {"recommendation": "vote"}}
"""Boxes without which a form has a mistake."""
SAVES_NOTHING = {
    "verification.verify": 422,
    "changes.show_with_file": 422,
    "impact.start": 303,
}
"""How the forms are answered that save nothing."""


@contextmanager
def fail(_: Store) -> Iterator[Connection]:
    raise DatabaseUnavailableError("The database cannot be written: database or disk is full.")
    yield


@pytest.fixture
def forms(
    app: Flask, client: StrictClient, assessment_url: str, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, PageForm]]:
    """One form for each view that takes one."""
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    client.send(f"{assessment_url}/questions/fund-list", answer="none")
    client.send(f"{assessment_url}/plan/actions/write", **ACTION)
    sample = rules.parent / "libraries.yaml"
    sample.write_bytes(client.get(f"{assessment_url}/answers.yaml").data)
    monkeypatch.setattr(resources, "list_samples", lambda: (sample,))
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="Second")
    client.send("/assessments/2/about", nation="england", stage="idea", members="12")
    client.send("/assessments/new", council="Borough of Sample", service="Parks", name="Third")
    client.send("/assessments/3/delete")
    client.get("/assessments")  # which shows once that it was deleted
    change_rules(client, rules)
    bring_release(app, rules.parent / "release")
    yield find_forms(client, app.url_map) | make_rare_forms(app, client)
    if job := get_services(app).rulebooks.impacts.latest_job:
        job.thread.join()


def change_rules(client: StrictClient, rules: Path) -> None:
    """Publish another version, begin a draft, replace it by a file, and change the files on disk."""
    submit_form(client, "/rules/draft/heading/all", version="1.0.1")
    submit_form(client, "/rules/publish", by="Ann Smith", why="New")
    submit_form(client, "/rules/draft/heading/all", title="Other", version="1.0.2")
    file = BytesIO((rules / "readiness.yaml").read_bytes() + b"# Longer")
    hidden = client.read_hidden("/rules/text/readiness")
    client.post("/rules/text/readiness/send", data=hidden | {"file": (file, "readiness.yaml")})
    (rules / "evidence.yaml").write_bytes((rules / "evidence.yaml").read_bytes() + b"# Longer")


def bring_release(app: Flask, folder: Path) -> None:
    """Make new rules come with the tool."""
    folder.mkdir()
    write_files(folder, RELEASE)
    get_services(app).rulebooks.publishing.release_folder = folder


def find_forms(client: StrictClient, url_map: Map) -> dict[str, PageForm]:
    """Find one form for each view that takes one, on the pages of the site."""
    urls = url_map.bind("localhost")
    shown = [rule for rule in url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    found: dict[str, PageForm] = {}
    for path in (*MORE_PAGES, *(path for rule in shown for path in list_addresses(urls, rule))):
        response = client.get(path)
        if response.mimetype == "text/html" and response.status_code == 200:
            for form in read_forms(path, response.text):
                endpoint = urls.match(form.action.split("?")[0], "POST")[0]
                found.setdefault(endpoint, form._replace(fields=form.fields | TICKED.get(endpoint, {})))
    return found


def list_addresses(urls: MapAdapter, rule: Rule) -> Iterator[str]:
    """Yield the addresses of a view that can be made of the values."""
    names = sorted(rule.arguments)
    for values in product(*(VALUES.get(name, ["pensions"]) for name in names)):
        with suppress(BuildError, ValueError):
            yield urls.build(rule.endpoint, dict(zip(names, values, strict=True)), "GET")


def make_rare_forms(app: Flask, client: StrictClient) -> dict[str, PageForm]:
    """Make the forms that no page shows now: for the draft, for a report that was checked, and of an older version."""
    report = verification_cache.put(verify_report(render_standard_report()))
    profile = get_services(app).store.load_assessment(1).assessment.profile
    fields = {"report": report, "nation": "england", "stage": "idea", "seen": compute_etag(profile)}
    hidden = client.read_hidden("/rules/draft/drop")
    return {name: PageForm(action, hidden | fields, False, "") for name, action in RARE_FORMS.items()}


def submit(client: StrictClient, form: PageForm) -> TestResponse:
    """Submit a form, with a file of answers if it takes a file."""
    file = {form.file_field: (BytesIO(ANSWERS), "answers.yaml")} if form.file_field else {}
    return client.post(form.action, data=form.fields | file)


def submit_all(client: StrictClient, forms: dict[str, PageForm]) -> dict[str, TestResponse]:
    """Submit all forms and check that each answer gives back what was typed."""
    responses = {endpoint: submit(client, form) for endpoint, form in forms.items()}
    assert [name for name, form in forms.items() if form.has_text and SHOWN not in responses[name].text] == []
    return responses


def get_statuses(responses: dict[str, TestResponse]) -> dict[str, int]:
    return {endpoint: response.status_code for endpoint, response in responses.items()}


def test_every_address_that_takes_a_form_is_tested(app: Flask, forms: dict[str, PageForm]) -> None:
    assert set(forms) == {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}


@pytest.mark.usefixtures("forms")
def test_every_form_says_that_the_disk_is_full(
    client: StrictClient, forms: dict[str, PageForm], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "write_transaction", fail)
    responses = submit_all(client, forms)
    assert get_statuses(responses) == dict.fromkeys(forms, 503) | SAVES_NOTHING
    for endpoint in set(forms) - set(SAVES_NOTHING):
        assert "Nothing was saved" in responses[endpoint].text, endpoint


def test_no_form_is_acknowledged_after_the_data_folder_is_gone(
    client: StrictClient, forms: dict[str, PageForm], settings: Settings
) -> None:
    shutil.rmtree(settings.data)
    assert get_statuses(submit_all(client, forms)) == dict.fromkeys(forms, 503) | SAVES_NOTHING


def test_every_form_gives_back_what_was_typed_after_an_internal_error(
    app: Flask, client: StrictClient, forms: dict[str, PageForm], monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing, app.logger.disabled = False, True
    monkeypatch.setattr(Store, "write_transaction", lambda _: 1 // 0)
    assert get_statuses(submit_all(client, forms)) == dict.fromkeys(forms, 500) | SAVES_NOTHING


def test_every_form_can_be_sent_again_after_the_session_has_ended(
    client: StrictClient, forms: dict[str, PageForm]
) -> None:
    old = {endpoint: form._replace(fields=form.fields | {"csrf_token": "old"}) for endpoint, form in forms.items()}
    responses = submit_all(client, old)
    assert set(get_statuses(responses).values()) <= {400, 422}
    for endpoint, response in responses.items():
        assert "our session has ended" in response.text, endpoint
        again = [
            form for form in read_forms(forms[endpoint].action, response.text) if form.action == forms[endpoint].action
        ]
        assert bool(again) != bool(forms[endpoint].file_field and response.status_code == 400), endpoint


def test_every_form_of_a_deleted_assessment_offers_to_undo_the_deletion(
    client: StrictClient, store: Store, forms: dict[str, PageForm]
) -> None:
    store.delete_assessment(1)
    mine = {
        name: form
        for name, form in forms.items()
        if form.action.startswith("/assessments/1/") and name != "assessments.delete_now"
    }
    responses = submit_all(client, mine)
    assert get_statuses(responses) == dict.fromkeys(mine, 404)
    for endpoint, response in responses.items():
        assert "Undo the deletion" in response.text, endpoint
    assert {"questions.save", "profile.save", "actions.save", "assessments.save_names"} <= set(mine)


def test_an_answer_to_a_question_that_the_rules_no_longer_have_is_given_back(
    client: StrictClient, assessment_url: str
) -> None:
    hidden = client.read_hidden(f"{assessment_url}/questions/fund-told")
    response = client.post(f"{assessment_url}/questions/gone", data=hidden | {"note": TYPED})
    assert response.status_code == 404
    assert SHOWN in response.text
    assert f'href="{assessment_url}">its task list</a> for where to put what you typed.' in response.text
