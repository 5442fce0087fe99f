"""The change that README.md gives as an example passes, whichever way an officer makes it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.storage.store import Store
from tests import frozen
from tests.web.conftest import StrictClient
from tests.web.publishing.test_publish import PUBLISH, RELEASE_NOTES
from tests.web.rules_editor.form_filling import fill_form, submit_form
from tests.web.rules_editor.test_forms import WEIGHTS

TEXT = "/rules/text/readiness"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The folder of a frozen copy of the shipped rules."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for name, content in frozen.read_rules_files().items():
        (folder / name).write_bytes(content)
    return folder


def edit_on_disk(client: StrictClient, rules: Path) -> None:
    client.get("/rules")  # the rules as they were are in force
    file = rules / "readiness.yaml"
    file.write_bytes(frozen.raise_weight(file.read_bytes()))


def edit_in_a_form(client: StrictClient, rules: Path) -> None:
    assert rules.is_dir()
    assert submit_form(client, WEIGHTS, barrier__1__weight="30").status_code == 303


def edit_the_text(client: StrictClient, rules: Path) -> None:
    text = frozen.raise_weight((rules / "readiness.yaml").read_bytes()).decode()
    assert client.post(TEXT, data=fill_form(client, TEXT) | {"text": [text]}).status_code == 303


def upload_a_file(client: StrictClient, rules: Path) -> None:
    data = {name: values[0] for name, values in fill_form(client, TEXT).items() if name in ("csrf_token", "seen")}
    content = io.BytesIO(frozen.raise_weight((rules / "readiness.yaml").read_bytes()))
    answer = client.post(f"{TEXT}/send", data={**data, "file": (content, "readiness.yaml")})
    assert answer.status_code == 303


@pytest.mark.parametrize("edit", [edit_on_disk, edit_in_a_form, edit_the_text, upload_a_file])
def test_a_weight_of_20_becomes_30_without_a_question(
    client: StrictClient, store: Store, rules: Path, edit: Callable[[StrictClient, Path], None]
) -> None:
    edit(client, rules)
    page = client.get(PUBLISH).text
    assert "The weight of the barrier Procurement went from 20 to 30" in page
    assert "worked examples come out as before." in page
    assert "and are brought up to date when you publish." in page
    assert submit_form(client, PUBLISH, **RELEASE_NOTES).location == "/rules"
    assert store.list_publications()[0].release.version == "1.0.1"
    written = (rules / "readiness.yaml").read_text("utf-8")
    assert "weight: 30" in written
    assert "Version 1.0.1 is in force." in client.get("/rules").text
    assert store.load_draft_state().draft is None
