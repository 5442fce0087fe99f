"""A frozen copy of the shipped rules and samples, so that no edit of an officer breaks a test of the program."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from assess.core.interchange.answers_yaml import load_assessment
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook

FOLDER = Path(__file__).parent / "fixtures"
RULES = FOLDER / "rules"
SAMPLES = tuple(sorted((FOLDER / "samples").glob("*.yaml")))
APPROVED = Path(__file__).parent / "approved" / "samples"
LIBRARIES = FOLDER / "samples" / "libraries.yaml"


@cache
def read_rules_files() -> dict[str, bytes]:
    """Return the bytes of the rules files by name."""
    return {name: (RULES / name).read_bytes() for name in (READINESS_FILENAME, EVIDENCE_FILENAME)}


def raise_weight(rules: bytes) -> bytes:
    """Make a change like the one that README.md gives as an example: a weight from 20 to 30, and the next version."""
    return rules.replace(b"weight: 20", b"weight: 30", 1).replace(b"version: 1.0.0", b"version: 1.0.1", 1)


@cache
def load_frozen_rulebook() -> Rulebook:
    """Load the frozen rulebook."""
    loaded = load_rulebook(*read_rules_files().values())
    assert isinstance(loaded, Rulebook), "\n".join(map(str, loaded))
    return loaded


def load_sample(path: Path) -> Assessment:
    """Load the assessment of a sample."""
    loaded = load_assessment(path.read_bytes(), load_frozen_rulebook(), path.name)
    assert isinstance(loaded, Assessment), "\n".join(map(str, loaded))
    return loaded


def load_approved_figures(path: Path) -> Any:
    """Return the approved result of a sample, as `assess score --format json` prints it."""
    return json.loads((APPROVED / f"{path.stem}.json").read_text("utf-8"))
