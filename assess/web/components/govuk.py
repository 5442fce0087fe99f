"""Render GOV.UK Frontend components through their own Jinja macros.

The macros are slow, so what does not change is rendered once: components without typed text are remembered,
and forms are cut into fragments (see `fragments`).
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from assess import resources

REMEMBERED = 2000

environment = Environment(
    loader=ChoiceLoader(
        [
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            FileSystemLoader(resources.folder("templates")),
        ]
    ),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=ChainableUndefined,  # the macros ask for parameters that were not given
)


def macro_name(component: str) -> str:
    """Give the macro of a component: `error-summary` has `govukErrorSummary`."""
    return "govuk" + "".join(word.capitalize() for word in component.split("-"))


@lru_cache
def macro(component: str) -> Any:
    """Give the macro that renders a component."""
    module = environment.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    return getattr(module, macro_name(component))


def trusted(markup: str) -> Markup:
    """Mark text as markup that our own templates made and escaped."""
    return Markup(markup)  # noqa: S704 - the one place where it is said


def rendered(component: str, params: Mapping[str, Any]) -> Markup:
    """Render a component anew; texts are escaped, `html` parameters are not."""
    return trusted(str(macro(component)(params)).strip())


def govuk(component: str, params: Mapping[str, Any]) -> Markup:
    """Render a component whose parameters hold nothing that was typed, or give it as it was rendered before."""
    return remembered(component, json.dumps(params))


@lru_cache(REMEMBERED)
def remembered(component: str, params: str) -> Markup:
    """Render a component once for each set of parameters."""
    return rendered(component, json.loads(params))
