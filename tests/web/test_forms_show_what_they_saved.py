"""No form loses or changes anything: what is stored is shown, and saving it as it is shown changes nothing.

The forms come from the URL map and from the pages. One that is added later fails here until it is covered.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.plan import FIRST_DAY, LAST_DAY, Action, ActionState
from assess.core.syntax.yaml_writer import format_yaml
from assess.core.validation.labels import get_node
from assess.releases.service import PublishingService
from assess.storage.records import PROFILE_PAGE, compute_etag
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from assess.web.context import get_services
from assess.web.rules_editor import index as rules_editor_index
from assess.web.rules_editor.documents import get_url_name
from assess.web.rules_editor.draft import parse_document
from assess.web.rules_editor.entity_types.choices import iter_paths
from assess.web.rules_editor.entity_types.entities import ENTITY_TYPES
from assess.web.rules_editor.entity_types.fields import FieldSpec, WidgetKind
from assess.web.rules_editor.entity_types.models import EntityType
from tests.web.conftest import StrictClient
from tests.web.shown_forms import Sent, ShownForm, find_form, iter_typed, read_forms

each_example = settings(max_examples=4, suppress_health_check=[*HealthCheck])
"""The site is the same for all examples; each writes what it reads anew."""

characters = some.characters(exclude_categories=["Cs"]).filter(lambda each: not FORBIDDEN_CHARACTERS.match(each))
words = some.text(characters | some.sampled_from("\n\r \t\u00a0&<\"'’=•#:-א\u202e\u200b\ue000\ue001"), max_size=20)
some_words = some.text(some.sampled_from("abc é’\u00a0"), max_size=10).map("A{}".format)


MORE_RULES = b"""warnings:
  - {id: late, when: {question: fund-told, is: [told]}, says: It is late., lifted_by: Ask again., claims: [law-1]}
contradictions:
  - id: told-and-none
    when: {all: [{question: fund-told, is: [told]}, {question: fund-list, is: [none]}]}
    says: The fund has been told without a list.
