"""Every “Find” of the site finds a name without its accents, apostrophes and capitals."""

import pytest
from flask import Flask

from assess.core.model.assessment import Answer, Assessment
from assess.storage.store import Store
from assess.web.context import get_services
from assess.web.rules_editor import index
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import submit_form

FINDS = ("/assessments", "/services", "/rules/draft/list/role")
SEARCHES = ("Pennaeth Môn St Mary’s", "pennaeth mon", "MON PENNAETH", "st mary's", "st marys", "Mo\u0302n")


@pytest.fixture(autouse=True)
def every_list_can_be_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "SEARCH_THRESHOLD", 0)


@pytest.fixture
def named(client: StrictClient, app: Flask, store: Store) -> StrictClient:
    """A site where something is called “Pennaeth Môn St Mary’s” in each list, and something else is there too."""
    rules = get_services(app).rulebooks.get_current_stored()
    for service in ("Pennaeth Môn St Mary’s", "Parks"):
        answers = {"fund-list": Answer(option="none")}
        store.create_assessment(
            "First", Assessment("Testham", service, {"nation": "wales", "stage": "idea"}, answers), rules
        )
        submit_form(client, "/rules/draft/new/role", title=service)
    return client


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("path", FINDS)
def test_a_name_is_found_however_it_is_typed(named: StrictClient, path: str, search: str) -> None:
    found = named.get(path, query_string={"find": search}).text.split("</form>")[1]
    assert "Pennaeth Môn St Mary’s" in found
    assert "Parks" not in found


def test_no_other_page_has_a_find(named: StrictClient, app: Flask) -> None:
    paths = [
        str((rule.build({"number": 1, "kind": "role"}, append_unknown=False) or ("", ""))[1])
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= {"number", "kind"}
    ]
    pages = {path: named.get(path, query_string={"find": "parks"}).data for path in paths}
    assert sorted(path for path, page in pages.items() if b'name="find"' in page) == sorted(FINDS)
