"""Verify a PDF report: recompute everything from its embedded files and compare."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

from assess.core.analysis.what_if import outlook
from assess.core.interchange.answers_json import dump_json
from assess.core.interchange.answers_yaml import LIMIT, dump_assessment
from assess.core.interchange.result_json import figures
from assess.core.model.plan import FIRST_DAY
from assess.core.model.result import Outlook, Result
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.json_reader import scan_json
from assess.core.syntax.yaml_reader import Tree
from assess.report.build import report
from assess.report.content.builder import content
from assess.report.content.models import Content
from assess.report.html.render import printable
from assess.report.pdf.attachments import maker, spare_fonts
from assess.report.pdf.fonts import beyond_the_text, named
from assess.report.pdf.system_fonts import borrows
from assess.verification.comparison import differences, leaves
from assess.verification.embedded_files import Contents, Made, contents_of
from assess.verification.models import MOST, About, Copy, Verdict
from assess.verification.pdf_reader import drawings, first_text, unpack

UNSEEN = re.compile("[\\s\u200b\u00ad\ufeff]+")
OTHER_PROGRAM = (
    "Another version of this program made it, which may write the same figures in other words and another layout."
)
OTHER_FONTS = "It was made with other fonts than this computer has."
OTHER_ENGINE = "It was made with other versions of the parts that lay out pages than this computer has."
BORROWED = "It holds letters that are drawn with the fonts of the computer that made it, and this one may have others."
NO_FONTS = "It was made without the fonts of this program, with those of the computer that made it."
NOT_MADE = "It could not be made again from what is inside, so it cannot be compared."


class Computed(NamedTuple):
    """The result computed from the embedded answers and rules."""

    result: Result
    view: Outlook
    figures: Tree


def check(data: bytes) -> Verdict:
    """Verify an untrusted PDF report."""
    unpacked = unpack(data)
    if isinstance(unpacked, str):
        return Verdict(refused=(unpacked,))
    found = contents_of(unpacked.files)
    if isinstance(found, tuple) and not isinstance(found, Contents):
        return Verdict(refused=found, strange=unpacked.strange)
    computed = computed_of(found)
    different = tuple(islice(differences(found.stated, computed.figures), MOST + 1))
    copy, because, pages = copy_of(data, found)
    return Verdict(
        about=about(found),
        figures=leaves(computed.figures),
        differences=different,
        missing=() if copy is Copy.SAME else missing(data, found, computed),
        copy=copy,
        because=because,
        pages=pages,
        strange=unpacked.strange,
        assessment=found.assessment,
    )


def about(found: Contents) -> About:
    """Return which report it is."""
    edition = found.made.edition if isinstance(found.made, Made) else None
    given, rules = found.assessment, found.rulebook
    day, status = (edition.day.isoformat(), edition.status) if edition else ("", "")
    return About(given.council, given.service, day, status, rules.id, rules.version, rules.hash)


def computed_of(found: Contents) -> Computed:
    """Compute the result and its figures from the embedded answers and rules."""
    given = found.rulebook, found.assessment.profile, found.assessment.answers
    result, view = evaluate(*given), outlook(*given)
    document, _ = scan_json(dump_json(figures(found.rulebook, result, view)), "", limit=LIMIT)
    return Computed(result, view, document.tree if document else "")


def copy_of(data: bytes, found: Contents) -> tuple[Copy, str, tuple[int, ...]]:
    """Render the report again and compare the files.

    Return the status, why it is unknown, and the numbers of the pages that are drawn differently.
    """
    made = found.made
    if isinstance(made, str):
        return Copy.UNKNOWN, made, ()
    if why := why_not_comparable(made, dump_assessment(found.assessment)):
        return Copy.UNKNOWN, why, ()
    try:
        again = report(found.rulebook, found.assessment, made.edition, found.rules, found.before)
    except Exception:  # embedded files are untrusted and may make rendering fail in any way
        return Copy.UNKNOWN, NOT_MADE, ()
    if again == data:
        return Copy.SAME, "", ()
    if borrows("".join((dump_assessment(found.assessment), *(file.decode() for file in found.rules.values())))):
        return Copy.UNKNOWN, BORROWED, ()
    pairs = zip_longest(drawings(data), drawings(again))
    return Copy.CHANGED, "", tuple(number for number, (ours, theirs) in enumerate(pairs, 1) if ours != theirs)


def why_not_comparable(made: Made, answers: str) -> str:
    """Return why a file cannot be compared with what this program renders; empty if it can."""
    here = maker()
    if made.edition.form != ".pdf" or not made.edition.shows_every_answer:
        return NOT_MADE
    if not made.maker.fonts:
        return NO_FONTS
    if (made.maker.program, made.maker.code) != (here.program, here.code):
        return OTHER_PROGRAM
    if made.maker.fonts != here.fonts or made.spare_fonts != spare_fonts(answers):
        return OTHER_FONTS
    return "" if made.maker.engine == here.engine else OTHER_ENGINE


def missing(data: bytes, found: Contents, computed: Computed) -> tuple[str, ...]:
    """Return the headline texts that are missing from the first pages."""
    day = found.made.edition.day if isinstance(found.made, Made) else FIRST_DAY
    said = content(found.rulebook, found.assessment, computed.result, computed.view, date=day)
    text = letters(first_text(data))
    return tuple(" ".join(parts) for parts in headline(said) if letters("".join(parts)) not in text)


def headline(said: Content) -> Iterator[tuple[str, ...]]:
    """Yield the headline texts: the blockers' heading, the range, the band and each barrier's figures."""
    yield (said.blockers.heading,)
    yield (said.headline.range,)
    if said.headline.band:
        yield (said.headline.band,)
    for page in said.sections:
        yield (page.title, page.share, *([] if page.bar else [page.score]), page.now, page.could)


def letters(text: str) -> str:
    """Normalise white space, ligatures and apostrophes, which differ between a text and its PDF."""
    told = printable(text)
    plain = unicodedata.normalize("NFKC", named(told, beyond_the_text(told)))
    return UNSEEN.sub("", plain).replace("’", "'")
