"""A release of the small rules, and what a council made of the version before."""

from assess.releases.service import PublishingService
from assess.storage.release_records import RulesFiles
from tests.releases.conftest import SMALL, change_files, read_files

BASE = read_files(SMALL)
RELEASE = change_files(
    BASE,
    ("version: 1.0.0", "version: 2.0.0\n  made_from: 2.0.0"),
    ("Ask whether there is a letter.", "Ask for the letter itself."),
    ("Payroll can make one.", "Payroll can make one in a day."),
    ("    weight: 3\n", "    weight: 5\n"),
    ("{id: finance, title: Section 151 officer (chief finance officer)}", "{id: finance, title: Section 151 officer}"),
    ("        help: Payroll", "        # Payroll knows.\n        help: Payroll"),
)
OURS = (
    ("version: 1.0.0", "version: 1.0.1"),
    ("Ask whether there is a letter.", '"Ask us first."  # agreed in May'),
    ("    weight: 3\n", "    weight: 4\n"),
    ("A rule that keeps what a body owns.", "What keeps a body's property."),
)
"""The council's changes: one wording and the weights, which the release changed as well, and a word."""


def publish(publishing: PublishingService, files: RulesFiles) -> None:
    """Publish files as the council."""
    publishing.publish_files(files, "Anna", "Ours")


def build_example(name: str, band: str) -> str:
    """Return a worked example with a score of 33."""
    return f"""\
  - name: {name}
    profile: {{nation: england, stage: idea, members: 12}}
    answers: {{fund-told: told, fund-list: none}}
    expect: {{band: {band}}}
"""


def add_examples(files: RulesFiles, *examples: str) -> RulesFiles:
    """Return the files, which have no worked examples, with these."""
    return files._replace(readiness=files.readiness + "".join(["\nexamples:\n", *examples]).encode())
