"""The shipped rules: what every sentence, weight and condition in them must satisfy."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from assess import resources
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Blocker, Notice, Question, Recommendation, WarningRule
from assess.core.scoring.conditions import QuestionTest, compile_condition, iter_leaves
from assess.core.scoring.evaluate import evaluate

RULES = resources.find_folder("rules")
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


def load_shipped() -> Rulebook:
    found = load_rulebook((RULES / "readiness.yaml").read_bytes(), (RULES / "evidence.yaml").read_bytes())
    assert isinstance(found, Rulebook), "\n".join(map(str, found))
    return found


RULEBOOK = load_shipped()
QUESTIONS = list(RULEBOOK.questions.values())


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


RULE_TEXTS = list(iter_texts(RULEBOOK.rules.model_dump(by_alias=True)))
EVIDENCE_TEXTS = list(iter_texts(RULEBOOK.evidence.model_dump(by_alias=True)))
OWN_TEXTS = RULE_TEXTS + [each for each in EVIDENCE_TEXTS if each[0][-1] in ("finding", "dated", "status_note")]
"""Every text of our own: a citation has the words of others."""


def iter_runs(text: str) -> Iterator[str]:
    """Yield every run of ten words; words are separated by anything that is neither letter nor digit."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())
    for start in range(len(words) - RUN_LENGTH + 1):
        yield " ".join(words[start : start + RUN_LENGTH])


def hash_run(run: str) -> str:
    """Return the first ten hexadecimal digits of the SHA-256 of a run, as in tests/seed_shingles.txt."""
    return hashlib.sha256(run.encode()).hexdigest()[:10]


