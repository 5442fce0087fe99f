"""Sample assessments: invented services in invented councils, each of which can be copied to the user's assessments."""

from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assess import resources
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.report.content.citations import strip_references
from assess.web.caching import cached_by_hash
from assess.web.context import services

bp = Blueprint("samples", __name__)


class Sample(NamedTuple):
    """A sample that is valid under the current rules."""

    name: str
    assessment: Assessment
    stage: str


@bp.get("/samples")
def list_samples() -> str:
    """List the samples that are valid under the current rules."""
    samples = _get_valid_samples(services().rulebooks.get_current())
    return render_template(
        "pages/assessments/samples.html",
        samples=samples,
        back=("Your assessments", url_for("assessments.list_assessments")),
    )


@bp.post("/samples/<name>")
def copy_sample(name: str) -> Response:
    """Create an assessment from a sample."""
    found = next((one for one in _get_valid_samples(services().rulebooks.get_current()) if one.name == name), None)
    if found is None:
        abort(404)
    number = services().store.create_assessment(
        "A sample to try", found.assessment, services().rulebooks.get_current_stored()
    )
    flash("The sample has been added to your assessments. Change anything you like: it is not about a real council.")
    return redirect(url_for("task_list.show", number=number), 303)


def _get_valid_samples(rulebook: Rulebook) -> tuple[Sample, ...]:
    """Return the samples that have no mistakes under these rules."""
    loaded = ((path, _load_sample(path, rulebook)) for path in resources.list_samples())
    return tuple(
        Sample(path.stem, found, _get_sample_stage(rulebook, found))
        for path, found in loaded
        if isinstance(found, Assessment)
    )


@cached_by_hash(200)
def _load_sample(path: Path, rulebook: Rulebook) -> Assessment | None:
    """Load the assessment of a sample; None if it is not valid under the rules."""
    loaded = load_assessment(path.read_bytes(), rulebook, path.name)
    return loaded if isinstance(loaded, Assessment) else None


def _get_sample_stage(rulebook: Rulebook, assessment: Assessment) -> str:
    """Return the text of the stage that the sample's service has reached; empty if unknown."""
    stage = rulebook.stages.get(str(assessment.profile.get(STAGE)))
    return strip_references(stage.text) if stage else ""
