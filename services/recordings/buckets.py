"""Fetching a recording out of a bucket that the settings name.

The address came from outside, and is read with Earshot's own rights: so only what lies below
a listed bucket or prefix is, whatever else those rights would reach.
"""

from threading import Event

from services.errors import Rejected
from services.recordings.addresses import shown
from services.recordings.download import RecordingNotReady, UrlUnusable
from services.recordings.places import Bucket
from services.recordings.reach import Limits
from services.recordings.spool import Upload, refuse_larger_than
from services.settings import get_settings

SCHEMES = ("s3", "gs", "az")


class BucketNotAllowed(Rejected):
    """Recordings are fetched from buckets that EARSHOT_FETCH_BUCKETS lists. This is in none."""


def is_in_bucket(url: str) -> bool:
    return url.partition("://")[0] in SCHEMES


def copy_from_bucket(url: str, upload: Upload, stopping: Event | None = None) -> None:
    """Write the object at `url` to `upload`.

    Raises UrlUnusable, BucketNotAllowed, RecordingTooLarge: these stay as they are; and,
    worth another try, RecordingNotReady, FileGone, PlaceAway, FetchTooSlow, FetchStopped,
    DiskNearlyFull.
    """
    settings = get_settings()
    limits = Limits(settings.fetch_timeout.total_seconds(), stopping or Event())
    bucket, name = _allowed(url, settings.fetch_buckets)
    seen = bucket.look_at(name)
    if seen is None or seen.size_bytes == 0:
        raise RecordingNotReady(url=shown(url))
    refuse_larger_than(settings.recording_max_bytes, seen.size_bytes)
    for chunk in bucket.read(seen):
        limits.left_s()
        upload.write(chunk)
    upload.finish()


def _allowed(url: str, listed: list[str]) -> tuple[Bucket, str]:
    """The bucket and what the object is called there. Raises BucketNotAllowed, UrlUnusable."""
    for place in listed:
        prefix = f"{place.rstrip('/')}/"
        if url.startswith(prefix):
            name = url.removeprefix(prefix)
            if any(part in ("", ".", "..") for part in name.split("/")):
                raise UrlUnusable(url=shown(url))
            return Bucket(place), name
    raise BucketNotAllowed(url=shown(url))
