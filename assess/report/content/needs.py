"""What the stage needs, what the next stage needs as well, and what does not fit together."""

from collections.abc import Iterator, Sequence

from assess.core.model.assessment import Answer
from assess.core.model.plan import NO_ACTION
from assess.core.model.result import (
    NeedCounts,
    NeedState,
    NotAskedReason,
    Outcome,
    QuestionState,
    QuestionTrace,
    UnmetNeed,
)
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Recommendation
from assess.core.scoring.conditions import QuestionTest, compile_condition, iter_leaves
from assess.core.scoring.contradictions import find_named_inputs, find_roles_to_check_with
from assess.report.content.citations import CitationUse
from assess.report.content.context import ReportContext
from assess.report.content.need_models import (
    ContradictionContent,
    NamedInput,
    NeedContent,
    NeedsContent,
    NeedsInPlace,
    NextNeed,
    NextStageContent,
)
from assess.report.content.text import (
    STATE_LABELS,
    capitalise_first,
    curl_apostrophes,
    format_count,
    format_date,
    format_number,
    join_words,
    pluralise,
)

_EFFORTS = ("days", "weeks", "months")
_NO_ANSWER = Answer()
_NONE_NAMED = "These rules name nothing that this stage must have."


def build_needs(context: ReportContext) -> NeedsContent:
    """Build what the stage needs: the count and the lists that it counts."""
    rows = [row for row in context.result.trace if row.need_state is not None]
    met = [row for row in rows if row.need_state is NeedState.MET]
    return NeedsContent(
        heading="What this stage needs",
        says=describe_needs(context.rulebook, context.result.now),
        missing=tuple(_build_need(context, row) for row in rows if row.need_state is NeedState.MISSING),
        unknown=tuple(_build_need(context, row) for row in rows if row.need_state is NeedState.UNKNOWN),
        in_place=tuple(_group_by_section(context, met)),
        in_place_count=len(met),
        names_any=bool(rows),
        notes=tuple(_build_notes(context)),
    )


def describe_needs(rulebook: Rulebook, now: Outcome) -> str:
    """Return how many of the things named for the stage are in place, and what the others do to the band."""
    needs = now.needs
    if not needs.named:
        return _NONE_NAMED
    if needs.met == needs.named:
        if needs.named == 1:
            return "The one thing named for this stage is in place, by your answers. No one has checked it."
        return f"All {needs.named} things named for this stage are in place, by your answers. No one has checked them."
    if needs.named == 1:
        state = "missing" if needs.missing else "not known"
        return f"The one thing named for this stage is {state}, by your answers. {_describe_cap(rulebook, needs)}"
    counts = "".join(
        f"; {count} {pluralise(count, 'is', 'are')} {state}"
        for count, state in ((needs.missing, "missing"), (needs.unknown, "not known"))
        if count
    )
    met, verb = needs.met or "none", pluralise(needs.met or 1, "is", "are")
    in_place = f"By your answers, {met} of the {needs.named} things named for this stage {verb} in place"
    return f"{in_place}{counts}. They are not all equally important, but {_describe_cap(rulebook, needs)}"


def _describe_cap(rulebook: Rulebook, needs: NeedCounts) -> str:
    """Return what one need that is not met does to the band."""
    policy = rulebook.rules.needs
    label = curl_apostrophes(rulebook.bands[policy.cap].label) if policy else ""
    if needs.named == 1:
        return f"While that is so, “{label}” is the highest band that you can show."
    if needs.missing:
        return f"while any one of them is missing, the result can be no higher than “{label}”."
    return f"until all of them are known, you can show no more than “{label}”."


def _build_need(context: ReportContext, row: QuestionTrace) -> NeedContent:
    """Return what the stage needs of one question."""
    return _build_need_for(context, row, row.need or "")


def _build_need_for(context: ReportContext, row: QuestionTrace, option: str) -> NeedContent:
    """Return the need of one question for this option of it."""
    return NeedContent(
        number=context.question_numbers[row.question],
        question=row.question,
        section=curl_apostrophes(context.rulebook.sections[row.section].title),
        needed=context.get_option_text(row.question, option),
        today=_describe_today(context, row.question),
        ask=context.get_role(context.get_question(row.question).ask[0]).inline,
    )


