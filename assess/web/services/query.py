"""What the list of services is asked for in an address, and what can be chosen."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.report.content.text import apostrophes
from assess.storage.service_records import BLOCKERS, SECTION, SORTS, Wanted
from assess.web.components.fields import tidied
from assess.web.shared.pagination import page_number

FIGURES, BARRIERS = "figures", "barriers"
"""The two ways to look at the list."""
SIZES = (25, 50, 100)
RISING = ("service", "stage", "rules")
"""What is put in order from the least on, unless it is asked for otherwise."""
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
    """What an address asks for."""

    wanted: Wanted
    view: str
    page: int
    most: int

    def address(self, **other: str) -> dict[str, str]:
        """Give what stands in an address that asks for the same list but for this; what is usual is left out."""
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
        """Give what stands in an address that puts the list in order by this, or turns it round where it is already."""
        turned = not self.wanted.is_falling if sort == self.wanted.sort else is_falling(sort)
        order = "" if turned == is_falling(sort) else in_words(falling=turned)
        return self.address(sort="" if sort == Wanted().sort else sort, order=order)


class Choices(NamedTuple):
    """What can be chosen: values and words."""

    councils: Mapping[str, str]
    stages: Mapping[str, str]
    bands: Mapping[str, str]
    versions: Mapping[str, str]
    sorts: Mapping[str, str]
    blockers: Mapping[str, str] = BLOCKER_WORDS


def choices(rulebook: Rulebook, councils: tuple[str, ...], versions: tuple[str, ...]) -> Choices:
    """Give what can be chosen, in the words of these rules."""
    sections = {f"{SECTION}{name}": apostrophes(each.title) for name, each in rulebook.sections.items()}
    return Choices(
        councils={each: each for each in councils},
        stages={name: apostrophes(each.text) for name, each in rulebook.stages.items()},
        bands={name: apostrophes(each.label) for name, each in rulebook.bands.items()},
        versions={each: f"Version {each}" for each in versions},
        sorts=SORT_WORDS | sections,
    )


def asked(typed: Mapping[str, str], rulebook: Rulebook) -> Asked:
    """Give what an address asks for; what it cannot ask for counts as nothing."""
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
    """Give what was typed if it is allowed, and what is usual if not."""
    return typed if typed in allowed else usual


def is_falling(sort: str) -> bool:
    """Tell whether a list is usually put in order by this from the most on."""
    return sort not in RISING


def in_words(*, falling: bool) -> str:
    """Give the word of an address for an order."""
    return "falling" if falling else "rising"
