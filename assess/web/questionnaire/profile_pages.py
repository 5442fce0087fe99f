"""The pages on which the facts are asked, one matter each, and what is missing on each of them."""

from typing import NamedTuple

from flask import abort

from assess.core.model.assessment import Profile
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Fact
from assess.report.content.citations import strip_references
from assess.web.caching import cached_by_hash

WHOLE_TITLE = "About the service and the council"
_CACHE_SIZE = 100


class ProfilePage(NamedTuple):
    """A page of facts; number 0 stands for all facts on one page."""

    number: int
    title: str
    facts: tuple[Fact, ...]

    @property
    def fact_ids(self) -> frozenset[str]:
        """The ids of the facts."""
        return frozenset(fact.id for fact in self.facts)

    def select_facts(self, profile: Profile) -> Profile:
        """Return the part of a profile that this page asks for."""
        return {fact: value for fact, value in profile.items() if fact in self.fact_ids}


class ProfileStep(NamedTuple):
    """A page in the list of pages, with what is missing on it."""

    page: ProfilePage
    state: str


@cached_by_hash(_CACHE_SIZE)
def list_profile_pages(rulebook: Rulebook) -> tuple[ProfilePage, ...]:
    """Return the pages in the order of their first fact; facts for which the rules name no page share one."""
    titles = dict.fromkeys(fact.page for fact in rulebook.rules.profile)
    return tuple(
        ProfilePage(
            number,
            strip_references(title) or WHOLE_TITLE,
            tuple(fact for fact in rulebook.rules.profile if fact.page == title),
        )
        for number, title in enumerate(titles, 1)
    )


def get_profile_page(rulebook: Rulebook, number: int) -> ProfilePage:
    """Return a page by its number, where 0 stands for all facts; aborts with 404 if there is none."""
    if number == 0:
        return ProfilePage(0, WHOLE_TITLE, rulebook.rules.profile)
    pages = list_profile_pages(rulebook)
    return pages[number - 1] if number <= len(pages) else abort(404)


def find_page_number(rulebook: Rulebook, fact: str) -> int:
    """Return the number of the page that asks for a fact."""
    return next(page.number for page in list_profile_pages(rulebook) if fact in page.fact_ids)


def list_profile_steps(rulebook: Rulebook, profile: Profile) -> list[ProfileStep]:
    """Return the pages with what is missing on each of them."""
    return [ProfileStep(page, describe_missing(page.facts, profile)) for page in list_profile_pages(rulebook)]


def describe_missing(facts: tuple[Fact, ...], profile: Profile) -> str:
    """Describe how many facts are blank, the required ones first; empty if none is."""
    blank = [fact for fact in facts if fact.id not in profile]
    needed = sum(fact.required for fact in blank)
    if needed:
        return f"{needed} needed"
    return f"{len(blank)} left blank" if blank else ""
