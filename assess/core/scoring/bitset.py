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

from assess.core.scoring.conditions import FALSE, OPPOSITE, TRUE, UNKNOWN, AllParts, Leaf, NotPart, Part, Truth

Pick = Callable[[Sequence[int]], tuple[int, ...]]

SETTLES, UNSURE, ALL = 8, 1, 128
MOST = 7
"""How many leaves a counter counts; a longer list of leaves has additional counters."""
TOGETHER = 64
"""How many conditions share a sum, so that the tables grow with the conditions and not with their square."""


def verdict(gate: int) -> Truth:
    """Return the truth that a counter stands for: a true leaf decides an `any`, a false leaf an `all`."""
    found = TRUE if gate & (ALL - SETTLES) else UNKNOWN if gate & (SETTLES - UNSURE) else FALSE
    return OPPOSITE[found] if gate & ALL else found


VERDICTS = bytes(map(verdict, range(256)))


class Look(NamedTuple):
    """The truths of a leaf: the position of its input, and one truth for each code, codes below 0 at the end."""

    place: int
    truths: Sequence[Truth]


class Counted(NamedTuple):
    """An expression, and whether it counts as it is or negated by an odd number of `not` around it."""

    part: Part
    straight: bool = True

    @property
    def unwrapped(self) -> "Counted":
        """The expression inside any `not`."""
        if isinstance(self.part, NotPart):
            return Counted(self.part.parts[0], not self.straight).unwrapped
        return self

    @property
    def parts(self) -> "list[Counted]":
        """The operands of an `all` or `any`; a single leaf is an `any` of itself."""
        return [Counted(each, self.straight).unwrapped for each in self.part.parts] or [self]

    @property
    def is_all(self) -> bool:
        """Whether the least truth of the operands counts, not the greatest; `not` swaps the two."""
        return bool(self.part.parts) and isinstance(self.part, AllParts) is self.straight


class Step(NamedTuple):
    """A counter whose truth is the least or the greatest of its own and those of other counters."""

    gate: int
    choose: Callable[[tuple[int, ...]], int]
    pick: Pick


class Block:
    """Conditions that share a sum."""

    def __init__(self, parts: Sequence[Part], look: Callable[[Leaf], Look]) -> None:
        self.look = look
        self.added: dict[int, list[int]] = {}
        """What each code adds to the sum, for each position of an input."""
        self.base = 0
        self.size = len(parts)
        self.steps: list[Step] = []
        for gate, part in enumerate(parts):
            self.fill(gate, Counted(part).unwrapped)
        self.pick = picking(tuple(self.added))
        self.tables = tuple(map(tuple, self.added.values()))

    def fill(self, gate: int, counted: Counted) -> None:
        """Count an expression's leaves in a counter and give its other operands counters of their own."""
        leaves = [each for each in counted.parts if isinstance(each.part, Leaf)]
        inner = [self.gate(each) for each in counted.parts if not isinstance(each.part, Leaf)]
        more = [self.size + at for at in range(len(leaves[MOST::MOST]))]
        self.size += len(more)
        for at, own in enumerate((gate, *more)):
            self.count(own, leaves[at * MOST : (at + 1) * MOST], is_all=counted.is_all)
        if inner or more:
            self.steps.append(Step(gate, min if counted.is_all else max, picking((gate, *inner, *more))))

    def gate(self, counted: Counted) -> int:
        """Add a counter for a nested expression and return its index."""
        gate, self.size = self.size, self.size + 1
        self.fill(gate, counted)
        return gate

    def count(self, gate: int, leaves: Sequence[Counted], *, is_all: bool) -> None:
        """Record what each code of these leaves' inputs adds to a counter."""
        settling = FALSE if is_all else TRUE
        self.base += (ALL if is_all else 0) << 8 * gate
        for leaf in leaves:
            assert isinstance(leaf.part, Leaf)  # noqa: S101 - selected by the caller
            place, truths = self.look(leaf.part)
            added = self.added.setdefault(place, [0] * len(truths))
            for code, truth in enumerate(truths if leaf.straight else [OPPOSITE[truth] for truth in truths]):
                weight = SETTLES if truth is settling else UNSURE if truth is UNKNOWN else 0
                added[code] += weight << 8 * gate

    def truths(self, codes: Sequence[int]) -> bytes | bytearray:
        """Return the truth of each condition, in order, followed by those of the additional counters."""
        gates = sum(map(getitem, self.tables, self.pick(codes)), self.base)
        found = gates.to_bytes(self.size, "little").translate(VERDICTS)
        if not self.steps:
            return found
        settled = bytearray(found)
        for gate, choose, pick in self.steps:
            settled[gate] = choose(pick(settled))
        return settled


class Gates:
    """Conditions compiled to be evaluated together."""

    def __init__(self, parts: Sequence[Part], look: Callable[[Leaf], Look]) -> None:
        self.blocks = tuple(blocks(parts, look))

    def truths(self, codes: Sequence[int]) -> bytes:
        """Return the truth of each condition, in order, from the codes of all inputs."""
        return b"".join([block.truths(codes)[:count] for block, count in self.blocks])


def blocks(parts: Sequence[Part], look: Callable[[Leaf], Look]) -> Iterator[tuple[Block, int]]:
    """Yield the conditions in blocks, each with the number of its conditions."""
    for start in range(0, len(parts), TOGETHER):
        some = parts[start : start + TOGETHER]
        yield Block(some, look), len(some)


def picking(places: Sequence[int]) -> Pick:
    """Return a function that selects the items at these positions, always as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    only: Any = slice(places[0], places[0] + 1) if places else slice(0, 0)
    return lambda codes: tuple(codes[only])
