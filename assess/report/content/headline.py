"""The first page: the blockers, the range in words and the band."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from assess.core.model.result import Finding as Found
from assess.core.model.result import Outcome
from assess.core.model.rules import Warning_
from assess.report.content import charts
from assess.report.content.citations import Use, words
from assess.report.content.context import Case, scores
from assess.report.content.models import Because, Blockers, Finding, Headline
from assess.report.content.text import LABELS, apostrophes, counted, number, plural, starting

JUDGEMENT = (
    "The weights, bands, caps, points and estimates behind this score are the judgement of the authors of the rules. "
    "It is neither assurance nor legal advice."
)


ROOM = 620
"""Number of characters of blocker text that still fit on the first page with the range and the barriers."""

FEW = 2
"""Largest number of further blockers shown without what lifts them; if there are more, they are only counted."""

OF_THE_SERVICE = "what the service is"


def finding(case: Case, rule: Warning_, found: Found, use: Use) -> Finding:
    """Return a blocker or a warning with what triggers it and what lifts it."""
    says = case.citations.prose(rule.says, use)
    waits = [question for question in found.waits_for if question in case.rows]
    return Finding(
        id=found.id,
        says=says,
        cites=case.citations.cite(rule.claims, use, says),
        lifted_by=case.citations.prose(rule.lifted_by, use),
        because=case.because(found.because),
        waits_for=tuple(Because(case.question_numbers[q], q, LABELS[case.rows[q].state]) for q in waits),
        fixed=found.state == "true" and not found.because,
    )


def blockers(case: Case) -> Blockers:
    """Build the box of blockers, which comes before any number."""
    use = Use("a blocker", "summary")
    rules = case.rulebook.blockers
    possible = [found for found in case.result.now.blockers if found.state == "possible"]
    seen = [found for found in possible if found.looked_at]
    true = tuple(finding(case, rules[found.id], found, use) for found in case.true_blockers)
    full, short = room(true)
    return Blockers(
        kind="stop" if case.true_blockers else "maybe" if possible else "clear",
        heading=blockers_heading(case, len(possible)),
        true=true,
        full=full,
        short=short,
        rest=rest(case, true[full:], short),
        possible=tuple(finding(case, rules[found.id], found, use) for found in seen),
        possible_says=hidden(len(seen)),
        more=unseen(len(possible) - len(seen)),
    )


def room(true: Sequence[Finding]) -> tuple[int, int]:
    """Return how many blockers fit on the first page in full, and how many more without what lifts them."""
    lengths = list(accumulate(len(words(found.says)) + len(words(found.lifted_by)) for found in true))
    full = max(sum(length <= ROOM for length in lengths), min(len(true), 1))
    left = len(true) - full
    return full, left if left <= FEW else 0


def rest(case: Case, left: Sequence[Finding], short: int) -> str:
    """Return where to find the blockers that do not fit on the first page."""
    if not left:
        return ""
    if short:
        return "What lifts the last of them stands under"
    of = Counter(
        apostrophes(case.rulebook.section_of[found.because[0].question].title) if found.because else OF_THE_SERVICE
        for found in left
    )
    places = ", ".join(f"{title} {count}" for title, count in of.items())
    return f"And {number(len(left))} more ({places}), under"


def blockers_heading(case: Case, possible: int) -> str:
    """Return the effect of the blockers in one line."""
    count = len(case.true_blockers)
    if case.cap is not None:
        stop = plural(count, "stops", "stop")
        return f"{starting(counted(count, 'blocker'))} {stop} this going further than “{apostrophes(case.cap.label)}”"
    if possible:
        return f"No blocker is known, but {number(possible)} could be hidden in answers that are not known"
    return "No blocker was found"


def hidden(count: int) -> str:
    """Return the sentence before the blockers that may be behind answers of “I do not know”."""
    if not count:
        return ""
    return f"{starting(counted(count, 'blocker'))} may stand behind answers of “I do not know”:"


def unseen(count: int) -> str:
    """Return how many possible blockers depend on questions that nobody has looked at."""
    if not count:
        return ""
    wait = plural(count, "waits", "wait")
    return f"{starting(counted(count, 'possible blocker'))} {wait} for questions that nobody has looked at yet."


def headline(case: Case) -> Headline:
    """Build the range in words with its stage, band and chart."""
    now = case.result.now
    if now.overall is None or now.bands is None:
        return Headline(range="Nothing is asked at this stage, so there is no score and no band.", stage=stage(case),
                        ahead=ahead(case), band="", held="", meaning=(), judgement=JUDGEMENT, chart=None)  # fmt: skip
    band = case.rulebook.bands[now.bands.evidenced]
    return Headline(
        range=range_sentence(*scores(now.overall), len(case.unknown)),
        stage=stage(case),
        ahead=ahead(case),
        band=apostrophes(band.label),
        held=held(case),
        meaning=case.citations.prose(band.meaning, Use("the band", "summary")),
        judgement=JUDGEMENT,
        chart=chart(case),
    )


def range_sentence(now: int, could: int, unknown: int) -> str:
    """Return the range as a sentence: what can be shown now and how high it could be."""
    can = f"You can show {now} of 100 now"
    if not unknown:
        return f"{can}. Every answer is known."
    if now == could:
        return f"{can}. The {counted(unknown, 'answer')} not yet known would not change that."
    return f"{can}; it could be as high as {could} once {unknown} {plural(unknown, 'answer is', 'answers are')} known."


def stage(case: Case) -> str:
    """Return which stage the score applies to and how many of all questions are due at it."""
    now = case.result.now
    due = f"{now.asked} of all {now.questions} questions {plural(now.asked, 'is', 'are')} due"
    looked = f"{now.looked_at} of them {plural(now.looked_at, 'has', 'have')} been looked at"
    return f"This speaks for the stage “{case.stage(now.stage)}”: {due}, and {looked}."


def ahead(case: Case) -> str:
    """Return the score that the answers so far would give at the last stage."""
    last = case.result.ahead
    if last.stage == case.result.now.stage:
        return "This is the last stage: no question is left for later."
    if last.overall is None or last.bands is None:
        return ""
    low, high = scores(last.overall)
    further = f"; it could be as high as {high}" if high > low else ""
    begin = f"If the last stage, “{case.stage(last.stage)}”, had come, you could show {low} of 100 now{further}"
    band = case.band(last.bands.evidenced)
    return f"{begin}, with {last.asked} questions due, {ahead_blockers(last)}and the band “{band}”."


def ahead_blockers(last: Outcome) -> str:
    """Return how many blockers would be true at the last stage."""
    count = sum(found.state == "true" for found in last.blockers)
    return f"{counted(count, 'blocker')} " if count else ""


def held(case: Case) -> str:
    """Return why the band is lower than the score alone would make it, and what it could be."""
    now = case.result.now
    if now.bands is None or now.uncapped is None:
        return ""
    said = []
    count = len(case.true_blockers)
    if now.bands.possible != now.uncapped.possible:
        said.append(f"Held there until the {plural(count, 'blocker is', 'blockers are')} lifted.")
    elif now.bands.evidenced != now.uncapped.evidenced:
        said.append("Held there until the possible blockers are looked into.")
    if now.bands.possible != now.bands.evidenced:
        said.append(f"It could be “{case.band(now.bands.possible)}”.")
    return " ".join(said)


def chart(case: Case) -> charts.RangeChart | None:
    """Build the chart of the range above the bands."""
    now = case.result.now
    if now.overall is None or now.bands is None:
        return None
    bands = [(band.from_, apostrophes(band.label)) for band in case.rulebook.bands.values()]
    present = list(case.rulebook.bands).index(now.bands.evidenced)
    scale = charts.Scale(bands, present, edge(case), len(case.true_blockers))
    return charts.range_chart(*scores(now.overall), scale)


def edge(case: Case) -> int | None:
    """Return the score at the upper edge of the highest band allowed, or None if every band is allowed."""
    above = [band.from_ for band in case.rulebook.bands.values() if case.cap and band.from_ > case.cap.from_]
    return min(above, default=None)


def warnings(case: Case) -> tuple[Finding, ...]:
    """Return the warnings that are true."""
    use = Use("a warning", "warnings")
    return tuple(finding(case, case.rulebook.warnings[found.id], found, use) for found in case.true_warnings)


def warnings_say(case: Case) -> str:
    """Return how many warnings apply."""
    count = len(case.true_warnings)
    stand = plural(count, "stands", "stand")
    return f"{starting(counted(count, 'warning'))} {stand} beside the score." if count else ""


def possible_warnings(case: Case) -> str:
    """Return how many warnings depend on answers that are not known."""
    count = sum(found.state == "possible" for found in case.result.warnings)
    if not count:
        return ""
    warning = "more warning" if case.true_warnings else "warning"
    return f"{starting(counted(count, warning))} may be hidden in answers that are not known."
