"""Which months a file is worth making for, while it comes."""

from datetime import UTC, datetime, timedelta

from services.calls.months import month_of
from services.imports.history import WORTHWHILE, History

MARCH = datetime(2026, 3, 2, tzinfo=UTC)
APRIL = datetime(2026, 4, 2, tzinfo=UTC)


def test_a_month_is_due_once_enough_of_it_came() -> None:
    history = History()

    assert history.note([MARCH] * (WORTHWHILE - 1) + [APRIL]) == []
    assert history.note([MARCH + timedelta(days=3)]) == [month_of(MARCH)]


def test_a_month_that_could_not_be_made_is_due_again_after_as_many_more() -> None:
    history = History()

    assert history.note([MARCH] * WORTHWHILE) == [month_of(MARCH)]
    assert history.note([MARCH] * (WORTHWHILE - 1)) == []
    assert history.note([MARCH]) == [month_of(MARCH)]


def test_a_month_that_is_there_is_not_due_again() -> None:
    history = History()
    history.settle(history.note([MARCH] * WORTHWHILE))

    assert history.note([MARCH] * WORTHWHILE + [APRIL] * WORTHWHILE) == [month_of(APRIL)]
