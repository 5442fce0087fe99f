"""What to do: the recommendations, what to find out first and how to reach the next band."""

from collections.abc import Iterator

from assess.core.model import rules as model_rules
from assess.core.model.result import Advice, NoRoad, Unknown
from assess.core.model.result import Road as Way
from assess.core.model.rules import QuestionCondition, SectionCondition
from assess.report.content.citations import Prose, Use
from assess.report.content.context import Case, named, scores
from assess.report.content.models import Recommendation, Road, ToFindOut, Turn
from assess.report.content.text import LABELS, apostrophes, counted, joined, plural, points, starting, whole

MOST_USEFUL = 6
"""Number of recommendations in the summary."""


def recommendations(case: Case) -> tuple[Recommendation, ...]:
    """Return the recommendations that apply, most useful first."""
    return tuple(recommendation(case, advice) for advice in case.result.recommendations)


def best_says(case: Case) -> str:
    """Return how many recommendations there are and which come first."""
    count = len(case.result.recommendations)
    if count > MOST_USEFUL:
        return f"The six most useful of {count} recommendations, most useful first."
    if count:
        return f"{starting(counted(count, 'recommendation'))}, most useful first."
    if case.result.now.overall is None:
        return "Nothing is asked at this stage, so nothing can be recommended."
    return "Nothing can be recommended until more is known." if case.unknown else "Nothing is left to recommend."


def recommendation(case: Case, advice: Advice) -> Recommendation:
    """Return one recommendation with its reasons, steps, people and time."""
    rule = case.rulebook.recommendations[advice.id]
    number = case.recommendation_numbers[advice.id]
    use = Use(number, number)
    why = case.citations.prose(rule.why, use)
    planned = case.plan.lines[int(number.removeprefix("R")) - 1]
    return Recommendation(
        number=number,
        id=advice.id,
        title=apostrophes(rule.title),
        why=why,
        cites=case.citations.cite(rule.claims, use, why),
        steps=tuple(case.citations.prose(step, use) for step in rule.steps),
        done_when=case.citations.prose(rule.done_when, use),
        elsewhere=tuple(elsewhere(case, rule, use)),
        lead=case.role(rule.lead).title,
        lead_brief=case.role(rule.lead).brief,
        support=tuple(case.role(role).within for role in rule.support),
        takes=apostrophes(rule.takes),
        takes_from="our estimate" if rule.takes_from == "estimate" else "",
        takes_cites=case.citations.cite(() if rule.takes_from == "estimate" else rule.takes_from, use),
        effort=starting(rule.effort),
        adds=points(advice.adds),
        because=case.because(advice.because),
        lifts=planned.lifts,
        planned=planned,
    )


def elsewhere(case: Case, rule: model_rules.Recommendation, use: Use) -> Iterator[tuple[Prose, tuple[int, ...]]]:
    """Yield the local variations that apply to this profile, each with its citations."""
    for part in rule.elsewhere:
        if case.holds(part.when):
            says = case.citations.prose(part.says, use)
            yield says, case.citations.cite(part.claims, use, says)


def section_of(case: Case, recommendation: Recommendation) -> str:
    """Return the id of the section that a recommendation belongs to, empty if it belongs to none."""
    questions = [because.question for because in recommendation.because]
    when = case.rulebook.recommendations[recommendation.id].when
    owners = [case.rulebook.section_of[q].id for q in questions or named(when, QuestionCondition)]
    return next(iter(owners or named(when, SectionCondition)), "")


def find_out(case: Case) -> tuple[ToFindOut, ...]:
    """Return what to find out and whom to ask, starting with what accounts for most of the range."""
    return tuple(to_find_out(case, unknown) for unknown in case.outlook.find_out)


def to_find_out(case: Case, unknown: Unknown) -> ToFindOut:
    """Return one question or fact that is not known."""
    if unknown.kind == "fact":
        text = apostrophes(case.rulebook.facts[unknown.id].text)
        return ToFindOut("–", "", text, "Not known", (), "Whoever knows the service", "–", bool(unknown.blockers))
    ask = tuple(case.role(role).title for role in case.question(unknown.id).ask)
    return ToFindOut(
        number=case.question_numbers[unknown.id],
        question=unknown.id,
        text=case.text(unknown.id),
        state=LABELS[unknown.state],
        ask=ask,
        ask_first=case.role(case.question(unknown.id).ask[0]).brief,
        holds=points(unknown.holds),
        blocks=bool(unknown.blockers),
    )


def find_out_says(case: Case) -> str:
    """Return how much of the range the unknown answers account for together."""
    overall = case.result.now.overall
    if overall is None or not case.unknown:
        return ""
    now, could = scores(overall)
    if now == could:
        return ""
    count = len(case.unknown)
    these = "This one answer holds" if count == 1 else f"These {count} answers hold"
    return f"{these} the whole gap between {now} and {could}.{blank_facts(case)}"


def blank_facts(case: Case) -> str:
    """Return how many facts are also unknown; they carry no points, but decide what is asked."""
    count = sum(unknown.kind == "fact" for unknown in case.outlook.find_out)
    if not count:
        return ""
    verb, decide = plural(count, "is", "are"), plural(count, "decides", "decide")
    facts = starting(counted(count, "fact about the service", "facts about the service"))
    return f" {facts} {verb} not known either and {decide} what is asked."


def road(case: Case) -> Road | None:
    """Return the fewest answers that reach a higher band, or why there are none."""
    way = case.outlook.road
    if isinstance(way, NoRoad):
        return Road("The road to a higher band", no_road(case, way), ())
    if way is None:
        return None
    says = "The fewest answers that would raise the band if each became the best one. This is arithmetic, not advice."
    return Road(f"The road to “{case.band(way.band)}”", says, tuple(turns(case, way)))


def no_road(case: Case, way: NoRoad) -> str:
    """Return why no answers lead to a higher band."""
    if not way.blockers:
        return "This is the highest band."
    rests = joined([f"“{apostrophes(case.rulebook.blockers[blocker].says)}”" for blocker in way.blockers])
    return f"No answer leads to a higher band. It rests on what the service is, not on what is answered: {rests}"


def turns(case: Case, way: Way) -> Iterator[Turn]:
    """Yield the questions on the way to the next band, with what each adds and the score then reached."""
    overall = case.result.now.overall
    score = overall.evidenced if overall else 0
    for question in way.questions:
        row = case.rows[question]
        adds = row.worth - row.brings.evidenced
        score += adds
        best = apostrophes(case.question(question).options[-1].text)
        reached = str(whole(score))
        yield Turn(case.question_numbers[question], question, case.text(question), best, points(adds), reached)
