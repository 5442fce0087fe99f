"""Render GOV.UK Frontend components through their own Jinja macros.

The macros are slow, so output that does not change is rendered once: components without user input are cached,
and forms are split into fragments (see `fragments`).
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from assess import resources

_CACHE_SIZE = 2000

environment = Environment(
    loader=ChoiceLoader(
        [
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            FileSystemLoader(resources.find_folder("templates")),
        ]
    ),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=ChainableUndefined,  # the macros read parameters that are not set
)


def _get_macro_name(component: str) -> str:
    """Return the name of a component's macro, such as `govukErrorSummary` for `error-summary`."""
    return "govuk" + "".join(word.capitalize() for word in component.split("-"))


@lru_cache
def _load_macro(component: str) -> Any:
    """Load the macro that renders a component."""
    module = environment.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    return getattr(module, _get_macro_name(component))


def mark_safe(markup: str) -> Markup:
    """Mark text as safe, because our own templates built and escaped it."""
    return Markup(markup)  # noqa: S704 - the only place that marks text as safe


def render_component(component: str, params: Mapping[str, Any]) -> Markup:
    """Render a component without caching; text parameters are escaped, `html` parameters are not."""
    return mark_safe(str(_load_macro(component)(params)).strip())


def render_cached(component: str, params: Mapping[str, Any]) -> Markup:
    """Render a component whose parameters contain no user input, and cache the result."""
    return _render_from_json(component, json.dumps(params))


@lru_cache(_CACHE_SIZE)
def _render_from_json(component: str, params: str) -> Markup:
    """Render a component from its parameters as JSON, which can be a cache key."""
    return render_component(component, json.loads(params))
