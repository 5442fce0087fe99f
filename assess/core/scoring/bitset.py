"""Evaluate many conditions at once, with one table lookup for each input and a single sum.

The expressions of `conditions` can be evaluated one by one: each is a tree that is walked down to its leaves and is
false, unknown or true. A result needs more than a hundred of them, and a preview of changed rules needs some twenty
for each of thousands of assessments. `ConditionBitset` returns the same truths for all of them together, without
walking any tree (docs/decisions/0017).

Inputs. Everything that a leaf can test (the answer to a question, a fact, the score of a section) has a position in a
sequence of codes. Its code is a small whole number: the index of the option chosen, or a number below 0 for the states
without an option, which indexes a table from its end. A leaf therefore has one truth for each code of one position,
and `LookupTable` lists them. They are computed by evaluating the leaf itself, so `conditions` alone defines what a
condition means.

Counters. Each `all` and each `any` has a counter, which is one byte:

    bit 7       1 for an `all`, 0 for an `any`
    bits 3 to 6 how many of its leaves decide it: true leaves of an `any`, false leaves of an `all`
    bits 0 to 2 how many of its leaves are unknown

If at least one leaf decides, an `any` is true and an `all` is false. Otherwise it is unknown if a leaf is unknown, and
else an `any` is false and an `all` is true. `COUNTER_TRUTHS` holds the truth for each of the 256 values of the byte. A
condition that is a single leaf is an `any` of that leaf. A counter counts at most `MAX_LEAVES` leaves, so that nothing
is carried into the next field or byte; the remaining leaves of a longer list go to additional counters.

The sum. The counters of several conditions are the bytes of one integer, the first condition in the lowest byte. What
a code adds to all counters is computed in advance: 8 in the byte of each counter that it decides, 1 in the byte of
each that it leaves unknown. To evaluate the conditions is to add up one integer for each input, and to translate the
bytes of the sum. For example, condition 0 is "any of A and B", condition 1 is "all of A and B", A is unknown and B is
true:

    base        0x8000  condition 1 is an `all`
    A unknown   0x0101  one unknown leaf in both counters
    B true      0x0008  decides the `any`, adds nothing to the `all`
    sum         0x8109  byte 0 is 0x09: true; byte 1 is 0x81: unknown

Negation and nesting. A `not` is moved to the leaves (De Morgan): it turns `all` into `any` and inverts the truths of
the leaves. An `all` or `any` inside another has a counter of its own, placed behind those of the conditions. After the
translation a `Reduction` replaces the truth of the outer counter by the least (`all`) or the greatest (`any`) of its
own truth and those of the inner counters; inner reductions run first.

Blocks. Up to `BLOCK_SIZE` conditions share a sum. Every entry of a table is as long as the block, so without blocks
the tables would grow with the square of the number of conditions.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import getitem, itemgetter
from typing import Any, NamedTuple

from assess.core.scoring.conditions import FALSE, OPPOSITE, TRUE, UNKNOWN, AllExpr, Expr, Leaf, NotExpr, Truth

Selector = Callable[[Sequence[int]], tuple[int, ...]]

DECIDED, UNDECIDED, ALL_FLAG = 8, 1, 128
MAX_LEAVES = 7
"""How many leaves a counter counts; a longer list of leaves has additional counters."""
BLOCK_SIZE = 64
"""How many conditions share a sum, so that the tables grow with the conditions and not with their square."""


def _decode_counter(counter: int) -> Truth:
    """Return the truth that a counter stands for: a true leaf decides an `any`, a false leaf an `all`."""
    truth = TRUE if counter & (ALL_FLAG - DECIDED) else UNKNOWN if counter & (DECIDED - UNDECIDED) else FALSE
    return OPPOSITE[truth] if counter & ALL_FLAG else truth


_COUNTER_TRUTHS = bytes(map(_decode_counter, range(256)))


class LookupTable(NamedTuple):
    """The truths of a leaf: the position of its input, and one truth for each code, codes below 0 at the end."""

    position: int
    truths: Sequence[Truth]


class _SignedExpr(NamedTuple):
    """An expression, and whether it counts as it is or negated by an odd number of `not` around it."""

    expr: Expr
    is_positive: bool = True

    @property
    def without_not(self) -> "_SignedExpr":
        """The expression inside any `not`."""
        if isinstance(self.expr, NotExpr):
            return _SignedExpr(self.expr.parts[0], not self.is_positive).without_not
        return self

    @property
    def operands(self) -> "list[_SignedExpr]":
        """The operands of an `all` or `any`; a single leaf is an `any` of itself."""
        return [_SignedExpr(each, self.is_positive).without_not for each in self.expr.parts] or [self]

    @property
    def is_all(self) -> bool:
        """Whether the least truth of the operands counts, not the greatest; `not` swaps the two."""
        return bool(self.expr.parts) and isinstance(self.expr, AllExpr) is self.is_positive


class Reduction(NamedTuple):
    """A counter whose truth is the least or the greatest of its own and those of other counters."""

    counter: int
    function: Callable[[tuple[int, ...]], int]
    select: Selector


class BitsetBlock:
    """Conditions that share a sum."""

    def __init__(self, exprs: Sequence[Expr], build_lookup: Callable[[Leaf], LookupTable]) -> None:
        self._build_lookup = build_lookup
        self.increments: dict[int, list[int]] = {}
        """What each code adds to the sum, for each position of an input."""
        self.base = 0
        self.size = len(exprs)
        self.reductions: list[Reduction] = []
        for counter, part in enumerate(exprs):
            self._fill_counter(counter, _SignedExpr(part).without_not)
        self.select = make_selector(tuple(self.increments))
        self.tables = tuple(map(tuple, self.increments.values()))

    def _fill_counter(self, counter: int, signed: _SignedExpr) -> None:
        """Count an expression's leaves in a counter and give its other operands counters of their own."""
        leaves = [each for each in signed.operands if isinstance(each.expr, Leaf)]
        inner = [self._add_counter(each) for each in signed.operands if not isinstance(each.expr, Leaf)]
        more = [self.size + at for at in range(len(leaves[MAX_LEAVES::MAX_LEAVES]))]
        self.size += len(more)
        for at, own in enumerate((counter, *more)):
            self._count_leaves(own, leaves[at * MAX_LEAVES : (at + 1) * MAX_LEAVES], is_all=signed.is_all)
        if inner or more:
            self.reductions.append(
                Reduction(counter, min if signed.is_all else max, make_selector((counter, *inner, *more)))
            )

    def _add_counter(self, signed: _SignedExpr) -> int:
        """Add a counter for a nested expression and return its index."""
        counter, self.size = self.size, self.size + 1
        self._fill_counter(counter, signed)
        return counter

    def _count_leaves(self, counter: int, leaves: Sequence[_SignedExpr], *, is_all: bool) -> None:
        """Record what each code of these leaves' inputs adds to a counter."""
        settling = FALSE if is_all else TRUE
        self.base += (ALL_FLAG if is_all else 0) << 8 * counter
        for leaf in leaves:
            assert isinstance(leaf.expr, Leaf)  # noqa: S101 - selected by the caller
            position, truths = self._build_lookup(leaf.expr)
            added = self.increments.setdefault(position, [0] * len(truths))
            for code, truth in enumerate(truths if leaf.is_positive else [OPPOSITE[truth] for truth in truths]):
                weight = DECIDED if truth is settling else UNDECIDED if truth is UNKNOWN else 0
                added[code] += weight << 8 * counter

    def evaluate(self, codes: Sequence[int]) -> bytes | bytearray:
        """Return the truth of each condition, in order, followed by those of the additional counters."""
        counters = sum(map(getitem, self.tables, self.select(codes)), self.base)
        own_truths = counters.to_bytes(self.size, "little").translate(_COUNTER_TRUTHS)
        if not self.reductions:
            return own_truths
        reduced = bytearray(own_truths)
        for counter, function, select in self.reductions:
            reduced[counter] = function(select(reduced))
        return reduced


class ConditionBitset:
    """Conditions compiled to be evaluated together."""

    def __init__(self, exprs: Sequence[Expr], build_lookup: Callable[[Leaf], LookupTable]) -> None:
        self.blocks = tuple(_split_into_blocks(exprs, build_lookup))

    def evaluate(self, codes: Sequence[int]) -> bytes:
        """Return the truth of each condition, in order, from the codes of all inputs."""
        return b"".join([block.evaluate(codes)[:count] for block, count in self.blocks])


def _split_into_blocks(
    exprs: Sequence[Expr], build_lookup: Callable[[Leaf], LookupTable]
) -> Iterator[tuple[BitsetBlock, int]]:
    """Yield the conditions in blocks, each with the number of its conditions."""
    for start in range(0, len(exprs), BLOCK_SIZE):
        some = exprs[start : start + BLOCK_SIZE]
        yield BitsetBlock(some, build_lookup), len(some)


def make_selector(positions: Sequence[int]) -> Selector:
    """Return a function that selects the items at these positions, always as a tuple."""
    if len(positions) > 1:
        return itemgetter(*positions)
    only: Any = slice(positions[0], positions[0] + 1) if positions else slice(0, 0)
    return lambda codes: tuple(codes[only])