"""


class Site:
    """The site under test, with two assessments of a service and a draft of the rules."""

    def __init__(self, client: StrictClient, app: Flask, store: Store) -> None:
        self.client, self.app, self.store = client, app, store
        files = self.publishing.get_current_release().files
        self.draft = files._replace(readiness=files.readiness + MORE_RULES)

    @property
    def publishing(self) -> PublishingService:
        return get_services(self.app).rulebooks.publishing

    def build_path(self, rule: Rule, values: dict[str, Any]) -> str:
        return str((rule.build(values, append_unknown=False) or ("", ""))[1])

    def create(self, assessment: Assessment, name: str = "First") -> int:
        return self.store.create_assessment(name, assessment, get_services(self.app).rulebooks.get_current_stored())

    def renew(self, path: str) -> str:
        """Return the address of the same page in a new assessment, and begin the draft of the rules anew."""
        self.write_rules(self.draft)
        number = self.create(Assessment("Borough of Sample", "Libraries", PROFILE, ANSWERS))
        self.store.save_page_draft(number, PROFILE_PAGE, LEFT)
        return path.replace("/assessments/1/", f"/assessments/{number}/")

    def read_rules(self) -> RulesFiles:
        draft = self.store.load_draft_state().draft
        assert draft
        return draft.files

    def write_rules(self, files: RulesFiles) -> None:
        self.publishing.save_draft(files, self.store.load_draft_state().revision)

    def post(self, path: str, sent: Sent) -> TestResponse:
        return self.client.post(path, data=MultiDict(sent))

    def save_as_shown(self, path: str) -> TestResponse:
        """Save the form of a page as it is shown, with its first button."""
        form = find_form(self.client.get(path).text)
        return self.post(path, [*form.send_as_shown(), *form.button])


PROFILE: Profile = {"nation": "england", "stage": "idea", "members": 12}
LEFT = {"members": "many", "seen": compute_etag(PROFILE)}
"""The facts as a form of version 0.1 left them, with a mistake."""
ANSWERS = {"fund-told": Answer("not-contacted"), "fund-list": Answer("none")}


@pytest.fixture
def site(client: StrictClient, app: Flask, store: Store, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(rules_editor_index, "SEARCH_THRESHOLD", 0)
    found = Site(client, app, store)
    for name in ("First", "Second"):
        found.create(Assessment("Borough of Sample", "Libraries", PROFILE, ANSWERS), name)
        found.store.save_page_draft(1, PROFILE_PAGE, LEFT)
    found.write_rules(found.draft)
    return found


def list_entity_pages() -> tuple[str, ...]:
    """Return the address of one form for each kind of thing in the rules, and for a new one of each."""
    named = {"section": "pensions", "question": "fund-told", "recommendation": "write", "blocker": "fund-unasked"}
    named |= {"notice": "wales", "role": "hr", "fact": "nation", "derived": "reservable", "case": "reservable.1"}
    named |= {
        "contradiction": "told-and-none",
        "warning": "late",
        "difference": "write.1",
        "term": "asset-lock",
        "source": "act",
        "claim": "law-1",
    }
    return tuple(f"/rules/draft/{kind}/{named.get(kind, 'all')}" for kind in ENTITY_TYPES)


def list_new_entity_pages() -> tuple[str, ...]:
    parents = {"question": "?in=pensions", "case": "?in=reservable", "difference": "?in=write"}
    kinds = [name for name, each in ENTITY_TYPES.items() if each.list_keys and each.is_growable]
    return tuple(f"/rules/draft/new/{kind}{parents.get(kind, '')}" for kind in kinds)


POST_FORMS = {
    "assessment_examples.add": ("/assessments/1/example",),
    "assessments.create": ("/assessments/new",),
    "assessments.save_names": ("/assessments/1/rename",),
    "actions.save": ("/assessments/1/plan/actions/write", "/assessments/1/plan/actions/vote"),
    "entities.create": list_new_entity_pages(),
    "entities.update": list_entity_pages(),
    "profile.save": ("/assessments/1/about",),
    "profile.save_page": ("/assessments/1/about/1",),
    "publish.publish": ("/rules/publish",),
    "questions.save": ("/assessments/1/questions/fund-told", "/assessments/1/questions/fund-list"),
    "several_actions.save": ("/assessments/1/plan/several",),
    "rules_text.update": ("/rules/text/readiness", "/rules/text/evidence"),
}
"""The views of forms with something to fill in, and the pages that show these forms."""
GET_FORMS = {
    "assessments.list_assessments": "/assessments?find=a",
    "changes.show": "/assessments/1/changes",
    "draft.list_entities": "/rules/draft/list/claim",
    "plan.show": "/assessments/1/plan",
    "reports.download": "/assessments/1/report",
    "services.list_services": "/services",
    "versions.compare": "/rules/compare",
}
FILE_FORMS = {"assessments.import_file", "changes.show_with_file", "rules_text.upload", "verification.verify"}
"""The views of forms with nothing but a file, which no page can show again."""
CHOICE_FORMS = {"update.save"}
"""The view of a form that saves nothing of its own (see tests/web/publishing/test_update.py)."""
BUTTONS = {
    "actions.clear",
    "assessments.copy",
    "assessments.delete_now",
    "deleted.remove_now",
    "deleted.undo",
    "draft.drop_now",
    "draft.ignore_disk",
    "draft.import_from_disk",
    "draft.rebase",
    "draft.restore_previous",
    "entities.remove_now",
    "impact.start",
    "migration.migrate",
    "plan.drop_carried",
    "questions.clear",
    "samples.copy_sample",
    "verification.create_assessment",
    "versions.restore",
}
"""The views of forms with nothing to fill in."""


def test_every_view_that_takes_a_form_is_covered(app: Flask) -> None:
    posts = [rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert sorted(posts) == sorted([*POST_FORMS, *FILE_FORMS, *CHOICE_FORMS, *BUTTONS])


def visit_every_page(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of a page for every view that shows one."""
    values = {"number": 1, "question": "fund-told", "recommendation": "write", "version": "1.0.0"}
    values |= {"kind": "claim", "section": "pensions"}
    for rule in site.app.url_map.iter_rules():
        names = ("privacy", "readiness", "law-1") if rule.arguments & {"name", "filename"} else ("",)
        is_known = rule.arguments <= {*values, "name", "filename"} and not rule.endpoint.endswith(".wait")
        for name in names if is_known and "GET" in (rule.methods or ()) else ():
            with suppress(ValueError, NotFound):  # no such page has this name
                site.app.url_map.bind("localhost").match(
                    path := site.build_path(rule, {**values, "name": name, "filename": name})
                )
                response = site.client.get(path)
                if response.mimetype == "text/html" and response.status_code == 200:
                    yield path, response.text


