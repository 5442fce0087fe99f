"""Everything that is rejected, as a file on disk, a form, an uploaded file and pasted text.

Each way reports all problems with their locations, keeps what was typed, and leaves the current rules untouched.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import MAX_FILE_BYTES, decode_text
from assess.settings import Settings
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from assess.web.app import create_app
from assess.web.rules_editor.index import MAX_LISTED
from assess.web.rules_editor.text import compute_file_etag
from assess.web.shared.text import quote_names
from tests.core import invalid_rules_files
from tests.core.invalid_rules_files import FOLDER, VALID_FILES
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import fill_form, parse_form, submit_form

INVALID_FILES = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.startswith("good."))


class EditorSite:
    """An application on the valid rules, whose draft, files and pages are inspected."""

    def __init__(self, folder: Path) -> None:
        self.rules = folder / "rules"
        self.rules.mkdir()
        (folder / "data").mkdir()
        self.write(RulesFiles(*VALID_FILES))
        settings = Settings(folder / "data", self.rules)
        self.store = Store(settings.database_url)
        app: Flask = create_app(settings, self.store)
        app.testing, app.test_client_class = True, StrictClient
        self.publishing = app.extensions["assess"].rulebooks.publishing
        self.client = app.test_client()
        self.before = self.client.get("/rules/readiness.yaml").data
        self.token = parse_form(self.client.get("/rules/text/readiness").text)["csrf_token"][0]

    def write(self, files: RulesFiles) -> None:
        for name, content in zip((READINESS_FILENAME, EVIDENCE_FILENAME), files, strict=True):
            (self.rules / name).write_bytes(content)

    def from_disk(self, name: str, content: bytes) -> int:
        (self.rules / f"{name}.yaml").write_bytes(content)
        return self.client.get("/rules/draft").status_code

    def upload(self, name: str, content: bytes) -> int:
        return self.upload_response(name, content).status_code

    def upload_response(self, name: str, content: bytes) -> TestResponse:
        """Upload a file as a browser does."""
        fields = {"csrf_token": self.token, "seen": compute_file_etag(getattr(VALID_FILES, name))}
        parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields]
        head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.yaml"\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + b"\r\n--x--\r\n"
        return self.client.post(f"/rules/text/{name}/send", data=body, content_type="multipart/form-data; boundary=x")

    def paste(self, name: str, content: bytes) -> int:
        text = content.decode("utf-8").replace("\n", "\r\n")
        fields = {"csrf_token": self.token, "seen": compute_file_etag(getattr(VALID_FILES, name)), "text": text}
        return self.client.post(f"/rules/text/{name}", data=fields).status_code

    def stored_draft(self) -> RulesFiles | None:
        found = self.store.load_draft_state().draft
        return found.files if found else None

    def reset(self) -> None:
        """Discard the draft and restore the files on disk."""
        self.write(RulesFiles(*VALID_FILES))
        self.publishing.delete_draft(self.store.load_draft_state().revision)

    def unreported(self, name: str, problems: tuple[Problem, ...]) -> list[str]:
        """Return the problems that no page lists with their locations."""
        page = unescape(self.client.get(f"/rules/text/{name}").text)
        other = [each for each in problems[:MAX_LISTED] if Path(each.file).stem != name]
        listed = self.client.get("/rules/draft").text.split('id="problems"')[1].split("</ul>")[0] if other else ""
        missing = [] if listed.count("<li>") >= len(other) else ["problems of the other file"]
        return missing + [
            str(each)
            for each in problems[:MAX_LISTED]
            if each not in other
            and (
                quote_names(each.message) not in page
                or f'/rules/text/{Path(each.file).stem}/lines#L{each.line}"' not in page
            )
        ]

    def find_errors(self, way: str, path: Path) -> list[str]:
        """Submit an invalid file in one way, and return everything that is not as it should be."""
        files = RulesFiles(*invalid_rules_files.complete_files(path.read_bytes()))
        name = "readiness" if files.evidence == VALID_FILES.evidence else "evidence"
        problems = load_rulebook(*files)
        assert isinstance(problems, tuple), path.stem
        code = getattr(self, way)(name, getattr(files, name))
        found = [] if code in (200, 303) and self.stored_draft() == files else [f"{path.stem} was answered {code}"]
        found += self.unreported(name, problems) if way == "from_disk" else []  # one page shows every draft
        found += [] if self.store.load_latest_number() == 1 else [f"{path.stem} was published"]
        self.reset()
        return found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[EditorSite]:
    made = EditorSite(tmp_path)
    yield made
    made.store.close()


def is_text(path: Path) -> bool:
    """Return whether an invalid file is text that a browser can send; others are rejected with the reason."""
    content = path.read_bytes()
    return not isinstance(decode_text(content, READINESS_FILENAME, MAX_FILE_BYTES), Problem) and b"\r" not in content


TEXTS = [path for path in INVALID_FILES if is_text(path)]
NOT_TEXTS = [path for path in INVALID_FILES if not is_text(path)]


@pytest.mark.parametrize("way", ["from_disk", "upload", "paste"])
def test_every_invalid_file_is_kept_and_reports_all_its_problems(place: EditorSite, way: str) -> None:
    assert len(TEXTS) > 140
    assert [wrong for path in TEXTS for wrong in place.find_errors(way, path)] == []
    assert place.client.get("/rules/readiness.yaml").data == place.before


def test_a_file_that_is_not_text_is_rejected_as_such(place: EditorSite) -> None:
    assert 3 <= len(NOT_TEXTS) < 8
    for path in NOT_TEXTS:
        content = path.read_bytes()
        problem = decode_text(content, READINESS_FILENAME, MAX_FILE_BYTES)
        if isinstance(problem, Problem):
            answer = place.upload_response("readiness", content)
            assert answer.status_code == 422
            assert f"The file was not accepted. Line {problem.line}: {quote_names(problem.message)}" in unescape(
                answer.text
            )
            place.write(RulesFiles(content, VALID_FILES.evidence))
            assert quote_names(problem.message) in unescape(place.client.get("/rules").text)
            place.reset()
    assert place.client.get("/rules/readiness.yaml").data == place.before


def test_a_file_that_is_too_large_is_rejected_in_every_way_and_stays_on_the_page(place: EditorSite) -> None:
    large = VALID_FILES.readiness + b"# more\n" * 300_000
    assert place.upload("readiness", large) == 422
    assert place.from_disk("readiness", large) == 200
    assert "The file is larger than 2 MB" in place.client.get("/rules").text
    place.reset()
    fields = {"csrf_token": place.token, "seen": compute_file_etag(VALID_FILES.readiness), "text": large.decode()}
    answer = place.client.post("/rules/text/readiness", data=fields, follow_redirects=True)
    assert "larger than 2 MB" in unescape(answer.text)
    assert "# more\n# more" in answer.text


QUESTION, BLOCKER = "/rules/draft/question/fund-told", "/rules/draft/blocker/fund-unasked"
LIMITS = "/rules/draft/limits/all"
WRITE, WALES = "/rules/draft/recommendation/write", "/rules/draft/notice/wales"
BOTH = {"when__1__is": ["england"], "when__2__of": "profile:nation", "when__2__was": "", "when__2__is": ["wales"]}
DEEP = {f"when-2{'-1' * level}-join": "all" for level in range(4)}
DEEPEST = {"when-2-1-1-1-1-of": "profile:nation", "when-2-1-1-1-1-was": "", "when-2-1-1-1-1-is": "wales"}
INVALID_INPUT: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("/rules/draft/bands/all", {"band__1__from": "5"}, "#band-1-from", "The first band must start at 0"),
    ("/rules/draft/bands/all", {"band__2__from": "0"}, "#band-2-from", "The start of band 2 must be more than 0,"),
    ("/rules/draft/bands/all", {"band__2__from": "101"}, "#band-2-from", "The start of band 2 must be 100 or less"),
    ("/rules/draft/bands/all", {"band__2__from": " "}, "#band-2-from", "Enter where band 2 starts"),
    ("/rules/draft/bands/all", {"band__2__label": " "}, "#band-2-label", "Enter the label of band 2"),
    (LIMITS, {"needs": "high"}, "#needs", "Choose a band below the highest"),
    (LIMITS, {"score_from": "0"}, "#score_from", "The number of questions must be 1 or more."),
    (LIMITS, {"score_from": "9"}, "#score_from", "The number of questions must be 3 or less,"),
    ("/rules/draft/weights/all", {"barrier__1__weight": "0"}, "#barrier-1-weight", "Weight of “Pensions” must be 1"),
    ("/rules/draft/weights/all", {"barrier__1__weight": "020"}, "#barrier-1-weight", "must be a whole number"),
    ("/rules/draft/weights/all", {"barrier__1__weight": ""}, "#barrier-1-weight", "Enter the weight of “Pensions”"),
    ("/rules/draft/heading/all", {"version": "1.0"}, "#version", "Version must be three numbers"),
    ("/rules/draft/heading/all", {"effective_from": "31.11.2026"}, "#effective_from", "Date must be a real date"),
    ("/rules/draft/heading/all", {"effective_from": "29/1/27"}, "#effective_from", "Date must include a year of 4"),
    ("/rules/draft/source/act", {"issued": "29-Jan-27"}, "#issued", "Date must include a year of 4 numbers"),
    (QUESTION, {"weight": "-1"}, "#weight", "The weight must be a whole number in figures, such as 3"),
    (
        QUESTION,
        {"answer__3__points": "0", "answer__2__points": "1"},
        "#answer-3-points",
        "Answer 3 must not have fewer",
    ),
    (QUESTION, {"answer__2__points": "0", "answer__3__points": "0"}, "#answer-3-points", "The best answer must have"),
    (QUESTION, {"answer__1__points": "1"}, "#answer-1-points", "Answer 1 must have 0 points"),
    (QUESTION, {"answer__2__text": ""}, "#answer-2-text", "Enter what answer 2 says, or remove answer 2"),
    (
        QUESTION,
        {"answer__2__remove": "yes", "answer__3__remove": "yes"},
        "#answer-2-text",
        "Enter at least two answers",
    ),
    (QUESTION, {"claims": "law-1\r\nlaw-9"}, "#claims", "What was chosen here is no longer in the rules."),
    (QUESTION, {"why": "It must {law-9}."}, "#why", "There is no finding with the short name {law-9}."),
    (QUESTION, {"why": "It must {."}, "#why", "There is a single { in this text."),
    (QUESTION, {"evidence": ""}, "#evidence", "Enter at least one thing that would prove the answer"),
    (QUESTION, {"ask": ["hr", "hr", ""]}, "#ask", "Choose each only once"),
    (QUESTION, {"ask": ["", "", ""]}, "#ask", "Choose at least one role to ask"),
    (QUESTION, {"not_asked_because": ""}, "#not_asked_because", "Enter what to say to those who are not asked"),
    (
        QUESTION,
        {"may_not_apply": "true"},
        "#may_not_apply",
        "A question that a blocker names cannot be said not to apply.",
    ),
    (QUESTION, {"needs__business-case": "agreed"}, "#needs", "Say first what a missing need does"),
    (QUESTION, {"block__says": " "}, "#block-says", "Enter what the result then says"),
    (QUESTION, {"block__lifted_by": " "}, "#block-lifted_by", "Enter what would lift the blocker"),
    (BLOCKER, {"when__1__is": ["agreed"]}, "#when-1", "The best answer cannot be among these."),
    (BLOCKER, {"when__1__is": ["told"]}, "#when-1", "Select the worst answers, from the first without a gap"),
    (BLOCKER, {"when__1__is": []}, "#when-1", "Select at least one answer, or remove this condition"),
    (BLOCKER, {"when__1__not": "not"}, "#when-1", "Only facts can be reversed"),
    (BLOCKER, {"claims": ""}, "#claims", "Choose at least one finding"),
    (BLOCKER, {"caps_at": "lwo"}, "#caps_at", "What was chosen here is no longer in the rules."),
    (BLOCKER, {"caps_at": ""}, "#caps_at", "Choose the highest band while it is true"),
    (WRITE, {"lead": "nobody"}, "#lead", "What was chosen here is no longer in the rules."),
    (WRITE, {"lead": ""}, "#lead", "Choose who leads it"),
    (WRITE, {"steps": ""}, "#steps", "Enter at least one step"),
    (WALES, {"when__join": "all", **BOTH}, "#when", "This can never be true."),
    (WALES, {"when__1__is": ["walse"]}, "#when-1", "Something is selected that is no longer offered."),
    (WALES, {"when__1__of": "question:ballot", "when__1__is": ["won"]}, "#when-1", "You can only choose facts here."),
    (WALES, {"when__join": "all", **DEEP, **DEEPEST}, "#when", "Groups are nested 6 deep, and 4 is the limit."),
    ("/rules/draft/derived/reservable", {"row__1__is": ""}, "#row-1-is", "Choose the value of “England”"),
    ("/rules/draft/case/reservable.1", {"is": "perhaps"}, "#is", "What was chosen here is no longer in the rules."),
    ("/rules/draft/fact/stage", {"answer__1__short": "x" * 41}, "#answer-1-short", "must be 40 characters or fewer"),
    ("/rules/draft/source/act", {"superseded_by": "act"}, "#superseded_by", "A source cannot be superseded by itself."),
    ("/rules/draft/source/act", {"checked_on": "2026-02-30"}, "#checked_on", "Checked on must be a real date"),
    ("/rules/draft/source/act", {"checked_on": "1 March 2062"}, "#checked_on", "Checked on must not be in the future"),
    ("/rules/draft/source/act", {"issued": "2062"}, "#issued", "Date must not be in the future"),
    ("/rules/draft/source/act", {"title": ""}, "#title", "Enter the title of the source"),
    (
        "/rules/draft/claim/law-1",
        {"source": "nothing"},
        "#source",
        "What was chosen here is no longer in the rules.",
    ),
    ("/rules/draft/claim/law-1", {"source": ""}, "#source", "Choose the source, or add one"),
)
"""A form, the input, where the page reports the error, and part of the message."""


@pytest.mark.parametrize(("path", "typed", "at", "word"), INVALID_INPUT)
def test_invalid_form_input_is_kept_and_reported_at_its_field(  # noqa: PLR0917 - fixtures
    client: StrictClient, store: Store, path: str, typed: dict[str, Any], at: str, word: str
) -> None:
    before = client.get("/rules/readiness.yaml").data
    assert submit_form(client, path, **typed).status_code == 303
    assert store.load_draft_state().draft is not None
    page = unescape(client.get(path).text)
    summary = re.findall(r'<a href="([^"]+)">([^<]+)</a>', page.split("<form", 1)[0])
    assert [sentence for address, sentence in summary if at in address and word in sentence], summary
    assert client.get("/rules/readiness.yaml").data == before
    assert store.load_latest_number() == 1


def test_a_question_required_by_a_blocker_is_reported_at_the_blocker_too(client: StrictClient) -> None:
    submit_form(client, QUESTION, may_not_apply="true")
    page = unescape(client.get(BLOCKER).text)
    assert 'href="#when-1">An officer can say that this question does not apply, so it cannot be a blocker.' in page


def test_yaml_syntax_is_plain_text_in_a_form(client: StrictClient) -> None:
    for typed in ("&a Ask", "*a", "!!python/object:os.system x", "<<: x", "---", "[a", "# a", "- a: b", "yes"):
        assert submit_form(client, QUESTION, help=typed).status_code == 303
        assert "There is a problem" not in client.get(QUESTION).text, typed
        assert fill_form(client, QUESTION)["help"] == [typed]


def test_form_input_too_large_for_a_file_is_rejected_and_stays_on_the_page(client: StrictClient, store: Store) -> None:
    answer = submit_form(client, QUESTION, help="many words " * 190_000)
    assert answer.status_code == 422
    assert "larger than 2 MB" in answer.text
    assert "many words many words" in answer.text
    assert store.load_draft_state().draft is None
