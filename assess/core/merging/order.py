"""Merge the order of items in a list."""

from collections.abc import Collection, Iterable, Sequence


def merge_orders(
    base: Sequence[str] | None, ours: Sequence[str], theirs: Sequence[str], names: Collection[str]
) -> tuple[str, ...]:
    """Return the names in the order of theirs, or of ours if only that changed.

    A name that the leading order lacks follows the nearest name that precedes it in the other one.
    """
    leads = theirs if base is None or _is_reordered(base, theirs) else ours
    follows = ours if leads is theirs else theirs
    order = [name for name in leads if name in names]
    _insert_missing(order, [name for name in follows if name in names])
    return tuple(order)


def _is_reordered(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether the names that both have are in another order."""
    return [name for name in before if name in after] != [name for name in after if name in before]


def _insert_missing(order: list[str], other: Iterable[str]) -> None:
    """Insert the names that are missing, each after the name before it in the other order."""
    at = 0
    for name in other:
        if name not in order:
            order.insert(at, name)
        at = order.index(name) + 1
