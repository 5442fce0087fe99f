"""The query string of the list of services, and the choices of its filters."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.text import clean_text
from assess.report.content.text import curl_apostrophes
from assess.storage.service_records import (
    BLOCKER_FILTERS,
    NEED_FILTERS,
    SECTION_SORT_PREFIX,
    SORT_KEYS,
    ServiceListFilter,
)
from assess.web.shared.pagination import parse_page_number

FIGURES, BARRIERS = "figures", "barriers"
"""The two views of the list."""
SIZES = (25, 50, 100)
_ASCENDING_SORTS = ("service", "stage", "rules")
"""Sort keys whose default order is ascending."""
_MAX_SEARCH_LENGTH = 200

_SORT_LABELS = {
    "service": "Council and service",
    "stage": "Stage",
    "score": "What can be shown",
    "could": "What it could be",
    "band": "Band",
    "blockers": "Blockers",
    "needs": "Missing needs",
    "changed": "Last changed",
    "rules": "Version of the rules",
}
_BLOCKER_LABELS = {"some": "With a blocker", "possible": "With possible blockers only", "none": "Without any"}
_NEED_LABELS = {
    "missing": "Something missing",
    "unknown": "Nothing missing, something not known",
    "met": "All in place, by the answers given",
}


class _ServiceListParams(NamedTuple):
    """The parameters of the list."""

    criteria: ServiceListFilter
    view: str
    page: int
    per_page: int

    def to_args(self, **changes: str) -> dict[str, str]:
        """Return the query string arguments of the same list with these changes, without default values."""
        criteria = self.criteria
        args = {
            "find": criteria.text,
            "council": criteria.council,
            "stage": criteria.stage,
            "band": criteria.band,
            "blockers": criteria.blockers,
            "needs": criteria.needs,
            "rules": criteria.version,
            "which": "" if criteria.is_latest else "all",
            "sort": "" if criteria.sort == ServiceListFilter().sort else criteria.sort,
            "order": ""
            if criteria.descending == _is_descending(criteria.sort)
            else _format_order(descending=criteria.descending),
            "view": "" if self.view == FIGURES else self.view,
            "most": "" if self.per_page == SIZES[0] else str(self.per_page),
        }
        return {key: value for key, value in (args | changes).items() if value}

    def to_sort_args(self, sort: str) -> dict[str, str]:
        """Return the query string arguments that sort by this key, or reverse the order if it is the current one."""
        descending = not self.criteria.descending if sort == self.criteria.sort else _is_descending(sort)
        order = "" if descending == _is_descending(sort) else _format_order(descending=descending)
        return self.to_args(sort="" if sort == ServiceListFilter().sort else sort, order=order)


class FilterChoices(NamedTuple):
    """The values and texts of the filters."""

    councils: Mapping[str, str]
    stages: Mapping[str, str]
    bands: Mapping[str, str]
    versions: Mapping[str, str]
    sorts: Mapping[str, str]
    blockers: Mapping[str, str] = _BLOCKER_LABELS
    needs: Mapping[str, str] = _NEED_LABELS


def build_filter_choices(rulebook: Rulebook, councils: tuple[str, ...], versions: tuple[str, ...]) -> FilterChoices:
    """Build the choices of the filters, with the texts of this rulebook."""
    sections = {
        f"{SECTION_SORT_PREFIX}{name}": curl_apostrophes(each.title) for name, each in rulebook.sections.items()
    }
    return FilterChoices(
        councils={each: each for each in councils},
        stages={name: curl_apostrophes(each.text) for name, each in rulebook.stages.items()},
        bands={name: curl_apostrophes(each.label) for name, each in rulebook.bands.items()},
        versions={each: f"Version {each}" for each in versions},
        sorts=_SORT_LABELS | sections,
    )


def parse_params(args: Mapping[str, str], rulebook: Rulebook) -> _ServiceListParams:
    """Parse the parameters of a query string; values that are not allowed are ignored."""
    sections = [f"{SECTION_SORT_PREFIX}{name}" for name in rulebook.sections]
    sort = _pick_allowed(args.get("sort", ""), (*SORT_KEYS, *sections), ServiceListFilter().sort)
    order = _pick_allowed(args.get("order", ""), ("rising", "falling"), _format_order(descending=_is_descending(sort)))
    criteria = ServiceListFilter(
        text=clean_text(args.get("find"))[:_MAX_SEARCH_LENGTH],
        council=args.get("council", ""),
        stage=args.get("stage", ""),
        band=args.get("band", ""),
        version=args.get("rules", ""),
        blockers=_pick_allowed(args.get("blockers", ""), BLOCKER_FILTERS, ""),
        needs=_pick_allowed(args.get("needs", ""), NEED_FILTERS, ""),
        is_latest=args.get("which") != "all",
        sort=sort,
        descending=order == "falling",
    )
    view = _pick_allowed(args.get("view", ""), (FIGURES, BARRIERS), FIGURES)
    per_page = _pick_allowed(args.get("most", ""), tuple(map(str, SIZES)), str(SIZES[0]))
    return _ServiceListParams(criteria, view, parse_page_number(args.get("page", "")), int(per_page))


def _pick_allowed(value: str, allowed: tuple[str, ...], default: str) -> str:
    """Return the value if it is allowed, otherwise the default."""
    return value if value in allowed else default


def _is_descending(sort: str) -> bool:
    """Return whether the default order of a sort key is descending."""
    return sort not in _ASCENDING_SORTS


def _format_order(*, descending: bool) -> str:
    """Return the query string value of a sort order."""
    return "falling" if descending else "rising"
