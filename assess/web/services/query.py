"""The query string of the list of services, and the choices of its filters."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.report.content.text import apostrophes
from assess.storage.service_records import BLOCKERS, SECTION, SORTS, Wanted
from assess.web.components.fields import tidied
from assess.web.shared.pagination import page_number

FIGURES, BARRIERS = "figures", "barriers"
"""The two views of the list."""
SIZES = (25, 50, 100)
RISING = ("service", "stage", "rules")
"""Sort keys whose default order is ascending."""
MOST_LETTERS = 200

SORT_WORDS = {
    "service": "Council and service",
    "stage": "Stage",
    "score": "What can be shown",
    "could": "What it could be",
    "band": "Band",
    "blockers": "Blockers",
    "changed": "Last changed",
    "rules": "Version of the rules",
}
BLOCKER_WORDS = {"some": "With a blocker", "possible": "With possible blockers only", "none": "Without any"}


class Asked(NamedTuple):
    """The parameters of the list."""

    wanted: Wanted
    view: str
    page: int
    most: int

    def address(self, **other: str) -> dict[str, str]:
        """Return the query string arguments of the same list with these changes, without default values."""
        wanted = self.wanted
        said = {
            "find": wanted.text,
            "council": wanted.council,
            "stage": wanted.stage,
            "band": wanted.band,
            "blockers": wanted.blockers,
            "rules": wanted.version,
            "which": "" if wanted.is_latest else "all",
            "sort": "" if wanted.sort == Wanted().sort else wanted.sort,
            "order": "" if wanted.is_falling == is_falling(wanted.sort) else in_words(falling=wanted.is_falling),
            "view": "" if self.view == FIGURES else self.view,
            "most": "" if self.most == SIZES[0] else str(self.most),
        }
        return {key: value for key, value in (said | other).items() if value}

    def sorted_by(self, sort: str) -> dict[str, str]:
        """Return the query string arguments that sort by this key, or reverse the order if it is the current one."""
        turned = not self.wanted.is_falling if sort == self.wanted.sort else is_falling(sort)
        order = "" if turned == is_falling(sort) else in_words(falling=turned)
        return self.address(sort="" if sort == Wanted().sort else sort, order=order)


class Choices(NamedTuple):
    """The values and texts of the filters."""

    councils: Mapping[str, str]
    stages: Mapping[str, str]
    bands: Mapping[str, str]
    versions: Mapping[str, str]
    sorts: Mapping[str, str]
    blockers: Mapping[str, str] = BLOCKER_WORDS


def choices(rulebook: Rulebook, councils: tuple[str, ...], versions: tuple[str, ...]) -> Choices:
    """Build the choices of the filters, with the texts of this rulebook."""
    sections = {f"{SECTION}{name}": apostrophes(each.title) for name, each in rulebook.sections.items()}
    return Choices(
        councils={each: each for each in councils},
        stages={name: apostrophes(each.text) for name, each in rulebook.stages.items()},
        bands={name: apostrophes(each.label) for name, each in rulebook.bands.items()},
        versions={each: f"Version {each}" for each in versions},
        sorts=SORT_WORDS | sections,
    )


def asked(typed: Mapping[str, str], rulebook: Rulebook) -> Asked:
    """Parse the parameters of a query string; values that are not allowed are ignored."""
    sections = [f"{SECTION}{name}" for name in rulebook.sections]
    sort = one_of(typed.get("sort", ""), (*SORTS, *sections), Wanted().sort)
    order = one_of(typed.get("order", ""), ("rising", "falling"), in_words(falling=is_falling(sort)))
    wanted = Wanted(
        text=tidied(typed.get("find"))[:MOST_LETTERS],
        council=typed.get("council", ""),
        stage=typed.get("stage", ""),
        band=typed.get("band", ""),
        version=typed.get("rules", ""),
        blockers=one_of(typed.get("blockers", ""), BLOCKERS, ""),
        is_latest=typed.get("which") != "all",
        sort=sort,
        is_falling=order == "falling",
    )
    view = one_of(typed.get("view", ""), (FIGURES, BARRIERS), FIGURES)
    most = one_of(typed.get("most", ""), tuple(map(str, SIZES)), str(SIZES[0]))
    return Asked(wanted, view, page_number(typed.get("page", "")), int(most))


def one_of(typed: str, allowed: tuple[str, ...], usual: str) -> str:
    """Return the value if it is allowed, otherwise the default."""
    return typed if typed in allowed else usual


def is_falling(sort: str) -> bool:
    """Return whether the default order of a sort key is descending."""
    return sort not in RISING


def in_words(*, falling: bool) -> str:
    """Return the query string value of a sort order."""
    return "falling" if falling else "rising"
