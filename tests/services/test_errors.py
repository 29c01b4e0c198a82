"""Errors keep what they know on their way from one process to another."""

import pickle

from services.onboarding.centre import CentreRefused
from services.recordings.storage import StorageDown


def test_an_error_arrives_as_it_was() -> None:
    error = pickle.loads(pickle.dumps(StorageDown(field="file", reason="away")))

    assert isinstance(error, StorageDown)
    assert (error.field, error.facts) == ("file", {"reason": "away"})
    assert str(error) == str(StorageDown(reason="away"))
    assert error.retryable


def test_one_with_arguments_of_its_own_does_too() -> None:
    assert pickle.loads(pickle.dumps(CentreRefused(["wrong"]))).faults == ["wrong"]
