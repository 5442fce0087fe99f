"""The answers as one CSV sheet, written and read back."""

import csv
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assess.cli.main import main
from assess.cli.options import EXIT_OK
from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.result_json import result_to_json
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.core.model.plan import FIRST_DAY, LAST_DAY, Action, ActionState
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.problems import TOO_MANY_PROBLEMS
from assess.report.build import render_report
from assess.report.options import ReportOptions
from assess.report.tables.csv_cells import escape_formula, unescape_formula
from assess.report.tables.csv_reader import read_csv
from tests import frozen
from tests.report import edge_cases, factories

FICTIONAL = factories.build_rulebook()
OPTIONS = ReportOptions(".csv", edge_cases.DAY)


def csv_of(assessment: Assessment, rulebook: Rulebook = FICTIONAL) -> bytes:
    """Return the CSV sheet of an assessment."""
    return render_report(rulebook, assessment, OPTIONS, {})


def list_problems(text: str) -> list[str]:
    """Return the problems of a sheet as they are printed."""
    found = read_csv(text.encode(), FICTIONAL, "a.csv")
    assert isinstance(found, tuple)
    return [str(problem) for problem in found]


HEAD = "Part,Id,Answer,Not known,Does not apply because,Note,Evidence,Answered by\n"
START = f"{HEAD}Council,,Borough of Sample\nService,,Libraries\nFact,nation,england\nFact,stage,case\n"


def test_the_sheet_of_the_libraries_is_as_approved(approved: Callable[[str, str], None]) -> None:
    assessment = frozen.load_sample(frozen.LIBRARIES)
    text = csv_of(assessment, frozen.load_frozen_rulebook()).decode("utf-8-sig")
    approved("report/libraries.csv.txt", text.replace("\r\n", "\n"))


@pytest.mark.parametrize("path", frozen.SAMPLES, ids=lambda path: path.stem)
def test_each_sample_reads_back_the_same_and_gives_the_same_figures(path: Path) -> None:
    assessment, rulebook = frozen.load_sample(path), frozen.load_frozen_rulebook()
    again = read_csv(csv_of(assessment, rulebook), rulebook, "a.csv")
    assert again == assessment
    result = evaluate(rulebook, again.profile, again.answers)
    view = compute_what_if(rulebook, again.profile, again.answers)
    assert result_to_json(rulebook, result, view) == frozen.load_approved_figures(path)


words = some.text(
    some.one_of(
        some.sampled_from(list("'=+-@\t\r\n\",;:| \N{NO-BREAK SPACE}\N{BYTE ORDER MARK}")),
        some.characters(exclude_categories=["Cs"]).filter(lambda character: not FORBIDDEN_CHARACTERS.match(character)),
    ),
    max_size=40,
)
some_words = words.filter(lambda text: bool(text.strip()))
notes = {"note": words, "evidence": words, "by": words}
given_answers = some.one_of(
    some.builds(Answer, option=some.sampled_from(["nothing", "done"]), **notes),
    some.builds(Answer, dont_know=some.booleans(), **notes),
    some.builds(Answer, does_not_apply=some_words, **notes),
).filter(lambda answer: answer != Answer())
given_actions = some.builds(
    Action,
    owner=words,
    due=some.none() | some.dates(FIRST_DAY, LAST_DAY),
    state=some.sampled_from(ActionState),
    reason=words,
    carried_from=words,
).filter(lambda action: action != Action())
assessments = some.builds(
    Assessment,
    council=some_words,
    service=some_words,
    profile=some.fixed_dictionaries(
        {"stage": some.sampled_from(["idea", "transfer"]), "nation": some.sampled_from(["england", "wales"])},
        optional={"members": some.integers(0, 10**9)},
    ),
    answers=some.fixed_dictionaries({}, optional={"q-3-2": given_answers, "q-4-6": given_answers}),
    rulebook=some.sampled_from(["", "1.0.0", "10.20.3"]),
    plan=some.fixed_dictionaries({}, optional={"do-1-1": given_actions, "do-2-2": given_actions}),
)


@given(assessments)
def test_a_written_sheet_reads_back_the_same(assessment: Assessment) -> None:
    assert read_csv(csv_of(assessment), FICTIONAL, "a.csv") == assessment


@given(words)
def test_no_cell_starts_like_a_formula_and_every_text_is_restored(text: str) -> None:
    assert escape_formula(text)[:1] not in set("=+-@\t\r\n") - {""}
    assert unescape_formula(escape_formula(text)) == text