def list_subjects(rule: Blocker | WarningRule) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the questions and options that a blocker or warning names."""
    for leaf in iter_leaves(compile_condition(rule.when)):
        if isinstance(leaf, QuestionTest):
            yield leaf.question, tuple(sorted(leaf.options))


def worst_options(questions: list[Question]) -> set[tuple[str, tuple[str, ...]]]:
    """Return each question with only its worst option."""
    return {(question.id, (question.options[0].id,)) for question in questions}


def test_the_shipped_rules_load_without_a_problem() -> None:
    assert RULEBOOK.id == "mutual-readiness"
    assert len(RULEBOOK.rules.examples) >= 8


# ---- Judgements recorded in docs/decisions/0001 ----


def test_section_weights_match_the_decision_record() -> None:
    assert {section.id: section.weight for section in RULEBOOK.rules.sections} == {
        "procurement": 20,
        "pensions": 15,
        "staff": 15,
        "finance": 15,
        "culture": 10,
        "accountability": 10,
        "leadership": 8,
        "options-appraisal": 7,
    }


def test_bands_and_points_match_the_decision_record() -> None:
    assert {band.id: band.from_ for band in RULEBOOK.rules.bands} == {"not-ready": 0, "on-course": 40, "ready": 70}
    assert {tuple(option.points for option in question.options) for question in QUESTIONS} == {(0, 1, 2, 3)}
    assert {question.weight for question in QUESTIONS} == {1, 2, 3, 4, 5}


def test_every_section_asks_at_least_five_questions() -> None:
    assert [section.id for section in RULEBOOK.rules.sections if len(section.questions) < 5] == []


def test_every_blocker_caps_at_the_first_band_and_names_the_worst_answer_alone() -> None:
    named = [subject for blocker in RULEBOOK.rules.blockers for subject in list_subjects(blocker)]
    assert {blocker.caps_at for blocker in RULEBOOK.rules.blockers} == {"not-ready"}
    assert set(named) <= worst_options(QUESTIONS)
    assert len(named) == len(set(named)) == len(RULEBOOK.rules.blockers) - 1  # one depends on the profile alone


def test_no_question_of_a_blocker_may_be_not_applicable() -> None:
    named = {question for blocker in RULEBOOK.rules.blockers for question, _ in list_subjects(blocker)}
    assert {name for name in named if RULEBOOK.questions[name].may_not_apply} == set()


def test_warnings_are_the_worst_answers_of_heavy_questions_that_do_not_block() -> None:
    blocking = {question for blocker in RULEBOOK.rules.blockers for question, _ in list_subjects(blocker)}
    heavy = [question for question in QUESTIONS if question.weight >= 4 and question.id not in blocking]
    assert {subject for warning in RULEBOOK.rules.warnings for subject in list_subjects(warning)} == worst_options(
        heavy
    )
    assert len(RULEBOOK.rules.warnings) == len(heavy)


NOT_BEST = [(question.id, option.id) for question in QUESTIONS for option in question.options[:-1]]


@pytest.mark.parametrize(("question", "option"), NOT_BEST)
def test_every_answer_but_the_best_leads_to_a_recommendation(question: str, option: str) -> None:
    profile = {"nation": "england", "stage": "transition", "sector": "libraries"}
    result = evaluate(RULEBOOK, profile, {question: Answer(option=option)})
    assert any((question, option) in advice.because for advice in result.recommendations)


# ---- Sources ----


def test_every_finding_and_recommendation_cites_claims() -> None:
    rules = RULEBOOK.rules
    advising: list[Question | Notice | WarningRule | Recommendation]
    advising = [*QUESTIONS, *rules.notices, *rules.blockers, *rules.warnings, *rules.recommendations]
    elsewhere = [(each.id, part) for each in rules.recommendations for part in each.elsewhere]
    assert [each.id for each in advising if not each.claims] == []
    assert [name for name, part in elsewhere if not part.claims] == []


def test_every_claim_is_cited_and_every_source_has_a_date_of_checking() -> None:
    whole = RULEBOOK.rules.model_dump_json(by_alias=True)
    assert [claim.id for claim in RULEBOOK.evidence.claims if not re.search(rf"\b{claim.id}\b", whole)] == []
    assert [source.id for source in RULEBOOK.evidence.sources if source.checked_on is None] == []


def test_the_claim_that_could_not_be_checked_is_not_used() -> None:
    assert "caut-im-02" not in RULEBOOK.claims


def test_no_text_repeats_ten_words_in_a_row_of_the_five_articles() -> None:
    known = set((Path(__file__).parent / "seed_shingles.txt").read_text("ascii").split())
    titles = {text for place, text in EVIDENCE_TEXTS if place[0] == "sources" and place[-1] == "title"}
    notes = [text for path in resources.list_samples() for text in path.read_text("utf-8").splitlines()]
    ours = [text for _, text in (*RULE_TEXTS, *EVIDENCE_TEXTS) if text not in titles]
    assert len(known) > 3000
    assert [run for text in (*ours, *notes) for run in iter_runs(text) if hash_run(run) in known] == []


# ---- Wording ----


def item_path(place: TextPath) -> TextPath:
    """Return the path of the item a text belongs to: a question, a recommendation, a claim, a fact."""
    return place[:4] if place[0] == "sections" and len(place) > 4 else place[:2]


def test_every_abbreviation_is_spelt_out() -> None:
    terms = " ".join(term.term for term in RULEBOOK.rules.glossary)
    whole: dict[TextPath, str] = {}
    for place, text in OWN_TEXTS:
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


def test_every_abbreviation_that_is_spelt_out_is_in_the_glossary() -> None:
    glossary = " ".join(term.term for term in RULEBOOK.rules.glossary)
    spelled = {short.rstrip("s") for _, text in RULE_TEXTS for short in re.findall(r"\(([A-Z]{2,}s?)\)", text)}
    assert {short for short in spelled - COMMON_ABBREVIATIONS if short not in glossary} == set()


def test_spelling_is_british() -> None:
    assert [(place, word) for place, text in OWN_TEXTS for word in AMERICAN_SPELLING.findall(text)] == []


FULL_STOP = {"help", "why", "says", "lifted_by", "note", "steps", "done_when", "means", "meaning", "not_asked_because"}
NO_FULL_STOP = {"title", "label", "evidence", "takes", "name", "term"}


def field_of(place: TextPath) -> str:
    """Return the field that contains a text."""
    return str(next(part for part in reversed(place) if isinstance(part, str)))


def test_sentences_end_with_a_full_stop_and_labels_do_not() -> None:
    sentences = [text for place, text in RULE_TEXTS if field_of(place) in FULL_STOP and text]
    labels = [text for place, text in RULE_TEXTS if field_of(place) in NO_FULL_STOP]
    findings = [text for place, text in EVIDENCE_TEXTS if place[-1] in ("finding", "dated", "status_note") and text]
    assert [text for text in (*sentences, *findings) if not re.search(r"\.( \{[a-z0-9-]+\})?$", text)] == []
    assert [text for text in labels if text.endswith((".", ";", ","))] == []


def test_questions_end_with_a_question_mark_and_options_do_not() -> None:
    options = [option.text for question in QUESTIONS for option in question.options]
    assert [question.text for question in QUESTIONS if not question.text.endswith("?")] == []
    assert [text for text in options if text.endswith((".", "?", ",")) or not text[0].isupper()] == []


def test_texts_use_straight_quotes_single_spaces_and_no_shorthand() -> None:
    shorthand = re.compile(r"[‘’“”…]|  |\betc\b(?!\. \(Amendment\))|\band/or\b|\be\.g\b|\bi\.e\b| - ")  # noqa: RUF001
    assert [(place, text) for place, text in OWN_TEXTS if shorthand.search(text) or text != text.strip()] == []


def test_options_of_one_question_differ_in_text_and_id() -> None:
    for question in QUESTIONS:
        assert len({option.text for option in question.options}) == len(question.options) == 4
        assert len({option.id for option in question.options}) == 4