def find_endpoint(site: Site, path: str, form: ShownForm) -> str:
    """Return the view that a form is sent to."""
    target = urlsplit(form.action or path).path
    endpoint, _ = site.app.url_map.bind("localhost").match(target, method=form.method.upper())
    return str(endpoint)


def test_every_form_of_every_page_is_covered(site: Site) -> None:
    site.store.save_answer(1, "fund-told", Answer("told"))
    pages = [*visit_every_page(site), *((path, site.client.get(path).text) for path in GET_FORMS.values())]
    pages += [(path, site.client.get(path).text) for paths in POST_FORMS.values() for path in paths]
    forms = [(find_endpoint(site, path, form), form) for path, page in pages for form in read_forms(page)]
    filled_in = {(form.method, endpoint) for endpoint, form in forms if form.visible}
    assert filled_in == {("post", each) for each in POST_FORMS} | {("get", each) for each in GET_FORMS}
    files = {endpoint for endpoint, form in forms if any(each.kind == "file" for each in form.controls)}
    assert files == FILE_FORMS


answers = some.builds(
    Answer,
    option=some.none() | some.sampled_from(["none", "checked"]),
    note=words,
    evidence=words,
    by=words,
) | some.builds(Answer, dont_know=some.just(True), does_not_apply=some.just(""), note=words) | some.builds(
    Answer, does_not_apply=some_words, evidence=words
)  # fmt: skip
actions = some.builds(
    Action,
    owner=words,
    due=some.none() | some.dates(FIRST_DAY, LAST_DAY),
    state=some.sampled_from(ActionState),
    reason=words,
)
profiles = some.fixed_dictionaries(
    {"nation": some.sampled_from(["england", "wales"]), "stage": some.sampled_from(["idea", "business-case"])},
    optional={
        "members": some.just("unknown") | some.integers(0, 10**15 - 1),
        "budget": some.just("unknown") | some.integers(0, 10**15 - 1),
        "union": some.sampled_from(["yes", "no", "unknown"]),
    },
)


@each_example
@given(answer=answers)
def test_an_answer_survives(site: Site, answer: Answer) -> None:
    number = site.create(Assessment("X", "Y", PROFILE, {"fund-list": answer}))
    before = site.store.load_assessment(number).assessment
    path = f"/assessments/{number}/questions/fund-list"
    saved = site.save_as_shown(path)
    is_answered = bool(answer.option or answer.dont_know or answer.does_not_apply)
    assert saved.status_code == (303 if is_answered else 422)
    assert site.store.load_assessment(number).assessment == before
    later = [*find_form(site.client.get(path).text).send_as_shown(), ("then", "later")]
    assert site.post(path, later).status_code == 303
    assert site.store.load_assessment(number).assessment == before


@each_example
@given(profile=profiles)
def test_a_profile_survives(site: Site, profile: dict[str, str | int]) -> None:
    number = site.create(Assessment("X", "Y", profile))
    assert site.save_as_shown(f"/assessments/{number}/about/1").status_code == 303
    assert site.store.load_assessment(number).assessment.profile == profile


@each_example
@given(action=actions)
def test_an_action_survives(site: Site, action: Action) -> None:
    number = site.create(Assessment("X", "Y", PROFILE, ANSWERS, plan={"write": action}))
    before = site.store.load_assessment(number).assessment.plan
    saved = site.save_as_shown(f"/assessments/{number}/plan/actions/write")
    assert saved.status_code == (303 if before else 422)
    assert site.store.load_assessment(number).assessment.plan == before


