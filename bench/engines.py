"""Other rule engines, each set up in its fastest way to evaluate conditions."""

import json
from collections.abc import Callable, Mapping, Sequence

import zen
from datalogic_py import DataHandle, Engine

from assess.core.scoring.conditions import Expr, Truth
from bench.languages import EngineContext, JsonLogicLanguage, ZenLanguage, encode_condition

EngineResults = Sequence[Sequence[bool]]
"""Per assessment, the outcome of each condition, those of the first encoding before those of the second."""
EngineRun = Callable[[], EngineResults]


def prepare_zen(parts: Sequence[Expr], ends: Sequence[Truth], contexts: Sequence[EngineContext]) -> EngineRun:
    """Set up zen-engine: one compiled expression for all conditions, and each context as JSON text.

    Evaluating condition by condition takes three times as long, and from dictionaries a third longer.
    """
    said_so = [encode_condition(ZenLanguage(), part, least) for least in ends for part in parts]
    compiled = zen.compile_expression(f"[{', '.join(said_so)}]")
    texts = [json.dumps(context) for context in contexts]
    return lambda: [compiled.evaluate(text) for text in texts]


def prepare_json_logic(parts: Sequence[Expr], ends: Sequence[Truth], contexts: Sequence[EngineContext]) -> EngineRun:
    """Set up datalogic: one compiled rule for all conditions, and each context parsed beforehand.

    It is JSON Logic in Rust; the package called json-logic is not maintained, and the others are slower still.
    """
    engine = Engine()
    rule = engine.compile([encode_condition(JsonLogicLanguage(), part, least) for least in ends for part in parts])
    session, handles = engine.session(), [DataHandle(dict(context)) for context in contexts]
    return lambda: [session.evaluate_data(rule, handle) for handle in handles]


ENGINES: Mapping[str, Callable[[Sequence[Expr], Sequence[Truth], Sequence[EngineContext]], EngineRun]] = {
    "zen-engine": prepare_zen,
    "json-logic": prepare_json_logic,
}
"""Engines by the name of the package, or of the rule language."""
