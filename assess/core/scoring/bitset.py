"""Many conditions asked at once: one look into a table for each thing looked at, and one sum over all of them.

A gate is a byte in which the leaves of an `all` or `any` are counted: from bit 3 those that settle it, below it those
that are unknown, and bit 7 marks an `all`. What a code adds to every gate is known beforehand as one whole number, so
that a single sum fills them all. `not` goes to the leaves, where it turns true and false round.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import getitem, itemgetter
from typing import Any, NamedTuple

from assess.core.scoring.conditions import FALSE, OPPOSITE, TRUE, UNKNOWN, AllParts, Leaf, NotPart, Part, Truth

Pick = Callable[[Sequence[int]], tuple[int, ...]]

SETTLES, UNSURE, ALL = 8, 1, 128
MOST = 7
"""How many leaves a gate counts; where there are more, they take gates of their own."""
TOGETHER = 64
"""How many conditions share a sum: the tables then grow with the conditions and not with their square."""


def verdict(gate: int) -> Truth:
    """Give what a gate comes to: an `any` is settled by what is true, an `all` by what is false."""
    found = TRUE if gate & (ALL - SETTLES) else UNKNOWN if gate & (SETTLES - UNSURE) else FALSE
    return OPPOSITE[found] if gate & ALL else found


VERDICTS = bytes(map(verdict, range(256)))


class Look(NamedTuple):
    """What a leaf looks at: the position of a code, and what the leaf comes to for each code, those below 0 last."""

    place: int
    truths: Sequence[Truth]


class Counted(NamedTuple):
    """A part under as many `not` as make it stand straight or turned round."""

    part: Part
    straight: bool = True

    @property
    def unwrapped(self) -> "Counted":
        """The part within any `not`."""
        if isinstance(self.part, NotPart):
            return Counted(self.part.parts[0], not self.straight).unwrapped
        return self

    @property
    def parts(self) -> "list[Counted]":
        """What an `all` or `any` joins; a leaf alone is an `any` of itself."""
        return [Counted(each, self.straight).unwrapped for each in self.part.parts] or [self]

    @property
    def is_all(self) -> bool:
        """Whether the least of the parts counts, and not the greatest; `not` makes one of the other."""
        return bool(self.part.parts) and isinstance(self.part, AllParts) is self.straight


class Step(NamedTuple):
    """A gate that comes to the least or the greatest of itself and others."""

    gate: int
    choose: Callable[[tuple[int, ...]], int]
    pick: Pick


class Block:
    """Some conditions that share a sum."""

    def __init__(self, parts: Sequence[Part], look: Callable[[Leaf], Look]) -> None:
        self.look = look
        self.added: dict[int, list[int]] = {}
        """For each position looked at, what each code adds."""
        self.base = 0
        self.size = len(parts)
        self.steps: list[Step] = []
        for gate, part in enumerate(parts):
            self.fill(gate, Counted(part).unwrapped)
        self.pick = picking(tuple(self.added))
        self.tables = tuple(map(tuple, self.added.values()))

    def fill(self, gate: int, counted: Counted) -> None:
        """Let the leaves of a part count in a gate; what it joins beside them takes gates of its own."""
        leaves = [each for each in counted.parts if isinstance(each.part, Leaf)]
        inner = [self.gate(each) for each in counted.parts if not isinstance(each.part, Leaf)]
        more = [self.size + at for at in range(len(leaves[MOST::MOST]))]
        self.size += len(more)
        for at, own in enumerate((gate, *more)):
            self.count(own, leaves[at * MOST : (at + 1) * MOST], is_all=counted.is_all)
        if inner or more:
            self.steps.append(Step(gate, min if counted.is_all else max, picking((gate, *inner, *more))))

    def gate(self, counted: Counted) -> int:
        """Give a new gate that comes to what the part does."""
        gate, self.size = self.size, self.size + 1
        self.fill(gate, counted)
        return gate

    def count(self, gate: int, leaves: Sequence[Counted], *, is_all: bool) -> None:
        """Note what each code that these leaves look at adds to a gate."""
        settling = FALSE if is_all else TRUE
        self.base += (ALL if is_all else 0) << 8 * gate
        for leaf in leaves:
            assert isinstance(leaf.part, Leaf)  # noqa: S101 - told apart above
            place, truths = self.look(leaf.part)
            added = self.added.setdefault(place, [0] * len(truths))
            for code, truth in enumerate(truths if leaf.straight else [OPPOSITE[truth] for truth in truths]):
                weight = SETTLES if truth is settling else UNSURE if truth is UNKNOWN else 0
                added[code] += weight << 8 * gate

    def truths(self, codes: Sequence[int]) -> bytes | bytearray:
        """Give what each condition comes to, in order; what follows after them is our own."""
        gates = sum(map(getitem, self.tables, self.pick(codes)), self.base)
        found = gates.to_bytes(self.size, "little").translate(VERDICTS)
        if not self.steps:
            return found
        settled = bytearray(found)
        for gate, choose, pick in self.steps:
            settled[gate] = choose(pick(settled))
        return settled


class Gates:
    """Conditions made ready to be asked at once."""

    def __init__(self, parts: Sequence[Part], look: Callable[[Leaf], Look]) -> None:
        self.blocks = tuple(blocks(parts, look))

    def truths(self, codes: Sequence[int]) -> bytes:
        """Give what each condition comes to, in order, from the codes of all that is looked at."""
        return b"".join([block.truths(codes)[:count] for block, count in self.blocks])


def blocks(parts: Sequence[Part], look: Callable[[Leaf], Look]) -> Iterator[tuple[Block, int]]:
    """Give the conditions in blocks, each with how many they are."""
    for start in range(0, len(parts), TOGETHER):
        some = parts[start : start + TOGETHER]
        yield Block(some, look), len(some)


def picking(places: Sequence[int]) -> Pick:
    """Give what picks these places out, always as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    only: Any = slice(places[0], places[0] + 1) if places else slice(0, 0)
    return lambda codes: tuple(codes[only])
