"""Build the Flask application."""

from datetime import datetime
from typing import cast

from flask import Flask, get_flashed_messages
from jinja2 import StrictUndefined
from markupsafe import Markup

from assess import resources
from assess.rendering.service import Press
from assess.rendering.worker_handle import printers_for
from assess.report.content.bidi import isolated
from assess.report.content.text import counted, day, number, whole, within
from assess.settings import Settings, secret_key
from assess.storage.store import Store
from assess.web import static_pages
from assess.web.assessments import migrate, samples
from assess.web.assessments import views as assessments_views
from assess.web.components.govuk import rendered
from assess.web.components.widgets import shown
from assess.web.context import EXTENSION, Site
from assess.web.converters import limit_numbers
from assess.web.errors import add_errors
from assess.web.layout import add_frame
from assess.web.plan import action_views
from assess.web.plan import views as plan_views
from assess.web.questionnaire import profile, questions, task_list
from assess.web.reference import papers, rules
from assess.web.reference import questions as reference_questions
from assess.web.results import changes, download
from assess.web.results import verify as results_verify
from assess.web.results import views as results_views
from assess.web.rulebooks import Rulebooks
from assess.web.rules_editor import add_example, examples, publish, versions
from assess.web.rules_editor import forms as rules_editor_forms
from assess.web.rules_editor import impact as rules_editor_impact
from assess.web.rules_editor import index as rules_editor_index
from assess.web.rules_editor import text as rules_editor_text
from assess.web.security import secure
from assess.web.services import views as services_views
from assess.web.shared.text import plain
from assess.web.summary_refresher import Filler

NOTHING = {"errors": (), "back": ()}
"""Default values of the template variables that most pages do not set."""
AREAS = (
    static_pages, samples, reference_questions, papers, assessments_views, services_views, results_verify, profile, task_list, questions, migrate, changes, results_views,
    plan_views, action_views, download, rules, rules_editor_index, rules_editor_forms, examples, add_example, rules_editor_text, rules_editor_impact, publish,
    versions,
)  # fmt: skip
"""One module for each blueprint, which the module calls `bp`."""


def create_app(settings: Settings, store: Store | None = None, press: Press | None = None) -> Flask:
    """Build the application for these settings, with a new store and renderer unless they are given."""
    app = Flask(__name__, template_folder=str(resources.folder("templates")))
    store = store or Store(settings.database)
    press = press or Press(printers_for(settings))
    rulebooks = Rulebooks(settings.rules, store)
    app.extensions[EXTENSION] = Site(settings, store, rulebooks, press, Filler(store, rulebooks))
    secure(app, secret_key(settings.data))
    add_words(app)
    add_frame(app)
    limit_numbers(app)
    add_areas(app)
    add_errors(app)
    return app


def add_words(app: Flask) -> None:
    """Configure Jinja: add filters and globals, and make undefined names an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        plain=plain, shown=typed, moment=moment, number=number, whole=whole, counted=counted, within=within
    )
    app.jinja_env.globals.update(messages=messages, error_summary=error_summary, **NOTHING)


def typed(text: object) -> str:
    """Return user text that is safe to display inside other text: sanitised and isolated from its text direction."""
    return isolated(shown(text))


def add_areas(app: Flask) -> None:
    """Register the blueprint of every module."""
    for module in AREAS:
        app.register_blueprint(module.area)


def messages() -> list[tuple[str, str]]:
    """Return the flashed messages as (category, text) pairs; the category `message` marks a success."""
    return cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))


def error_summary(errors: list[tuple[str, str]]) -> Markup:
    """Render the error summary, each error linked to its field."""
    listed = [{"text": text, "href": href} for text, href in errors]
    return rendered("error-summary", {"titleText": "There is a problem", "errorList": listed})


def moment(when: datetime) -> str:
    """Format a date and time in the local time zone, such as `22 November 2026, 14:05`."""
    local = when.astimezone()
    return f"{day(local.date())}, {local:%H:%M}"
