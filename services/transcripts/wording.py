"""How what was heard is written down."""

from collections.abc import Sequence

from services.settings import Script
from services.transcripts import Utterance
from services.transcripts.hot_words import with_hot_words
from services.transcripts.script import in_script
from services.transcripts.written import with_entities


def as_kept(utterance: Utterance, script: Script, hot_words: Sequence[str]) -> Utterance:
    """In one script, with a campaign's terms put right, and with what its numbers mean."""
    return with_entities(with_hot_words(in_script(utterance, script), hot_words))