@each_example
@given(council=words, service=words, name=words)
def test_names_survive(site: Site, council: str, service: str, name: str) -> None:
    assume(all(any(part.isprintable() and not part.isspace() for part in each) for each in (council, service, name)))
    number = site.create(Assessment(council, service), name)
    before = site.store.load_assessment(number)
    assert site.save_as_shown(f"/assessments/{number}/rename").status_code == 303
    after = site.store.load_assessment(number)
    assert (after.assessment, after.name) == (before.assessment, before.name)


leaves = some.sampled_from([
    {"question": "fund-told", "is": ["told", "agreed"]},
    {"question": "gone", "is": []},
    {"question": "ballot"},
    {"profile": "nation", "is": ["wales"]},
    {"profile": "members", "above": "3", "at_most": "many"},
    {"section": "pensions", "below": "50"},
    {"not": {"profile": "union", "is": ["no"]}},
    {"question": "fund-told", "is": "told"},
    "told",
    {},
])  # fmt: skip
conditions = some.recursive(
    leaves,
    lambda parts: (
        some.dictionaries(some.sampled_from(["all", "any", "not"]), some.lists(parts, max_size=3), max_size=1)
        | parts.map(lambda part: {"not": part})
    ),
    max_leaves=5,
)
values = words | some.lists(words, max_size=3) | some.sampled_from(["", "true", "3", "2026-11-22", [], "law-1"])


def draw_thing(file: Any, kind: EntityType, name: str, data: some.DataObject) -> Any:
    """Return a rules file in which some fields of a thing, and of its parts, hold other values or none."""
    tree = deepcopy(file)
    paths = iter_paths(tree, kind.list_keys) if kind.path is None else [kind.path]
    thing = next(
        get_node(tree, path) for path in paths if kind.path is not None or get_url_name(kind, tree, path) == name
    )
    draw_fields(thing, kind.fields, kind.id_key, data)
    if kind.sub_items:
        parts = thing[kind.sub_items.key] if kind.sub_items.key else thing
        for part in parts.values() if kind.sub_items.is_table else parts:
            draw_fields(part, kind.sub_items.fields, "id", data)
    return tree


def draw_fields(thing: Any, fields: Sequence[FieldSpec], id_key: str, data: some.DataObject) -> None:
    free = [each for each in fields if each.key != id_key]
    for spec in data.draw(some.lists(some.sampled_from(free), max_size=2)) if free else ():
        thing[spec.key] = data.draw(conditions if spec.widget is WidgetKind.CONDITION else values)


@each_example
@given(data=some.data())
@pytest.mark.parametrize("path", list_entity_pages())
def test_a_thing_of_the_rules_survives(site: Site, path: str, data: some.DataObject) -> None:
    kind = ENTITY_TYPES[path.split("/")[3]]
    files = dict(zip((READINESS_FILENAME, EVIDENCE_FILENAME), site.draft, strict=True))
    tree: Any = parse_document(files[kind.file], kind.file).tree
    drawn = draw_thing(tree, kind, path.split("/")[4], data)
    site.write_rules(RulesFiles(**{
        name.removesuffix(".yaml"): format_yaml(drawn).encode() if name == kind.file else content
        for name, content in files.items()
    }))  # fmt: skip
    before = site.read_rules()
    assert site.save_as_shown(path).status_code == 303
    assert site.read_rules() == before
    assert "Nothing was changed." in site.client.get(path).text


@each_example
@given(content=some.binary(max_size=20) | some.lists(words, max_size=6).map("\n".join).map(str.encode))
@pytest.mark.parametrize("file", ["readiness", "evidence"])
def test_the_text_of_a_file_survives(site: Site, file: str, content: bytes) -> None:
    site.write_rules(site.read_rules()._replace(**{file: content}))
    before = site.read_rules()
    assert site.save_as_shown(f"/rules/text/{file}").status_code == 303
    assert site.read_rules() == before


