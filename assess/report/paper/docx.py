"""The papers as Word documents to be filled in on screen."""

from datetime import date

from docx.document import Document

from assess.report.docx.contents import finish_document
from assess.report.docx.document import serialise_document, set_properties
from assess.report.docx.header import add_header_and_footer
from assess.report.docx.named_styles import CHECKBOX
from assess.report.docx.styles import Strong, add_bullets, add_heading, add_paragraph
from assess.report.docx.tables import add_table
from assess.report.docx.template import open_document
from assess.report.paper.models import Brief, Briefs, PaperFact, PaperHeader, PaperQuestion, Questionnaire

_HOW_TO_USE = (
    "For each question, tick the one statement that fits best today and that you could prove.",
    "“I do not know” is a good answer: the result then says who to ask. Do not guess.",
    "Say where the evidence is kept. Do not name anyone: councillors and the public may read it.",
    "“It does not apply” needs a reason.",
    "When the questionnaire comes back, someone types the answers into the tool.",
)
_HOW_TO_ANSWER = (
    "Tick the statement that fits best today and could be proved.",
    "“I do not know” is a good answer: say who might know.",
    "Say where the evidence is kept, and answer for your role: do not name anyone.",
)
_MUTUAL_DEFINITION = (
    "to become a public service mutual: an organisation that has left the council, still delivers public services, and "
    "is run with its employees in control."
)
_ANSWER_BLANKS = ("Note", "Where the evidence is", "Who gave this answer (role)")
"""Labels of the blanks beside an answer."""

_RETURN_BLANKS = ("Send your answers to", "Return by")


def render_paper_docx(paper: Questionnaire | Briefs, colour: str, day: date) -> bytes:
    """Render a paper as a Word document, reproducibly for the same paper and day."""
    document = open_document(colour, None)
    set_properties(document, paper.header, day)
    add_header_and_footer(document, paper.header.running_header)
    _write_header(document, paper.header)
    if isinstance(paper, Questionnaire):
        _write_questionnaire(document, paper)
    else:
        _write_briefs(document, paper)
    finish_document(document)
    return serialise_document(document)


def _write_header(document: Document, header: PaperHeader) -> None:
    """Write the header of a paper."""
    add_paragraph(document, header.title, "Title")
    add_paragraph(document, f"{header.council}{': ' if header.service else ''}{header.service}")
    add_paragraph(document, header.rules)


def _write_questionnaire(document: Document, paper: Questionnaire) -> None:
    """Write the questionnaire."""
    add_paragraph(document, [Strong(f"It takes {paper.time_needed} if you know the answers.")])
    add_paragraph(
        document, f"This is the questionnaire of a tool that shows how ready a service is {_MUTUAL_DEFINITION}"
    )
    add_paragraph(document, "It is neither assurance nor legal advice.")
    add_heading(document, "How to use it", 1)
    add_bullets(document, _HOW_TO_USE)
    add_paragraph(document, paper.time_note)
    if paper.header.left_out:
        add_paragraph(document, paper.header.left_out)
    _write_blanks(document, _RETURN_BLANKS)
    if paper.facts:
        add_heading(document, "About the service and the council", 1)
        add_paragraph(document, "These facts are not scored. They decide which questions are asked.")
    for fact in paper.facts:
        _write_fact(document, fact)
    for part in paper.sections:
        add_heading(document, f"{part.number}. {part.title}", 1)
        add_paragraph(document, part.why)
        add_paragraph(document, f"It takes {part.time_needed}. First to ask: {part.ask_first}.")
        for question in part.questions:
            _write_question(document, question)


def _write_blanks(document: Document, labels: tuple[str, ...]) -> None:
    """Write labelled blanks to fill in."""
    for each in labels:
        add_paragraph(document, [Strong(f"{each}: ")])


def _write_fact(document: Document, fact: PaperFact) -> None:
    """Write a fact with its options or a blank."""
    add_heading(document, fact.text, 2)
    if fact.help:
        add_paragraph(document, fact.help)
    if fact.unit:
        add_paragraph(document, f"{fact.unit}: ")
    _write_checkboxes(document, fact.options)


def _write_checkboxes(document: Document, options: tuple[str, ...]) -> None:
    """Write options as checkboxes."""
    for option in options:
        add_paragraph(document, f"☐ {option}", CHECKBOX)


def _write_options(document: Document, question: PaperQuestion) -> None:
    """Write the statements of a question to choose from."""
    _write_checkboxes(document, (*question.options, "I do not know"))
    if question.may_not_apply:
        add_paragraph(document, "☐ It does not apply, because: ")


def _write_question(document: Document, question: PaperQuestion) -> None:
    """Write a question with its options and blanks."""
    add_heading(document, f"{question.number}. {question.text}", 2)
    for remark in question.remarks:
        add_paragraph(document, remark)
    add_paragraph(document, question.help)
    _write_options(document, question)
    knows = ["Who usually knows: ", f"{question.who_knows}. "]
    proof = ["What would prove it: ", f"{'; '.join(question.evidence)}."]
    add_paragraph(document, [Strong(knows[0]), knows[1], Strong(proof[0]), proof[1]])
    _write_blanks(document, _ANSWER_BLANKS)


def _write_briefs(document: Document, paper: Briefs) -> None:
    """Write the briefs, each on its own page."""
    alone = len(paper.briefs) == 1
    if not alone:
        add_paragraph(document, paper.time_note)
        rows = [(brief.role, str(len(brief.questions)), brief.time_needed or "–") for brief in paper.briefs]
        add_table(document, "The officers", ("Officer", "Asked first", "Time"), rows)
    for brief in paper.briefs:
        if not alone:
            add_heading(document, f"Brief for the {brief.role_inline}", 1)
            document.paragraphs[-1].paragraph_format.page_break_before = True
        _write_brief(document, paper.header, brief, level=1 if alone else 2)


def _write_brief(document: Document, header: PaperHeader, brief: Brief, *, level: int) -> None:
    """Write the brief for one officer, whose questions have headings of the given level."""
    service = f"“{header.service}”" if header.service else "one of its services"
    add_paragraph(document, f"{header.council} is finding out how ready {service} is {_MUTUAL_DEFINITION}")
    if brief.questions:
        add_paragraph(
            document,
            "You are asked because you usually know the answers to these questions. "
            f"It takes {brief.time_needed} if you know the answers.",
        )
    _write_blanks(document, _RETURN_BLANKS)
    add_bullets(document, _HOW_TO_ANSWER)
    if brief.other_numbers:
        also = "You may also be asked about" if brief.questions else "You may be asked about"
        add_paragraph(document, f"{also} {brief.other_numbers}. See the questionnaire.")
    for question in brief.questions:
        _write_brief_question(document, question, level=level, says_why=brief.says_why)


def _write_brief_question(document: Document, question: PaperQuestion, *, level: int, says_why: bool) -> None:
    """Write a question with its statements to tick and blanks, for somebody who is asked for the answer."""
    add_heading(document, f"{question.number}. {question.text}", level)
    if says_why:
        add_paragraph(document, question.why)
    _write_options(document, question)
    add_paragraph(document, [Strong("What would prove it: "), f"{'; '.join(question.evidence)}."])
    _write_blanks(document, _ANSWER_BLANKS[:2])
