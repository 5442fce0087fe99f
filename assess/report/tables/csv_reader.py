"""Read an assessment from CSV."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from assess.core.interchange.answers_yaml import MAX_ANSWERS_BYTES, build_assessment, check_file
from assess.core.model.assessment import Assessment
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.problems import MAX_PROBLEMS, TOO_MANY_PROBLEMS, Problem
from assess.core.syntax.suggestions import join_with_and, suggest_correction
from assess.report.tables.csv_cells import CSV_ENCODING, unescape_formula
from assess.report.tables.csv_writer import YES

_ANSWER_COLUMNS = {
    "Answer": "answer",
    "Not known": "dont_know",
    "Does not apply because": "does_not_apply",
    "Note": "note",
    "Evidence": "evidence",
    "Answered by": "by",
}
"""The columns of an answer, and their keys in an answers file."""
_PLAN_COLUMNS = {
    "Owner": "owner",
    "Due": "due",
    "Progress": "state",
    "Reason for not acting": "reason",
    "Carried from": "carried_from",
}
"""The columns of an action, and their keys in an answers file; a file without these columns has no plan."""

_REQUIRED_COLUMNS = ("Part", "Id", *_ANSWER_COLUMNS)
_KNOWN_COLUMNS = (*_REQUIRED_COLUMNS, *_PLAN_COLUMNS)
_SINGLE_ROWS = {"Council": "council", "Service": "service", "Rulebook": "rulebook"}
_GROUPED_ROWS = {"Fact": "profile", "Question": "answers", "Action": "plan"}


class CsvRow(NamedTuple):
    """A row of the file, with the number of its first line and the texts of its cells by column."""

    line: int
    cells: dict[str, str]

    @property
    def path(self) -> tuple[str, ...]:
        """The path of this row's value in an answers file; empty for an unknown row."""
        part, name = self.cells["Part"].strip(), self.cells["Id"].strip()
        return (
            (_GROUPED_ROWS[part], name)
            if part in _GROUPED_ROWS
            else (_SINGLE_ROWS[part],)
            if part in _SINGLE_ROWS
            else ()
        )

    @property
    def value(self) -> Any:
        """The value of this row in an answers file; empty if the row has none."""
        part = self.cells["Part"].strip()
        keys = _PLAN_COLUMNS if part == "Action" else _ANSWER_COLUMNS
        entered = {keys[column]: text for column in keys if (text := self.cells[column])}
        if "dont_know" in entered:
            entered["dont_know"] = "true" if entered["dont_know"].strip().lower() == YES else entered["dont_know"]
        return entered if part in ("Question", "Action") else entered.get("answer", "")


def read_csv(data: bytes, rulebook: Rulebook, file: str, *, whole: bool = True) -> Assessment | tuple[Problem, ...]:
    """Read an assessment from CSV, or return the mistakes in the order of the file.

    Columns may be in any order and unknown ones are ignored; a question without an answer is left out.
    """
    rows = _read_rows(data, file)
    if isinstance(rows, Problem):
        return (rows,)
    if row_problems := _limit_problems(_find_row_problems(rows, file), file):
        return row_problems
    tree: dict[str, Any] = {"profile": {}, "answers": {}, "plan": {}}
    for line in rows:
        _store_row(tree, line)
    mistakes = (_locate_mistake(mistake, rows, file) for mistake in check_file(tree, rulebook, whole=whole))
    return _limit_problems(mistakes, file) or build_assessment(tree, rulebook)


def _limit_problems(problems: Iterator[Problem], file: str) -> tuple[Problem, ...]:
    """Return the first problems in the order of the file, preceded by a notice if there are more."""
    first = sorted(islice(problems, MAX_PROBLEMS), key=attrgetter("line"))
    return (*([Problem(file, 1, 1, TOO_MANY_PROBLEMS)] if next(problems, None) else []), *first)


def _read_rows(data: bytes, file: str) -> tuple[CsvRow, ...] | Problem:
    """Read the rows that are not empty, or return why the file cannot be read."""
    if len(data) > MAX_ANSWERS_BYTES:
        return Problem(
            file, 1, 1, f"The file is larger than {MAX_ANSWERS_BYTES // 1_000_000} MB. Leave out what is not an answer."
        )
    try:
        text = data.decode(CSV_ENCODING)
        if not text.strip():
            return Problem(file, 1, 1, "The file is empty.")
        return _parse_rows(csv.reader(StringIO(text, newline=""), delimiter=_find_delimiter(text), strict=True), file)
    except UnicodeDecodeError:
        return Problem(file, 1, 1, "The file is not text in UTF-8. In Excel, save it as “CSV UTF-8”.")
    except csv.Error as error:
        return Problem(file, 1, 1, f"The file is not a sheet of CSV: {error}.")


def _find_delimiter(text: str) -> str:
    """Return what separates the columns: a comma, or the semicolon or tab of another country's spreadsheet program."""
    head = text.splitlines()[0]
    return max(",;\t", key=head.count)


def _parse_rows(reader: Any, file: str) -> tuple[CsvRow, ...] | Problem:
    """Parse the rows by the columns named in the first row."""
    heads = [head.strip() for head in next(reader, [])]
    missing = [column for column in _REQUIRED_COLUMNS if column not in heads]
    if missing:
        return Problem(file, 1, 1, f"The first line must name the columns. It lacks {join_with_and(missing)}.")
    rows, start = [], reader.line_num + 1
    for row in reader:
        cells = dict.fromkeys(_KNOWN_COLUMNS, "") | {
            head: unescape_formula(cell) for head, cell in zip(heads, row, strict=False) if head in _KNOWN_COLUMNS
        }
        rows.append(CsvRow(start, cells))
        start = reader.line_num + 1
    return tuple(line for line in rows if any(line.cells.values()))


def _find_row_problems(rows: tuple[CsvRow, ...], file: str) -> Iterator[Problem]:
    """Yield the problems of rows that are unknown, repeated or contain control characters."""
    seen: set[tuple[str, ...]] = set()
    for line in rows:
        part = line.cells["Part"].strip()
        known_parts = (*_SINGLE_ROWS, *_GROUPED_ROWS)
        if not line.path:
            yield Problem(
                file, line.line, 1, f"“{part}” is not a part of the sheet. {suggest_correction(part, known_parts)}"
            )
        elif line.path in seen:
            yield Problem(file, line.line, 1, f"“{' '.join(line.path)}” is here twice. Delete one of the lines.")
        for column, text in line.cells.items():
            if FORBIDDEN_CHARACTERS.search(text):
                yield Problem(file, line.line, 1, f"“{column}” contains a control character. Remove it.")
        seen.add(line.path)


def _store_row(tree: dict[str, Any], row: CsvRow) -> None:
    """Store the value of a row in the tree of an answers file."""
    group, *name = row.path
    if not name:
        tree[group] = row.value
    elif row.value:
        tree[group][name[0]] = row.value


def _locate_mistake(mistake: Mistake, rows: tuple[CsvRow, ...], file: str) -> Problem:
    """Return a mistake as a problem at the line of its row."""
    path = tuple(str(part) for part in mistake.path)
    line = next((each.line for each in rows if each.path and each.path == path[: len(each.path)]), 1)
    return Problem(file, line, 1, mistake.message)
