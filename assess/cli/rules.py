"""The commands on published versions: list, show, diff, publish, restore and update."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from assess.cli.database import open_service
from assess.cli.inputs import read_rules_files
from assess.cli.meant import build_publishing_error, meant_option, parse_meant
from assess.cli.options import PATH, database_option, format_option, print_json
from assess.cli.rules_update import ChosenKeys, make_update_draft, print_update
from assess.releases.comparison import RulesComparison, compare_lines, compare_versions
from assess.releases.disk_status import describe_disk
from assess.releases.models import PublishedRelease, RejectedError
from assess.releases.service import PublishingService
from assess.report.content.text import capitalise_first, format_count, format_date
from assess.storage.release_records import Publication, RulesFiles

_FILE_NAMES = ("readiness", "evidence")

_version_argument = click.argument("version")
_by_option = click.option("--by", required=True, metavar="NAME", help="the name of the person who publishes")
_why_option = click.option("--why", required=True, metavar="NOTE", help="why the rules change")


@click.group("rules")
def rules() -> None:
    """List, compare, publish and restore versions of the rules."""


@rules.command("list")
@format_option
@database_option
def _list_versions(form: str, database: str | None) -> None:
    """List the published versions, the one in force first."""
    with open_service(database) as service:
        status, versions = service.get_status(), service.list_publications()
        if form == "json":
            print_json([_publication_to_json(each, status.latest) for each in versions])
            return
        for each in versions:
            print("\n".join(_format_publication(each, status.latest)), end="\n\n")
        print("".join(f"{sentence}\n" for sentence in describe_disk(status.disk, service.folder)), end="")


@rules.command("show")
@_version_argument
@click.option("--file", type=click.Choice(_FILE_NAMES), help="print this file, byte for byte")
@format_option
@database_option
def _show_version(version: str, file: str | None, form: str, database: str | None) -> None:
    """Print a published version, or one of its files.

    A version is printed with who published it, when and why.
    """
    with open_service(database) as service:
        files = service.load_version(version)
        if file:
            sys.stdout.buffer.write(getattr(files, file))
            return
        latest = service.load_latest()
        (publication,) = [each for each in service.list_publications() if each.release.version == version]
        if form == "json":
            texts = {name: getattr(files, name).decode("utf-8-sig") for name in _FILE_NAMES}
            print_json(_publication_to_json(publication, latest) | texts)
        else:
            print("\n".join([*_format_publication(publication, latest), f"  Hash {publication.release.hash}"]))


@rules.command("diff")
@click.argument("before")
@click.argument("after")
@format_option
@database_option
def _print_diff(before: str, after: str, form: str, database: str | None) -> None:
    """Show where two versions differ, in words and line by line.

    BEFORE and AFTER are each a version, or `draft`, or `disk` for the files.
    """
    with open_service(database) as service:
        comparison = compare_versions(service, before, after)
    if form == "json":
        changes = [each._asdict() for each in comparison.differences]
        print_json({"differences": changes, "lines": list(_format_hunks(comparison))})
    else:
        print("\n".join(_format_differences(comparison)))


@rules.command("publish")
@click.argument("folder", type=PATH, metavar="[DIR]", required=False)
@_by_option
@_why_option
@meant_option
@format_option
@database_option
def _publish_folder(  # noqa: PLR0913 - click passes each option as an argument
    folder: Path | None, *, by: str, why: str, meant: tuple[str, ...], form: str, database: str | None
) -> None:
    """Check the rules files and put them in force.

    DIR is their folder (default: the one served). Worked examples that come out differently are listed first; each is
    confirmed with --meant and a reason.
    """
    with open_service(database) as service:
        folder = folder or service.folder
        files = RulesFiles(*read_rules_files(folder).values())
        try:
            published = service.publish_first(files, by, why)
            if published is None:
                reasons = parse_meant(meant, files, service)
                published = service.publish_files(files, by, why, reasons)
        except RejectedError as error:
            raise build_publishing_error(error, files, service, parse_meant(meant, files, service), folder) from error
        _print_published(published, service, form)


@rules.command("restore")
@_version_argument
@_by_option
@_why_option
@meant_option
@format_option
@database_option
def _restore_version(  # noqa: PLR0913 - click passes each option as an argument
    version: str, *, by: str, why: str, meant: tuple[str, ...], form: str, database: str | None
) -> None:
    """Put an earlier version in force again, under the next number."""
    with open_service(database) as service:
        files = service.load_with_next_version(version)
        reasons = parse_meant(meant, files, service)
        try:
            published = service.publish_files(files, by, why, reasons)
        except RejectedError as error:
            raise build_publishing_error(error, files, service, reasons) from error
        _print_published(published, service, form)


@rules.command("update")
@click.argument("folder", type=PATH, metavar="[DIR]", required=False)
@click.option("--yours", multiple=True, metavar="KEY", help="use yours for this choice, or for all whose key begins so")
@click.option(
    "--new", multiple=True, metavar="KEY", help="use the new one for this choice, or for all whose key begins so"
)
@format_option
@database_option
def _update_rules(
    folder: Path | None, *, yours: tuple[str, ...], new: tuple[str, ...], form: str, database: str | None
) -> None:
    """Bring new rules that came with the tool into yours, as a draft.

    What only one side changed is used. Where both changed the same thing, you choose with --yours or --new. DIR is the
    folder of the new rules (default: those that came with the tool).
    """
    with open_service(database) as service:
        revision = service.sync_with_disk().revision
        print_update(make_update_draft(service, folder, ChosenKeys(yours, new), revision), form)


def _print_published(release: PublishedRelease, service: PublishingService, form: str) -> None:
    """Print the version that has just been published."""
    published = release.publication
    if form == "json":
        print_json(_publication_to_json(published, published) | {"remarks": release.notes})
        return
    print(f"Version {published.release.version} is in force. The files are in {service.folder}.")
    print("Existing assessments keep their version until someone moves them.")
    print("".join(f"{remark}\n" for remark in release.notes), end="")


def _format_differences(comparison: RulesComparison) -> Iterator[str]:
    """Yield the differences between two versions in words, then line by line."""
    if comparison.before.files == comparison.after.files:
        yield "They are the same."
        return
    if comparison.before.rulebook is None or comparison.after.rulebook is None:
        yield "One of them has problems, so only lines can be compared."
    elif not comparison.differences:
        yield "They mean the same. Only comments, quotes or blank lines differ."
    yield from (f"{each.sentence}." for each in comparison.differences)
    yield ""
    yield from _format_hunks(comparison)


def _format_hunks(comparison: RulesComparison) -> Iterator[str]:
    """Yield the lines that differ, in the style of `diff -u`."""
    files = compare_lines(comparison)
    if files is None:
        yield "The lines take too long to compare, because so many of them are the same."
    for file, hunks in files or ():
        yield file
        for hunk in hunks:
            yield "@@"
            yield from (f"{sign}{line.number:>5}  {line.text}" for sign, line in hunk.unified)


def _format_publication(publication: Publication, latest: Publication) -> Iterator[str]:
    """Describe a publication: version, date, publisher, note and assessments."""
    when = publication.published_at.astimezone()
    state = ", in force" if publication.number == latest.number else ""
    yield f"{publication.release.version}{state}"
    yield f"  Published by {publication.by} on {format_date(when.date())} at {when:%H:%M}"
    yield from (f"  {line}" for line in publication.why.splitlines())
    yield from (f"  Meant: {each.example}. {each.reason}" for each in publication.meant)
    yield f"  {capitalise_first(format_count(publication.assessments, 'assessment'))} on this version"


def _publication_to_json(publication: Publication, latest: Publication) -> dict[str, Any]:
    """Return a publication as a JSON object."""
    return {
        "version": publication.release.version,
        "hash": publication.release.hash,
        "in_force": publication.number == latest.number,
        "published_at": publication.published_at.isoformat(),
        "by": publication.by,
        "why": publication.why,
        "meant": [each._asdict() for each in publication.meant],
        "assessments": publication.assessments,
    }
