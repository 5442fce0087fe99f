"""Put the web application together."""

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
from assess.web import (
    about,
    assessments,
    changes,
    checking,
    moving,
    pages,
    papers,
    questions,
    reading,
    reports,
    results,
    rules,
    samples,
    tasks,
)
from assess.web.addresses import limit_numbers
from assess.web.components import rendered
from assess.web.context import EXTENSION, Site
from assess.web.draft import assessment_examples, editing, examples, hub, impacts, publish, rules_text, versions
from assess.web.errors import add_errors
from assess.web.filling import Filler
from assess.web.frame import add_frame
from assess.web.plan import actions, overview
from assess.web.rulebooks import Rulebooks
from assess.web.security import secure
from assess.web.services import listing
from assess.web.widgets import shown
from assess.web.wording import plain

NOTHING = {"errors": (), "back": ()}
"""What templates may ask for and most pages do not have."""
AREAS = (
    pages, samples, reading, papers, assessments, listing, checking, about, tasks, questions, moving, changes, results,
    overview, actions, reports, rules, hub, editing, examples, assessment_examples, rules_text, impacts, publish,
    versions,
)  # fmt: skip
"""One module for each area of the site; each has a blueprint called `area`."""


def create_app(settings: Settings, store: Store | None = None, press: Press | None = None) -> Flask:
    """Make the application for these settings; the store is opened and the press set up unless they are given."""
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
    """Let templates say things, and stop them where they name what is not there."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        plain=plain, shown=typed, moment=moment, number=number, whole=whole, counted=counted, within=within
    )
    app.jinja_env.globals.update(messages=messages, error_summary=error_summary, **NOTHING)


def typed(text: object) -> str:
    """Give a text that somebody typed as it may stand among the words of a page."""
    return isolated(shown(text))


def add_areas(app: Flask) -> None:
    """Register every area of the site."""
    for module in AREAS:
        app.register_blueprint(module.area)


def messages() -> list[tuple[str, str]]:
    """Give what is to be said once: `message` for what was done, another word for what was not, and the sentence."""
    return cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))


def error_summary(errors: list[tuple[str, str]]) -> Markup:
    """Give the summary of what is wrong, each line leading to its field."""
    listed = [{"text": text, "href": href} for text, href in errors]
    return rendered("error-summary", {"titleText": "There is a problem", "errorList": listed})


def moment(when: datetime) -> str:
    """Say a moment in the time of this computer: `22 November 2026, 14:05`."""
    local = when.astimezone()
    return f"{day(local.date())}, {local:%H:%M}"
