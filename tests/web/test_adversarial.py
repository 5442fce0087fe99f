"""Hostile text on every page that shows it; characters that no page can contain are rejected on saving."""

import re
from collections.abc import Mapping

import html5lib
import pytest
from flask import Flask

from assess.core.interchange.answers_yaml import load_assessment
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.json_reader import parse_json
from assess.report.content.bidi import bidi_isolate
from assess.report.tables.csv_reader import read_csv
from assess.storage.store import Store
from tests.report import adversarial
from tests.web.conftest import SMALL, StrictClient

INPUT = "\n".join(
    (
        adversarial.MARKUP,
        adversarial.LANGUAGES,
        adversarial.EMOJI,
        adversarial.BIDI_CONTROLS,
        *adversarial.load_naughty_strings(),
    )
)
INPUT = FORBIDDEN_CHARACTERS.sub("", INPUT).replace("http:", "https:")
NAME = "<b onclick=x>{{ 7*7 }}</b> שלום 🧿 \u202eabc"
FORBIDDEN_CHARACTER = ("\x00", "\x85", "\uffff")
FIELDS = ("note", "evidence", "by")
FILES = ("download",)
QUESTION = "fund-list"


def iter_addresses(app: Flask) -> list[str]:
    """Yield the address of every page of the first assessment."""
    found = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "number" in rule.arguments and not rule.endpoint.endswith(FILES)
    ]
    parts = {"section": "pensions", "question": QUESTION}
    filled = [re.sub(r"<(?:int:)?(\w+)>", lambda part: parts.get(part.group(1), "1"), rule) for rule in found]
    return [address for address in filled if address.startswith("/assessments/")]


@pytest.fixture
def hostile_site(client: StrictClient, store: Store) -> StrictClient:
    """A client for an application whose only assessment has hostile text in every field."""
    client.send("/assessments/new", council=NAME, service=NAME, name=NAME)
    client.send("/assessments/1/about", nation="england", stage="idea", members="12")
    for question in load_small_rules().questions.values():
        store.save_answer(1, question.id, Answer(option=question.options[0].id, note=INPUT, evidence=INPUT, by=INPUT))
    return client


def load_small_rules() -> Rulebook:
    """Load the small rules."""
    loaded = load_rulebook(*((SMALL / name).read_bytes() for name in ("readiness.yaml", "evidence.yaml")))
    assert isinstance(loaded, Rulebook)
    return loaded


def test_every_page_is_valid_and_shows_hostile_text_literally(app: Flask, hostile_site: StrictClient) -> None:
    pages = ["/assessments", *iter_addresses(app)]
    assert len(pages) > 10
    for address in pages:
        response = hostile_site.get(address, follow_redirects=True)
        assert response.status_code in (200, 404, 422), address
        tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(response.text)
        assert not [part for part in tree.iter() if any(str(key).startswith("on") for key in part.attrib)], address
        assert all(part.get("nonce") for part in tree.iter("script")), address
        assert not list(tree.iter("img")), address


def test_input_is_shown_as_typed(hostile_site: StrictClient) -> None:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(hostile_site.get("/assessments/1/check").text)
    text = " ".join("".join(tree.itertext()).split())
    for line in bidi_isolate(INPUT).splitlines():
        assert " ".join(line.split()) in text


def test_a_name_cannot_change_the_direction_of_surrounding_text(hostile_site: StrictClient) -> None:
    for address in ("/assessments", "/assessments/1", "/assessments/1/check", "/assessments/1/delete"):
        shown = hostile_site.get(address).text
        assert "\u202e" not in shown
        assert "‹U+202E›abc" in shown


@pytest.mark.parametrize("bad", FORBIDDEN_CHARACTER, ids=ascii)
def test_forms_reject_forbidden_characters(client: StrictClient, assessment_url: str, bad: str) -> None:
    typed = {"note": f"We met{bad} there", "evidence": f"In{bad} a drawer", "by": f"The{bad} head", "reason": ""}
    answer = client.send(f"{assessment_url}/questions/{QUESTION}", answer="none", then="continue", **typed)
    names = client.send("/assessments/new", council=f"Bor{bad}ough", service=f"Lib{bad}rary", name=f"Fi{bad}rst")
    for response, fields in ((answer, 3), (names, 3)):
        assert response.status_code == 422
        told = re.findall(rf"has a hidden character \(U\+{ord(bad):04X}\)", response.text)
        assert len(told) >= fields


def escape_character(sign: str) -> str:
    return f"\\u{ord(sign):04x}"


@pytest.mark.parametrize("bad", FORBIDDEN_CHARACTER, ids=ascii)
@pytest.mark.parametrize("field", FIELDS)
def test_files_of_answers_with_forbidden_characters_are_rejected_with_the_location(field: str, bad: str) -> None:
    head = "council: A\nservice: B\nprofile: {nation: england, stage: idea}\nanswers:\n"
    yaml = f'{head}  {QUESTION}:\n    answer: none\n    {field}: "one{escape_character(bad)}two"\n'
    cells: Mapping[str, str] = {"note": "", "evidence": "", "by": "", field: f"one{bad}two"}
    sheet = (
        "Part,Id,Answer,Not known,Does not apply because,Note,Evidence,Answered by\n"
        f"Question,{QUESTION},none,,,{cells['note']},{cells['evidence']},{cells['by']}\n"
    )
    for found, line in (
        (load_assessment(yaml.encode(), load_small_rules(), "a.yaml"), 7),
        (load_assessment(yaml.replace(escape_character(bad), bad).encode(), load_small_rules(), "a.yaml"), 7),
        (read_csv(sheet.encode(), load_small_rules(), "a.csv"), 2),
        (parse_json(f'{{\n"{field}": "one{escape_character(bad)}two"}}'.encode(), "a.json", limit=1000)[1], 2),
    ):
        assert isinstance(found, tuple)
        assert found[0].line == line
        assert "character" in found[0].message