def draw_filled_in(form: ShownForm, data: some.DataObject) -> Sent:
    """Return what a form sends after somebody has filled it in; radio buttons once chosen stay chosen."""
    sent: Sent = []
    for control in form.controls:
        values_sent = control.values
        if control.kind in ("line", "area"):
            typed = data.draw(words | some.sampled_from([*control.values, "7", "2027"]))
            values_sent = (" ".join(typed.splitlines()) if control.kind == "line" else typed.replace("\n", "\r\n"),)
        elif control.kind == "one" and not control.name.endswith("-add"):  # what is added is a field of its own
            choices = some.sampled_from(control.offered).map(lambda value: (value,))
            values_sent = data.draw(choices if control.values else choices | some.just(()))
        elif control.kind == "any":
            ticked = data.draw(some.sets(some.sampled_from(control.offered)))
            values_sent = tuple(each for each in control.offered if each in ticked)
        sent += [(control.name, value) for value in values_sent]
    return sent


@each_example
@given(data=some.data())
@pytest.mark.parametrize("path", [path for paths in POST_FORMS.values() for path in paths])
def test_what_was_typed_is_stored_or_shown_again(site: Site, path: str, data: some.DataObject) -> None:
    path = site.renew(path)
    form = find_form(site.client.get(path).text)
    sent = draw_filled_in(form, data)
    response = site.post(path, [*sent, *form.button])
    if response.status_code in (200, 422):  # what was typed to find something is looked for first
        shown = find_form(response.text).send_as_shown()
        assert sorted(iter_typed(shown, form)) == sorted(iter_typed(sent, form))
    else:
        assert response.status_code == 303
        assert site.client.get(response.location, follow_redirects=True).status_code == 200


UNFINISHED = [path for view in ("questions.save", "profile.save", "actions.save") for path in POST_FORMS[view]]
"""The pages that can be left with mistakes."""


@each_example
@given(data=some.data())
@pytest.mark.parametrize("path", UNFINISHED)
def test_a_page_that_was_left_with_mistakes_is_shown_as_it_was(site: Site, path: str, data: some.DataObject) -> None:
    path = site.renew(path)
    form = find_form(site.client.get(path).text)
    sent = draw_filled_in(form, data)
    assert site.post(path, [*sent, ("then", "later")]).status_code == 303
    page = site.client.get(path).text
    if "You left this" in page:
        assert sorted(iter_typed(find_form(page).send_as_shown(), form)) == sorted(iter_typed(sent, form))


@each_example
@given(data=some.data())
@pytest.mark.parametrize("path", [*POST_FORMS["entities.create"], *POST_FORMS["entities.update"]])
def test_a_thing_that_was_filled_in_survives(site: Site, path: str, data: some.DataObject) -> None:
    path = site.renew(path)
    form = find_form(site.client.get(path).text)
    response = site.post(path, draw_filled_in(form, data))
    assume(response.status_code == 303)
    before = site.read_rules()
    assert site.save_as_shown(response.location).status_code == 303
    assert site.read_rules() == before


@each_example
@given(data=some.data())
@pytest.mark.parametrize("path", GET_FORMS.values())
def test_what_was_chosen_is_shown_again(site: Site, path: str, data: some.DataObject) -> None:
    form = next(each for each in read_forms(site.client.get(path).text) if each.method == "get")
    sent = draw_filled_in(form, data)
    page = site.client.get(urlsplit(path).path, query_string=MultiDict(sent)).text
    shown = [name_and_text for each in read_forms(page) for name_and_text in iter_typed(each.send_as_shown(), form)]
    assert sorted(shown) == sorted(iter_typed(sent, form))


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "html", "docx"])
@pytest.mark.parametrize("plan", [{}, {"write": Action("Head of finance")}], ids=["no plan", "a plan"])
def test_a_report_of_the_form_as_shown_leaves_nothing_out(site: Site, form: str, plan: dict[str, Action]) -> None:
    number = site.create(Assessment("X", "Y", PROFILE, ANSWERS, plan=plan))
    page = find_form(site.client.get(f"/assessments/{number}/report").text, f"/assessments/{number}/report/file", "get")
    chosen = {"form": form, "answers": "with", "status": "draft"}
    sent = [(name, chosen.get(name, value)) for name, value in page.send_as_shown() if name != "answers"]
    site.store.save_action(number, "vote", Action("Head of HR"))  # on another page, before the report is asked for
    report = site.client.get(page.action, query_string=MultiDict([*sent, ("answers", "with")]))
    assert report.status_code == 200
    assert "extract" not in report.headers["Content-Disposition"]
