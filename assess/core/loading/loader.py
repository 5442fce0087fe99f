"""Loader of the rules files, which returns either a complete rulebook or every problem."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from assess.core.loading.documents import parse_rules_file
from assess.core.loading.recovery import ParseOutcome, is_within, validate_with_recovery
from assess.core.model.evidence import Evidence
from assess.core.model.fields import FrozenModel
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Rules
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.problems import MAX_PROBLEMS, TOO_MANY_PROBLEMS, Problem
from assess.core.syntax.yaml_reader import Document, NodePath, make_empty_document
from assess.core.validation.needs import check_needs_due
from assess.core.validation.reachability import check_reachability
from assess.core.validation.references import ALL_KINDS, NameIndex, check_citations, find_incomplete_kinds
from assess.core.validation.rules import check_evidence, check_rules

READINESS_FILENAME = "readiness.yaml"
EVIDENCE_FILENAME = "evidence.yaml"
_EVIDENCE_KINDS = frozenset({"sources", "claims"})
_REACHABILITY_KINDS = frozenset({"facts", "options", "questions", "sections"})


class LoadedRules(NamedTuple):
    """The outcome of loading both files."""

    rulebook: Rulebook | None
    """The rulebook, even if worked examples fail; None if there are other problems."""
    problems: tuple[Problem, ...]
    """All problems, those of worked examples included."""


def load_rulebook(
    readiness: bytes,
    evidence: bytes,
    *,
    file_names: tuple[str, str] = (READINESS_FILENAME, EVIDENCE_FILENAME),
) -> Rulebook | tuple[Problem, ...]:
    """Load a rulebook from the content of both files, or return all problems in the order of the files."""
    rules_file = _RulesFile(readiness, file_names[0], Rules)
    evidence_file = _RulesFile(evidence, file_names[1], Evidence)
    rules, findings = rules_file.value, evidence_file.value
    known = NameIndex(
        rules, findings, (*rules_file.find_incomplete_kinds(), *evidence_file.find_incomplete_kinds(evidence=True))
    )
    if rules is not None:
        rules_file.add_mistakes(check_rules(rules, known))
        if known.incomplete.isdisjoint(_REACHABILITY_KINDS):
            rules_file.add_mistakes(check_reachability(rules, rules_file.unsound_paths))
            rules_file.add_mistakes(check_needs_due(rules, rules_file.unsound_paths))
    if findings is not None:
        evidence_file.add_mistakes(check_evidence(findings, known))
    for file in (rules_file, evidence_file):
        file.add_mistakes(check_citations(file.document.tree, known))
    if rules is not None and findings is not None and not rules_file.problems and not evidence_file.problems:
        return Rulebook(rules, findings, _hash_rulebook(rules, findings))
    return _limit_problems(rules_file, evidence_file)


def _hash_rulebook(rules: FrozenModel, evidence: FrozenModel) -> str:
    """Return the hexadecimal SHA-256 of the canonical JSON of both models, without fields that have their default."""
    loaded = [value.model_dump(by_alias=True, exclude_defaults=True) for value in (rules, evidence)]
    canonical = json.dumps(loaded, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class _RulesFile:
    """One of the two files while it is being loaded: its model and the problems found so far."""

    def __init__(self, data: bytes, name: str, model: type[FrozenModel]) -> None:
        parsed, problems = parse_rules_file(data, name)
        document = parsed or make_empty_document(name)
        self.problems = list(problems)
        self.syntax_error_positions = {(problem.line, problem.column) for problem in problems}
        self.outcome = (
            validate_with_recovery(model, document) if parsed else ParseOutcome(document, None, (), frozenset())
        )
        self.unsound_paths: set[NodePath] = set(self.outcome.placeholders)
        self.placeholder_ancestors = {
            each[:length] for each in self.outcome.placeholders for length in range(len(each) + 1)
        }
        for mistake in self.outcome.mistakes:
            self.add_mistake(mistake)

    @property
    def document(self) -> Document:
        """The parsed file; empty if it cannot be parsed."""
        return self.outcome.document

    @property
    def value(self) -> Any:
        """The model, with placeholders for invalid values; None if it could not be built."""
        return self.outcome.value

    def find_incomplete_kinds(self, *, evidence: bool = False) -> Iterable[str]:
        """Return the kinds of item whose ids may be incomplete."""
        if self.value is not None:
            return find_incomplete_kinds(self.outcome.placeholders, evidence=evidence)
        return _EVIDENCE_KINDS if evidence else ALL_KINDS - _EVIDENCE_KINDS

    def add_mistakes(self, mistakes: Iterable[Mistake]) -> None:
        """Add mistakes, except consequences of a placeholder, up to one more than are reported."""
        if self.is_full:
            return  # later checks would be misled by what earlier checks did not reach
        for mistake in mistakes:
            self.unsound_paths.add(mistake.path)
            if not self.is_consequence(mistake.path):
                self.add_mistake(mistake)
            if self.is_full:
                break

    @property
    def is_full(self) -> bool:
        """Whether there are more problems than are reported."""
        return len(self.problems) > MAX_PROBLEMS

    def is_consequence(self, path: NodePath) -> bool:
        """Return whether a path contains or lies within a placeholder."""
        return path in self.placeholder_ancestors or is_within(path, self.outcome.placeholders)

    def add_mistake(self, mistake: Mistake) -> None:
        """Add a problem, unless there is a syntax error at its position."""
        problem = self.document.make_problem(mistake.path, mistake.message, key=mistake.key)
        problem = replace(problem, code=mistake.code, values=mistake.values)
        if (problem.line, problem.column) not in self.syntax_error_positions:
            self.problems.append(problem)

    def sort_problems(self) -> tuple[Problem, ...]:
        """Return the problems in the order of the file."""
        return tuple(sorted(self.problems, key=attrgetter("line", "column")))


def _limit_problems(*files: _RulesFile) -> tuple[Problem, ...]:
    """Return at most `MAX_PROBLEMS` problems of the files, preceded by `TOO_MANY_PROBLEMS` if there are more."""
    problems = tuple(problem for file in files for problem in file.sort_problems())
    if len(problems) <= MAX_PROBLEMS and not any(file.outcome.has_more for file in files):
        return problems
    return (Problem(problems[0].file, 1, 1, TOO_MANY_PROBLEMS), *problems[:MAX_PROBLEMS])