def _describe_today(context: ReportContext, question: str) -> str:
    """Return the answer of today in words, due or not yet."""
    answer = context.assessment.answers.get(question, _NO_ANSWER)
    return (
        context.get_option_text(question, answer.option)
        or STATE_LABELS[QuestionState.DONT_KNOW if answer.dont_know else QuestionState.UNANSWERED]
    )


def _group_by_section(context: ReportContext, rows: Sequence[QuestionTrace]) -> Iterator[NeedsInPlace]:
    """Yield what is in place in each section that has any of it."""
    for section in context.rulebook.sections.values():
        needs = tuple(_build_need(context, row) for row in rows if row.section == section.id)
        if needs:
            yield NeedsInPlace(curl_apostrophes(section.title), needs)


def _build_notes(context: ReportContext) -> Iterator[str]:
    """Yield what the facts rule out, and what is asked only because a fact is blank."""
    ruled_out = [context.question_numbers[row.question] for row in context.result.trace if _is_ruled_out(context, row)]
    if ruled_out:
        more = "more " if context.result.now.needs.named else ""
        yield (
            f"{capitalise_first(format_count(len(ruled_out), more + 'is', more + 'are'))} left out, because of what "
            f"you said about the service: {join_words(ruled_out)}."
        )
    named = {row.question for row in context.result.trace if row.need_state is not None}
    assumed = [context.question_numbers[question] for question in context.result.now.assumed if question in named]
    if assumed:
        verb = pluralise(len(assumed), "is", "are")
        yield (
            f"{capitalise_first(format_count(len(assumed), verb, verb))} asked only because a fact about the service "
            f"is blank: {join_words(assumed)}."
        )


def _is_ruled_out(context: ReportContext, row: QuestionTrace) -> bool:
    """Return whether the stage would need something of a question that the facts rule out."""
    if row.not_asked is not NotAskedReason.PROFILE:
        return False
    stages = list(context.rulebook.stages)
    reached = stages[: stages.index(context.result.now.stage) + 1]
    return any(stage in reached for stage in context.get_question(row.question).needs)


def describe_section_needs(context: ReportContext, section: str) -> str:
    """Return how many of the needs of a section are in place: `3 of 4`, `All 2`; empty if it has none."""
    return format_need_counts(count_section_needs(context.result.now, section))


def explain_section_needs(context: ReportContext, section: str) -> str:
    """Return in a sentence how many of the needs of a section are in place; empty if it has none."""
    counts = count_section_needs(context.result.now, section)
    if not counts.named:
        return ""
    if counts.named == 1:
        state = "in place" if counts.met else "missing" if counts.missing else "not known"
        return f"The one thing that this stage needs here is {state}."
    if counts.met == counts.named:
        return f"All {format_count(counts.named, 'thing')} that this stage needs here are in place."
    verb, met = pluralise(counts.met or 1, "is", "are"), format_number(counts.met) if counts.met else "none"
    return f"Of the {format_count(counts.named, 'thing')} that this stage needs here, {met} {verb} in place."


def count_section_needs(now: Outcome, section: str) -> NeedCounts:
    """Return what the stage needs in a section; nothing if the rules have no needs."""
    sections = [score.id for score in now.sections]
    return dict(zip(sections, now.section_needs, strict=False)).get(section, NeedCounts())


def format_need_counts(counts: NeedCounts) -> str:
    """Return how many needs are met: `3 of 4`, `All 2`; empty if none is named."""
    if not counts.named:
        return ""
    return f"All {counts.named}" if counts.met == counts.named else f"{counts.met} of {counts.named}"


def build_next_stage(context: ReportContext) -> NextStageContent | None:
    """Build what the next stage needs beyond what is listed for this one; None if there is no such list."""
    following = context.result.next_stage
    if following is None:
        return None
    name = curl_apostrophes(context.rulebook.stages[following.stage].short_text)
    needs = sorted((_build_next_need(context, need) for need in following.needs), key=lambda each: -each.effort)
    return NextStageContent(
        heading=f"What “{name}” needs as well",
        says=_introduce_next_stage(context, len(needs)),
        brief=f"The next stage needs {format_count(len(needs), 'more thing')}." if needs else "",
        answered=tuple(each for each in needs if each.is_answered),
        unanswered=tuple(each for each in needs if not each.is_answered),
    )


