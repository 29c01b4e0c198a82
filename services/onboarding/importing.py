"""From the file to the database: what is new is added, what differs changed, nothing deleted."""

from sqlmodel import Session

from services import db
from services.calls import placing, refold
from services.onboarding.centre import Centre, CentreRefused
from services.onboarding.places import import_agents, import_company, import_units
from services.onboarding.progress import Progress
from services.onboarding.report import Report
from services.onboarding.selling import import_campaigns, import_scorecards, import_sources
from services.onboarding.staff import import_users
from services.people import audit


def import_centre(session: Session, centre: Centre, *, actor: str = "system") -> Report:
    """Make the centre what the file says. Safe to repeat: the same file changes nothing.

    Raises CentreRefused with all that is wrong; the transaction must then be undone.
    """
    db.run(session, "SELECT pg_advisory_xact_lock(hashtextextended('import', 0))", {})
    progress = Progress(session, centre, actor)
    import_company(progress)
    import_units(progress)
    moves = import_agents(progress)
    import_sources(progress)
    # Hashing passwords takes its time: events are held only after that.
    import_users(progress)
    refold.hold_events(session)
    import_scorecards(progress)
    import_campaigns(progress)
    if progress.faults:
        raise CentreRefused(progress.faults)
    placing.move_agents(session, moves, actor=actor)
    _match(progress)
    _note(progress)
    return progress.report


def _match(progress: Progress) -> None:
    own = [progress.agents[entry.code].id for entry in progress.centre.agents]
    matched = refold.match_by_code(progress.session, own, actor=progress.actor)
    progress.report.names_matched = matched


def _note(progress: Progress) -> None:
    kinds = progress.report.kinds
    if not progress.report.lines():
        return
    audit.record(
        progress.session,
        actor=progress.actor,
        act="centre.imported",
        subject=progress.company.name,
        added={kind: len(tally.added) for kind, tally in kinds.items() if tally.added},
        changed={kind: len(tally.changed) for kind, tally in kinds.items() if tally.changed},
    )
