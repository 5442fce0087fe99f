"""What is used of WeasyPrint beyond its documentation is still there; if it is not, the tests say what changed.

Nothing of the project is imported, so that they can speak even when the project cannot be imported any more.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

SOURCE = Path("assess/report/pdf/weasyprint_internals.py").read_text("utf-8")
LIBRARIES = "weasyprint.text.ffi"
SIGNATURES = {
    "ffi.NULL": "void *",
    "ffi.cast": "a function",
    "ffi.cdef": "a function",
    "ffi.gc": "a function",
    "ffi.new": "a function",
    "ffi.string": "a function",
    "fontconfig.FcConfigDestroy": "void(*)(FcConfig *)",
    "fontconfig.FcConfigGetFonts": "FcFontSet *(*)(FcConfig *, FcSetName)",
    "fontconfig.FcInitLoadConfigAndFonts": "FcConfig *(*)()",
    "fontconfig.FcPatternGetString": "FcResult(*)(FcPattern *, char *, int, unsigned char * *)",
    "fontconfig.FcSetSystem": "a number",
    "pango.pango_version": "int(*)()",
    "pangoft2.pango_fc_font_map_set_config": "void(*)(PangoFcFontMap *, FcConfig *)",
}
"""What is used of the C libraries that WeasyPrint loads, as it was in WeasyPrint 70."""
FONT_CONFIGURATION = {"_config": "FcConfig *", "font_map": "PangoFontMap *"}
PAGE = {"base_url", "etree_element", "media_type", "url_fetcher", "wrapper_element"}
"""The attributes that `ParsedPage` sets instead of the initialiser of its base class."""


def resolve(name: str) -> Any:
    """Return an object by its dotted name, None if there is none."""
    try:
        return resolve_name(name)
    except (ImportError, AttributeError):
        return None


def describe(value: object) -> str:
    """Return the C type of a value in words, or what else it is."""
    ffi = resolve(f"{LIBRARIES}:ffi")
    if value is None:
        return "gone"
    if isinstance(value, int):
        return "a number"
    return str(ffi.typeof(value).cname) if isinstance(value, ffi.CData) else "a function"


def iter_changes(expected: dict[str, str], found: dict[str, object]) -> Iterator[str]:
    """Yield a sentence on each internal that is not what it was."""
    for name, signature in expected.items():
        if (now := describe(found.get(name))) != signature:
            yield f"WeasyPrint changed: {name} was {signature} and is {now} now."


def iter_used_names(source: str, modules: Iterable[str]) -> Iterator[str]:
    """Yield the attributes of some modules that a source uses, without the C functions that it declares itself."""
    declared = set(re.findall(r"(\w+) \(", source.partition("cdef(")[2].partition('"""')[2].partition('"""')[0]))
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules and name not in declared:
                yield f"{module}.{name}"


def test_the_c_libraries_are_as_they_were() -> None:
    found = {name: resolve(f"{LIBRARIES}:{name}") for name in SIGNATURES}
    assert list(iter_changes(SIGNATURES, found)) == []


def test_everything_used_of_the_c_libraries_is_checked() -> None:
    modules = {name.partition(".")[0] for name in SIGNATURES}
    assert set(iter_used_names(SOURCE, modules)) == set(SIGNATURES)


def test_a_font_configuration_is_as_it_was() -> None:
    made = resolve("weasyprint.text.fonts:FontConfiguration")
    assert made is not None, "WeasyPrint changed: weasyprint.text.fonts.FontConfiguration is gone."
    assert list(iter_changes(FONT_CONFIGURATION, vars(made()))) == []


def test_a_page_sets_the_attributes_that_a_parsed_page_sets() -> None:
    html = resolve("weasyprint:HTML")
    changed = set(vars(html(string="<p>One</p>"))) ^ PAGE
    assert not changed, f"WeasyPrint changed: a page has other attributes now: {', '.join(sorted(changed))}."
    assert (
        set(re.findall(r"self\.(\w+) =", SOURCE.partition("class ParsedPage")[2].partition("def parse_page")[0]))
        == PAGE
    )


def test_a_change_is_described_in_words() -> None:
    expected = {"pango.version": "int(*)()", "pango.other": "a number"}
    assert list(iter_changes(expected, {"pango.version": 7})) == [
        "WeasyPrint changed: pango.version was int(*)() and is a number now.",
        "WeasyPrint changed: pango.other was a number and is gone now.",
    ]
