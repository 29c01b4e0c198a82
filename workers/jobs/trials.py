"""Backtests and re-scores: a transaction for every thousand calls, from where they stood."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from services import jobs
from services.db import transaction
from services.jobs import JobArgs, RunBacktest, RunRescore
from services.scoring.trials import backtesting, rescoring

log = logging.getLogger(__name__)

UNEXPECTED = "It failed unexpectedly. The worker's log has the reason."


def run_backtest(args: RunBacktest, stopping: threading.Event | None = None) -> None:
    """Safe to run again: it goes on after the last call that was settled."""
    with _failures_kept(lambda session: backtesting.fail(session, args.backtest_id, UNEXPECTED)):
        with transaction() as session:
            bench = backtesting.begin(session, args.backtest_id)
        if bench is not None:
            _go_on(args, lambda s: backtesting.advance(s, args.backtest_id, bench), stopping)


def run_rescore(args: RunRescore, stopping: threading.Event | None = None) -> None:
    """Safe to run again. Once it is done, it is run again to make its scores the calls' own."""
    with _failures_kept(lambda session: rescoring.fail(session, args.rescore_id, UNEXPECTED)):
        _go_on(args, lambda s: rescoring.advance(s, args.rescore_id), stopping)


def _go_on(
    args: JobArgs, advance: Callable[[Session], bool], stopping: threading.Event | None
) -> None:
    """Until nothing is left. Once `stopping` is set, what is left goes to another worker."""
    more = True
    while more:
        with transaction() as session:
            more = advance(session)
            if more and stopping is not None and stopping.is_set():
                jobs.enqueue(session, args)
                return


@contextmanager
def _failures_kept(keep: Callable[[Session], None]) -> Iterator[None]:
    """What went wrong is shown with the trial; a database that restarts is tried again."""
    try:
        yield
    except OperationalError:
        raise
    except Exception:
        log.exception("a trial of a scorecard failed")
        with transaction() as session:
            keep(session)
