"""The demo company, Harbor Telesales: who works there, what they sell, and how it gets stored."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, select

from demo import aiming, alerting
from services.people import callers, keys, organisation, users
from services.people.access import Caller
from services.scoring import campaigns, scorecards
from services.scoring.card import ScorecardBody
from services.tables import (
    Agent,
    Campaign,
    KeyScope,
    Role,
    Scorecard,
    Source,
    Unit,
    UnitKind,
    User,
)

COMPANY = "海港电销 Harbor Telesales"
SOURCE = "demo-dialer"
PASSWORD = "harbor-demo"
"""Of everybody in the demo."""
SCORECARDS = Path(__file__).parent / "scorecards"
FOUNDED_AT = datetime(2026, 1, 1, tzinfo=UTC)


class Worker(NamedTuple):
    """An agent. `spoken_name` is how they introduce themselves in the recordings."""

    code: str
    name: str
    spoken_name: str


class Team(NamedTuple):
    name: str
    department: str
    campaigns: tuple[str, ...]
    workers: tuple[Worker, ...]


class Offer(NamedTuple):
    """A campaign: what it is called, the scorecard it is judged by, its effective talk."""

    name: str
    scorecard: str
    effective_talk_s: int


class Login(NamedTuple):
    """Somebody who signs in. `unit` is a name of the tree below, None the whole company."""

    login: str
    name: str
    role: Role
    unit: str | None = None


class DemoKeys(NamedTuple):
    """What the simulated dialer needs to speak; `secret` exists only in this answer."""

    secret: str
    logins: tuple[Login, ...]
    password: str


def _workers(first_code: int, *people: tuple[str, str]) -> tuple[Worker, ...]:
    return tuple(
        Worker(str(first_code + number), name, spoken)
        for number, (name, spoken) in enumerate(people)
    )


OFFERS: Mapping[str, Offer] = {
    "wealth": Offer("安心理财·稳健理财", "wealth", 30),
    "health": Offer("康健体检·体检套餐", "services", 30),
    "course": Offer("华信教育·课程", "services", 25),
    "energy": Offer("Bright Energy", "overseas", 30),
    "internet": Offer("Global Telecom", "overseas", 30),
}
"""By campaign code."""

SCORECARD_NAMES: Mapping[str, str] = {
    "wealth": "理财外呼质检",
    "services": "服务外呼质检",
    "overseas": "Overseas calls",
}
"""By file name in `demo/scorecards`."""

DOMESTIC, OVERSEAS = "国内业务部", "海外业务部"

TEAMS: tuple[Team, ...] = (
    Team(
        "理财一组",
        DOMESTIC,
        ("wealth",),
        _workers(
            1001,
            ("王雨桐", "小王"),
            ("李思远", "小李"),
            ("张晓峰", "小张"),
            ("陈佳怡", "小陈"),
            ("刘敏", "刘经理"),
            ("赵文博", "赵顾问"),
            ("王浩然", "小王"),
            ("李静", "小李"),
            ("张子轩", "小张"),
            ("陈思琪", "小陈"),
        ),
    ),
    Team(
        "服务二组",
        DOMESTIC,
        ("health", "course"),
        _workers(
            1011,
            ("王志强", "小王"),
            ("李雪梅", "小李"),
            ("张伟", "小张"),
            ("陈晨", "小陈"),
            ("刘芳", "刘经理"),
            ("赵明", "赵顾问"),
            ("王立", "小王"),
            ("李婷婷", "小李"),
            ("张磊", "小张"),
            ("赵俊杰", "赵顾问"),
        ),
    ),
    Team(
        "海外组 Overseas",
        OVERSEAS,
        ("energy", "internet"),
        _workers(
            1021,
            ("Maria Chen", "Maria"),
            ("David Lim", "David"),
            ("Susan Wright", "Susan"),
            ("Kevin Zhou", "Kevin"),
            ("Maria Santos", "Maria"),
            ("David Brooks", "David"),
            ("Susan Tan", "Susan"),
            ("Kevin Murphy", "Kevin"),
            ("Maria Lopez", "Maria"),
            ("David Hughes", "David"),
        ),
    ),
)

STAFF: tuple[Login, ...] = (
    Login("admin", "林海", Role.ADMIN),
    Login("manager", "周岚", Role.MANAGER),
    Login("supervisor", "郑凯", Role.SUPERVISOR, DOMESTIC),
    Login("lead-a", "孙悦", Role.LEAD, TEAMS[0].name),
    Login("lead-b", "何勇", Role.LEAD, TEAMS[1].name),
    Login("lead-c", "Grace Miller", Role.LEAD, TEAMS[2].name),
    Login("inspector", "吴静怡", Role.INSPECTOR),
    Login("inspector-2", "罗晴", Role.INSPECTOR),
    Login("qa-lead", "冯倩", Role.QA_LEAD),
    Login("trainer", "蒋波", Role.TRAINER),
    Login("analyst", "沈月", Role.ANALYST),
)
"""Everybody but the agents, who sign in by their code."""

INSPECTORS = tuple(login.login for login in STAFF if login.role is Role.INSPECTOR)


def seed(session: Session) -> DemoKeys:
    """Store the demo company, what of it is not there yet, and make a new key for its dialer."""
    units = _seed_units(session)
    _seed_campaigns(session)
    agents = _seed_agents(session, units)
    _seed_users(session, units, agents)
    alerting.seed(session)
    sizes = [(units[team.name], len(team.workers)) for team in TEAMS]
    aiming.seed(session, [(units[COMPANY], sum(size for _, size in sizes)), *sizes])
    source = organisation.find_or_create_source(session, SOURCE)
    # The morning before the demo starts is told by events alone; nobody recorded it.
    source.recordings_expected = False
    session.add(source)
    return DemoKeys(_make_key(session, source), STAFF, PASSWORD)


def caller_of(session: Session, login: str) -> Caller:
    """Somebody of the demo, with all they may do and see."""
    return callers.of_user(session, session.exec(select(User).where(User.login == login)).one())


def read_scorecard(name: str) -> ScorecardBody:
    return ScorecardBody.model_validate_json((SCORECARDS / f"{name}.json").read_bytes())


def _seed_units(session: Session) -> dict[str, Unit]:
    """Units by name."""
    company = _unit(session, COMPANY, UnitKind.COMPANY, None)
    units = {COMPANY: company}
    for name in (DOMESTIC, OVERSEAS):
        units[name] = _unit(session, name, UnitKind.DEPARTMENT, company)
    for team in TEAMS:
        units[team.name] = _unit(session, team.name, UnitKind.TEAM, units[team.department])
    return units


def _unit(session: Session, name: str, kind: UnitKind, parent: Unit | None) -> Unit:
    known = session.exec(select(Unit).where(Unit.name == name, Unit.kind == kind)).first()
    return known or organisation.create_unit(session, name=name, kind=kind, parent=parent)


def _seed_campaigns(session: Session) -> None:
    cards = {file: _seed_scorecard(session, file) for file in SCORECARD_NAMES}
    known = set(session.exec(select(Campaign.code)))
    for code, offer in OFFERS.items():
        if code not in known:
            campaign = organisation.create_campaign(
                session,
                code=code,
                name=offer.name,
                effective_talk_s=offer.effective_talk_s,
            )
            campaigns.give_scorecard(session, campaign, cards[offer.scorecard], actor="qa-lead")


def _seed_scorecard(session: Session, file: str) -> Scorecard:
    name = SCORECARD_NAMES[file]
    known = session.exec(select(Scorecard).where(Scorecard.name == name)).first()
    if known:
        return known
    scorecard = scorecards.create_scorecard(session, name=name, created_by="qa-lead")
    version = scorecards.add_version(session, scorecard, read_scorecard(file), created_by="qa-lead")
    scorecards.publish(session, version)
    return scorecard


def _seed_agents(session: Session, units: Mapping[str, Unit]) -> dict[str, Agent]:
    """Agents by code."""
    agents = {agent.code: agent for agent in session.exec(select(Agent))}
    for team in TEAMS:
        for worker in team.workers:
            if worker.code not in agents:
                agents[worker.code] = organisation.create_agent(
                    session,
                    code=worker.code,
                    name=worker.name,
                    unit_id=units[team.name].id,
                    since=FOUNDED_AT,
                )
    return agents


def _seed_users(session: Session, units: Mapping[str, Unit], agents: Mapping[str, Agent]) -> None:
    known = set(session.exec(select(User.login)))
    for login in STAFF:
        if login.login not in known:
            users.create_user(
                session,
                login=login.login,
                name=login.name,
                role=login.role,
                unit_id=units[login.unit or COMPANY].id,
                password=PASSWORD,
            )
    for team in TEAMS:
        for worker in team.workers:
            if worker.code not in known:
                users.create_user(
                    session,
                    login=worker.code,
                    name=worker.name,
                    role=Role.AGENT,
                    unit_id=units[team.name].id,
                    agent_id=agents[worker.code].id,
                    password=PASSWORD,
                )


def _make_key(session: Session, source: Source) -> str:
    """A new key each time: Earshot keeps only hashes, so an old one cannot be read back."""
    for key, owner in keys.list_keys(session, limit=100).items:
        if owner is not None and owner.id == source.id and key.revoked_at is None:
            keys.revoke_key(session, key.id, actor="system")
    _, secret = keys.create_key(
        session,
        name="Demo dialer",
        source=source,
        scopes=[KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE, KeyScope.CALLS_READ],
        actor="system",
    )
    return secret
