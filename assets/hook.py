"""Let the build fetch stylesheet, script and fonts, and carry the top-level folders inside the wheel."""

import runpy
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("rules", "templates", "samples", "docs/rules-format.md")
"""What stands at the top for officers and designers, and travels inside an installed package."""


class FetchHook(BuildHookInterface):
    """Run `fetch` once for each build of a wheel; an editable install uses the folders where they stand."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch; without the registry the pages still work, unstyled, and a warning says how to fetch later."""
        if self.target_name != "wheel":
            return
        if version == "standard":
            build_data["force_include"].update({name: f"assess/_bundled/{name}" for name in CARRIED})
        fetch = runpy.run_path(str(Path(self.root, "assets", "fetch.py")))["fetch"]
        try:
            self.app.display_info(fetch())
        except (OSError, RuntimeError, subprocess.CalledProcessError) as problem:
            self.app.display_warning(f"Stylesheet and fonts were not fetched ({problem}): run python assets/fetch.py")
