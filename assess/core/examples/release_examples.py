"""Which worked examples are as in a release that came with the tool, so that nobody has to confirm them."""

from collections.abc import Mapping
from dataclasses import dataclass

from assess.core.examples.notices import ExampleComparison, NoticeKind, find_edits, have_same_inputs, is_outcome_changed
from assess.core.examples.outcomes import find_unknown_inputs, run_example
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import WorkedExample


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """Rules that are now made from another release."""

    base: Rulebook | None
    """The release that they were made from; None if nobody knows it."""
    release: Rulebook
    """The release that they are made from now."""
    after: Rulebook
    """The rules that are made from it."""

    def explains(self, example: ExampleComparison) -> bool:
        """Return whether an example is the release's own, replaces none of the council's, and comes out the same."""
        return (
            self._is_from_release(example)
            and (example.was_added or self._was_from_release(example))
            and all(self._comes_out_the_same(each) for each in (example.old, example.new))
        )

    def _is_from_release(self, example: ExampleComparison) -> bool:
        """Return whether the release has the example as it is now, or none of its name if it was removed."""
        theirs = _list_by_name(self.release).get(example.name)
        if NoticeKind.REMOVED in example.kinds:
            return theirs is None
        return theirs is not None and not any(find_edits(theirs, example.new))

    def _was_from_release(self, example: ExampleComparison) -> bool:
        """Return whether the earlier example had no facts or answers of the council's own that are gone now."""
        if NoticeKind.REMOVED not in example.kinds and have_same_inputs(example.old, example.new):
            return True
        earlier = _list_by_name(self.base).get(example.name) if self.base else None
        return earlier is not None and have_same_inputs(earlier, example.old)

    def _comes_out_the_same(self, example: WorkedExample) -> bool:
        """Return whether an example comes out as in the release itself, and names no more that the rules lack."""
        outcomes = [run_example(example, rulebook) for rulebook in (self.release, self.after)]
        unknown = [len(find_unknown_inputs(example, rulebook)) for rulebook in (self.release, self.after)]
        return unknown[0] == unknown[1] and not is_outcome_changed(example, *outcomes)


def _list_by_name(rulebook: Rulebook) -> Mapping[str, WorkedExample]:
    """Return the worked examples of a rulebook by name."""
    return {example.name: example for example in rulebook.rules.examples}
