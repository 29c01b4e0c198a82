"""Fetch recordings that dialers keep."""

from threading import Event

from services.db import transaction
from services.errors import ServiceError
from services.jobs import FetchRecording
from services.recordings import fetches, hashes
from services.recordings.attach import store
from services.recordings.buckets import copy_from_bucket, is_in_bucket
from services.recordings.download import download
from services.recordings.fetches import Try
from services.recordings.reach import FetchStopped
from services.recordings.spool import receiving


def fetch_recording(args: FetchRecording, stopping: Event | None = None) -> None:
    """Download, look into it, and attach it to its call. Safe to run again.

    No transaction is open while the dialer sends. What went wrong is kept with the
    recording to fetch, which is tried again when that can help; once `stopping` is set, it
    is left to another worker.
    """
    with transaction() as session:
        attempt = fetches.begin(session, args.fetch_id)
    if attempt is None:
        return
    try:
        _fetch(attempt, stopping)
    except FetchStopped:
        with transaction() as session:
            fetches.give_back(session, attempt)
    except ServiceError as error:
        with transaction() as session:
            fetches.fail(session, attempt, error)


def _fetch(attempt: Try, stopping: Event | None) -> None:
    with receiving() as upload:
        if is_in_bucket(attempt.url):
            copy_from_bucket(attempt.url, upload, stopping)
        else:
            download(attempt.url, upload, attempt.credentials, stopping)
        hashes.check(upload.path, attempt.content_hashes)
        facts = store(upload)
        with transaction() as session:
            fetches.finish(session, attempt, upload, facts)
