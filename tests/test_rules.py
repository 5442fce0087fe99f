"""The shipped rules: what is true of any good rules, whatever officers change in them.

These are the wishes of rules/README.md: plain sentences, sources, and a recommendation for every weak answer. Weights,
points, bands and conditions are for officers to choose. `assess check` lists mistakes and worked examples that come out
differently.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assess import resources
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.conditions import QuestionTest, compile_condition, iter_leaves
from assess.core.syntax.problems import Problem

SHIPPED_RULES = resources.find_folder("rules")
RUN_LENGTH = 10
"""Consecutive words that must not occur in any of the five articles with which the project began."""

COMMON_ABBREVIATIONS = {"VAT", "HR", "ICT", "NHS", "MP", "MPs", "UK", "GOV"}
"""Abbreviations that need no explanation."""

COURT_ABBREVIATIONS = {"EWCA", "UKSC"}
"""Abbreviations of the courts, used only in the neutral citation of a case."""

AMERICAN_SPELLING = re.compile(
    r"\b(?:\w+(?<!s)iz(?:e|ed|es|ing|ation|ations)|\w*(?:behavior|color|favor|labor|honor|neighbor)\w*"
    r"|centers?|programs?|fulfill|enroll|catalog|analyz\w+|defense|offense|judgments?|traveled|labeled|canceled"
    r"|modeled|gotten|toward)\b",
    re.IGNORECASE,
)

TextPath = tuple[str | int, ...]
Texts = list[tuple[TextPath, str]]


@cache
def load_shipped() -> Rulebook | tuple[Problem, ...]:
    """Load the shipped rules."""
    files = [(SHIPPED_RULES / name).read_bytes() for name in (READINESS_FILENAME, EVIDENCE_FILENAME)]
    return load_rulebook(*files)


def load_shipped_rulebook() -> Rulebook:
    """Return the shipped rules, or skip the test if they do not load, which another test reports."""
    loaded = load_shipped()
    if not isinstance(loaded, Rulebook):
        pytest.skip("the shipped rules do not load")
    return loaded


@pytest.fixture
def rulebook() -> Rulebook:
    return load_shipped_rulebook()


def iter_texts(value: Any, place: TextPath = ()) -> Iterator[tuple[TextPath, str]]:
    """Yield every text of a tree with its path."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from iter_texts(inner, (*place, key))
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from iter_texts(inner, (*place, index))


@pytest.fixture
def rule_texts(rulebook: Rulebook) -> Texts:
    """Every text of the rules with its path."""
    return list(iter_texts(rulebook.rules.model_dump(by_alias=True)))


@pytest.fixture
def evidence_texts(rulebook: Rulebook) -> Texts:
    """Every text of the sources and claims with its path."""
    return list(iter_texts(rulebook.evidence.model_dump(by_alias=True)))


@pytest.fixture
def own_texts(rule_texts: Texts, evidence_texts: Texts) -> Texts:
    """Every text of our own: a citation has the words of others."""
    return rule_texts + [each for each in evidence_texts if each[0][-1] in ("finding", "dated", "status_note")]


