"""The draft in which new rules and a council's own are brought together, as the command line makes and prints it."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assess.cli.database import format_problems
from assess.cli.inputs import CommandError
from assess.cli.options import print_json
from assess.core.merging.merge import Merge, Part, SideName, Verdict
from assess.core.syntax.problems import Problem
from assess.releases.service import PublishingService
from assess.releases.update import RulesUpdate, load_update, write_update
from assess.releases.update_text import ChoiceText, UpdateText, describe_update
from assess.report.content.text import format_count, pluralise
from assess.storage.release_records import OutdatedError

_OVERTAKEN = "The draft was changed meanwhile, so no draft was made. Run the command again."


class ChosenKeys(NamedTuple):
    """The keys typed with --yours and --new, each a whole key or the beginning of several."""

    yours: Sequence[str]
    new: Sequence[str]

    def find_side(self, part: Part) -> SideName | None:
        """Return the side that is chosen for a part by the longest key; None if there is none."""
        typed = [(key, SideName.OURS) for key in self.yours] + [(key, SideName.THEIRS) for key in self.new]
        fitting = [(len(key), side) for key, side in typed if f"{part.key}/".startswith(f"{key.rstrip('/')}/")]
        return max(fitting)[1] if fitting else None


class UpdateOutcome(NamedTuple):
    """What was done: the update in words, and the version of the draft, empty if somebody has to choose first."""

    update: RulesUpdate
    text: UpdateText
    open_choices: tuple[ChoiceText, ...]
    version: str
    problems: tuple[Problem, ...]
    """What is wrong in the draft."""


def make_update_draft(
    service: PublishingService, folder: Path | None, keys: ChosenKeys, revision: int
) -> UpdateOutcome:
    """Make the draft unless there are open choices; raises RejectedError and CommandError."""
    update = load_update(service, folder)
    choices = update.merge({}).list_with(Verdict.CHOICE)
    _require_known(keys, [each.part for each in choices])
    chosen = {each.part: side for each in choices if (side := keys.find_side(each.part))}
    merge = update.merge(chosen)
    text = describe_update(update, merge)
    left = tuple(each for each in text.choices if each.part not in chosen)
    if left:
        return UpdateOutcome(update, text, left, "", ())
    return UpdateOutcome(update, text, (), *_save_draft(service, update, merge, revision))


def _require_known(keys: ChosenKeys, parts: Sequence[Part]) -> None:
    """Raise CommandError for a key that fits no choice."""
    for key in (*keys.yours, *keys.new):
        if not any(ChosenKeys([key], []).find_side(part) for part in parts):
            raise CommandError(f"{key} is not one of the choices. Run the command without options to see them.")


def _save_draft(
    service: PublishingService, update: RulesUpdate, merge: Merge, revision: int
) -> tuple[str, tuple[Problem, ...]]:
    """Save the draft and return its version and problems; raises CommandError."""
    files, version = write_update(service, update, merge)
    try:
        service.replace_draft(files, revision, unedited=False)
    except OutdatedError as error:
        raise CommandError(_OVERTAKEN) from error
    return version, service.check(files).problems


def print_update(outcome: UpdateOutcome, form: str) -> None:
    """Print what was done; raises CommandError if somebody has to choose first."""
    if form == "json":
        print_json(_to_json(outcome))
    else:
        print("\n".join(_format_outcome(outcome)))
    count = len(outcome.open_choices)
    if count:
        raise CommandError(f"No draft was made: {format_count(count, 'choice')} {pluralise(count, 'is', 'are')} open.")


def _format_outcome(outcome: UpdateOutcome) -> Iterator[str]:
    """Yield what was done, line by line."""
    update, text = outcome.update, outcome.text
    ours = update.ours.rulebook
    made_from = f"made from {ours.made_from}" if update.base else "and nobody knows what it was made from"
    yield f"Version {update.release.version} came with the tool. Yours is {ours.version}, {made_from}."
    yield from _format_list("Taken from the new rules", text.taken)
    yield from _format_list("Kept from yours", text.kept)
    if outcome.open_choices:
        yield from ("", f"For you to choose ({len(outcome.open_choices)})")
    for number, choice in enumerate(outcome.open_choices, 1):
        yield from _format_choice(number, choice)
    if outcome.version:
        yield from ("", f"The draft is version {outcome.version}. Look at it on the page “Rules” and publish it there.")
    if outcome.problems:
        yield "It has mistakes, which have to be corrected first:"
        yield from format_problems(outcome.problems)


def _format_list(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a heading with the number of lines, and the lines; nothing if there are none."""
    listed = list(lines)
    if listed:
        yield from ("", f"{title} ({len(listed)})", *(f"  {line}" for line in listed))


def _format_choice(number: int, choice: ChoiceText) -> Iterator[str]:
    """Yield what a choice is about, what each side has, and the options that choose."""
    yield f"{number}. {choice.label}"
    for side in choice.sides:
        first, *others = ("".join(words for words, _ in line) for line in side.lines)
        yield f"   {side.title}: {first}"
        yield from (f"     {line}" for line in others)
    yield from (f"   {title}: yours {ours}, new {theirs}" for title, ours, theirs in choice.weights)
    key = shlex.quote(choice.part.key)
    yield f"   {choice.options[0]}: --yours {key}"
    yield f"   {choice.options[1]}: --new {key}"


def _to_json(outcome: UpdateOutcome) -> Mapping[str, Any]:
    """Return what was done as a JSON object."""
    update = outcome.update
    return {
        "new": update.release.version,
        "yours": update.ours.rulebook.version,
        "made_from": update.ours.rulebook.made_from if update.base else None,
        "taken": outcome.text.taken,
        "kept": outcome.text.kept,
        "choices": [{"key": each.part.key, "label": each.label} for each in outcome.open_choices],
        "draft": outcome.version or None,
        "problems": format_problems(outcome.problems),
    }
