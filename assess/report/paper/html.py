"""The papers as HTML, from which the PDF is rendered."""

from markupsafe import Markup

from assess.report.html.render import get_environment, load_style_sheet, replace_unprintable
from assess.report.paper.models import Briefs, Questionnaire


def render_paper_html(paper: Questionnaire | Briefs, colour: str) -> str:
    """Render a paper as an HTML page in the council's colour."""
    name = "questionnaire" if isinstance(paper, Questionnaire) else "briefs"
    template = get_environment().get_template(f"report/paper/{name}.html")
    page: str = template.render(paper=paper, sheet=Markup(load_style_sheet()), colour=colour)  # noqa: S704  # our own file
    return replace_unprintable(page)
