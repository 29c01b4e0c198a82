"""A playable copy of sound that browsers cannot play as it is."""

import hashlib
import tempfile
from pathlib import Path

from services.recordings.decode import encode_opus
from services.recordings.sound import Sound
from services.recordings.storage import get_storage, spool_folder
from services.recordings.waveform import Rendition


def render(sound: Sound) -> Rendition:
    """Encode `sound` as Ogg/Opus and store it. The same sound gives the same bytes.

    Raises StorageDown.
    """
    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="render-") as folder:
        file = Path(folder) / "rendition.ogg"
        encode_opus(sound, file)
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        size_bytes = file.stat().st_size
        get_storage().put(file, sha256)
    return Rendition(sha256=sha256, size_bytes=size_bytes)
