"""Let the build fetch stylesheet, script and fonts before it packs the wheel or makes the editable install."""

import runpy
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FetchHook(BuildHookInterface):  # type: ignore[type-arg]  # the configuration's type is hatchling's own
    """Run `fetch` once for each build of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Fetch; without the registry the pages still work, unstyled, and a warning says how to fetch later."""
        if self.target_name != "wheel":
            return
        fetch = runpy.run_path(str(Path(self.root, "assets", "fetch.py")))["fetch"]
        try:
            self.app.display_info(fetch())
        except (OSError, RuntimeError, subprocess.CalledProcessError) as problem:
            self.app.display_warning(f"Stylesheet and fonts were not fetched ({problem}): run python assets/fetch.py")
