"""How what was heard is written down."""

from services.settings import Script
from services.transcripts import Utterance
from services.transcripts.script import in_script
from services.transcripts.written import with_entities


def as_kept(utterance: Utterance, script: Script) -> Utterance:
    """In one script, and with what its numbers mean."""
    return with_entities(in_script(utterance, script))
