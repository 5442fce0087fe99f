"""Preparing on paper: the page where a paper is chosen, and the papers themselves."""

import io
import re
from collections.abc import Sequence

import docx
import pypdf
import pytest
from flask import Flask

from assess.rendering.models import FailureReason, Rendered, RenderFailed, RenderOutcome, RenderRequest
from assess.rendering.service import QueueFullError, RenderService
from assess.rendering.worker import render
from assess.web.context import get_services
from tests.web.conftest import StrictClient

LINKS = re.compile(r'href="((?:/assessments/1)?/paper/[^"]+)"')


class ScriptedWorker:
    """A worker that returns the given outcomes, or else renders in this process."""

    def __init__(self, answers: Sequence[RenderOutcome] = ()) -> None:
        self.answers = list(answers)

    def prepare(self) -> None: ...

    def render(self, request: RenderRequest) -> RenderOutcome:
        return self.answers.pop(0) if self.answers else Rendered(render(request))

    def stop(self) -> None: ...

    def terminate(self) -> None: ...


def use_worker(app: Flask, *answers: RenderOutcome) -> None:
    """Replace the worker processes by a fake worker."""
    renderer = get_services(app).renderer
    renderer.workers = [ScriptedWorker(answers)]
    renderer.wait_timeout = 60


def extract_text(content: bytes, form: str) -> str:
    if form == "docx":
        return " ".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def test_every_paper_is_listed_with_its_duration(client: StrictClient) -> None:
    page = client.get("/paper").text
    assert len(set(LINKS.findall(page))) == 2 * (1 + 2 + 1 + 2)
    assert "HR business partner" in page
    assert ">5 minutes<" in page
    assert "200 words a minute" in page


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_every_link_downloads_its_paper(client: StrictClient, app: Flask, form: str) -> None:
    use_worker(app)
    for link in sorted(set(LINKS.findall(client.get("/paper").text))):
        if link.endswith(form):
            response = client.get(link)
            assert response.status_code == 200
            assert "attachment" in response.headers["Content-Disposition"]
            assert "mutual" in extract_text(response.data, form)


def test_for_a_service_questions_ruled_out_by_its_facts_are_left_out(
    client: StrictClient, app: Flask, assessment_url: str
) -> None:
    use_worker(app)
    client.send(f"{assessment_url}/about", nation="england", stage="idea", members="0")
    page = client.get(f"{assessment_url}/paper").text
    assert "1 question is left out here" in page
    text = extract_text(client.get(f"{assessment_url}/paper/questionnaire.docx").data, "docx")
    assert "Borough of Sample: Libraries" in text
    assert "Has the pension fund" not in text
    assert "Has the pension fund" in extract_text(client.get("/paper/questionnaire.docx").data, "docx")


def test_the_file_name_describes_the_paper(client: StrictClient, app: Flask, assessment_url: str) -> None:
    use_worker(app)
    said = client.get(f"{assessment_url}/paper/part-pensions.pdf").headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="libraries-part-pensions-\d{4}-\d\d-\d\d\.pdf"', said)


@pytest.mark.parametrize("name", ["part-nothing.pdf", "brief-nobody.docx", "nothing.pdf", "questionnaire.txt"])
def test_an_unknown_paper_is_not_found(client: StrictClient, name: str) -> None:
    assert client.get(f"/paper/{name}").status_code == 404


def test_a_failed_paper_is_reported_with_an_alternative(client: StrictClient, app: Flask) -> None:
    use_worker(app, RenderFailed(FailureReason.ERROR, "for the log"))
    response = client.get("/paper/briefs.pdf")
    assert response.status_code == 500
    assert "The questionnaire could not be made" in response.text
    assert 'href="/paper"' in response.text
    assert client.get("/paper/briefs.pdf").status_code == 200


def test_a_slow_paper_has_a_waiting_page(client: StrictClient, app: Flask) -> None:
    use_worker(app)
    renderer = get_services(app).renderer
    renderer.wait_timeout, renderer.threads = 0, [*renderer.threads]
    renderer.start = lambda: None  # type: ignore[method-assign]  # nobody works
    response = client.get("/paper/briefs.pdf")
    assert response.status_code == 200
    assert response.headers["Refresh"] == "3"
    assert "Your questionnaire is being made" in response.text


def test_too_many_papers_at_once_are_rejected(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise QueueFullError

    monkeypatch.setattr(RenderService, "submit", full)
    response = client.get("/paper/briefs.pdf")
    assert response.status_code == 503
    assert "Too many reports are being made" in response.text


def test_the_start_page_and_the_paper_give_the_same_duration(client: StrictClient) -> None:
    times = re.findall(r"takes (about [^<]+?) if you know the answers", client.get("/").text)
    assert len(times) == 1
    assert f"It takes {times[0]} if" in client.get("/paper").text
