"""The option `--meant`, with which whoever publishes rules confirms changed worked examples, and what it asks for."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from assess.cli.database import format_problems
from assess.cli.inputs import CommandError
from assess.releases.example_review import ExampleNotice, ExampleReview, describe_rest
from assess.releases.models import RejectedError, RejectionReason
from assess.releases.service import PublishingService
from assess.report.content.text import capitalise_first, format_count, pluralise
from assess.storage.release_records import RulesFiles

_Function = TypeVar("_Function", bound=Callable[..., Any])
_PLACEHOLDER = "why you meant it"


def meant_option(function: _Function) -> _Function:
    """Add the option, which may be given several times."""
    return click.option(
        "--meant",
        multiple=True,
        metavar="NAME=REASON",
        callback=_check_separators,
        help="a worked example whose changed outcome you meant, and why",
    )(function)


def _check_separators(_context: click.Context, _option: click.Parameter, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return what was typed; raises BadParameter if a name has no reason."""
    for each in typed:
        if "=" not in each:
            raise click.BadParameter(f"{each} must be the name of a worked example, then = and the reason")
    return typed


def parse_meant(typed: Sequence[str], files: RulesFiles, service: PublishingService) -> Mapping[str, str]:
    """Return the reasons by the name of the example, which may contain an equals sign."""
    review = service.review_examples(files) if typed else None
    names = [notice.name for notice in review.notices] if review else []
    return dict(_split_reason(each, names) for each in typed)


def _split_reason(typed: str, names: Sequence[str]) -> tuple[str, str]:
    """Split a name from its reason."""
    known = max((name for name in names if typed.startswith(f"{name}=")), key=len, default=None)
    name = typed.partition("=")[0] if known is None else known
    return name, typed[len(name) + 1 :]


def build_publishing_error(
    rejection: RejectedError,
    files: RulesFiles,
    service: PublishingService,
    meant: Mapping[str, str],
    folder: Path | None = None,
) -> CommandError:
    """Return the error of rules that were not published, with what is to be confirmed."""
    review = service.review_examples(files) if rejection.reason is RejectionReason.EXAMPLES else None
    if review is None:
        return CommandError("\n".join(format_problems(rejection.problems, folder) or rejection.sentences))
    open_notices = [notice for notice in review.notices if notice.name not in meant]
    wrong = [sentence for sentence in rejection.sentences if any(sentence.startswith(f"“{name}”") for name in meant)]
    return CommandError("\n".join([*wrong, *_format_review(review, open_notices)]))


def _format_review(review: ExampleReview, notices: Sequence[ExampleNotice]) -> Iterator[str]:
    """Yield what there is to confirm, example by example, and the option that confirms it."""
    if not notices:
        return
    count = capitalise_first(format_count(len(notices), "worked example"))
    yield f"{count} {pluralise(len(notices), 'needs', 'need')} you to confirm, so nothing was published."
    yield "A changed outcome is not a mistake: you may have meant it. Check each."
    for number, notice in enumerate(notices, 1):
        yield ""
        yield f"{number}. {notice.name}"
        yield from (f"   {label}: {before} → {after}".replace("\n", ", ") for label, before, after in notice.text.rows)
        yield from (f"   {sentence}" for sentence in notice.text.sentences)
        yield f"   --meant {shlex.quote(f'{notice.name}={_PLACEHOLDER}')}"
    yield ""
    yield from describe_rest(review)
    yield from (f"   {name}" for name in review.as_in_release)
    yield "If you meant a change, add its --meant with your reason, which is kept with the version."
    yield "If you did not, change the rules."
