"""Making a scorecard ready: what cannot be judged with is refused, with a sentence."""

from collections.abc import Iterator, Mapping

from services.errors import Rejected
from services.scoring.card import Pack, ScorecardBody
from services.scoring.conditions import Condition, Said
from services.scoring.conditions import children as children_of
from services.scoring.judging.compiled import CompiledCard, Phrases
from services.scoring.judging.lexicon import Lexicon
from services.transcripts import spelling


class CardNotUsable(Rejected):
    """Calls cannot be judged by this scorecard."""


def compile_card(body: ScorecardBody, packs: Mapping[str, Pack]) -> CompiledCard:
    """Make a scorecard ready to judge calls with.

    `packs` are the word packs to use where the body, a draft, brings none of its own.
    Raises CardNotUsable, which names the rule, the path and what is wrong there.
    """
    lexicon = Lexicon()
    known = {**packs, **body.packs}
    phrases = {
        id(condition): _phrases(condition, known, lexicon, path)
        for path, condition in placed(body)
        if isinstance(condition, Said)
    }
    lexicon.close()
    return CompiledCard(
        body=body,
        lexicon=lexicon,
        phrases=phrases,
        conditions={rule.key: rule.condition for rule in body.rules if rule.condition},
    )


def placed(body: ScorecardBody) -> Iterator[tuple[str, Condition]]:
    """Every condition of a card and the path to it, `rules.2.condition.conditions.0`."""
    for number, rule in enumerate(body.rules):
        for name, root in (("condition", rule.condition), ("when", rule.when)):
            if root is not None:
                yield from _placed(root, f"rules.{number}.{name}")


def _placed(condition: Condition, path: str) -> Iterator[tuple[str, Condition]]:
    yield path, condition
    for name, child in zip(_names(condition), children_of(condition), strict=True):
        yield from _placed(child, f"{path}.{name}")


def _names(condition: Condition) -> Iterator[str]:
    """Of the fields that `children` gives, in its order."""
    match condition.type:
        case "near":
            yield from ("condition", "anchor")
        case "all_of" | "any_of":
            yield from (f"conditions.{at}" for at in range(len(children_of(condition))))
        case "sequence":
            yield from (f"steps.{at}.condition" for at in range(len(children_of(condition))))
        case "not" | "earlier_call":
            yield "condition"


def refuse(path: str, sentence: str, body: ScorecardBody) -> CardNotUsable:
    rule = body.rules[int(path.split(".")[1])]
    return CardNotUsable(field=path, rule=rule.key, detail=f"{rule.name} ({path}): {sentence}")


def _phrases(condition: Said, packs: Mapping[str, Pack], lexicon: Lexicon, path: str) -> Phrases:
    used = [packs[key] for key in condition.packs]
    names = tuple(dict.fromkeys([*condition.phrases, *(p for pack in used for p in pack.phrases)]))
    exclusions = [*condition.exclusions, *(each for pack in used for each in pack.exclusions)]
    names_of: dict[int, tuple[int, ...]] = {}
    for at, name in enumerate(names):
        for number in _spellings(name, lexicon):
            names_of[number] = (*names_of.get(number, ()), at)
    return Phrases(
        names=names,
        names_of=names_of,
        exclusions=frozenset(each for name in exclusions for each in _spellings(name, lexicon)),
        wanted=len(names) if condition.at_least == "all" else condition.at_least,
    )


def _spellings(phrase: str, lexicon: Lexicon) -> Iterator[int]:
    """Numbers of a phrase's synonyms, which "|" parts."""
    for synonym in phrase.split("|"):
        if letters := spelling.normalize(synonym):
            yield lexicon.add(letters)
