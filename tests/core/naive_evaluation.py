"""A slow and literal implementation of scoring.md with which the core is compared."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Any

from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question, find_subject

Truth = bool | None
ScoreRange = tuple[Fraction, Fraction]


class NaiveEvaluation:
    """Naive evaluation of one assessment, directly from the rules as written."""

    def __init__(self, rules: Rulebook, profile: Profile, answers: Answers, stage: str | None = None) -> None:
        self.rules, self.answers = rules, answers
        self.facts: dict[str, Any] = {fact: value for fact, value in profile.items() if value != "unknown"}
        self.facts["stage"] = stage or profile["stage"]
        for derived in rules.rules.derived:
            self.facts[derived.id] = self.look_up(derived)

    def look_up(self, derived: Any) -> Any:
        for case in derived.unless:
            truth = self.truth(case.when)
            if truth is not False:
                return case.is_ if truth else None
        row = derived.table.get(self.facts.get(derived.from_))
        return row.is_ if row and row.is_ != "unknown" else None

    def is_asked(self, question: Question) -> bool:
        stages = list(self.rules.stages)
        due = not question.from_stage or stages.index(question.from_stage) <= stages.index(self.facts["stage"])
        return due and (question.ask_if is None or self.truth(question.ask_if) is not False)

    def answer(self, name: str) -> Answer | None:
        """Return the answer to a question if it counts; None if it is not asked or does not apply."""
        question = self.rules.questions[name]
        answer = self.answers.get(name, Answer())
        return answer if self.is_asked(question) and not answer.does_not_apply else None

    def share_range(self, question: Question) -> ScoreRange:
        answer = self.answer(question.id)
        if answer is None or answer.option is None:
            return Fraction(0), Fraction(1)
        points = next(option.points for option in question.options if option.id == answer.option)
        return Fraction(points, question.highest), Fraction(points, question.highest)

    def section_score(self, name: str) -> ScoreRange | None:
        counting = [each for each in self.rules.sections[name].questions if self.answer(each.id) is not None]
        return weighted_mean([(each.weight, self.share_range(each)) for each in counting], 100)

    def overall_score(self) -> ScoreRange | None:
        if self.is_too_early():
            return None
        scores = [(section.weight, self.section_score(name)) for name, section in self.rules.sections.items()]
        return weighted_mean([(weight, score) for weight, score in scores if score is not None], 1)

    def truth(self, condition: Any) -> Truth:
        kind = find_subject(condition)
        assert kind
        return getattr(self, f"evaluate_{kind}")(condition)  # type: ignore[no-any-return]

    def evaluate_question(self, condition: Any) -> Truth:
        answer = self.answer(condition.question)
        if answer is None:
            return False
        return None if answer.option is None else answer.option in condition.is_

    def evaluate_profile(self, condition: Any) -> Truth:
        value = self.facts.get(condition.profile)
        if value is None:
            return True if condition.is_ and "unknown" in condition.is_ else None
        if condition.is_:
            return value in condition.is_
        bounds = [
            (condition.above, gt),
            (condition.below, lt),
            (condition.at_least, ge),
            (condition.at_most, le),
        ]
        limits: list[tuple[Any, Any]] = [
            (self.facts.get(bound) if isinstance(bound, str) else bound, holds)
            for bound, holds in bounds
            if bound is not None
        ]
        if any(limit is None for limit, _ in limits):
            return None
        return all(holds(value, limit) for limit, holds in limits)

    def evaluate_section(self, condition: Any) -> Truth:
        score = self.section_score(condition.section)
        if score is None or score[0] >= condition.below:
            return False
        return True if score[1] < condition.below else None

    def evaluate_all(self, condition: Any) -> Truth:
        truths = [self.truth(part) for part in condition.all]
        return False if False in truths else None if None in truths else True

    def evaluate_any(self, condition: Any) -> Truth:
        truths = [self.truth(part) for part in condition.any]
        return True if True in truths else None if None in truths else False

    def evaluate_not(self, condition: Any) -> Truth:
        truth = self.truth(condition.not_)
        return None if truth is None else not truth

    def blockers(self) -> dict[str, str]:
        truths = {blocker.id: self.truth(blocker.when) for blocker in self.rules.rules.blockers}
        return {name: "true" if truth else "possible" for name, truth in truths.items() if truth is not False}

    def bands(self) -> tuple[str, str] | None:
        """Return the bands of both ends, after caps."""
        overall = self.overall_score()
        if overall is None:
            return None
        low = self.band(overall[0], {"true", "possible"}, {"missing", "not known"})
        return low, self.band(overall[1], {"true"}, {"missing"})

    def band(self, score: Fraction, states: set[str], need_states: set[str]) -> str:
        bands = list(self.rules.bands)
        caps = [self.rules.blockers[name].caps_at for name, state in self.blockers().items() if state in states]
        caps += [self.needs_cap() for state in self.needs().values() if state in need_states]
        reached = [name for name, band in self.rules.bands.items() if band.from_ <= score][-1]
        return min([reached, *caps], key=bands.index)

    def needs_cap(self) -> str:
        assert self.rules.rules.needs
        return self.rules.rules.needs.cap

    def needed_option(self, question: Question) -> str | None:
        """Return the option of the latest stage named up to this one."""
        option = None
        for stage in self.rules.stages:
            option = question.needs.get(stage, option)
            if stage == self.facts["stage"]:
                return option
        raise AssertionError

    def needs(self) -> dict[str, str]:
        """Return the state of each need that counts, by question."""
        states = {}
        for name, question in self.rules.questions.items():
            needed, answer = self.needed_option(question), self.answer(name)
            if needed is not None and answer is not None:
                ids = [option.id for option in question.options]
                enough = answer.option in ids[ids.index(needed) :]
                states[name] = "not known" if answer.option is None else "met" if enough else "missing"
        return states

    def left_out(self) -> int:
        """Return how many needs the facts take out."""
        questions = self.rules.questions.values()
        return sum(self.needed_option(each) is not None and not self.is_asked(each) for each in questions)

    def assumed(self) -> list[str]:
        """Return the questions asked only because a fact is blank."""
        asked = [each for each in self.rules.questions.values() if self.is_asked(each)]
        return [each.id for each in asked if each.ask_if is not None and self.truth(each.ask_if) is None]

    def contradictions(self) -> list[str]:
        return [each.id for each in self.rules.rules.contradictions if self.truth(each.when)]

    def next_stage(self) -> tuple[str, dict[str, str]] | None:
        """Return the next stage with what is not met then and is not missing or not known already."""
        stages = [*self.rules.stages, None]
        stage = stages[stages.index(self.facts["stage"]) + 1]
        if stage is None:
            return None
        listed = {name for name, state in self.needs().items() if state != "met"}
        then = NaiveEvaluation(self.rules, self.given_facts(), self.answers, stage).needs()
        return stage, {name: state for name, state in then.items() if state != "met" and name not in listed}

    def is_too_early(self) -> bool:
        return sum(map(self.is_asked, self.rules.questions.values())) < (self.rules.rules.score_from or 0)

    def triggering_questions(self, condition: Any) -> Iterator[str]:
        """Yield the questions of the question conditions that are true."""
        if find_subject(condition) == "question" and self.truth(condition):
            yield condition.question
        for part in getattr(condition, "all", getattr(condition, "any", ())):
            yield from self.triggering_questions(part)

    def gain(self, questions: set[str]) -> Fraction:
        """Return the gain of the evidenced overall score if these questions had their best options."""
        answers = {name: Answer(option=self.rules.questions[name].options[-1].id) for name in questions}
        better = NaiveEvaluation(self.rules, {**self.given_facts()}, {**self.answers, **answers})
        old, new = self.overall_score(), better.overall_score()
        return new[0] - old[0] if old and new else Fraction(0)

    def given_facts(self) -> Mapping[str, Any]:
        derived = {derived.id for derived in self.rules.rules.derived}
        return {fact: value for fact, value in self.facts.items() if fact not in derived}

    def recommended(self) -> dict[str, tuple[frozenset[str], Fraction, frozenset[str]]]:
        """Return the recommendations that fire: the questions that trigger them, the gain, and the needs they meet."""
        missing = {name for name, state in self.needs().items() if state == "missing"}
        fired = [each for each in self.rules.rules.recommendations if self.truth(each.when)]
        because = {each.id: frozenset(self.triggering_questions(each.when)) for each in fired}
        return {
            name: (questions, self.gain(set(questions)), questions & missing) for name, questions in because.items()
        }


def weighted_mean(parts: list[tuple[int, Any]], scale: int) -> ScoreRange | None:
    """Return both ends of a weighted mean, or None if there is nothing to weigh."""
    weights = sum(weight for weight, _ in parts)
    if not weights:
        return None
    low, high = (scale * sum(weight * each[end] for weight, each in parts) / weights for end in (0, 1))
    return low, high
