"""Making a scorecard ready: what cannot be judged with is refused, with a sentence."""

from collections.abc import Iterator, Mapping

from services.errors import Rejected
from services.scoring.card import Pack, ScorecardBody
from services.scoring.conditions import Condition, Pattern, Repeated, Said, ScriptLine
from services.scoring.conditions import children as children_of
from services.scoring.judging.candidates import LineIndex
from services.scoring.judging.compiled import CompiledCard, Phrases, Regexes
from services.scoring.judging.counting import different, unsaid
from services.scoring.judging.lexicon import Lexicon
from services.scoring.judging.likeness import ready_line
from services.scoring.judging.patterns import RegexWrong, compile_regexes
from services.scoring.judging.places import named
from services.scoring.judging.sense import nonsense_in
from services.scoring.judging.sieve import Sieve
from services.transcripts import spelling

MOST_PHRASES = 200_000
"""On one card, those of its word packs included."""


class CardNotUsable(Rejected):
    """Calls cannot be judged by this scorecard."""


def compile_card(body: ScorecardBody, packs: Mapping[str, Pack]) -> CompiledCard:
    """Make a scorecard ready to judge calls with.

    `packs` are the word packs to use where the body, a draft, brings none of its own.
    Raises CardNotUsable, which names the rule, the path and what is wrong there.
    """
    conditions = list(placed(body))
    for path, condition in conditions:
        if sentence := nonsense_in(condition, path, body):
            raise _refusal(path, sentence, body)
    lexicon = Lexicon()
    line_index = {False: LineIndex(), True: LineIndex()}
    phrases = {
        id(each): _phrases(each, {**packs, **body.packs}, lexicon, path, body)
        for path, each in conditions
        if isinstance(each, Said)
    }
    lexicon.close()
    patterns = [(path, each) for path, each in conditions if isinstance(each, Pattern)]
    regexes = {
        id(each): _regexes(number, each, path, body) for number, (path, each) in enumerate(patterns)
    }
    lines = {
        id(each): _lines(each, line_index[each.homophones])
        for _, each in conditions
        if isinstance(each, ScriptLine)
    }
    for index in line_index.values():
        index.close()
    return CompiledCard(
        body=body,
        lexicon=lexicon,
        phrases=phrases,
        regexes=regexes,
        sieve=Sieve([each.matching for each in regexes.values()]),
        lines=lines,
        line_index=line_index,
        ignored={
            id(each): frozenset(map(spelling.normalize, each.ignore))
            for _, each in conditions
            if isinstance(each, Repeated)
        },
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
            yield from (f"conditions.{at}" for at in range(len(condition.conditions)))
        case "sequence":
            yield from (f"steps.{at}.condition" for at in range(len(condition.steps)))
        case "not" | "earlier_call":
            yield "condition"


def _refusal(path: str, sentence: str, body: ScorecardBody) -> CardNotUsable:
    rule = body.rules[int(path.split(".")[1])]
    return CardNotUsable(field=path, rule=rule.key, detail=f"{rule.name} ({path}): {sentence}")


def _regexes(number: int, condition: Pattern, path: str, body: ScorecardBody) -> Regexes:
    try:
        return compile_regexes(number, condition)
    except RegexWrong as wrong:
        field, sentence = wrong.args
        raise _refusal(f"{path}.{field}", sentence, body) from wrong


def _lines(condition: ScriptLine, index: LineIndex) -> tuple[int, ...]:
    return tuple(
        index.add(ready_line(line, condition.similarity, homophones=condition.homophones))
        for line in condition.lines
    )


def _phrases(
    condition: Said, packs: Mapping[str, Pack], lexicon: Lexicon, path: str, body: ScorecardBody
) -> Phrases:
    for at, key in enumerate(condition.packs):
        if key not in packs:
            raise _refusal(f"{path}.packs.{at}", f"There is no word pack {key}.", body)
    used = [packs[key] for key in condition.packs]
    names = tuple(dict.fromkeys([*condition.phrases, *(p for pack in used for p in pack.phrases)]))
    exclusions = [*condition.exclusions, *(each for pack in used for each in pack.exclusions)]
    wanted = len(names) if condition.at_least == "all" else condition.at_least
    if wanted > len(names):
        sentence = f"It asks for {wanted} different phrases and lists {len(names)}."
        raise _refusal(f"{path}.at_least", sentence, body)
    names_of: dict[int, tuple[int, ...]] = {}
    for at, name in enumerate(names):
        for number in _spellings(name, lexicon):
            names_of[number] = (*names_of.get(number, ()), at)
    excluded = frozenset(each for name in exclusions for each in _spellings(name, lexicon))
    if len(lexicon) > MOST_PHRASES:
        sentence = f"The card looks for more than {MOST_PHRASES:,} phrases by now."
        raise _refusal(f"{path}.phrases", sentence, body)
    expected = named(names)
    return Phrases(
        names=names,
        expected=expected,
        names_of=names_of,
        exclusions=excluded,
        wanted=wanted,
        homophones=condition.homophones,
        unsaid=unsaid(condition, expected, *different(0, wanted)),
    )


def _spellings(phrase: str, lexicon: Lexicon) -> Iterator[int]:
    """Numbers of a phrase's synonyms, which "|" parts."""
    for synonym in phrase.split("|"):
        if letters := spelling.normalize(synonym):
            yield lexicon.add(letters)
