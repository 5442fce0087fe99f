"""Read an assessment from CSV."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from assess.core.interchange.answers_yaml import LIMIT, assessment_of, file_mistakes
from assess.core.model.assessment import Assessment
from assess.core.model.fields import FORBIDDEN
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.problems import MORE, MOST, Problem
from assess.core.syntax.suggestions import listed, suggestion
from assess.report.tables.csv_cells import CODING, unguarded
from assess.report.tables.csv_writer import YES

KEYS = {
    "Answer": "answer",
    "Not known": "dont_know",
    "Does not apply because": "does_not_apply",
    "Note": "note",
    "Evidence": "evidence",
    "Answered by": "by",
}
"""The columns of an answer, and their keys in an answers file."""
PLAN_KEYS = {
    "Owner": "owner",
    "Due": "due",
    "Progress": "state",
    "Reason for not acting": "reason",
    "Carried from": "carried_from",
}
"""The columns of an action, and their keys in an answers file; a file without these columns has no plan."""

NEEDED = ("Part", "Id", *KEYS)
READ = (*NEEDED, *PLAN_KEYS)
ONCE = {"Council": "council", "Service": "service", "Rulebook": "rulebook"}
GROUPS = {"Fact": "profile", "Question": "answers", "Action": "plan"}


class Line(NamedTuple):
    """A row of the file, with the number of its first line and the texts of its cells by column."""

    line: int
    cells: dict[str, str]

    @property
    def path(self) -> tuple[str, ...]:
        """The path of this row's value in an answers file; empty for an unknown row."""
        part, name = self.cells["Part"].strip(), self.cells["Id"].strip()
        return (GROUPS[part], name) if part in GROUPS else (ONCE[part],) if part in ONCE else ()

    @property
    def value(self) -> Any:
        """The value of this row in an answers file; empty if the row has none."""
        part = self.cells["Part"].strip()
        keys = PLAN_KEYS if part == "Action" else KEYS
        typed = {keys[column]: text for column in keys if (text := self.cells[column])}
        if "dont_know" in typed:
            typed["dont_know"] = "true" if typed["dont_know"].strip().lower() == YES else typed["dont_know"]
        return typed if part in ("Question", "Action") else typed.get("answer", "")


def read_csv(data: bytes, rulebook: Rulebook, file: str, *, whole: bool = True) -> Assessment | tuple[Problem, ...]:
    """Read an assessment from CSV, or return the mistakes in the order of the file.

    Columns may be in any order and unknown ones are ignored; a question without an answer is left out.
    """
    found = lines_of(data, file)
    if isinstance(found, Problem):
        return (found,)
    if stray := first_told(stray_rows(found, file), file):
        return stray
    tree: dict[str, Any] = {"profile": {}, "answers": {}, "plan": {}}
    for line in found:
        put(tree, line)
    mistakes = (placed(mistake, found, file) for mistake in file_mistakes(tree, rulebook, whole=whole))
    return first_told(mistakes, file) or assessment_of(tree, rulebook)


def first_told(problems: Iterator[Problem], file: str) -> tuple[Problem, ...]:
    """Return the first problems in the order of the file, preceded by a notice if there are more."""
    told = sorted(islice(problems, MOST), key=attrgetter("line"))
    return (*([Problem(file, 1, 1, MORE)] if next(problems, None) else []), *told)


def lines_of(data: bytes, file: str) -> tuple[Line, ...] | Problem:
    """Read the rows that are not empty, or return why the file cannot be read."""
    if len(data) > LIMIT:
        return Problem(file, 1, 1, f"The file is larger than {LIMIT // 1_000_000} MB. Leave out what is not an answer.")
    try:
        reader = csv.reader(StringIO(data.decode(CODING), newline=""), strict=True)
        return tabled(reader, file)
    except UnicodeDecodeError:
        return Problem(file, 1, 1, "The file is not text in UTF-8. In Excel, save it as “CSV UTF-8”.")
    except csv.Error as error:
        return Problem(file, 1, 1, f"The file is not a sheet of CSV: {error}.")


def tabled(reader: Any, file: str) -> tuple[Line, ...] | Problem:
    """Parse the rows by the columns named in the first row."""
    heads = [head.strip() for head in next(reader, [])]
    missing = [column for column in NEEDED if column not in heads]
    if missing:
        return Problem(file, 1, 1, f"The first line must name the columns. It lacks {listed(missing)}.")
    found, start = [], reader.line_num + 1
    for row in reader:
        cells = dict.fromkeys(READ, "") | {
            head: unguarded(cell) for head, cell in zip(heads, row, strict=False) if head in READ
        }
        found.append(Line(start, cells))
        start = reader.line_num + 1
    return tuple(line for line in found if any(line.cells.values()))


def stray_rows(lines: tuple[Line, ...], file: str) -> Iterator[Problem]:
    """Yield the problems of rows that are unknown, repeated or contain control characters."""
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        part = line.cells["Part"].strip()
        known = (*ONCE, *GROUPS)
        if not line.path:
            yield Problem(file, line.line, 1, f"“{part}” is not a part of the sheet. {suggestion(part, known)}")
        elif line.path in seen:
            yield Problem(file, line.line, 1, f"“{' '.join(line.path)}” stands here twice. Take one of the lines out.")
        for column, text in line.cells.items():
            if FORBIDDEN.search(text):
                yield Problem(file, line.line, 1, f"“{column}” holds a control character. Take it out.")
        seen.add(line.path)


def put(tree: dict[str, Any], line: Line) -> None:
    """Store the value of a row in the tree of an answers file."""
    group, *name = line.path
    if not name:
        tree[group] = line.value
    elif line.value:
        tree[group][name[0]] = line.value


def placed(mistake: Mistake, lines: tuple[Line, ...], file: str) -> Problem:
    """Return a mistake as a problem at the line of its row."""
    path = tuple(str(part) for part in mistake.path)
    line = next((each.line for each in lines if each.path and each.path == path[: len(each.path)]), 1)
    return Problem(file, line, 1, mistake.sentence)
