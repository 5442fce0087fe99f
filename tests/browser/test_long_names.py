from playwright.sync_api import Page

from tests.browser.a11y import PageWatch, check_page
from tests.browser.conftest import LiveServer

LONGEST = "S" * 200


def test_names_without_spaces_never_widen_a_page(page: Page, served: LiveServer, watch: PageWatch) -> None:
    page.goto(f"{served.address}/assessments/new")
    for label in ("Council", "Service", "What to call this assessment"):
        page.get_by_label(label, exact=True).fill(LONGEST)
    page.get_by_role("button", name="Save and continue").click()
    about = page.url
    lists = [f"{served.address}{list_}" for list_ in ("/assessments", "/services", "/services?view=barriers")]
    for address in (about, about.removesuffix("/about"), *lists):
        page.goto(address)
        assert LONGEST in page.inner_text("main") or LONGEST in page.inner_text("nav >> nth=-1")
        assert check_page(page, watch) == []
