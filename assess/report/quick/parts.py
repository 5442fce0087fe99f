"""The modules of WeasyPrint that hold the functions to be stood in for."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

Function = Callable[..., Any]


class Parts(NamedTuple):
    """The modules of WeasyPrint."""

    version: str
    css: ModuleType
    percent: ModuleType
    background: ModuleType
    boxes: ModuleType
    lines: ModuleType
    inline: ModuleType
    layouts: tuple[ModuleType, ...]
    """Those that took `resolve_percentages` over by its name."""
