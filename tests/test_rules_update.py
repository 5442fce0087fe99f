"""The shipped rules meet what was made from their earlier version, of which tests/frozen.py has a copy."""

from assess import resources
from assess.core.comparison.carry_over import carry_over_answers
from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer
from assess.core.model.rulebook import Rulebook
from tests.frozen import load_frozen_rulebook, read_rules_files

SHIPPED_RULES = resources.find_folder("rules")


def load_shipped_rulebook() -> Rulebook:
    loaded = load_rulebook(*((SHIPPED_RULES / name).read_bytes() for name in read_rules_files()))
    assert isinstance(loaded, Rulebook)
    return loaded


def test_answers_on_version_1_0_0_follow_every_renamed_option() -> None:
    earlier, shipped = load_frozen_rulebook(), load_shipped_rulebook()
    renamed = {
        (question.id, option.id): shipped.renames.options[question.id, option.id]
        for question in earlier.questions.values()
        for option in question.options
        if (question.id, option.id) in shipped.renames.options
    }
    assert set(shipped.renames.options) <= set(renamed)
    for (question, old), new in renamed.items():
        answers = {question: Answer(old, note="71 of 90")}
        assert carry_over_answers(shipped, answers) == {question: Answer(new, note="71 of 90")}
