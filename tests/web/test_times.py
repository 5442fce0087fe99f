"""Every page that prints a day or a time prints it in British time, wherever the server runs."""

import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from assess.local_time import set_time_zone
from assess.settings import Settings
from assess.storage.store import Store
from tests.web.conftest import StrictClient
from tests.web.test_every_form import change_rules, list_addresses

LATE_IN_THE_EVENING = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
"""Half past midnight of the next day in London, and noon in the zone of the server."""
TIME = re.compile(r"\d+ \w+ 2026(?:,| at) \d\d:\d\d")
DAY = re.compile(r"\d+ July 2026")


@pytest.fixture(autouse=True)
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server whose zone is thirteen hours ahead of London."""
    with monkeypatch.context() as context:
        context.setenv("TZ", "FAR-13")
        set_time_zone(os.environ)
        yield
    time.tzset()


@pytest.fixture
def store(settings: Settings, empty_database: Path) -> Iterator[Store]:
    """A store in which everything happens late in one evening."""
    shutil.copy(empty_database, settings.data / empty_database.name)
    opened = Store(settings.database_url, lambda: LATE_IN_THE_EVENING)
    yield opened
    opened.close()


@pytest.fixture
def pages(app: Flask, client: StrictClient, assessment_url: str, rules: Path, store: Store) -> dict[str, str]:
    """A page of every view, with two assessments, a deleted one, a report, two versions of the rules and a draft."""
    store.save_snapshot(store.load_assessment(1))
    client.send(f"{assessment_url}/questions/fund-told", answer="not-contacted")
    client.send("/assessments/new", council="Borough of Sample", service="Libraries", name="Second")
    client.send("/assessments/new", council="Borough of Sample", service="Parks", name="Third")
    client.send("/assessments/3/delete")
    client.get("/assessments")  # which shows once that it was deleted
    change_rules(client, rules)
    urls = app.url_map.bind("localhost")
    shown = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    found = {rule.endpoint: find_page(client, list_addresses(urls, rule)) for rule in shown}
    return {"a deleted assessment": client.get("/assessments/3").text} | found


def find_page(client: StrictClient, addresses: Iterable[str]) -> str:
    """Return the first page that is shown at one of the addresses; empty if there is none."""
    answers = (client.get(address) for address in addresses)
    return next((each.text for each in answers if each.mimetype == "text/html" and each.status_code < 300), "")


def test_every_time_on_every_page_is_british(pages: dict[str, str]) -> None:
    times = {endpoint: set(TIME.findall(page)) for endpoint, page in pages.items() if TIME.search(page)}
    days = {endpoint: set(DAY.findall(page)) for endpoint, page in pages.items() if DAY.search(page)}
    assert set().union(*times.values()) == {"2 July 2026, 00:30", "2 July 2026 at 00:30", "1 August 2026, 00:30"}
    assert set().union(*days.values()) == {"2 July 2026"}
    assert {
        "assessments.manage",
        "changes.show",
        "deleted.list_deleted",
        "draft.contents",
        "rules.show_rules",
        "versions.list_versions",
        "versions.show",
        "a deleted assessment",
    } <= times.keys()
    assert {"assessments.list_assessments", "services.list_services"} <= days.keys()
