"""An answer is like the one that a page shows, or it is said what differs."""

import pytest

from tests.docs.answers import unlike


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ('{"id": "...", "state": "stored"}', '{"id": "a", "state": "stored", "more": 1}'),
        ('{"n": 3}', 'Sent.\n{"n": 4.5}\n'),
        ('{"results": [{"status": "stored"}]}', '{"results":[{"status":"stored"},{"x":1}]}'),
        ('{"at": "2026-03-02T09:00:00Z"}', '{"at": "2027-01-01T00:00:00Z"}'),
    ],
)
def test_json_of_one_shape_is_like(shown: str, said: str) -> None:
    assert unlike(shown, said, "json") is None


@pytest.mark.parametrize(
    ("shown", "said", "why"),
    [
        ('{"state": "stored"}', '{"state": "refused"}', "answer.state"),
        ('{"state": "stored"}', '{"code": 0}', "answer.state"),
        ('{"n": 3}', '{"n": "3"}', "answer.n"),
        ('{"known": true}', '{"known": 1}', "answer.known"),
        ('{"results": [{}, {}]}', '{"results": [{}]}', "answer.results"),
        ("{}", "nothing", "answer"),
    ],
)
def test_json_of_another_shape_is_not(shown: str, said: str, why: str) -> None:
    assert (unlike(shown, said, "json") or "").startswith(why)


def test_lines_come_in_their_order_whatever_their_numbers() -> None:
    said = " check   state  finding\n disk    ok     77 MiB free\n clock   look   4.0 s\n"

    assert unlike("disk  ok  1,024 MiB free\n...\nclock  ok  0.0 s", said, "text") is None
    assert unlike("clock  ok  0.0 s\ndisk  ok  1 MiB", said, "text") is not None
    assert unlike("storage  ok", said, "text") is not None
