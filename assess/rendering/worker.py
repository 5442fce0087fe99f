"""What a worker process does that renders reports: it warms up, and answers each request with a report or a failure."""

import gc
from collections.abc import Callable
from functools import partial
from threading import Lock

from cachetools import LRUCache, cached

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.rendering.limits import ResourceLimits, run_limited
from assess.rendering.models import RenderOutcome, RenderRequest
from assess.report.build import render_report
from assess.report.paper.build import render_paper
from assess.report.paper.content import QuestionnaireContext, build_questionnaire_context
from assess.report.pdf.render import warm_up
from assess.workers import limit_memory


def initialise(limits: ResourceLimits) -> Callable[[RenderRequest], RenderOutcome]:
    """Limit the process, warm it up, and return the function that answers a request."""
    limit_memory(limits.megabytes)
    warm_up(limits.colour)
    gc.collect()
    gc.freeze()
    gc.disable()  # a report leaves much garbage, which `SubprocessWorker` collects after it is sent
    return partial(run_limited, limits, render)


def render(request: RenderRequest) -> bytes:
    """Render a report, a questionnaire or a brief."""
    if request.paper:
        return _render_requested_paper(request)
    return render_report(
        load_valid_rulebook(*request.rules.items()),
        request.assessment,
        request.options,
        request.rules,
        request.load_baseline(),
    )


def _render_requested_paper(request: RenderRequest) -> bytes:
    """Render a questionnaire or a brief."""
    rulebook, day = load_valid_rulebook(*request.rules.items()), request.options.day
    blank = QuestionnaireContext(rulebook, day, request.assessment.council)
    context = build_questionnaire_context(rulebook, request.assessment, day) if request.assessment.service else blank
    return render_paper(context, request.paper, request.options.form, request.options.look.colour)


@cached(LRUCache(4), lock=Lock())
def load_valid_rulebook(*files: tuple[str, bytes]) -> Rulebook:
    """Load rules that were validated before.

    Raises `ValueError` if they are invalid.
    """
    loaded = load_rulebook(*dict(files).values())
    if isinstance(loaded, tuple):
        raise ValueError(str(loaded[0]))
    return loaded