def _introduce_next_stage(context: ReportContext, count: int) -> str:
    """Return how many things the next stage needs as well."""
    listed = len(context.result.now.unmet)
    besides = f"besides the {listed} that {pluralise(listed, 'is', 'are')} missing or not known above" if listed else ""
    if not count:
        return f"Nothing more is named for it{', ' + besides if besides else ' that is not in place by your answers'}."
    things = capitalise_first(format_count(count, "thing"))
    does = pluralise(count, "It does", "They do")
    return f"{things}{', ' + besides if besides else ''}. {does} not count yet. Start with what takes longest."


def _build_next_need(context: ReportContext, unmet: UnmetNeed) -> NextNeed:
    """Return something that the next stage needs, with who leads the work and how long it takes."""
    row = context.rows[unmet.question]
    need = _build_need_for(context, row, unmet.option)
    option = context.assessment.answers.get(unmet.question, _NO_ANSWER).option
    advice = _find_advice(context, unmet.question, option)
    return _add_plan(context, need, advice, is_answered=bool(option))


def _add_plan(
    context: ReportContext, need: NeedContent, advice: Recommendation | None, *, is_answered: bool
) -> NextNeed:
    """Return a need with the owner and date of its recommendation in the plan, or else its lead and time."""
    if advice is None:
        return NextNeed(need, is_answered, capitalise_first(need.ask), "", -1)
    action = context.assessment.plan.get(advice.id, NO_ACTION)
    owner, due = (action.owner, action.due) if not action.reason else ("", None)
    return NextNeed(
        need,
        is_answered,
        owner or context.get_role(advice.lead).title,
        format_date(due) if due else curl_apostrophes(advice.takes),
        _EFFORTS.index(advice.effort),
    )


def _find_advice(context: ReportContext, question: str, option: str | None) -> Recommendation | None:
    """Return the first recommendation for an option of a question, or for any option if that is None."""
    for advice in context.rulebook.rules.recommendations:
        for leaf in iter_leaves(compile_condition(advice.when)):
            if isinstance(leaf, QuestionTest) and leaf.question == question and option in (None, *leaf.options):
                return advice
    return None


def build_contradictions(context: ReportContext) -> tuple[ContradictionContent, ...]:
    """Build the contradictions that are true."""
    return tuple(_build_contradiction(context, name) for name in context.result.contradictions)


def _build_contradiction(context: ReportContext, name: str) -> ContradictionContent:
    """Return one contradiction with the answers and facts that it names."""
    rule = context.rulebook.contradictions[name]
    use = CitationUse("what does not fit together", "contradictions")
    says, _ = context.citations.cite_after(rule.says, rule.claims, use)
    named = find_named_inputs(rule.when)
    questions = (NamedInput(context.question_numbers[q], q, context.get_question_text(q)) for q in named.questions)
    rules = context.rulebook.rules
    derived = {fact.id: fact.text for fact in rules.derived}
    texts = {fact.id: fact.text for fact in rules.profile} | derived
    facts = (NamedInput("", fact, curl_apostrophes(texts[fact])) for fact in named.facts)
    roles = [context.get_role(role).inline for role in find_roles_to_check_with(context.rulebook, rule.when)]
    return ContradictionContent(name, says, (*questions, *facts), describe_check(roles))


def describe_check(roles: Sequence[str]) -> str:
    """Return whom to check with, given the titles of their roles as inside a sentence."""
    who = [f"the {role}" for role in roles] or ["whoever knows the service"]
    return f"Check with {join_words(who)}."


def describe_contradictions(count: int) -> str:
    """Return how many contradictions there are; empty if there is none."""
    if not count:
        return ""
    pairs = capitalise_first(format_count(count, "pair"))
    return f"{pairs} of things you said {pluralise(count, 'does', 'do')} not fit together"
