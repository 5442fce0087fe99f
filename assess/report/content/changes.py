"""Change since last time: compare an assessment with an earlier one, for the page and the report."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assess.core.comparison.questions import moves
from assess.core.comparison.results import Changes, FindingChange, SectionChange, changes
from assess.core.model.assessment import Assessment
from assess.core.model.result import Outcome, Range, Result, SectionScore
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.scoring.evaluate import evaluate
from assess.report.content import charts
from assess.report.content.appendix import fact_text
from assess.report.content.baseline import Earlier
from assess.report.content.change_models import BothWays, FindingMove, Progress, SectionMove
from assess.report.content.citations import REFERENCE
from assess.report.content.context import scores
from assess.report.content.question_changes import counts, groups
from assess.report.content.text import MINUS, apostrophes, counted, number, plural, starting

BECAME = {
    (None, "true"): "New",
    ("possible", "true"): "Now certain",
    ("true", None): "Lifted",
    ("true", "possible"): "No longer certain",
    ("possible", None): "Ruled out",
    (None, "possible"): "Possible now",
}
"""Label of a blocker or a warning by its states before and now."""
WEIGHT = list(BECAME)
NO_SCORE = {
    (True, True): "Nothing was asked before and nothing is asked now, so there is no score.",
    (True, False): "Nothing was asked before, so there is no score to compare with.",
    (False, True): "Nothing is asked now, so there is no score to compare.",
}


class Sides(NamedTuple):
    """Both rulebooks and the differences between both results."""

    old: Rulebook
    new: Rulebook
    changes: Changes


def progress(rulebook: Rulebook, assessment: Assessment, result: Result, earlier: Earlier) -> Progress:
    """Compare an assessment and its result with the baseline."""
    before = evaluate(earlier.rulebook, earlier.assessment.profile, earlier.assessment.answers)
    sides = Sides(earlier.rulebook, rulebook, changes(before, result))
    rulebooks, moved = sides[:2], moves(sides.changes)
    facts, hidden = tuple(fact_moves(sides)), unseen(sides)
    titles = {each.id: apostrophes(each.title) for rules in rulebooks for each in rules.rules.recommendations}
    return Progress(
        compared=f"Compared with {earlier.name}.",
        headline=headline(sides),
        band=band(sides),
        counts=counts(moved),
        cautions=tuple(cautions(sides, assessment, earlier.assessment, len(facts))),
        summary=tuple(summary(sides)),
        blockers=finding_moves(sides, "blockers", [each for each in sides.changes.blockers if each.id not in hidden]),
        blockers_say=blockers_say(sides, len(hidden)),
        warnings=finding_moves(sides, "warnings", [each for each in sides.changes.warnings if "true" in each]),
        sections=tuple(section_move(sides, each) for each in sides.changes.sections),
        groups=tuple(groups(rulebooks, moved)),
        facts=facts,
        no_longer_recommended=tuple(titles[each] for each in sides.changes.no_longer_recommended),
        newly_recommended=tuple(titles[each] for each in sides.changes.newly_recommended),
    )


def headline(sides: Sides) -> str:
    """Return the score now and before as a sentence."""
    old, new = (each.now.overall for each in (sides.changes.before, sides.changes.after))
    if old is None or new is None:
        return NO_SCORE[old is None, new is None]
    (shown_old, could_old), (shown, could) = scores(old), scores(new)
    could_be = f"It could be as high as {could}, {than(could, could_old)}."
    return f"You can show {shown} of 100 now, {than(shown, shown_old)}. {could_be}"


def than(now: int, before: int) -> str:
    """Return how a figure compares with the earlier one."""
    return "as before" if now == before else f"{'up' if now > before else 'down'} from {before}"


def band(sides: Sides) -> str:
    """Return the band now and before as a sentence, empty if there is none."""
    old, new = sides.changes.before.now.bands, sides.changes.after.now.bands
    if old is None or new is None:
        return ""
    was = apostrophes(sides.old.bands[old.evidenced].label)
    now = apostrophes(sides.new.bands[new.evidenced].label)
    return f"The band is still “{now}”." if was == now else f"The band is “{now}” now. It was “{was}”."


def cautions(sides: Sides, here: Assessment, there: Assessment, facts: int) -> Iterator[str]:
    """Yield what makes the two hard to compare, and what that means."""
    names = [(each.council.casefold(), each.service.casefold()) for each in (here, there)]
    if names[0] != names[1]:
        yield f"The earlier answers are of another service: {there.service}, {there.council}."
    if not sides.changes.is_one_stage:
        yield stages_differ(sides)
    if not sides.changes.is_one_rulebook:
        old, new = sides.changes.before.version, sides.changes.after.version
        yield (
            f"The rules differ: version {old} before, version {new} now. "
            "What only the rules changed is called neither better nor worse."
        )
    if facts:
        yield (
            f"{starting(counted(facts, 'fact'))} about the service {plural(facts, 'is', 'are')} different now, "
            "which can change what is asked."
        )


def stages_differ(sides: Sides) -> str:
    """Return that the stages differ and what that means."""
    old, new = sides.changes.before.now, sides.changes.after.now
    was, now = stage(sides.old, old), stage(sides.new, new)
    due = f"{counted(new.asked, 'question')} {plural(new.asked, 'is', 'are')} due now, and {number(old.asked)} then"
    return (
        f"The stages differ: “{was}” before, “{now}” now. {starting(due)}. "
        "So a lower score need not mean that anything got worse: compare question by question."
    )


def stage(rulebook: Rulebook, outcome: Outcome) -> str:
    """Return the text of the stage."""
    return apostrophes(rulebook.stages[outcome.stage].text)


def summary(sides: Sides) -> Iterator[BothWays]:
    """Yield the key figures before and now."""
    pairs = ((sides.old, sides.changes.before), (sides.new, sides.changes.after))
    columns = [dict(column(rulebook, result)) for rulebook, result in pairs]
    return (BothWays(what, columns[0][what], columns[1][what]) for what in columns[0])


def column(rulebook: Rulebook, result: Result) -> Iterator[tuple[str, str]]:
    """Yield the key figures of one result with their labels."""
    now = result.now
    yield "Can show, of 100", range_words(now.overall)[0]
    yield "Could be as high as", range_words(now.overall)[1]
    yield "Band", "–" if now.bands is None else apostrophes(rulebook.bands[now.bands.evidenced].label)
    yield "Blockers", how_many(now, "true")
    yield "Possible blockers", how_many(now, "possible")
    yield "Stage", stage(rulebook, now)
    yield "Questions due", f"{now.asked} of {now.questions}"
    yield "Answers known", f"{now.answered} of {now.asked}"
    yield "Rules", f"Version {result.version}"


def how_many(outcome: Outcome, state: str) -> str:
    """Return how many blockers are in a state, as text."""
    count = sum(found.state == state for found in outcome.blockers)
    return starting(number(count)) if count else "None"


def range_words(score: Range | None) -> tuple[str, str]:
    """Return both ends of a score as displayed."""
    low, high = ("–", "–") if score is None else map(str, scores(score))
    return low, high


def finding_moves(sides: Sides, kind: str, found: Iterable[FindingChange]) -> tuple[FindingMove, ...]:
    """Return the blockers or warnings that changed, those that are true now first."""
    listed = sorted(found, key=lambda each: WEIGHT.index((each.before, each.after)))
    return tuple(finding_move(sides, kind, each) for each in listed)


def finding_move(sides: Sides, kind: str, change: FindingChange) -> FindingMove:
    """Return one blocker or warning that changed."""
    old, new = (getattr(rules, kind) for rules in sides[:2])
    rule = new.get(change.id) or old[change.id]
    says = REFERENCE.sub("", apostrophes(rule.says)).strip()
    remark = "" if change.id in old else "The rules before did not have it."
    remark = remark if change.id in new else "The rules of now do not have it."
    return FindingMove(BECAME[change.before, change.after], says, remark, stands=change.after == "true")


def unseen(sides: Sides) -> frozenset[str]:
    """Return the blockers that became possible and none of whose questions anyone has looked at."""
    hidden = {found.id for found in sides.changes.after.now.blockers if not found.looked_at}
    return frozenset(each.id for each in sides.changes.blockers if each.after == "possible" and each.id in hidden)


def blockers_say(sides: Sides, hidden: int) -> str:
    """Return how many blockers are unchanged and how many depend on questions that nobody has looked at."""
    pairs = [{found.id for found in each.now.blockers if found.state == "true"} for each in sides.changes[:2]]
    count = len(pairs[0] & pairs[1])
    said = []
    if count:
        said.append(f"{starting(counted(count, 'blocker'))} {plural(count, 'stands', 'stand')} as before.")
    if hidden:
        wait = plural(hidden, "waits", "wait")
        said.append(
            f"{starting(counted(hidden, 'possible blocker'))} that {plural(hidden, 'was', 'were')} not there before "
            f"{wait} for questions that nobody has looked at yet."
        )
    return " ".join(said) if said or sides.changes.blockers else "No blocker came, went or turned."


def section_move(sides: Sides, change: SectionChange) -> SectionMove:
    """Return one section before and now."""
    rules = sides.new if change.after else sides.old
    title = apostrophes(rules.sections[change.section].title)
    before, now = (section_scores(each) for each in (change.before, change.after))
    return SectionMove(
        title=title,
        before=section_words(change.before, before),
        now=section_words(change.after, now),
        moved=moved(before, now),
        pair=charts.pair(title, before, now),
    )


def section_scores(score: SectionScore | None) -> tuple[int, int] | None:
    """Return both ends of a section's score as displayed, or None if it has no score."""
    return None if score is None or score.score is None else scores(score.score)


def section_words(score: SectionScore | None, ends: tuple[int, int] | None) -> str:
    """Return the displayed range of a section, or why it has none."""
    if score is None:
        return "Not in the rules"
    if ends is None:
        return "No score"
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def moved(before: tuple[int, int] | None, now: tuple[int, int] | None) -> str:
    """Return the change in what can be shown, calculated from the two displayed figures."""
    if before is None or now is None:
        return "–"
    gain = now[0] - before[0]
    return f"{gain:+d}".replace("-", MINUS) if gain else "0"


def fact_moves(sides: Sides) -> Iterator[BothWays]:
    """Yield the facts about the service that are different now, without the stage, which is in the summary."""
    old, new = sides.changes.before.facts, sides.changes.after.facts
    for fact in sides.new.rules.profile:
        if fact.id != STAGE and old.get(fact.id) != new.get(fact.id):
            was = sides.old.facts.get(fact.id)
            before = "Not asked" if was is None else fact_text(was, old.get(fact.id))
            yield BothWays(apostrophes(fact.text), before, fact_text(fact, new.get(fact.id)))
