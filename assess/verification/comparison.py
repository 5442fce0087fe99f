"""Compare the figures stated in a file with those computed from its answers and rules."""

from collections.abc import Iterator

from assess.core.syntax.yaml_reader import TreeNode
from assess.verification.models import FigureDifference

_ITEM_KEYS = ("id", "question", "section")
"""The keys that identify an item of a list."""

_MAX_LENGTH = 200
"""Maximum length of a figure in a message."""


def find_differences(stated: TreeNode, computed: TreeNode, path: str = "") -> Iterator[FigureDifference]:
    """Yield the differences between two trees, in the order of the computed one."""
    if isinstance(stated, dict) and isinstance(computed, dict):
        for key in dict.fromkeys([*computed, *stated]):
            yield from _compare_optional(stated.get(key), computed.get(key), f"{path}.{key}" if path else key)
    elif isinstance(stated, list) and isinstance(computed, list):
        for index in range(max(len(stated), len(computed))):
            stated_item, computed_item = _get_item(stated, index), _get_item(computed, index)
            yield from _compare_optional(stated_item, computed_item, f"{path}.{_get_item_name(computed_item, index)}")
    elif stated != computed:
        yield FigureDifference(path, _format_value(stated), _format_value(computed))


def _get_item(items: list[TreeNode], index: int) -> TreeNode | None:
    """Return the item at an index, or None."""
    return items[index] if index < len(items) else None


def _compare_optional(stated: TreeNode | None, computed: TreeNode | None, path: str) -> Iterator[FigureDifference]:
    """Yield the differences between two values of which one may be missing."""
    if stated is None or computed is None:
        yield FigureDifference(path, _format_value(stated), _format_value(computed))
    else:
        yield from find_differences(stated, computed, path)


def _get_item_name(item: TreeNode | None, index: int) -> str:
    """Return the identifier of a list item, or its position counted from 1."""
    names = (item[key] for key in _ITEM_KEYS if key in item) if isinstance(item, dict) else iter(())
    return str(next((name for name in names if isinstance(name, str)), index + 1))


def _format_value(value: TreeNode | None) -> str:
    """Format a value for a message; empty for a missing value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value[:_MAX_LENGTH] or "nothing"
    return "a list" if isinstance(value, list) else "an entry"


def count_figures(tree: TreeNode) -> int:
    """Return the number of figures in a tree."""
    if isinstance(tree, str):
        return 1
    return sum(count_figures(part) for part in (tree.values() if isinstance(tree, dict) else tree))
