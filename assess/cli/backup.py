"""The commands `backup` and `restore`, for the data folder."""

from pathlib import Path

import click

from assess.cli.inputs import CommandError
from assess.cli.options import PATH
from assess.report.content.text import format_count, join_words
from assess.settings import find_data_folder
from assess.storage.backups import Backup, BackupError, back_up, restore


@click.command("backup")
@click.argument("file", type=PATH)
def write_backup(file: Path) -> None:
    """Back up the data folder to FILE, even while the tool is running.

    FILE is a new ZIP file. It holds the database, the secret key, council.toml and the files it names, but not the
    rules on disk.
    """
    data = find_data_folder()
    try:
        backup = back_up(data, file)
    except BackupError as error:
        raise CommandError(str(error)) from error
    print(f"Backed up {data} to {file}, and read it back. {_describe_content(backup)}")
    print("It contains the published rules and the draft, but not the rules folder. Copy that folder too.")
    print("Keep the file as safe as the answers themselves: anyone who has it can read them.")


@click.command("restore")
@click.argument("file", type=PATH)
def restore_backup(file: Path) -> None:
    """Restore the data folder from FILE, which `backup` made.

    The data folder must be empty or new, and the tool must not be running.
    """
    data = find_data_folder()
    try:
        backup = restore(file, data)
    except BackupError as error:
        raise CommandError(str(error)) from error
    print(f"Restored {file} to {data}. {_describe_content(backup)}")


def _describe_content(backup: Backup) -> str:
    """Describe what a backup contains."""
    counts = [format_count(backup.rows.get("assessment", 0), "assessment")]
    if deleted := backup.rows.get("deleted_assessment", 0):
        counts.append(format_count(deleted, "deleted assessment"))
    return f"It contains {join_words(backup.names)}, with {join_words(counts)}."
