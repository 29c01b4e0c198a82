"""When characters of an utterance were said."""

from services.transcripts import Utterance


def when_said(utterance: Utterance, char_start: int, char_end: int) -> tuple[float, float]:
    """Seconds from the first to the last word that has one of these characters.

    Without times of words it is all of the utterance: nobody knows better.
    """
    at = 0
    times = []
    for word in utterance.words:
        begin = utterance.text.find(word.text.strip(), at)
        if begin < 0:
            return utterance.start_s, utterance.end_s
        at = begin + len(word.text.strip())
        if begin < char_end and at > char_start:
            times.append((word.start_s, word.end_s))
    if not times:
        return utterance.start_s, utterance.end_s
    return min(start for start, _ in times), max(end for _, end in times)
