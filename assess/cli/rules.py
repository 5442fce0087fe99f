"""The commands on published versions: list, show, diff, publish and restore."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assess.cli.database import opened_desk, refused
from assess.cli.inputs import files_of
from assess.cli.options import DONE, Commands, format_option, print_json
from assess.releases.comparison import Comparison, compare
from assess.releases.disk_status import on_disk
from assess.releases.models import Published, Refused
from assess.releases.service import Desk
from assess.report.content.text import counted, day, starting
from assess.storage.release_records import Files, Publication

FILE_NAMES = ("readiness", "evidence")


def add_rules(commands: Commands) -> None:
    """Add `rules` and its subcommands."""
    rules = commands.add_parser("rules", help="list, compare, publish and bring back versions of the rules")
    ways = rules.add_subparsers(dest="way", required=True, metavar="WAY")
    add_list(ways)
    add_show(ways)
    add_diff(ways)
    add_publish(ways)
    add_restore(ways)


def add_list(ways: Commands) -> None:
    """Add `rules list`."""
    listed = ways.add_parser("list", help="list the published versions, the one in force first")
    format_option(listed)
    database_option(listed)
    listed.set_defaults(run=print_list)


def add_show(ways: Commands) -> None:
    """Add `rules show`."""
    show = ways.add_parser("show", help="print a published version: who, when and why, or one of its files")
    show.add_argument("version", metavar="VERSION")
    show.add_argument("--file", choices=FILE_NAMES, help="print this file, byte for byte")
    format_option(show)
    database_option(show)
    show.set_defaults(run=print_version)


def add_diff(ways: Commands) -> None:
    """Add `rules diff`."""
    diff = ways.add_parser("diff", help="say where two versions differ, in words and line by line")
    for name in ("before", "after"):
        diff.add_argument(name, metavar=name.upper(), help="a version, or `draft`, or `disk` for the files")
    format_option(diff)
    database_option(diff)
    diff.set_defaults(run=print_diff)


def add_publish(ways: Commands) -> None:
    """Add `rules publish`."""
    publish = ways.add_parser("publish", help="check the rules files and put them in force")
    publish.add_argument("rules", nargs="?", type=Path, metavar="DIR", help="their folder (default: the one served)")
    sign_options(publish)
    publish.set_defaults(run=publish_files)


def add_restore(ways: Commands) -> None:
    """Add `rules restore`."""
    restore = ways.add_parser("restore", help="put an earlier version in force again, under the next number")
    restore.add_argument("version", metavar="VERSION")
    sign_options(restore)
    restore.set_defaults(run=restore_version)


def sign_options(command: argparse.ArgumentParser) -> None:
    """Add the options that state who publishes and why."""
    command.add_argument("--by", required=True, metavar="NAME", help="the name of the person who publishes")
    command.add_argument("--why", required=True, metavar="NOTE", help="why the rules change")
    format_option(command)
    database_option(command)


def database_option(command: argparse.ArgumentParser) -> None:
    """Add the option that selects another database."""
    command.add_argument("--database", metavar="URL", help="its address or file (default: the one in the data folder)")


def print_list(options: argparse.Namespace) -> int:
    """Print the published versions, and how the files on disk relate to them."""
    with opened_desk(options) as desk:
        desktop, versions = desk.glance(), desk.versions()
        if options.format == "json":
            print_json([plain(each, desktop.latest) for each in versions])
            return DONE
        for each in versions:
            print("\n".join(in_words(each, desktop.latest)), end="\n\n")
        print("".join(f"{sentence}\n" for sentence in on_disk(desktop.disk, desk.folder)), end="")
    return DONE


def print_version(options: argparse.Namespace) -> int:
    """Print one version: who, when and why, or one of its files."""
    with opened_desk(options) as desk:
        files = wanted(desk.version(options.version))
        if options.file:
            sys.stdout.buffer.write(getattr(files, options.file))
            return DONE
        latest = desk.latest()
        (found,) = [each for each in desk.versions() if each.release.version == options.version]
        if options.format == "json":
            texts = {name: getattr(files, name).decode("utf-8-sig") for name in FILE_NAMES}
            print_json(plain(found, latest) | texts)
        else:
            print("\n".join([*in_words(found, latest), f"  Hash {found.release.hash}"]))
    return DONE


def print_diff(options: argparse.Namespace) -> int:
    """Print the differences between two versions."""
    with opened_desk(options) as desk:
        found = compare(desk, options.before, options.after)
    if isinstance(found, Refused):
        raise refused(found)
    if options.format == "json":
        told = [each._asdict() for each in found.differences]
        print_json({"differences": told, "lines": list(unified(found))})
    else:
        print("\n".join(differences_in_words(found)))
    return DONE


def differences_in_words(found: Comparison) -> Iterator[str]:
    """Yield the differences between two versions in words, then line by line."""
    if found.before.files == found.after.files:
        yield "They are the same."
        return
    if found.before.untried is None or found.after.untried is None:
        yield "One of them has mistakes, so only lines can be compared."
    elif not found.differences:
        yield "They say the same. Only comments, quotes or blank lines differ."
    yield from (f"{each.sentence}." for each in found.differences)
    yield ""
    yield from unified(found)


def unified(found: Comparison) -> Iterator[str]:
    """Yield the lines that differ, in the style of `diff -u`."""
    for file, hunks in found.hunks:
        yield file
        for hunk in hunks:
            yield "@@"
            yield from (f"{sign}{line.number:>5}  {line.text}" for sign, line in hunk.unified)


def publish_files(options: argparse.Namespace) -> int:
    """Publish the rules files in a folder, or list their problems."""
    with opened_desk(options) as desk:
        folder = options.rules or desk.folder
        desk.latest()  # on a new database, this publishes the bundled rules first
        outcome = desk.publish_files(Files(*files_of(folder).values()), options.by, options.why)
        return told(outcome, desk, options, folder)


def restore_version(options: argparse.Namespace) -> int:
    """Publish an earlier version again, under the next number."""
    with opened_desk(options) as desk:
        files = wanted(desk.restored(options.version))
        return told(desk.publish_files(files, options.by, options.why), desk, options, None)


def told(outcome: Published | Refused, desk: Desk, options: argparse.Namespace, folder: Path | None) -> int:
    """Print the new current version; raises CommandError if publishing was rejected."""
    if isinstance(outcome, Refused):
        raise refused(outcome, folder)
    published = outcome.publication
    if options.format == "json":
        print_json(plain(published, published) | {"remarks": outcome.remarks})
    else:
        print(f"Version {published.release.version} is in force. The files are in {desk.folder}.")
        print("Assessments that have begun stay on their version until somebody moves them over.")
        print("".join(f"{remark}\n" for remark in outcome.remarks), end="")
    return DONE


def wanted(found: Files | Refused) -> Files:
    """Return the files; raises CommandError if the request was rejected."""
    if isinstance(found, Refused):
        raise refused(found)
    return found


def in_words(publication: Publication, latest: Publication) -> Iterator[str]:
    """Describe a publication: version, date, publisher, note and assessments."""
    when = publication.published_at.astimezone()
    state = ", in force" if publication.number == latest.number else ""
    yield f"{publication.release.version}{state}"
    yield f"  Published by {publication.by} on {day(when.date())} at {when:%H:%M}"
    yield from (f"  {line}" for line in publication.why.splitlines())
    yield f"  {starting(counted(publication.assessments, 'assessment'))} on this version"


def plain(publication: Publication, latest: Publication) -> dict[str, Any]:
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
