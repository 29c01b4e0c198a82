"""JSON Schema of a scorecard, with descriptions for whoever writes one in an editor."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from services.scoring import card, conditions
from services.scoring.card import ScorecardBody
from services.scoring.conditions import measures, parts, words

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODULES = (card, conditions, measures, parts, words)
_CLASSES = {
    "AllOf": "All of `conditions` are true.",
    "Not": "`condition` is not true.",
}
_FIELDS = {
    "anchor": "What `condition` must be found after, or before.",
    "at_least": "How many of the conditions must be true.",
    "condition": "What is asked. See the types of conditions.",
    "conditions": "The conditions that are taken together.",
    "description": "What inspectors should know about it.",
    "direction": "Whether `condition` is looked for after the anchor or before it.",
    "doubtful": "Whether text that may not have been said counts, or makes a rule undecided.",
    "effect": "earn: its points are a weight; add, deduct: added or taken off; none: only shown.",
    "excluding": "A match inside a match of this does not count.",
    "exclusions": "A phrase inside one of these is not meant.",
    "fact": "A fact of the call to compare with, instead of a value.",
    "first_s": "The first so many seconds.",
    "first_turns": "The first so many turns.",
    "forbids": "It is kept when its condition is false.",
    "from_score": "The lowest score that has this grade, 0 to 100.",
    "grades": "Names for ranges of scores.",
    "homophones": "Chinese that sounds the same counts.",
    "key": "Stable name: lower-case letters, digits and _, a letter first.",
    "kind": "What kind of number, date or amount is said.",
    "languages": "ISO 639-1 codes; one of them is spoken.",
    "last_s": "The last so many seconds.",
    "last_turns": "The last so many turns.",
    "lines": "Lines of the script; one of them is enough.",
    "measure": "What is measured of the sound.",
    "min_characters": "Shorter turns do not count.",
    "most_added": "At most so many points are added in all.",
    "most_deducted": "At most so many points are taken off in all.",
    "name": "What people read.",
    "op": "How it is compared.",
    "optional": "It may be missing, but not stand in the wrong place.",
    "pass_score": "A call passes with this score or more, 0 to 100.",
    "phrases": 'What is looked for. One with "|" in it lists synonyms.',
    "points": "What it is worth: a weight, or points that are added or taken off.",
    "question": "Answered with yes or no from the transcript.",
    "regex": "In RE2's language: no look-around, no back-references.",
    "rule": "The key of another rule of this card.",
    "rules": "What is asked of a call, one after the other.",
    "same_campaign": "Only calls of the same campaign.",
    "section": "The key of the section that it belongs to.",
    "sections": "Parts of the card; with weights, they share the score.",
    "severity": "How bad it is to break it.",
    "share": "At least this part of what is said, 0 to 1.",
    "similarity": "From 30, hardly alike, to 100, the same.",
    "speaker": "Who must say it.",
    "steps": "What must happen, in this order.",
    "times": "How often, at least.",
    "value": "What it is compared with.",
    "wanted": "What it must be, or how it must compare.",
    "weight": "How much of the score the rules of the section share.",
    "weights": "points: any total; percent: what can be earned must total 100.",
    "within": "Where in the call to look.",
    "within_days": "How long ago that call may be.",
    "within_turns": "At most so many turns after the step before.",
}


@cache
def json_schema() -> dict[str, Any]:
    """Of a body as people write it: without the words of packs.

    What the code says below a class or a field, editors show beside it.
    """
    schema = ScorecardBody.model_json_schema()
    del schema["properties"]["packs"], schema["$defs"]["Pack"]
    definitions = _definitions()
    for name, model in [("ScorecardBody", schema), *schema["$defs"].items()]:
        if name in _CLASSES:
            model["description"] = _CLASSES[name]
        below = dict(_below_fields(name, definitions))
        for field, description in model.get("properties", {}).items():
            description.pop("title", None)
            if field != "type":
                description["description"] = below.get(field) or _FIELDS[field]
    return {"$schema": _DIALECT, **schema}


def _definitions() -> dict[str, ast.ClassDef]:
    return {
        node.name: node
        for module in _MODULES
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef)
    }


def _below_fields(name: str, definitions: dict[str, ast.ClassDef]) -> Iterator[tuple[str, str]]:
    """The docstring below each field of a model, its bases' first."""
    if name not in definitions:
        return
    for base in definitions[name].bases:
        yield from _below_fields(getattr(base, "id", ""), definitions)
    body = definitions[name].body
    for field, below in pairwise(body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=known)), ast.Expr(value=ast.Constant(value=text)):
                yield known, " ".join(str(text).split())
