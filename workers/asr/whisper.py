"""faster-whisper in this process."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from services.settings import AsrSettings
from services.transcripts import LeftOut
from workers.asr import Heard, Progress, Said, Task, in_order
from workers.asr.inference import Inference, Listened, Segment
from workers.asr.languages import Languages
from workers.asr.model import device_of, load, streams_of
from workers.asr.utterances import told
from workers.asr.windows import Window, in_rounds, windows_of

Texts = Iterator[tuple[Window, list[Segment]]]


class WhisperTranscriber:
    """One model, loaded once. Not for several threads at the same time."""

    def __init__(self, settings: AsrSettings) -> None:
        """Load the model. Raises ModelUnavailable."""
        self.settings = settings
        model, self.made_by = load(settings)
        self._inference = Inference(model, settings)
        self._streams = streams_of(settings, device_of(settings))

    def transcribe(self, tasks: Sequence[Task], on_progress: Progress) -> list[Heard]:
        """The channels of all tasks share batches; none changes what another one says."""
        windows = [window for number in range(len(tasks)) for window in self._cut(number, tasks)]
        said: list[list[Said]] = [[] for _ in tasks]
        left_out: list[list[LeftOut]] = [[] for _ in tasks]
        tell = _progress_of(windows, on_progress)
        for window, segments in self._hear(windows):
            found, dropped = told(segments, window)
            said[window.number] += found
            left_out[window.number] += dropped
            tell(window)
        return [
            replace(in_order(found, dropped), parameters=self._hints_used(task))
            for task, found, dropped in zip(tasks, said, left_out, strict=True)
        ]

    def _cut(self, number: int, tasks: Sequence[Task]) -> Iterator[Window]:
        margin_s = self.settings.vad_speech_pad.total_seconds()
        longest_s = self.settings.chunk_length_s
        return windows_of(number, tasks[number], margin_s=margin_s, longest_s=longest_s)

    def _hear(self, windows: Sequence[Window]) -> Texts:
        """Streams wait for each other once in a round, so that chance decides no language."""
        languages = Languages()
        with ThreadPoolExecutor(self._streams) as streams:
            for batches in in_rounds(windows, self.settings.batch_size, self._streams):
                listened = list(streams.map(self._inference.listen, batches))
                chosen = [_chosen(each, languages) for each in listened]
                written = streams.map(self._inference.write, listened, chosen)
                for batch, texts in zip(batches, written, strict=True):
                    yield from zip(batch, texts, strict=True)

    def _hints_used(self, task: Task) -> dict[str, Any]:
        """Those of the task that changed how it was heard."""
        hot_words = self._inference.hot_words_of(task.hints.hot_words)
        language = self._inference.language_of(task.hints.language)
        used = {"hot_words": list(hot_words), "language": language}
        return {name: hint for name, hint in used.items() if hint}


def _chosen(listened: Listened, languages: Languages) -> list[str]:
    heard = list(zip(listened.windows, listened.likely, strict=True))
    for window, likely in heard:
        languages.note(window.voice, likely, window.duration_s)
    return [languages.choose(window.voice, likely, window.duration_s) for window, likely in heard]


def _progress_of(windows: Sequence[Window], on_progress: Progress) -> Callable[[Window], None]:
    wanted, done = Counter(window.number for window in windows), Counter[int]()

    def tell(window: Window) -> None:
        done[window.number] += 1
        on_progress(window.number, done[window.number] / wanted[window.number])

    return tell
