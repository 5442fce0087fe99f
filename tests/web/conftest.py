"""An application on small rules, and a client that rejects malformed pages."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from assess.settings import Settings
from assess.storage.store import Store
from assess.web.app import create_app
from tests.fakes import FakeRenderService

HIDDEN = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
SMALL = Path(__file__).parent / "small"


class CompiledTemplates(BytecodeCache):
    """Templates that were compiled once for all applications of the tests, since compiling takes half of a request."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


COMPILED_TEMPLATES = CompiledTemplates()


@pytest.fixture(scope="session", autouse=True)
def routes_compiled_once() -> Iterator[None]:
    """Compile what builds an address once for all applications of the tests: it depends on its rule alone."""
    compiled: dict[object, Any] = {}
    compile_builder = Rule._compile_builder

    def find_builder(rule: Any, append_unknown: bool = True) -> Any:
        key = (tuple(rule._trace), tuple(sorted((rule.defaults or {}).items())), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", find_builder)
        yield


class StrictClient(FlaskClient):
    """A client that rejects malformed HTML, missing security headers and repeated ids."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            check_page(response.text)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'nonce-")
        return response

    def send(self, path: str, **typed: str) -> TestResponse:
        """Submit the form of a page with this input and the hidden fields of the page."""
        return self.send_hidden(path, path, **typed)

    def send_hidden(self, path: str, to: str, **typed: str) -> TestResponse:
        """Submit this input to another address, with the hidden fields of a page."""
        return self.post(to, data=self.read_hidden(path) | typed)

    def read_hidden(self, path: str) -> dict[str, str]:
        """Return the hidden fields of a page."""
        return dict(re.findall(HIDDEN, self.get(path, follow_redirects=True).text))

    def token(self) -> str:
        """Return a valid CSRF token."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/assessments/new").text)
        assert found
        return found.group(1)


CONTENT = re.compile(r'(?<==")[^"]*(?=")|(?<=>)[^<]*')
UNESCAPED = re.compile(r"&(?!(?:#\d+|[a-z]+);)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
WELL_FORMED: set[str] = set()
"""The tags of pages that were found well formed, without what varies: parsing takes as long as the request."""


def check_syntax(text: str) -> None:
    """Parse a page strictly, unless its text is escaped and a page with the same tags was parsed before."""
    tags = CONTENT.sub("", text)
    if tags not in WELL_FORMED or UNESCAPED.search(text):
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        WELL_FORMED.add(tags)


def check_page(text: str) -> None:
    check_syntax(text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    named = set(re.findall(r'(?:for|aria-describedby|aria-labelledby|aria-controls)="([^"]+)"', text))
    assert {name for group in named for name in group.split()} <= set(ids)
    anchors = set(re.findall(r'href="#([^"]+)"', text))
    assert anchors <= set(ids)
    assert text.count("<h1") == 1
    assert "http://" not in re.sub(r"http://www\.w3\.org/\S+", "", text)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The folder of the small rules, which tests may change."""
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    return folder


@pytest.fixture
def settings(tmp_path: Path, rules: Path) -> Settings:
    data = tmp_path / "data"
    data.mkdir()
    return Settings(data, rules)


@pytest.fixture
def store(settings: Settings, empty_database: Path) -> Iterator[Store]:
    shutil.copy(empty_database, settings.data / empty_database.name)
    opened = Store(settings.database_url)
    yield opened
    opened.close()


@pytest.fixture
def renderer() -> Iterator[FakeRenderService]:
    """A render service in this process that prefetches nothing."""
    quiet = FakeRenderService()
    yield quiet
    quiet.close()


@pytest.fixture
def app(settings: Settings, store: Store, renderer: FakeRenderService) -> Flask:
    made = create_app(settings, store, renderer)
    made.testing = True
    made.test_client_class = StrictClient
    made.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    return made


@pytest.fixture
def client(app: Flask) -> StrictClient:
    made = app.test_client()
    assert isinstance(made, StrictClient)
    return made


@pytest.fixture
def assessment_url(client: StrictClient) -> str:
    """The address of an assessment that was just started, in England with 12 people in the scheme."""
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="First")
    client.send("/assessments/1/about", nation="england", stage="idea", members="12")
    return "/assessments/1"
