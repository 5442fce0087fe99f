"""One Chromium and one server on the frozen rules for all browser tests; a missing Chromium is an error."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask, render_template
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from werkzeug.serving import make_server

from assess.core.interchange.answers_yaml import load_assessment
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.plan import Action, ActionState
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.rendering.service import RenderService
from assess.settings import Council, RenderingSettings, Settings
from assess.storage.records import DeletedAssessment, Release, StoredRulebook
from assess.storage.store import Store
from assess.web.app import create_app
from assess.web.shared.submitted_form import SubmittedForm, TypedField
from bench.chromium import FLAGS, find_chromium
from tests import frozen
from tests.browser.a11y import PageWatch, watch_page
from tests.fakes import FakeRenderService

TIMEOUT = 120_000
"""Milliseconds until Playwright gives up, far more than a slow machine needs: no test sets its own limit."""
COUNCIL = Council("Borough of Sample", contact="readiness@sample.example")
PLAN = {
    "fix-the-code": Action("Head of procurement", date(2026, 3, 31), ActionState.UNDER_WAY),
    "list-pension-positions": Action("Pensions lead", date(2027, 3, 31), ActionState.DONE, carried_from="Filled in"),
    "publish-staff-route": Action(reason="The staff survey does this already. " * 20),
    "agree-union-framework": Action("Head of human resources"),
    "set-up-staff-group": Action("Head of " + "pensions" * 12, date(2027, 3, 31)),
    "build-client-side": Action("Head of commissioning", date(2026, 3, 31), ActionState.DONE),
}
BUSINESS_CASE = {"nation": "england", "stage": "business-case", "sector": "libraries"}


class LiveServer(NamedTuple):
    """The address of the server, its rules folder, which tests may change and restore, and assessments by name."""

    address: str
    rules: Path
    numbers: dict[str, int]


def require_chromium() -> str:
    """Return the path of Chromium; raise RuntimeError if there is none."""
    found = find_chromium()
    if found is None:
        raise RuntimeError("These tests need Chromium: install it, or set ASSESS_CHROMIUM to its path.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = require_chromium()
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield launched
        launched.close()


@contextmanager
def create_test_app(folder: Path, renderer: RenderService | None = None) -> Iterator[Flask]:
    """Yield an application on the frozen rules with its data in a folder."""
    shutil.copytree(frozen.RULES, folder / "rules")
    (folder / "data").mkdir()
    patient = RenderingSettings(seconds=3600)  # a slow machine is no reason to fail
    settings = Settings(folder / "data", folder / "rules", COUNCIL, patient)
    store, renderer = Store(settings.database_url), renderer or FakeRenderService()
    application = create_app(settings, store, renderer)
    application.extensions["assess"].rulebooks.publishing.release_folder = make_release(folder / "release")
    yield application
    renderer.close()
    store.close()


def make_release(folder: Path) -> Path:
    """Make new rules that came with the tool, in which a weight, a help text and a heading are changed."""
    shutil.copytree(frozen.RULES, folder)
    text = (folder / "readiness.yaml").read_text("utf-8")
    help_text = frozen.load_frozen_rulebook().questions["pension-fund-told"].help
    changes = (
        ("version: 1.0.0", "version: 2.0.0, made_from: 2.0.0"),
        ("\n    weight: 20\n", "\n    weight: 25\n"),
        (help_text, "Ask the fund for its guide."),
        ('title: "Procurement"', 'title: "Buying"'),
    )
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "readiness.yaml").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module", autouse=True)
def closed_databases() -> None:
    """Check nothing: one application serves all files, and its database is open until the last has ended."""


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with create_test_app(tmp_path_factory.mktemp("served")) as application:
        application.add_url_rule("/errors/<name>", "error_page", error_page)
        yield application


def error_page(name: str) -> str:
    """Render an error page with a form that was not saved, since no test can provoke every error."""
    problem = Problem("rules/readiness.yaml", 3, 1, "No section is called “pension”. Did you mean “pensions”?")
    form = SubmittedForm(
        (TypedField("note", "Note", "A long letter. " * 50), TypedField("by", "By", "Head of HR")),
        (("evidence", ""),),
        "/assessments/1/questions/pension-fund-told",
    )
    deleted = DeletedAssessment(1, "Borough of Sample", "Libraries", "First", 3, datetime(2026, 11, 28, tzinfo=UTC))
    return render_template(
        f"errors/{name}.html",
        problems=(problem,),
        version="1.0.0",
        reason="The disk is full.",
        form=form,
        deleted=deleted,
    )


@pytest.fixture(scope="session")
def served(app: Flask) -> Iterator[LiveServer]:
    with run_server(app) as server:
        yield server


@contextmanager
def run_server(app: Flask) -> Iterator[LiveServer]:
    """Serve an application with its assessments."""
    site = app.extensions["assess"]
    with app.app_context():
        numbers = store_assessments(site.store, site.rulebooks.get_current(), site.rulebooks.get_current_stored())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield LiveServer(f"http://127.0.0.1:{server.server_port}", site.settings.rules, numbers)
    server.shutdown()
    thread.join()
    server.server_close()


def store_assessments(store: Store, rulebook: Rulebook, kept: StoredRulebook) -> dict[str, int]:
    """Store an assessment for every state in which pages look different, and return their numbers."""
    full, long = (load_sample(rulebook, name) for name in ("leisure", "back-office"))
    return {
        "older": store.create_assessment("On older rules", full, older_version(kept)),
        "full": store.create_assessment("Filled in", full, kept),
        "long": store.create_assessment("With the longest result", long, kept),
        "planned": store.create_assessment("Planned", replace(full, plan=PLAN), kept),
        "blank": store.create_assessment("Just begun", Assessment("Borough of Sample", "Museums"), kept),
        "deleted": store.delete_assessment(
            store.create_assessment("Begun by mistake", Assessment("Borough of Sample", "Archives"), kept)
        ).id,
        "unanswered": store.create_assessment(
            "Facts only", Assessment("Borough of Sample", "Parks", BUSINESS_CASE), kept
        ),
    }


def load_sample(rulebook: Rulebook, name: str) -> Assessment:
    path = frozen.FOLDER / "samples" / f"{name}.yaml"
    loaded = load_assessment(path.read_bytes(), rulebook, path.name)
    assert isinstance(loaded, Assessment)
    return loaded


def older_version(kept: StoredRulebook) -> StoredRulebook:
    """Return the rulebook as it might have been one version earlier."""
    version = kept.release.version.encode()
    readiness = kept.readiness.replace(b"version: " + version, b"version: 0.9.0", 1)
    loaded = load_rulebook(readiness, kept.evidence)
    assert isinstance(loaded, Rulebook)
    return StoredRulebook(Release(loaded.id, loaded.version, loaded.hash), readiness, kept.evidence)


ContextFactory = Callable[..., BrowserContext]


@pytest.fixture
def context_of(browser: Browser) -> Iterator[ContextFactory]:
    """A function that opens browser windows, which are closed after the test."""
    opened: list[BrowserContext] = []

    def open_one(width: int = 1280, **options: object) -> BrowserContext:
        view = {"width": width, "height": 900}
        context = browser.new_context(viewport=view, reduced_motion="reduce", **options)  # type: ignore[arg-type]
        context.set_default_timeout(TIMEOUT)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


def set_value(field: Locator, text: str) -> None:
    """Set a long text in one go; `fill` would enter it through the editing commands of the browser, which is slow."""
    script = "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })) }"
    field.evaluate(script, text)


@pytest.fixture
def page(context_of: ContextFactory) -> Page:
    return context_of().new_page()


@pytest.fixture
def watch(page: Page, served: LiveServer) -> PageWatch:
    """What goes wrong on the page while a test uses it."""
    return watch_page(page, served.address)
