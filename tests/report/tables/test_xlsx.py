"""The report as an Excel workbook."""

import re
from collections.abc import Callable
from datetime import date

from assess.core.model.assessment import Answer
from assess.report.build import render_report
from assess.report.options import ReportOptions
from assess.report.tables.models import Column, Table
from assess.report.tables.report import build_tables
from assess.report.tables.xlsx import (
    A4_WIDTH,
    MAX_CELL_UNITS,
    WorkbookInfo,
    build_workbook,
    compute_row_height,
    render_xlsx,
    truncate_cell,
)
from tests import frozen
from tests.report import edge_cases, factories
from tests.report.read_workbook import StoredCell, dump_workbook, read_archive, read_links, read_sheets


def render_case_xlsx(name: str, *, with_answers: bool = True) -> bytes:
    """Return the workbook of a case."""
    return render_xlsx(edge_cases.build_case(name), ReportOptions(".xlsx", edge_cases.DAY, with_answers=with_answers))


def list_cells(workbook: bytes) -> list[StoredCell]:
    """Return every cell of a workbook."""
    return [cell for table in read_sheets(workbook).values() for row in table for cell in row]


def test_the_workbook_of_the_libraries_is_as_approved(approved: Callable[[str, str], None]) -> None:
    assessment = frozen.load_sample(frozen.LIBRARIES)
    edition = ReportOptions(".xlsx", edge_cases.DAY)
    approved(
        "report/libraries.xlsx.txt",
        dump_workbook(render_report(frozen.load_frozen_rulebook(), assessment, edition, {})),
    )


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render_case_xlsx("middling") == render_case_xlsx("middling")


def test_every_sheet_has_a_frozen_header_that_is_repeated_in_print() -> None:
    inside = read_archive(render_case_xlsx("middling"))
    names = ["Summary", "Barriers", "Answers", "Recommendations", "Steps", "Plan", "Sources"]
    assert list(read_sheets(render_case_xlsx("middling"))) == names
    for place in range(1, len(names) + 1):
        assert 'state="frozen"' in inside[f"xl/worksheets/sheet{place}.xml"]
        assert f'id="{place}"' in inside[f"xl/tables/table{place}.xml"]
    assert inside["xl/workbook.xml"].count("_xlnm.Print_Titles") == len(names)


def test_the_figures_are_numbers_and_equal_those_of_the_report() -> None:
    content, found = edge_cases.build_case("middling"), read_sheets(render_case_xlsx("middling"))
    stored = {cell.reference: cell for row in found["Barriers"] for cell in row}
    total = content.calculation.total
    assert total is not None
    for line, page in enumerate(content.sections, 2):
        assert (stored[f"D{line}"].kind, stored[f"D{line}"].value) == ("n", page.now)
        assert (stored[f"E{line}"].kind, stored[f"E{line}"].value) == ("n", page.could)
    last = len(content.sections) + 2
    assert (stored[f"D{last}"].value, stored[f"E{last}"].value) == (total.now, total.could) == ("66", "69")


def test_every_question_recommendation_and_source_has_its_row_and_figures() -> None:
    content, found = edge_cases.build_case("middling"), read_sheets(render_case_xlsx("middling"))
    answers = {row[0].value: {cell.reference[0]: cell.value for cell in row} for row in found["Answers"][1:]}
    for row in content.calculation.trace:
        figures = [f"{float(text):g}" if text != "–" else text for text in (row.worth, row.now, row.could)]
        assert [answers[row.number][column] for column in "LMN"] == figures
    assert [row[0].value for row in found["Recommendations"][1:]] == [each.number for each in content.recommendations]
    assert {row[0].value for row in found["Sources"][1:]} == {str(source.number) for source in content.sources}


def test_input_is_never_a_formula_or_a_link() -> None:
    workbook = render_case_xlsx("odd-characters")
    assert {cell.kind for cell in list_cells(workbook)} <= {"s", "n"}
    inside = read_archive(workbook)
    assert all("location=" in each for text in inside.values() for each in re.findall("<hyperlink [^>]*>", text))
    assert "hyperlink" not in "".join(text for name, text in inside.items() if name.endswith(".rels"))


def test_a_formula_in_a_note_remains_text() -> None:
    typed = '=HYPERLINK("http://example.org","Click")'
    rulebook, assessment = factories.build_rulebook(), factories.build_assessment({"q-1-1": Answer(note=typed)})
    workbook = render_report(rulebook, assessment, ReportOptions(".xlsx", edge_cases.DAY), {})
    assert [cell.kind for cell in list_cells(workbook) if cell.value == typed] == ["s"]


def test_characters_that_a_sheet_cannot_contain_are_named() -> None:
    texts = " ".join(cell.value for cell in list_cells(render_case_xlsx("odd-characters")))
    assert "‹U+0007›" in texts
    assert "‹U+D800›" in texts
    assert "💩 漢字" in texts


def test_a_text_too_long_for_a_cell_is_truncated_and_says_where_the_full_text_is() -> None:
    longest = max((cell.value for cell in list_cells(render_case_xlsx("long-note"))), key=len)
    assert len(longest) == MAX_CELL_UNITS
    assert longest.endswith("The whole text is in the PDF, the web page and the file of answers.]")


