"""What others tell: earlier calls with the same customer, and a judge's opinion."""

from collections.abc import Iterator, Sequence

from services.scoring.conditions import EarlierCall, Judged, Op
from services.scoring.heard import Opinion, PastCall
from services.scoring.judging.combined import decisive
from services.scoring.judging.counting import Asked, finding_of, judge_places
from services.scoring.judging.looks import Look, unsure_of
from services.scoring.judging.places import MOST_PLACES, Answer, Place, answer_of
from services.scoring.judging.texts import ChannelText
from services.scoring.judging.windows import in_row
from services.scoring.results import Evidence, Finding, Measured, Truth, Unsure
from services.transcripts import spelling


def judge_earlier_call(condition: EarlierCall, look: Look) -> Answer:
    """True when it is true of one of them; their places tell the call."""
    if look.talk.call.earlier is None:
        return _of_earlier(condition, Truth.UNKNOWN, [], reason=Unsure.NO_CUSTOMER)
    asked = [
        (past, look.at(talk).ask(condition.condition))
        for past, talk in look.talk.earlier
        if past.days_before <= condition.within_days
        and (past.same_campaign or not condition.same_campaign)
    ]
    unknown = decisive(answer for _, answer in asked)
    if any(answer.truth is Truth.TRUE for _, answer in asked):
        return _of_earlier(condition, Truth.TRUE, asked)
    if unknown is None:
        return _of_earlier(condition, Truth.FALSE, asked)
    reason, detail = unknown.finding.reason, unknown.finding.detail
    return _of_earlier(condition, Truth.UNKNOWN, asked, reason=reason, detail=detail)


def _of_earlier(
    condition: EarlierCall,
    truth: Truth,
    asked: Sequence[tuple[PastCall, Answer]],
    *,
    reason: Unsure | None = None,
    detail: str | None = None,
) -> Answer:
    """Tells of the calls that make it so; where none does, of the newest."""
    telling = [each for each in asked if each[1].truth is truth]
    children = [_there(past, answer.finding) for past, answer in telling[:1]]
    count = Measured(name="calls", value=len(asked), op=Op.GE, wanted=1)
    finding = Finding(
        type=condition.type,
        truth=truth,
        reason=reason,
        detail=detail,
        places=tuple(
            _of(past, place)
            for past, answer in telling
            if truth is not Truth.FALSE
            for place in answer.finding.places
        )[:MOST_PLACES],
        measured=() if reason is Unsure.NO_CUSTOMER else (count,),
        opinion=any(child.opinion for child in children),
        children=tuple(children),
    )
    return Answer(finding)


def _there(past: PastCall, finding: Finding) -> Finding:
    """A finding about an earlier call, whose every place says so."""
    return finding.model_copy(
        update={
            "places": tuple(_of(past, place) for place in finding.places),
            "children": tuple(_there(past, child) for child in finding.children),
        }
    )


def _of(past: PastCall, place: Evidence) -> Evidence:
    return place.model_copy(update={"call_id": place.call_id or past.call_id})


def judge_judged(condition: Judged, look: Look) -> Answer:
    """An opinion counts when all that it quotes is said, and some of it where we look."""
    opinion = look.talk.call.opinions.get(condition.question)
    asked = Asked(condition.type, (condition.question,), opinion=opinion is not None)
    if opinion is None:
        return _unproven(condition, asked, look, "no_answer")
    if not opinion.answer:
        return Answer(finding_of(condition, asked, look, Truth.FALSE))
    if not opinion.quotes or not all(_is_said(quote, look) for quote in opinion.quotes):
        return _unproven(condition, asked, look, "no_quote")
    found = judge_places(condition, asked, in_row(_quoted(condition, opinion, look)), look)
    if found.truth is Truth.FALSE:
        return _unproven(condition, asked, look, "quote_elsewhere")
    return answer_of(found.finding, found.hits)


def _unproven(condition: Judged, asked: Asked, look: Look, detail: str) -> Answer:
    return Answer(finding_of(condition, asked, look, Truth.UNKNOWN, (), Unsure.NO_JUDGE, detail))


def _is_said(quote: str, look: Look) -> bool:
    """By anybody, anywhere."""
    letters = spelling.normalize(quote)
    return bool(letters) and any(letters in said.text for said in look.talk.texts())


def _quoted(condition: Judged, opinion: Opinion, look: Look) -> Iterator[Place]:
    for said in look.texts(condition.speaker):
        for quote in opinion.quotes:
            yield from _places(condition, spelling.normalize(quote), said, opinion, look)


def _places(
    condition: Judged, letters: str, said: ChannelText, opinion: Opinion, look: Look
) -> Iterator[Place]:
    at = said.text.find(letters)
    while at >= 0:
        span = at, at + len(letters)
        parts = list(said.parts(span))
        yield Place(
            evidence=look.talk.spoken.evidence(parts[0], opinion.said_by),
            turn=look.talk.spoken.turn_of[parts[0].utterance],
            channel=said.channel,
            span=span,
            unsure=unsure_of(condition, look.talk, said.channel, parts),
        )
        at = said.text.find(letters, span[1])
