"""From what a model heard to what is kept of it, step by step."""

from services.acoustics.measure import measure
from services.hearing.tries import Hearing
from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import MadeBy
from services.transcripts.wording import as_kept
from workers.asr import Heard, Task
from workers.asr.diarizing import diarizer_of
from workers.asr.guards import guard
from workers.speakers import WhoSpeaks, who_speaks


def understand(task: Task, heard: Heard, made_by: MadeBy, settings: AsrSettings) -> Hearing:
    heard = guard(task, heard, settings)
    speakers = who_speaks(task, heard.utterances, settings, diarizer_of(settings))
    hot_words = task.hints.hot_words
    utterances = tuple(as_kept(said, settings.script, hot_words) for said in speakers.utterances)
    return Hearing(
        made_by=_with_parameters(made_by, task, settings, speakers),
        language=heard.language,
        utterances=utterances,
        left_out=heard.left_out,
        agent_channel=_agent_channel(task),
        swap=speakers.swap,
        acoustics=measure(task.sound, task.speakers, task.speech, utterances),
    )


def _agent_channel(task: Task) -> int | None:
    return task.speakers.index(Channel.AGENT) if Channel.AGENT in task.speakers else None


def _with_parameters(
    made_by: MadeBy, task: Task, settings: AsrSettings, speakers: WhoSpeaks
) -> MadeBy:
    """And with what made something of what the model wrote."""
    parameters = made_by.parameters | {"script": settings.script}
    if task.hints.hot_words:
        parameters |= {"hot_words_by_sound": list(task.hints.hot_words)}
    if speakers.diarizer is not None:
        parameters |= {"diarizer": speakers.diarizer}
    return made_by.model_copy(update={"parameters": parameters})
