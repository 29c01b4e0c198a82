"""Steps in order: which of them there are, and whether they fit one after the other."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.scoring.conditions import Sequence as Steps
from services.scoring.conditions import Step
from services.scoring.judging.combined import decisive
from services.scoring.judging.looks import Look
from services.scoring.judging.places import Answer, Hit, answer_of, named, reason_of, shown
from services.scoring.results import Finding, Truth, Unsure

_FEW = 20
"""Places of a step that are tried one by one."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """A step and the hits that it may be."""

    step: Step
    answer: Answer
    hits: Sequence[Hit]

    def allows(self, before: Hit, hit: Hit, *, surely: bool) -> bool:
        """Whether `hit` may be this step when `before` was the step before."""
        if hit.first.moment <= before.first.moment:
            return False
        within_s = self.step.within_s
        if within_s is not None and hit.first.start_s - before.first.start_s > within_s:
            return False
        return self._is_in_turns(before, hit, surely=surely)

    def _is_in_turns(self, before: Hit, hit: Hit, *, surely: bool) -> bool:
        if self.step.within_turns is None:
            return True
        if hit.first.turn is None or before.first.turn is None:
            return not surely
        return hit.first.turn - before.first.turn <= self.step.within_turns


def judge_sequence(condition: Steps, look: Look) -> Answer:
    """The earliest places that fit, if any do.

    Optional steps that are said must fit as well; those that were not are left out.
    """
    answers = [look.ask(step.condition) for step in condition.steps]
    steps = list(zip(condition.steps, answers, strict=True))
    found = _surely(steps)
    if found:
        return _answer(condition, look, steps, Truth.TRUE, found)
    possible = _possibly(steps, Unsure.DOUBTFUL)
    if possible is not None:
        by_words = _possibly(steps, Unsure.MIXED_CHANNEL) is not None
        return _answer(condition, look, steps, Truth.UNKNOWN, possible, by_words=by_words)
    return _answer(condition, look, steps, Truth.FALSE, _most_in_order(steps))


_Steps = Sequence[tuple[Step, Answer]]
_Placed = dict[int, Hit]
"""By number of the step."""


def _answer(
    condition: Steps,
    look: Look,
    steps: _Steps,
    truth: Truth,
    placed: _Placed,
    *,
    by_words: bool = False,
) -> Answer:
    hits = list(placed.values())
    looked_from_s, looked_to_s = look.looked_s()
    reason, detail = _reason(steps, hits, by_words) if truth is Truth.UNKNOWN else (None, None)
    finding = Finding(
        type=condition.type,
        truth=truth,
        reason=reason,
        detail=detail,
        looked_from_s=looked_from_s,
        looked_to_s=looked_to_s,
        expected=named(step.name for step in condition.steps),
        missing=named(_missing(steps, placed)),
        places=shown(hit.first for hit in hits),
        opinion=any(answer.finding.opinion for _, answer in steps),
        children=tuple(answer.finding for _, answer in steps),
    )
    return answer_of(finding, [Hit(hits[0].first, hits[-1].last)] if hits else ())


def _reason(steps: _Steps, hits: Sequence[Hit], by_words: bool) -> tuple[Unsure, str | None]:
    """Of doubts about places the lesser; else why a step is unknown."""
    if any(hit.unsure in (Unsure.DOUBTFUL, Unsure.MIXED_CHANNEL) for hit in hits):
        return reason_of(by_words), None
    unknown = decisive(answer for _, answer in steps)
    if unknown is None or unknown.finding.reason is None:
        return Unsure.DOUBTFUL, None
    return unknown.finding.reason, unknown.finding.detail


def _missing(steps: _Steps, placed: _Placed) -> Iterator[str]:
    for number, (step, answer) in enumerate(steps):
        is_left_out = step.optional and answer.truth is not Truth.TRUE
        if number not in placed and not is_left_out:
            yield step.name


def _surely(steps: _Steps) -> _Placed:
    """With sure hits alone; whatever of the rest was said, it must hold."""
    if any(answer.truth is not Truth.TRUE and not step.optional for step, answer in steps):
        return {}
    sure = {
        number: Candidates(step, answer, [hit for hit in answer.hits if hit.unsure is None])
        for number, (step, answer) in enumerate(steps)
        if answer.truth is Truth.TRUE
    }
    found = _earliest(sure, surely=True)
    for number, (step, answer) in enumerate(steps):
        if found and number not in sure and answer.truth is Truth.UNKNOWN:
            fits = 0 < len(answer.hits) <= _FEW and all(
                _earliest(
                    dict(sorted({**sure, number: Candidates(step, answer, [hit])}.items())),
                    surely=True,
                )
                for hit in answer.hits
            )
            found = found if fits else {}
    return found


def _possibly(steps: _Steps, most: Unsure) -> _Placed | None:
    """With hits that are no less sure than that; None when it cannot be."""
    believed = {None, Unsure.MIXED_CHANNEL} if most is Unsure.MIXED_CHANNEL else None
    candidates = {
        number: Candidates(
            step,
            answer,
            [hit for hit in answer.hits if believed is None or hit.unsure in believed],
        )
        for number, (step, answer) in enumerate(steps)
        if not _may_be_left_out(step, answer)
    }
    if not candidates:
        return {}
    return _earliest(candidates, surely=False) or None


def _may_be_left_out(step: Step, answer: Answer) -> bool:
    """Of what is unknown: optional ones, and those that may have happened anywhere."""
    if answer.truth is Truth.UNKNOWN and not answer.hits:
        return True
    return step.optional and answer.truth is not Truth.TRUE


def _earliest(candidates: dict[int, Candidates], *, surely: bool) -> _Placed:
    """The earliest hit of each step that fits those around it; none when there is no such.

    From behind: of each step the hits after which all later steps fit. As limits only ask
    for little time, the earliest of these after a hit fits if any does.
    """
    if not candidates or any(not each.hits for each in candidates.values()):
        return {}
    numbers = list(candidates)
    fitting = {numbers[-1]: list(candidates[numbers[-1]].hits)}
    for number, following in reversed(list(pairwise(numbers))):
        fitting[number] = [
            hit
            for hit in candidates[number].hits
            if _next(hit, candidates[following], fitting[following], surely=surely)
        ]
    if not fitting[numbers[0]]:
        return {}
    placed = {numbers[0]: fitting[numbers[0]][0]}
    for number, following in pairwise(numbers):
        hit = _next(placed[number], candidates[following], fitting[following], surely=surely)
        assert hit is not None
        placed[following] = hit
    return placed


def _next(before: Hit, step: Candidates, hits: Sequence[Hit], *, surely: bool) -> Hit | None:
    """The earliest of `hits` that may follow `before`.

    When the earliest later one comes too late all do; only of those whose turn nobody
    knows a later one may still be surely in time.
    """
    at = bisect_right(hits, before.first.moment, key=lambda hit: hit.first.moment)
    for hit in (hits[index] for index in range(at, len(hits))):
        if step.allows(before, hit, surely=surely):
            return hit
        if hit.first.turn is not None or not step.allows(before, hit, surely=False):
            return None
    return None


def _most_in_order(steps: _Steps) -> _Placed:
    """As many steps as came in order, for people to see which did not."""
    candidates = {
        number: Candidates(step, answer, answer.hits[:_FEW])
        for number, (step, answer) in enumerate(steps)
        if answer.hits
    }

    def worth(chain: _Placed) -> tuple[int, int]:
        """Steps that may be left out are worth less."""
        return sum(not candidates[number].step.optional for number in chain), len(chain)

    best: dict[int, list[_Placed]] = {}
    for number in reversed(candidates):
        best[number] = [
            {number: hit} | max(_after(number, hit, candidates, best), key=worth, default={})
            for hit in candidates[number].hits
        ]
    chains = [chain for number in candidates for chain in best[number]]
    return max(chains, key=worth, default={})


def _after(
    number: int, hit: Hit, candidates: dict[int, Candidates], best: dict[int, list[_Placed]]
) -> Iterator[_Placed]:
    """What may follow a step; a limit holds between steps that follow each other."""
    for later in range(number + 1, max(candidates) + 1):
        for chain in best.get(later, ()):
            follows = hit.first.moment < chain[later].first.moment
            is_next = later == number + 1
            if follows and (
                not is_next or candidates[later].allows(hit, chain[later], surely=False)
            ):
                yield chain