@pytest.mark.parametrize("typed", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_text_a_spreadsheet_might_execute_is_prefixed_with_an_apostrophe(typed: str) -> None:
    text = csv_of(factories.build_assessment({"q-1-1": Answer(note=typed)})).decode("utf-8-sig")
    row = next(row for row in csv.DictReader(StringIO(text, newline="")) if row["Id"] == "q-1-1")
    assert row["Note"] == f"'{typed}"


def test_the_sheet_starts_with_a_byte_order_mark_for_excel() -> None:
    assert csv_of(factories.build_assessment()).startswith(b"\xef\xbb\xbfPart,Id,")


def test_forbidden_characters_are_named() -> None:
    text = csv_of(edge_cases.CASES["odd-characters"]()[1]).decode("utf-8-sig")
    assert "‹U+0007›" in text
    assert "‹U+D800›" in text


def test_a_long_note_is_complete_in_the_sheet() -> None:
    assessment = edge_cases.CASES["long-note"]()[1]
    assert read_csv(csv_of(assessment), FICTIONAL, "a.csv") == assessment


def test_columns_may_be_moved_omitted_and_added() -> None:
    text = csv_of(factories.build_assessment()).decode("utf-8-sig")
    kept = [column for column in reversed(next(csv.reader([text.partition("\r\n")[0]]))) if column != "Points"]
    moved = StringIO(newline="")
    writer = csv.DictWriter(moved, [*kept, "Ours"], extrasaction="ignore", restval="=1+1")
    writer.writeheader()
    writer.writerows(csv.DictReader(StringIO(text, newline="")))
    assert read_csv(moved.getvalue().encode(), FICTIONAL, "a.csv") == replace(factories.build_assessment())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a.csv:1:1: The file is empty."),
        (HEAD, "a.csv:1:1: `council` is missing."),
        (f"{START}Question,q-1-9,done\n", "a.csv:6:1: There is no question `q-1-9`."),
        (f'{START}Question,q-1-2,done,,,"two\nlines"\nQuestion,q-1-3,don\n', "a.csv:8:1: The question `q-1-3` must"),
        (f"{START}Question,q-1-1,done,yes\n", "a.csv:6:1: An answer has only one of"),
        (f"{START}Question,q-1-1,,no\n", "a.csv:6:1: `dont_know` must be `true`"),
        (f"{START}Qestion,q-1-1,done\n", "a.csv:6:1: “Qestion” is not a part of the sheet. Did you mean `Question`?"),
        (f"{START}Service,,Parks\n", "a.csv:6:1: “service” is here twice. Delete one of the lines."),
        (f"{START}Question,q-1-1,,,,\a\n", "a.csv:6:1: “Note” contains a control character. Remove it."),
        (f'{START}Question,"q-1-1\n', "a.csv:1:1: The file is not a sheet of CSV: unexpected end of data."),
    ],
)
def test_an_invalid_sheet_is_rejected_with_problems_and_locations(text: str, said: str) -> None:
    assert list_problems(text)[0].startswith(said)


def test_a_hundred_of_countless_mistakes_are_reported_and_that_there_are_more() -> None:
    for rows in ("".join(f"Question,q{number},yes\n" for number in range(150)), "Nothing\n" * 150):
        said = list_problems(START + rows)
        assert (len(said), said[0]) == (101, f"a.csv:1:1: {TOO_MANY_PROBLEMS}")


def test_a_sheet_in_another_encoding_or_too_large_is_rejected() -> None:
    found = (read_csv(data, FICTIONAL, "a.csv") for data in (b"Part,\xe9", b"," * 5_000_001))
    assert [str(each) for refused in found if isinstance(refused, tuple) for each in refused] == [
        "a.csv:1:1: The file is not text in UTF-8. In Excel, save it as “CSV UTF-8”.",
        "a.csv:1:1: The file is larger than 5 MB. Leave out what is not an answer.",
    ]


def test_the_command_line_reads_a_sheet_like_a_file_of_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = ["--rules", str(frozen.RULES)]
    path, written = frozen.SAMPLES[0], tmp_path / "answers.csv"
    assert main(["report", str(path), "-o", str(written), *rules], refuse_to_serve) == EXIT_OK
    capsys.readouterr()
    said = [(main(["score", str(each), *rules], refuse_to_serve), capsys.readouterr().out) for each in (path, written)]
    assert said[0] == said[1]


def test_a_sheet_without_answers_is_rejected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = tmp_path / "answers.csv"
    typed = ["report", str(frozen.SAMPLES[0]), "-o", str(written), "--without-answers"]
    assert main(typed, refuse_to_serve) == 1
    said = "A CSV file contains nothing but the answers, so it cannot be made without them."
    assert capsys.readouterr().out == f"{said}\n"
    assert not written.exists()
    with pytest.raises(ValueError, match=said):
        render_report(FICTIONAL, factories.build_assessment(), replace(OPTIONS, with_answers=False), {})


def refuse_to_serve(host: str, port: int) -> int:
    raise AssertionError(f"nothing is served here, so not on {host}:{port}")


@pytest.mark.parametrize("name", ["number-commas", "excel-uk-dates", "semicolons"])
def test_a_sheet_saved_by_a_spreadsheet_program_reads_as_it_was_written(name: str) -> None:
    saved = (frozen.FOLDER / "csv" / f"{name}.csv").read_bytes()
    expected = frozen.load_sample(frozen.LIBRARIES)
    read = read_csv(saved, frozen.load_frozen_rulebook(), f"{name}.csv")
    assert isinstance(read, Assessment), read
    assert (read.profile, read.answers, dict(read.plan)) == (expected.profile, expected.answers, dict(expected.plan))