def test_truncation_never_splits_a_character() -> None:
    assert truncate_cell("x" * MAX_CELL_UNITS) == "x" * MAX_CELL_UNITS
    cut = truncate_cell("x" + "💩" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= MAX_CELL_UNITS
    assert re.fullmatch("x💩+", cut.partition("\n")[0])


def test_without_answers_the_workbook_contains_no_input() -> None:
    found = read_sheets(render_case_xlsx("middling", with_answers=False))
    texts = " ".join(cell.value for table in found.values() for row in table for cell in row)
    assert "Answers" not in found
    assert "without answers" in texts
    assert [told for told in ("Nobody could say.", "61 of 84", "There is no such money") if told in texts] == []
    assert "Follows from" not in texts


def test_without_a_score_there_is_no_overall_row() -> None:
    last = [cell.value for cell in read_sheets(render_case_xlsx("nothing-due"))["Barriers"][-1]]
    assert last[:3] == ["8", "Choices", "Nothing is due yet."]


def test_empty_tables_say_so() -> None:
    found = read_sheets(render_case_xlsx("best"))
    assert [cell.value for cell in found["Recommendations"][1]] == [
        "–",
        "None of the answers given leads to a recommendation.",
    ]


def test_a_row_is_high_enough_for_its_longest_text() -> None:
    columns = (Column("No.", 6), Column("Text", 40))
    assert compute_row_height(("1", "short"), columns) == 15
    assert compute_row_height(("1", "x" * 39 + "\n" + "y" * 41), columns) == 60
    assert compute_row_height(("1", "long " * 5_000), columns) == 409


def test_every_table_fits_a4_and_a_wider_one_is_set_for_larger_paper() -> None:
    content, options = edge_cases.build_case("middling"), ReportOptions(".xlsx", edge_cases.DAY)
    widths = {table.name: sum(column.width for column in table.columns) for table in build_tables(content, options)}
    assert {name: width for name, width in widths.items() if width > A4_WIDTH} == {}
    inside = read_archive(render_case_xlsx("middling"))
    assert {size for text in inside.values() for size in re.findall(r'paperSize="(\d+)"', text)} == {"9"}
    wide = Table("Wide", "A wide table", (Column("No.", 6), Column("Text", A4_WIDTH)), (("1", "x"),))
    assert 'paperSize="8"' in read_archive(build_workbook([wide], INFO))["xl/worksheets/sheet1.xml"]


INFO = WorkbookInfo("Title", "Smith & Sons: Libraries", "Council", edge_cases.DAY, "A & B")


def test_numbers_lead_to_the_row_of_their_question_recommendation_or_source() -> None:
    content, workbook = edge_cases.build_case("middling"), render_case_xlsx("middling")
    found, links = read_sheets(workbook), read_links(workbook)
    first = content.recommendations[0]
    rows = {name: [row[0].value for row in sheet] for name, sheet in found.items()}
    question = first.because[0].number
    asked, advised = rows["Answers"].index(question) + 1, rows["Recommendations"].index(first.number) + 1
    assert f"Answers!A{asked}" in links["Recommendations"].values()
    assert links["Answers"][f"O{asked}"] == f"Recommendations!A{advised}"
    assert links["Plan"][f"A{rows['Plan'].index(first.number) + 1}"] == f"Recommendations!A{advised}"
    assert links["Steps"]["A2"] == f"Recommendations!A{advised}"
    source = rows["Sources"].index(found["Recommendations"][1][-2].value.partition(",")[0]) + 1
    assert links["Recommendations"][f"M{advised}"] == f"Sources!A{source}"
    assert "Recommendations!A2" in links["Sources"].values()


def test_the_state_of_an_action_is_chosen_from_a_list() -> None:
    inside, found = read_archive(render_case_xlsx("middling")), read_sheets(render_case_xlsx("middling"))
    sheet = inside[f"xl/worksheets/sheet{list(found).index('Plan') + 1}.xml"]
    assert f'sqref="D2:D{len(found["Plan"])}"' in sheet
    assert '<formula1>"To decide,Not started,Under way,Done,Will not be done"</formula1>' in sheet


def test_percentages_and_dates_are_numbers() -> None:
    columns = (Column("Share", 9, figures=True), Column("Day", 12, dates=True), Column("Text", 9))
    table = Table("Shares", "Shares", columns, (("14%", "29 January 2027", "14%"), ("?", "no date", "")))
    workbook = build_workbook([table], INFO)
    rows = [[(cell.kind, cell.value) for cell in row] for row in read_sheets(workbook)["Shares"][1:]]
    assert rows[0] == [("n", "0.14"), ("n", str((date(2027, 1, 29) - date(1899, 12, 30)).days)), ("s", "14%")]
    assert [cell for cell in rows[1] if cell[1]] == [("s", "?"), ("s", "no date")]


def test_a_printed_page_names_the_service_and_the_marking() -> None:
    table = Table("One", "One", (Column("Text", 9),), (("x",),))
    sheet = read_archive(build_workbook([table], INFO))["xl/worksheets/sheet1.xml"]
    assert "<oddHeader>&amp;LSmith &amp;&amp; Sons: Libraries&amp;C&amp;" in sheet
    assert "A &amp;&amp; B" in sheet
