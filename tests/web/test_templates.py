from collections.abc import Callable

import pytest
from flask import Flask
from jinja2 import Environment, UndefinedError

from assess.report.html.render import get_environment
from assess.web.components import govuk
from assess.web.shared.pagination import Pagination

ENVIRONMENTS: dict[str, Callable[[Flask], Environment]] = {
    "pages": lambda app: app.jinja_env,
    "components": lambda _: govuk.environment,
    "report": lambda _: get_environment(),
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
@pytest.mark.parametrize(
    "source",
    [
        "{{ page.lost }}",
        "{{ page['lost'] }}",
        "{% if page.lost %}{% endif %}",
        "{% for each in page.lost %}{% endfor %}",
        "{{ page.lost | default('') }}",
        "{{ [page] | map(attribute='lost') | list }}",
    ],
)
def test_a_template_that_asks_for_a_lost_attribute_fails_in_tests(app: Flask, name: str, source: str) -> None:
    template = ENVIRONMENTS[name](app).from_string(source)
    with pytest.raises(UndefinedError, match="Pagination has no attribute 'lost'"):
        template.render(page=Pagination(1, 50, 0))
