"""LibreOffice, which opens the Word and Excel files for those who do not have Microsoft Office."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

MACOS_PATH = "/Applications/LibreOffice.app/Contents/MacOS/soffice"


def find_libreoffice() -> str:
    """Return the path of LibreOffice: ASSESS_SOFFICE, or the first one found."""
    found = os.environ.get("ASSESS_SOFFICE") or shutil.which("soffice") or shutil.which(MACOS_PATH)
    if found is None:
        raise RuntimeError("These tests need LibreOffice: install it, or set ASSESS_SOFFICE to its path.")
    return found


def convert_to_pdf(folder: Path, files: Sequence[Path]) -> Path:
    """Convert files to PDF in one process, and return the folder of those that could be opened.

    Nobody is there to agree to a repair, so a file that needs one is not opened.
    """
    made, profile = folder / "made", (folder / "profile").as_uri()
    command = [
        find_libreoffice(),
        "--headless",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(made),
    ]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)
    return made
