"""OpenDocument text and spreadsheets, which LibreOffice makes of the Word and Excel reports."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

_MACOS_PATH = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_SECONDS = 60
"""Maximum time for a file; the longest sample takes about five."""

NOT_INSTALLED = (
    "OpenDocument files are made by LibreOffice, which is not installed here. Install it (on Debian: "
    "libreoffice-writer-nogui and libreoffice-calc-nogui), or choose Word or Excel, which LibreOffice opens too."
)


class ConversionError(Exception):
    """LibreOffice did not make a file; the message says why."""


def find_libreoffice() -> str:
    """Return the path of LibreOffice: the one that `ASSESS_SOFFICE` names, or the first one found; empty if none."""
    named = os.environ.get("ASSESS_SOFFICE")
    return shutil.which(named or "soffice") or ("" if named else shutil.which(_MACOS_PATH) or "")


def convert_with_libreoffice(content: bytes, before: str, after: str) -> bytes:
    """Convert a file from one suffix to another, such as `.docx` to `.odt`; raise `ConversionError` if that fails.

    LibreOffice runs without a window, in a process group and with a profile of its own, and for a limited time.
    """
    with TemporaryDirectory(prefix="assess-") as folder:
        source = Path(folder, f"report{before}")
        source.write_bytes(content)
        _run_libreoffice(Path(folder), source, after)
        with suppress(FileNotFoundError):
            return source.with_suffix(after).read_bytes()
    raise ConversionError("LibreOffice did not make the file. Choose Word or Excel, which LibreOffice opens too.")


def _run_libreoffice(folder: Path, source: Path, suffix: str) -> None:
    """Run LibreOffice on one file; raise `ConversionError` if it does not start or does not end in time."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--convert-to", suffix.removeprefix("."), "--outdir", str(folder)]
    try:
        process = subprocess.Popen(  # noqa: S603  # a fixed command on a file of our own
            [find_libreoffice(), profile, *options, str(source)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionError(NOT_INSTALLED) from error
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ConversionError(f"LibreOffice took more than {_SECONDS} seconds. Choose Word or Excel.") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
