"""From what a model heard to what is kept of it, step by step."""

from services.hearing.tries import Hearing
from services.tables import Channel
from services.transcripts import MadeBy
from workers.asr import Heard, Task


def understand(task: Task, heard: Heard, made_by: MadeBy) -> Hearing:
    return Hearing(
        made_by=made_by,
        language=heard.language,
        utterances=heard.utterances,
        left_out=heard.left_out,
        agent_channel=_agent_channel(task),
        swap=None,
        acoustics=None,
    )


def _agent_channel(task: Task) -> int | None:
    return task.speakers.index(Channel.AGENT) if Channel.AGENT in task.speakers else None
