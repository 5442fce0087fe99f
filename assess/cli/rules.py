"""The commands on published versions: list, show, diff, publish and restore."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assess.cli.database import build_error, open_service
from assess.cli.inputs import read_rules_files
from assess.cli.options import EXIT_OK, Commands, add_format_option, print_json
from assess.releases.comparison import RulesComparison, compare_versions
from assess.releases.disk_status import describe_disk
from assess.releases.models import PublishedRelease, Rejection
from assess.releases.service import PublishingService
from assess.report.content.text import capitalise_first, format_count, format_date
from assess.storage.release_records import Publication, RulesFiles

_FILE_NAMES = ("readiness", "evidence")


def add_rules(commands: Commands) -> None:
    """Add `rules` and its subcommands."""
    rules = commands.add_parser("rules", help="list, compare, publish and bring back versions of the rules")
    subcommands = rules.add_subparsers(dest="way", required=True, metavar="WAY")
    _add_list(subcommands)
    _add_show(subcommands)
    _add_diff(subcommands)
    _add_publish(subcommands)
    _add_restore(subcommands)


def _add_list(commands: Commands) -> None:
    """Add `rules list`."""
    listed = commands.add_parser("list", help="list the published versions, the one in force first")
    add_format_option(listed)
    add_database_option(listed)
    listed.set_defaults(run=_print_list)


def _add_show(commands: Commands) -> None:
    """Add `rules show`."""
    show = commands.add_parser("show", help="print a published version: who, when and why, or one of its files")
    show.add_argument("version", metavar="VERSION")
    show.add_argument("--file", choices=_FILE_NAMES, help="print this file, byte for byte")
    add_format_option(show)
    add_database_option(show)
    show.set_defaults(run=_print_version)


def _add_diff(commands: Commands) -> None:
    """Add `rules diff`."""
    diff = commands.add_parser("diff", help="say where two versions differ, in words and line by line")
    for name in ("before", "after"):
        diff.add_argument(name, metavar=name.upper(), help="a version, or `draft`, or `disk` for the files")
    add_format_option(diff)
    add_database_option(diff)
    diff.set_defaults(run=_print_diff)


def _add_publish(commands: Commands) -> None:
    """Add `rules publish`."""
    publish = commands.add_parser("publish", help="check the rules files and put them in force")
    publish.add_argument("rules", nargs="?", type=Path, metavar="DIR", help="their folder (default: the one served)")
    _add_publish_options(publish)
    publish.set_defaults(run=_publish_files)


def _add_restore(commands: Commands) -> None:
    """Add `rules restore`."""
    restore = commands.add_parser("restore", help="put an earlier version in force again, under the next number")
    restore.add_argument("version", metavar="VERSION")
    _add_publish_options(restore)
    restore.set_defaults(run=_restore_version)


def _add_publish_options(command: argparse.ArgumentParser) -> None:
    """Add the options that state who publishes and why."""
    command.add_argument("--by", required=True, metavar="NAME", help="the name of the person who publishes")
    command.add_argument("--why", required=True, metavar="NOTE", help="why the rules change")
    add_format_option(command)
    add_database_option(command)


def add_database_option(command: argparse.ArgumentParser) -> None:
    """Add the option that selects another database."""
    command.add_argument("--database", metavar="URL", help="its address or file (default: the one in the data folder)")


def _print_list(options: argparse.Namespace) -> int:
    """Print the published versions, and how the files on disk relate to them."""
    with open_service(options) as service:
        status, versions = service.get_status(), service.list_publications()
        if options.format == "json":
            print_json([_publication_to_json(each, status.latest) for each in versions])
            return EXIT_OK
        for each in versions:
            print("\n".join(_format_publication(each, status.latest)), end="\n\n")
        print("".join(f"{sentence}\n" for sentence in describe_disk(status.disk, service.folder)), end="")
    return EXIT_OK


def _print_version(options: argparse.Namespace) -> int:
    """Print one version: who, when and why, or one of its files."""
    with open_service(options) as service:
        files = _require_files(service.load_version(options.version))
        if options.file:
            sys.stdout.buffer.write(getattr(files, options.file))
            return EXIT_OK
        latest = service.load_latest()
        (publication,) = [each for each in service.list_publications() if each.release.version == options.version]
        if options.format == "json":
            texts = {name: getattr(files, name).decode("utf-8-sig") for name in _FILE_NAMES}
            print_json(_publication_to_json(publication, latest) | texts)
        else:
            print("\n".join([*_format_publication(publication, latest), f"  Hash {publication.release.hash}"]))
    return EXIT_OK


def _print_diff(options: argparse.Namespace) -> int:
    """Print the differences between two versions."""
    with open_service(options) as service:
        comparison = compare_versions(service, options.before, options.after)
    if isinstance(comparison, Rejection):
        raise build_error(comparison)
    if options.format == "json":
        changes = [each._asdict() for each in comparison.differences]
        print_json({"differences": changes, "lines": list(_format_hunks(comparison))})
    else:
        print("\n".join(_format_differences(comparison)))
    return EXIT_OK


def _format_differences(comparison: RulesComparison) -> Iterator[str]:
    """Yield the differences between two versions in words, then line by line."""
    if comparison.before.files == comparison.after.files:
        yield "They are the same."
        return
    if comparison.before.without_examples is None or comparison.after.without_examples is None:
        yield "One of them has mistakes, so only lines can be compared."
    elif not comparison.differences:
        yield "They say the same. Only comments, quotes or blank lines differ."
    yield from (f"{each.sentence}." for each in comparison.differences)
    yield ""
    yield from _format_hunks(comparison)


def _format_hunks(comparison: RulesComparison) -> Iterator[str]:
    """Yield the lines that differ, in the style of `diff -u`."""
    for file, hunks in comparison.hunks:
        yield file
        for hunk in hunks:
            yield "@@"
            yield from (f"{sign}{line.number:>5}  {line.text}" for sign, line in hunk.unified)


def _publish_files(options: argparse.Namespace) -> int:
    """Publish the rules files in a folder, or list their problems."""
    with open_service(options) as service:
        folder = options.rules or service.folder
        service.load_latest()  # on a new database, this publishes the bundled rules first
        outcome = service.publish_files(RulesFiles(*read_rules_files(folder).values()), options.by, options.why)
        return _print_outcome(outcome, service, options, folder)


def _restore_version(options: argparse.Namespace) -> int:
    """Publish an earlier version again, under the next number."""
    with open_service(options) as service:
        files = _require_files(service.load_with_next_version(options.version))
        return _print_outcome(service.publish_files(files, options.by, options.why), service, options, None)


def _print_outcome(
    outcome: PublishedRelease | Rejection, service: PublishingService, options: argparse.Namespace, folder: Path | None
) -> int:
    """Print the new current version; raises CommandError if publishing was rejected."""
    if isinstance(outcome, Rejection):
        raise build_error(outcome, folder)
    published = outcome.publication
    if options.format == "json":
        print_json(_publication_to_json(published, published) | {"remarks": outcome.notes})
    else:
        print(f"Version {published.release.version} is in force. The files are in {service.folder}.")
        print("Assessments that have begun stay on their version until somebody moves them over.")
        print("".join(f"{remark}\n" for remark in outcome.notes), end="")
    return EXIT_OK


def _require_files(outcome: RulesFiles | Rejection) -> RulesFiles:
    """Return the files; raises CommandError if the request was rejected."""
    if isinstance(outcome, Rejection):
        raise build_error(outcome)
    return outcome


def _format_publication(publication: Publication, latest: Publication) -> Iterator[str]:
    """Describe a publication: version, date, publisher, note and assessments."""
    when = publication.published_at.astimezone()
    state = ", in force" if publication.number == latest.number else ""
    yield f"{publication.release.version}{state}"
    yield f"  Published by {publication.by} on {format_date(when.date())} at {when:%H:%M}"
    yield from (f"  {line}" for line in publication.why.splitlines())
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
        "assessments": publication.assessments,
    }
