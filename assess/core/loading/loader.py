"""Load the rules files: bytes in, a rulebook or every mistake out, never both and never half."""

import hashlib
import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from assess.core.loading.examples import example_mistakes
from assess.core.loading.recovery import Read, read_as, within
from assess.core.model.evidence import Evidence
from assess.core.model.fields import Value
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Rules
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.problems import MORE, MOST, Problem
from assess.core.syntax.yaml_reader import Path, nothing, scan
from assess.core.validation.reachability import reach_mistakes
from assess.core.validation.references import EVERY_KIND, Names, citations, names_lost
from assess.core.validation.rules import evidence_mistakes, rules_mistakes

READINESS = "readiness.yaml"
EVIDENCE = "evidence.yaml"
EVIDENCE_KINDS = frozenset({"sources", "claims"})
TRIED_KINDS = frozenset({"facts", "options", "questions", "sections"})


def load_rulebook(
    readiness: bytes,
    evidence: bytes,
    *,
    names: tuple[str, str] = (READINESS, EVIDENCE),
    try_examples: bool = True,
) -> Rulebook | tuple[Problem, ...]:
    """Give the rulebook that two files spell, or every mistake in them, in the order of the files.

    Without `try_examples` the worked examples need not come true, as while the rules are being changed.
    """
    rules_file = File(readiness, names[0], Rules)
    evidence_file = File(evidence, names[1], Evidence)
    rules, findings = rules_file.value, evidence_file.value
    known = Names(rules, findings, (*rules_file.lost(), *evidence_file.lost(evidence=True)))
    if rules is not None:
        rules_file.add(rules_mistakes(rules, known))
        if known.lost.isdisjoint(TRIED_KINDS):
            rules_file.add(reach_mistakes(rules, rules_file.unsound))
    if findings is not None:
        evidence_file.add(evidence_mistakes(findings, known))
    for file in (rules_file, evidence_file):
        file.add(citations(file.document.tree, known))
    if rules is not None and findings is not None and not rules_file.problems and not evidence_file.problems:
        rulebook = Rulebook(rules, findings, fingerprint(rules, findings))
        rules_file.add(example_mistakes(rulebook) if try_examples else ())
        return told(rules_file) or rulebook
    return told(rules_file, evidence_file)


def fingerprint(rules: Value, evidence: Value) -> str:
    """Give the hexadecimal SHA-256 of the canonical JSON of what was loaded; what was left out adds nothing."""
    loaded = [value.model_dump(by_alias=True, exclude_defaults=True) for value in (rules, evidence)]
    canonical = json.dumps(loaded, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class File:
    """One of the two files while it is loaded: what was read of it, and its problems so far."""

    def __init__(self, data: bytes, name: str, model: type[Value]) -> None:
        document, problems = scan(data, name)
        self.document = document or nothing(name)
        self.problems = list(problems)
        self.taken = {(problem.line, problem.column) for problem in problems}
        self.read = read_as(model, document) if document else Read(None, (), frozenset())
        self.unsound: set[Path] = set(self.read.spoiled)
        self.round_stand_ins = {each[:length] for each in self.read.spoiled for length in range(len(each) + 1)}
        for fault in self.read.faults:
            self.keep(fault)

    @property
    def value(self) -> Any:
        """The model that the file spells, with stand-ins where it is wrong; none where it cannot be read."""
        return self.read.value

    def lost(self, *, evidence: bool = False) -> Iterable[str]:
        """Give the kinds of which a name may be missing."""
        if self.value is not None:
            return names_lost(self.read.spoiled, evidence=evidence)
        return EVIDENCE_KINDS if evidence else EVERY_KIND - EVIDENCE_KINDS

    def add(self, mistakes: Iterable[Mistake]) -> None:
        """Keep mistakes, but for those that only follow from a stand-in, up to one more than are told."""
        if self.is_full:
            return  # what the checks before left unseen would mislead those after them
        for mistake in mistakes:
            self.unsound.add(mistake.path)
            if not self.follows(mistake.path):
                self.keep(mistake)
            if self.is_full:
                break

    @property
    def is_full(self) -> bool:
        """Whether more problems are kept than are told."""
        return len(self.problems) > MOST

    def follows(self, path: Path) -> bool:
        """Tell whether a path holds or lies within a stand-in."""
        return path in self.round_stand_ins or within(path, self.read.spoiled)

    def keep(self, mistake: Mistake) -> None:
        """Keep a problem, unless the YAML itself is wrong at its place."""
        problem = self.document.problem(mistake.path, mistake.sentence, key=mistake.key)
        if (problem.line, problem.column) not in self.taken:
            self.problems.append(problem)

    def in_order(self) -> tuple[Problem, ...]:
        """Give the problems in the order of the file."""
        return tuple(sorted(self.problems, key=attrgetter("line", "column")))


def told(*files: File) -> tuple[Problem, ...]:
    """Give as many problems as are told at once, and first that there are more."""
    problems = tuple(problem for file in files for problem in file.in_order())
    if len(problems) <= MOST and not any(file.read.more for file in files):
        return problems
    return (Problem(problems[0].file, 1, 1, MORE), *problems[:MOST])
