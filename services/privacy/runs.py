"""Groups of digits that make one number, over pauses, hesitations and several utterances."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.privacy.groups import Group, groups_of, plain_of
from services.tables import Channel
from services.transcripts import Utterance

_LONGEST_PAUSE_S = 20.0
_SHORT = 14
"""Letters that the other says in between: 嗯，您继续说."""
_FILLERS = re.compile(
    r"[\s,.、。，·:：;!?…~()（）\-—–+]+|嗯+|呃+|额+|啊+|哦+|哎+|那个|这个|就是|然后|再是|再来|"
    r"后面|接着|接下来|还有|"
    r"对的?|好的?|是的?|行|空格|杠|吧|呢|了|您记|记一下|等一下|稍等|我看看|我看一下|继续|最后|"
    r"前面|□位|几位|"
    r"\b(?:uh+|um+|er+m?|ah|oh|and|then|okay|ok|yes|yeah|right|so|dash|hyphen|space|plus|next|"
    r"got it|mm-?hmm|hmm|sure|wait|let me see|hold on|the last|last|four|is|it's|with|code|"
    r"area|one sec|one second|go on|go ahead|zero)\b"
)
_CORRECTION = re.compile(
    r"不对|不是|错了|说错|搞错|更正|应该是|sorry|correction|no,? wait|i mean|scratch that|"
    r"actually|\bno\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A group, and what stands between it and the one before."""

    group: Group
    corrects: bool = False
    """Somebody said that the one before was wrong."""
    is_tight: bool = False
    """Nothing but spaces and hyphens in between."""


@dataclass(slots=True)
class Run:
    """What may be one number, or several in a row. `after` follows its last group."""

    parts: list[Part] = field(default_factory=list)
    end_s: float = 0
    after: str = ""


def runs_of(utterances: Sequence[Utterance]) -> Iterator[Run]:
    """Of each speaker. A run goes on while nothing but hesitation comes in between."""
    open_runs: dict[Channel, Run] = {}
    for number, utterance in enumerate(utterances):
        plain = plain_of(utterance)
        groups = list(groups_of(number, utterance, plain))
        yield from _interrupted(open_runs, utterance, plain, groups)
        run = open_runs.get(utterance.channel)
        if not groups:
            if run is not None:
                run.after += " " + plain
            continue
        if run is not None and utterance.start_s - run.end_s > _LONGEST_PAUSE_S:
            yield open_runs.pop(utterance.channel)
            run = None
        yield from _continued(open_runs, run, utterance, plain, groups)
    yield from open_runs.values()


def _interrupted(
    open_runs: dict[Channel, Run], utterance: Utterance, plain: str, groups: list[Group]
) -> Iterator[Run]:
    """Runs that end because somebody speaks of something else."""
    if groups:
        return
    for channel in list(open_runs):
        if len(_rest(plain)) > _SHORT or (channel is utterance.channel and not _is_filler(plain)):
            yield open_runs.pop(channel)


def _continued(
    open_runs: dict[Channel, Run],
    run: Run | None,
    utterance: Utterance,
    plain: str,
    groups: list[Group],
) -> Iterator[Run]:
    at = 0
    for group in groups:
        gap = plain[at : group.start]
        told = (run.after if run else "") + gap
        if run is None or not _is_filler(told):
            if run is not None:
                yield run
            run = Run()
            open_runs[utterance.channel] = run
        same = bool(run.parts) and run.parts[-1].group.utterance == group.utterance
        corrects = bool(run.parts) and bool(_CORRECTION.search(told))
        is_tight = same and not gap.strip(" -—–")
        run.parts.append(Part(group, corrects, is_tight))
        run.after, at = "", group.end
    assert run is not None
    run.after, run.end_s = plain[at:], utterance.end_s


def _is_filler(text: str) -> bool:
    return not _rest(_CORRECTION.sub(" ", text))


def _rest(text: str) -> str:
    return _FILLERS.sub("", text)
