"""Write output files."""

from pathlib import Path

from assess.cli.inputs import CommandError


def write_file(path: Path, content: bytes, what: str) -> None:
    """Write a file and print its path; raises CommandError. `what` names it, such as `report`."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path}: the {what} could not be written ({error.strerror}).") from error
    print(f"Wrote {path}.")
