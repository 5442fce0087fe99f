"""Sample assessments: invented services in invented councils, each of which can be copied to the user's assessments."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assess import resources
from assess.core.interchange.answers_yaml import load_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.web.context import site
from assess.web.shared.text import plain

area = Blueprint("samples", __name__)


class Sample(NamedTuple):
    """A sample that is valid under the current rules."""

    name: str
    assessment: Assessment
    stage: str


@area.get("/samples")
def listed() -> str:
    """List the samples that are valid under the current rules."""
    samples = fitting_samples(site().rulebooks.in_force())
    return render_template(
        "pages/assessments/samples.html", samples=samples, back=("Your assessments", url_for("assessments.listed"))
    )


@area.post("/samples/<name>")
def try_out(name: str) -> Response:
    """Create an assessment from a sample."""
    found = next((one for one in fitting_samples(site().rulebooks.in_force()) if one.name == name), None)
    if found is None:
        abort(404)
    number = site().store.create("A sample to try", found.assessment, site().rulebooks.kept_in_force())
    flash("The sample is now one of your assessments. Change what you like; nothing here is about a real council.")
    return redirect(url_for("tasks.show", number=number), 303)


def fitting_samples(rulebook: Rulebook) -> tuple[Sample, ...]:
    """Return the samples that have no mistakes under these rules."""
    loaded = ((path, load_sample(path, rulebook)) for path in resources.samples())
    return tuple(
        Sample(path.stem, found, stage_of(rulebook, found)) for path, found in loaded if isinstance(found, Assessment)
    )


@lru_cache(200)
def load_sample(path: Path, rulebook: Rulebook) -> Assessment | None:
    """Load the assessment of a sample; None if it is not valid under the rules."""
    loaded = load_assessment(path.read_bytes(), rulebook, path.name)
    return loaded if isinstance(loaded, Assessment) else None


def stage_of(rulebook: Rulebook, assessment: Assessment) -> str:
    """Return the text of the stage that the sample's service has reached; empty if unknown."""
    stage = rulebook.stages.get(str(assessment.profile.get(STAGE)))
    return plain(stage.text) if stage else ""