def iter_runs(text: str) -> Iterator[str]:
    """Yield every run of ten words; words are separated by anything that is neither letter nor digit."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())
    for start in range(len(words) - RUN_LENGTH + 1):
        yield " ".join(words[start : start + RUN_LENGTH])


def hash_run(run: str) -> str:
    """Return the first ten hexadecimal digits of the SHA-256 of a run, as in tests/seed_shingles.txt."""
    return hashlib.sha256(run.encode()).hexdigest()[:10]


def test_the_shipped_rules_load() -> None:
    loaded = load_shipped()
    assert isinstance(loaded, Rulebook), "\n".join(map(str, loaded))


def test_every_answer_but_the_best_leads_to_a_recommendation(rulebook: Rulebook) -> None:
    leaves = [leaf for each in rulebook.rules.recommendations for leaf in iter_leaves(compile_condition(each.when))]
    advised = {(leaf.question, option) for leaf in leaves if isinstance(leaf, QuestionTest) for option in leaf.options}
    weak = {
        (name, option.id)
        for name, each in rulebook.questions.items()
        for option in each.options
        if option.points < each.options[-1].points
    }
    assert weak - advised == set()


# ---- Sources ----


def test_every_question_finding_and_recommendation_cites_claims(rulebook: Rulebook) -> None:
    rules = rulebook.rules
    elsewhere = [(each.id, part.claims) for each in rules.recommendations for part in each.elsewhere]
    groups = (rulebook.questions.values(), rules.notices, rules.blockers, rules.warnings, rules.recommendations)
    citing = [(each.id, each.claims) for group in groups for each in group]
    assert [name for name, claims in (*citing, *elsewhere) if not claims] == []


def test_no_text_repeats_ten_words_in_a_row_of_the_five_articles(rule_texts: Texts, evidence_texts: Texts) -> None:
    known = set((Path(__file__).parent / "seed_shingles.txt").read_text("ascii").split())
    titles = {text for place, text in evidence_texts if place[0] == "sources" and place[-1] == "title"}
    samples = (SHIPPED_RULES.parent / "samples").glob("*.yaml")
    notes = [text for path in samples for text in path.read_text("utf-8").splitlines()]
    ours = [text for _, text in (*rule_texts, *evidence_texts) if text not in titles]
    assert len(known) > 3000
    assert notes
    assert [run for text in (*ours, *notes) for run in iter_runs(text) if hash_run(run) in known] == []


# ---- Wording ----


def item_path(place: TextPath) -> TextPath:
    """Return the path of the item a text belongs to: a question, a recommendation, a claim, a fact."""
    return place[:4] if place[0] == "sections" and len(place) > 4 else place[:2]


def test_every_abbreviation_is_spelt_out(rulebook: Rulebook, own_texts: Texts) -> None:
    terms = " ".join(term.term for term in rulebook.rules.glossary)
    whole: dict[TextPath, str] = {}
    for place, text in own_texts:
        whole[item_path(place)] = f"{whole.get(item_path(place), '')} {text}"
    bare = [
        (place, short)
        for place, text in whole.items()
        for short in re.findall(r"\b[A-Z]{2,}s?\b", text)
        if short not in COMMON_ABBREVIATIONS | COURT_ABBREVIATIONS
        and not (place[0] == "glossary" and short in terms)
        and not re.search(rf"[a-z] \({short}\)", text)
    ]
    assert bare == []


def test_every_abbreviation_that_is_spelt_out_is_in_the_glossary(rulebook: Rulebook, rule_texts: Texts) -> None:
    glossary = " ".join(term.term for term in rulebook.rules.glossary)
    spelled = {short.rstrip("s") for _, text in rule_texts for short in re.findall(r"\(([A-Z]{2,}s?)\)", text)}
    assert {short for short in spelled - COMMON_ABBREVIATIONS if short not in glossary} == set()


def test_spelling_is_british(own_texts: Texts) -> None:
    assert [(place, word) for place, text in own_texts for word in AMERICAN_SPELLING.findall(text)] == []


FULL_STOP = {"help", "why", "says", "lifted_by", "note", "steps", "done_when", "means", "meaning", "not_asked_because"}
NO_FULL_STOP = {"title", "label", "evidence", "takes", "name", "term"}


def field_of(place: TextPath) -> str:
    """Return the field that contains a text."""
    return str(next(part for part in reversed(place) if isinstance(part, str)))


def test_sentences_end_with_a_full_stop_and_labels_do_not(rule_texts: Texts, evidence_texts: Texts) -> None:
    sentences = [text for place, text in rule_texts if field_of(place) in FULL_STOP and text]
    labels = [text for place, text in rule_texts if field_of(place) in NO_FULL_STOP]
    findings = [text for place, text in evidence_texts if place[-1] in ("finding", "dated", "status_note") and text]
    assert [text for text in (*sentences, *findings) if not re.search(r"\.( \{[a-z0-9-]+\})?$", text)] == []
    assert [text for text in labels if text.endswith((".", ";", ","))] == []


def test_questions_end_with_a_question_mark_and_options_do_not(rulebook: Rulebook) -> None:
    questions = rulebook.questions.values()
    options = [option.text for question in questions for option in question.options]
    assert [question.text for question in questions if not question.text.endswith("?")] == []
    assert [text for text in options if text.endswith((".", "?", ",")) or not text[0].isupper()] == []


def test_texts_use_straight_quotes_single_spaces_and_no_shorthand(own_texts: Texts) -> None:
    shorthand = re.compile(r"[‘’“”…]|  |\betc\b(?!\. \(Amendment\))|\band/or\b|\be\.g\b|\bi\.e\b| - ")  # noqa: RUF001
    assert [(place, text) for place, text in own_texts if shorthand.search(text) or text != text.strip()] == []


def test_options_of_one_question_differ_in_text(rulebook: Rulebook) -> None:
    for question in rulebook.questions.values():
        assert len({option.text for option in question.options}) == len(question.options), question.id
