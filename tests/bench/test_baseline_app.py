"""The baseline of the question page is fair: it shows what the real page shows."""

from collections.abc import Iterator

import html5lib
import pytest
from flask import Flask
from werkzeug.test import create_environ

from bench.baseline_app import create_peer
from bench.serving import HOST, served, serving
from bench.shipped import libraries, rulebook

Shown = tuple[str, ...]
HIDDEN = ("csrf_token", "seen")
CONTROLS = ("h1", "input", "textarea", "button", "label", "summary", "a")
ATTRIBUTES = ("name", "type", "value", "checked", "for", "rows", "aria-describedby")


@pytest.fixture(scope="module")
def ours() -> Iterator[Flask]:
    with serving() as app:
        yield app


@pytest.fixture(scope="module")
def peer() -> Flask:
    return create_peer(rulebook(), libraries())


def controls_of(page: bytes) -> list[Shown]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (main,) = tree.iter("main")
    return [
        (each.tag, *(each.get(name, "") for name in ATTRIBUTES), " ".join(" ".join(each.itertext()).split()))
        for each in main.iter()
        if each.tag in CONTROLS and each.get("name") not in HIDDEN
    ]


# answered, unknown, not applicable, never not applicable, not asked yet
QUESTIONS = ["bidder-conditions", "new-starter-pensions", "pension-other", "staff-support", "pension-security"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_baseline_has_the_same_controls_with_the_same_text_and_answers(
    ours: Flask, peer: Flask, question: str
) -> None:
    request = create_environ(f"/assessments/1/questions/{question}", HOST)
    real, other = served(ours, request), served(peer, request)
    assert len(controls_of(real)) > 10
    assert controls_of(other) == controls_of(real)


def test_the_baseline_has_the_same_layout(ours: Flask, peer: Flask) -> None:
    request = create_environ("/assessments/1/questions/bidder-conditions", HOST)
    pages = [html5lib.parse(served(app, request), namespaceHTMLElements=False) for app in (ours, peer)]
    for tag in ("header", "footer", "title"):
        real, other = (" ".join(" ".join(next(page.iter(tag)).itertext()).split()) for page in pages)
        assert other == real, tag
