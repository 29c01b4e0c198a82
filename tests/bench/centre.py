"""A call centre to measure with: teams, agents, a dialer's key, and its events."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.db import transaction
from services.people import keys, organisation, users
from services.tables import KeyScope, Role, UnitKind

LOGIN, PASSWORD = "measurer", "four lanes and a stopwatch"
_LIFE = (
    ("call.dialed", 0, ""),
    ("call.ringing", 2, ""),
    ("call.answered", 9, ""),
    ("call.bridged", 10, ""),
    ("call.ended", 60, ',"hangup_by":"customer"'),
    ("call.disposed", 65, ',"outcome":"refused"'),
)


@dataclass(frozen=True, slots=True)
class Centre:
    key: str
    company_id: UUID
    teams: list[UUID]
    agents: list[str]


def build(*, teams: int, agents_each: int) -> Centre:
    """Store the centre in the database of the settings."""
    since = datetime.now(UTC) - timedelta(days=2)
    with transaction() as session:
        company = organisation.create_unit(session, name="Bench", kind=UnitKind.COMPANY)
        units = [
            organisation.create_unit(session, name=f"Team {n}", kind=UnitKind.TEAM, parent=company)
            for n in range(teams)
        ]
        codes = [f"{n:05}" for n in range(teams * agents_each)]
        for number, code in enumerate(codes):
            unit = units[number // agents_each]
            organisation.create_agent(session, code=code, name=code, unit_id=unit.id, since=since)
        source = organisation.find_or_create_source(session, "bench")
        scopes = [KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE]
        _, secret = keys.create_key(
            session, name="bench", source=source, scopes=scopes, actor="bench"
        )
        users.create_user(
            session,
            login=LOGIN,
            name="Bench",
            role=Role.MANAGER,
            unit_id=company.id,
            password=PASSWORD,
        )
        return Centre(secret, company.id, [unit.id for unit in units], codes)


_MORNING = datetime.now(UTC) - timedelta(hours=20)


def one_event(round_number: int, connection: int, number: int, agent: str) -> bytes:
    """The n-th event of a connection: calls of six events each, one after the other."""
    call, step = divmod(number, len(_LIFE))
    kind, after_s, more = _LIFE[step]
    # Calls follow each other as an agent's do: a working day, not one crowded minute.
    at = _MORNING + timedelta(seconds=call * 70 + after_s)
    name = f"{round_number}-{connection}-{call}"
    return (
        f'{{"specversion":"1.0","id":"{name}-{step}","source":"/bench","type":"{kind}",'
        f'"time":"{at.isoformat()}","data":{{"call_id":"{name}","agent":"{agent}",'
        f'"campaign":"spring","customer_number":"13800138000","direction":"outbound"{more}}}}}'
    ).encode()
