"""Caches of what pages compute from a rulebook, which keep no rulebook alive."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from assess.core.model.rulebook import Rulebook

Parameters = ParamSpec("Parameters")
ResultT = TypeVar("ResultT")


def cached_by_hash(size: int) -> Callable[[Callable[Parameters, ResultT]], Callable[Parameters, ResultT]]:
    """Cache the last results of a function, in every thread, with the hash of a rulebook in place of the rulebook.

    The results must not refer to a rulebook.
    """

    def decorate(function: Callable[Parameters, ResultT]) -> Callable[Parameters, ResultT]:
        wrapped = cached(LRUCache[Hashable, Any](size), key=_build_key, lock=Lock())(function)
        return cast(Callable[Parameters, ResultT], wrapped)

    return decorate


def _build_key(*arguments: Any) -> Hashable:
    """Return the key of a call."""
    return hashkey(*(each.hash if isinstance(each, Rulebook) else each for each in arguments))
