"""Loader of the rules files, which returns either a complete rulebook or every problem."""

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
    """Load a rulebook from the content of both files, or return all problems in the order of the files.

    Without `verify_examples` the expected results of worked examples are not checked, as while rules are being edited.
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
    """Return the hexadecimal SHA-256 of the canonical JSON of both models, without fields that have their default."""
    loaded = [value.model_dump(by_alias=True, exclude_defaults=True) for value in (rules, evidence)]
    canonical = json.dumps(loaded, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class File:
    """One of the two files while it is being loaded: its model and the problems found so far."""

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
        """The model, with placeholders for invalid values; None if it could not be built."""
        return self.read.value

    def lost(self, *, evidence: bool = False) -> Iterable[str]:
        """Return the kinds of item whose ids may be incomplete."""
        if self.value is not None:
            return names_lost(self.read.spoiled, evidence=evidence)
        return EVIDENCE_KINDS if evidence else EVERY_KIND - EVIDENCE_KINDS

    def add(self, mistakes: Iterable[Mistake]) -> None:
        """Add mistakes, except consequences of a placeholder, up to one more than are reported."""
        if self.is_full:
            return  # later checks would be misled by what earlier checks did not reach
        for mistake in mistakes:
            self.unsound.add(mistake.path)
            if not self.follows(mistake.path):
                self.keep(mistake)
            if self.is_full:
                break

    @property
    def is_full(self) -> bool:
        """Whether there are more problems than are reported."""
        return len(self.problems) > MOST

    def follows(self, path: Path) -> bool:
        """Return whether a path contains or lies within a placeholder."""
        return path in self.round_stand_ins or within(path, self.read.spoiled)

    def keep(self, mistake: Mistake) -> None:
        """Add a problem, unless there is a syntax error at its position."""
        problem = self.document.problem(mistake.path, mistake.sentence, key=mistake.key)
        if (problem.line, problem.column) not in self.taken:
            self.problems.append(problem)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems in the order of the file."""
        return tuple(sorted(self.problems, key=attrgetter("line", "column")))


def told(*files: File) -> tuple[Problem, ...]:
    """Return at most `MAX_PROBLEMS` problems of the files, preceded by `TOO_MANY_PROBLEMS` if there are more."""
    problems = tuple(problem for file in files for problem in file.in_order())
    if len(problems) <= MOST and not any(file.read.more for file in files):
        return problems
    return (Problem(problems[0].file, 1, 1, MORE), *problems[:MOST])
