"""Give agents the calls and the time that were stored before it was known whose they are."""

from services.calls import refold
from services.db import transaction
from services.jobs import RefoldAgents

_BATCH = 500
"""Events at a time: calls and agents they touch are locked for some tenths of a second."""


def refold_agents(args: RefoldAgents) -> None:
    """In batches, each a transaction of its own. Safe to run again."""
    with transaction() as session:
        if args.identity_ids:
            refold.forget_time(session, args.agent_ids)
        places = refold.stored_events(session, args.agent_ids, args.since, args.identity_ids)
    for start in range(0, len(places), _BATCH):
        with transaction() as session:
            refold.refold(session, places[start : start + _BATCH])
    with transaction() as session:
        refold.announce(session, args.agent_ids)
