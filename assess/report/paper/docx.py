"""The papers as Word documents to be filled in on screen."""

from datetime import date

import docx
from docx.document import Document
from docx.shared import Pt

from assess.report.docx.document import dress, name, number_pages, packed
from assess.report.docx.styles import Strong, bullets, heading, paragraph
from assess.report.docx.tables import table
from assess.report.paper.models import Asked, Brief, Briefs, Head, Known, Questionnaire

HOW_TO_USE = (
    "For each question, tick the one statement that fits best today and that you could show.",
    "“I do not know” is a good answer: the result then says whom to ask. Leave nothing to guesses.",
    "Write beside it where the evidence is kept. Do not name people: councillors and the public may read it.",
    "“Does not apply” needs its reason.",
    "When the sheets are back, somebody types the answers into the tool.",
)
HOW_TO_ANSWER = (
    "The questionnaire has the statements to choose from. Say which one fits best today and could be shown.",
    "“I do not know” is a good answer. Say who might know.",
    "Say where the evidence is kept, and answer as your office: do not name people.",
)
MUTUAL = (
    "to become a public service mutual: an organisation that has left the council, still delivers public services, and "
    "is run with its employees in control."
)
ROOM = ("Note", "Where the evidence is", "Whose answer this is (job title)")
"""Labels of the blanks beside an answer."""

WHERE_TO = ("Your answers go to", "By which day")


def to_word(paper: Questionnaire | Briefs, colour: str, day: date) -> bytes:
    """Render a paper as a Word document, reproducibly for the same paper and day."""
    made = docx.Document()
    dress(made, colour)
    name(made, paper.head, day)
    number_pages(made, paper.head)
    begin(made, paper.head)
    if isinstance(paper, Questionnaire):
        write_questionnaire(made, paper)
    else:
        write_briefs(made, paper)
    return packed(made)


def begin(made: Document, head: Head) -> None:
    """Write the header of a paper."""
    paragraph(made, head.title, "Title")
    paragraph(made, f"{head.council}{': ' if head.about else ''}{head.about}")
    paragraph(made, head.rules)


def write_questionnaire(made: Document, paper: Questionnaire) -> None:
    """Write the questionnaire."""
    paragraph(made, [Strong(f"It takes {paper.takes} where the answers are known.")])
    paragraph(made, f"This is the questionnaire of a tool that shows how ready a service is {MUTUAL}")
    paragraph(made, "It is neither assurance nor legal advice.")
    heading(made, "How to use it", 1)
    bullets(made, HOW_TO_USE)
    paragraph(made, paper.how)
    if paper.head.left_out:
        paragraph(made, paper.head.left_out)
    room(made, WHERE_TO)
    if paper.facts:
        heading(made, "About the service and the council", 1)
        paragraph(made, "These facts are not scored. They decide which questions are asked.")
    for fact in paper.facts:
        write_fact(made, fact)
    for part in paper.parts:
        heading(made, f"{part.number}. {part.title}", 1)
        paragraph(made, part.why)
        paragraph(made, f"It takes {part.takes}. First to ask: {part.whom}.")
        for question in part.questions:
            write_question(made, question)


def room(made: Document, names: tuple[str, ...]) -> None:
    """Write labelled blanks to fill in."""
    for each in names:
        paragraph(made, [Strong(f"{each}: ")])


def write_fact(made: Document, fact: Known) -> None:
    """Write a fact with its options or a blank."""
    heading(made, fact.text, 2)
    if fact.help:
        paragraph(made, fact.help)
    if fact.unit:
        paragraph(made, f"{fact.unit}: ")
    boxes(made, fact.options)


def boxes(made: Document, options: tuple[str, ...]) -> None:
    """Write options as checkboxes."""
    for option in options:
        line = paragraph(made, f"☐ {option}").paragraph_format
        line.space_after, line.keep_with_next = Pt(3), True


def write_question(made: Document, question: Asked) -> None:
    """Write a question with its options and blanks."""
    heading(made, f"{question.number}. {question.text}", 2)
    for remark in question.remarks:
        paragraph(made, remark)
    paragraph(made, question.help)
    boxes(made, (*question.options, "I do not know"))
    if question.may_not_apply:
        paragraph(made, "☐ It does not apply, because: ")
    knows = ["Who usually knows: ", f"{question.whom}. "]
    proof = ["What would prove it: ", f"{'; '.join(question.proof)}."]
    paragraph(made, [Strong(knows[0]), knows[1], Strong(proof[0]), proof[1]])
    room(made, ROOM)


def write_briefs(made: Document, paper: Briefs) -> None:
    """Write the briefs, each on its own page."""
    alone = len(paper.briefs) == 1
    if not alone:
        paragraph(made, paper.how)
        rows = [(brief.role, str(len(brief.questions)), brief.takes or "–") for brief in paper.briefs]
        table(made, "The officers", ("Officer", "Asked first", "Time"), rows)
    for brief in paper.briefs:
        if not alone:
            heading(made, f"Brief for the {brief.within}", 1)
            made.paragraphs[-1].paragraph_format.page_break_before = True
        write_brief(made, paper.head, brief)


def write_brief(made: Document, head: Head, brief: Brief) -> None:
    """Write the brief for one officer."""
    service = f"“{head.about}”" if head.about else "one of its services"
    paragraph(made, f"{head.council} is finding out how ready {service} is {MUTUAL}")
    if brief.questions:
        paragraph(
            made,
            "You are asked because you usually know what stands below. "
            f"It takes {brief.takes} where the answers are known.",
        )
    room(made, WHERE_TO)
    if brief.questions:
        rows = [(each.number, each.text, "; ".join(each.proof)) for each in brief.questions]
        table(made, "What you are asked", ("No.", "Question", "What would prove it"), rows)
    if brief.also:
        also = "You may also be asked about" if brief.questions else "You may be asked about"
        paragraph(made, f"{also} {brief.also}, which stand in the questionnaire.")
    heading(made, "How to answer", 2)
    bullets(made, HOW_TO_ANSWER)
