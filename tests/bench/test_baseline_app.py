"""The baseline of the question page is fair: it shows what the real page shows."""

from collections.abc import Iterator

import html5lib
import pytest
from flask import Flask
from werkzeug.test import create_environ

from bench.baseline_app import create_baseline_app
from bench.serving import HOST, fetch_page, temporary_app
from bench.shipped import load_libraries_sample, load_shipped_rulebook

Control = tuple[str, ...]
HIDDEN_FIELDS = ("csrf_token", "seen")
CONTROLS = ("h1", "input", "textarea", "button", "label", "summary", "a")
ATTRIBUTES = ("name", "type", "value", "checked", "for", "rows", "aria-describedby")


@pytest.fixture(scope="module")
def ours() -> Iterator[Flask]:
    with temporary_app() as app:
        yield app


@pytest.fixture(scope="module")
def peer() -> Flask:
    return create_baseline_app(load_shipped_rulebook(), load_libraries_sample())


def extract_controls(page: bytes) -> list[Control]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (main,) = tree.iter("main")
    return [
        (each.tag, *(each.get(name, "") for name in ATTRIBUTES), " ".join(" ".join(each.itertext()).split()))
        for each in main.iter()
        if each.tag in CONTROLS and each.get("name") not in HIDDEN_FIELDS
    ]


# answered, unknown, not applicable, never not applicable, not asked yet
QUESTIONS = ["bidder-conditions", "new-starter-pensions", "pension-other", "staff-support", "pension-security"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_baseline_has_the_same_controls_with_the_same_text_and_answers(
    ours: Flask, peer: Flask, question: str
) -> None:
    request = create_environ(f"/assessments/1/questions/{question}", HOST)
    real, other = fetch_page(ours, request), fetch_page(peer, request)
    assert len(extract_controls(real)) > 10
    assert extract_controls(other) == extract_controls(real)


def test_the_baseline_has_the_same_layout(ours: Flask, peer: Flask) -> None:
    request = create_environ("/assessments/1/questions/bidder-conditions", HOST)
    pages = [html5lib.parse(fetch_page(app, request), namespaceHTMLElements=False) for app in (ours, peer)]
    for tag in ("header", "footer", "title"):
        real, other = (" ".join(" ".join(next(page.iter(tag)).itertext()).split()) for page in pages)
        assert other == real, tag
