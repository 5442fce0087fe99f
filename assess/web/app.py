"""Build the Flask application."""

from flask import Flask
from flask_compress import Compress
from jinja2 import StrictUndefined
from markupsafe import Markup

from assess import resources
from assess.rendering.service import RenderService
from assess.rendering.worker_handle import create_workers
from assess.report.content.addresses import split_addresses
from assess.report.content.bidi import bidi_isolate
from assess.report.content.citations import strip_references
from assess.report.content.text import format_count, format_datetime, format_number, lower_first, round_score
from assess.settings import Settings, load_secret_key
from assess.storage.store import Store
from assess.web import static_pages
from assess.web.assessments import deleted, migrate, samples
from assess.web.assessments import views as assessments_views
from assess.web.components.govuk import render_component
from assess.web.components.widgets import sanitise
from assess.web.context import EXTENSION, Services
from assess.web.converters import register_number_converter
from assess.web.errors import register_error_handlers
from assess.web.layout import register_layout
from assess.web.plan import action_views, several
from assess.web.plan import views as plan_views
from assess.web.publishing import add_example, examples, publish, update, versions
from assess.web.publishing import impact as publishing_impact
from assess.web.questionnaire import profile, profile_check, questions, task_list
from assess.web.reference import papers, rules
from assess.web.reference import questions as reference_questions
from assess.web.repeated_forms import RepeatedForms, answer_repeated_forms
from assess.web.results import changes, download
from assess.web.results import verify as results_verify
from assess.web.results import views as results_views
from assess.web.rulebooks import Rulebooks
from assess.web.rules_editor import forms as rules_editor_forms
from assess.web.rules_editor import index as rules_editor_index
from assess.web.rules_editor import question_added
from assess.web.rules_editor import text as rules_editor_text
from assess.web.security import configure_security
from assess.web.services import views as services_views
from assess.web.shared.messages import get_messages
from assess.web.shared.text import quote_names
from assess.web.summary_refresher import SummaryRefresher

_COMPRESSED_TYPES = [
    "text/html",
    "text/css",
    "text/javascript",
    "text/csv",
    "image/svg+xml",
    "application/json",
    "application/yaml",
]
_TEMPLATE_DEFAULTS = {"errors": (), "back": ()}
"""Default values of the template variables that most pages do not set."""
_BLUEPRINT_MODULES = (
    static_pages,
    samples,
    reference_questions,
    papers,
    assessments_views,
    deleted,
    services_views,
    results_verify,
    profile,
    profile_check,
    task_list,
    questions,
    migrate,
    changes,
    results_views,
    plan_views,
    action_views,
    several,
    download,
    rules,
    rules_editor_index,
    rules_editor_forms,
    question_added,
    examples,
    add_example,
    rules_editor_text,
    publishing_impact,
    publish,
    versions,
    update,
)
"""One module for each blueprint, which the module calls `bp`."""


def create_app(settings: Settings, store: Store | None = None, renderer: RenderService | None = None) -> Flask:
    """Build the application for these settings, with a new store and renderer unless they are given."""
    app = Flask(__name__, template_folder=str(resources.find_folder("templates")))
    app.extensions[EXTENSION] = _build_services(settings, store, renderer)
    _configure_compression(app)
    configure_security(app, load_secret_key(settings.data))
    answer_repeated_forms(app, RepeatedForms())
    _configure_templates(app)
    register_layout(app)
    register_number_converter(app)
    _register_blueprints(app)
    register_error_handlers(app)
    return app


def _configure_compression(app: Flask) -> None:
    """Send text compressed to browsers that ask for it."""
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = ["gzip"]
    app.config["COMPRESS_MIMETYPES"] = _COMPRESSED_TYPES
    Compress(app)


def _build_services(settings: Settings, store: Store | None, renderer: RenderService | None) -> Services:
    """Build what the views need from outside the web: the settings, the store, the rules and the renderer."""
    store = store or Store(settings.database_url, may_create=not settings.has_secret_key)
    renderer = renderer or RenderService(create_workers(settings))
    rulebooks = Rulebooks(settings.rules, store)
    return Services(settings, store, rulebooks, renderer, SummaryRefresher(store, rulebooks))


def _configure_templates(app: Flask) -> None:
    """Configure Jinja: add filters and globals, and make undefined names an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        strip_references=strip_references,
        display_text=_display_text,
        field_value=sanitise,
        format_datetime=format_datetime,
        format_number=format_number,
        round_score=round_score,
        format_count=format_count,
        split_addresses=split_addresses,
        lower_first=lower_first,
        quote_names=quote_names,
    )
    app.jinja_env.globals.update(messages=get_messages, error_summary=_render_error_summary, **_TEMPLATE_DEFAULTS)


def _display_text(text: object) -> str:
    """Return user text that is safe to display inside other text: sanitised and isolated from its text direction."""
    return bidi_isolate(sanitise(text))


def _register_blueprints(app: Flask) -> None:
    """Register the blueprint of every module."""
    for module in _BLUEPRINT_MODULES:
        app.register_blueprint(module.bp)


def _render_error_summary(errors: list[tuple[str, str]]) -> Markup:
    """Render the error summary, each error linked to its field."""
    error_list = [{"text": text, "href": href} for text, href in errors]
    return render_component("error-summary", {"titleText": "There is a problem", "errorList": error_list})
