"""The file that describes a centre: its shape, and reading it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as Invalid
from pydantic_core import ErrorDetails

from services import spelling
from services.errors import Rejected
from services.hearing.engines import known_engines
from services.people import users
from services.scoring.campaigns import Fact
from services.scoring.card import ScorecardBody
from services.tables import Role
from services.transcripts.languages import LanguageUnknown, require_language

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)


class CentreRefused(Rejected):
    """The file cannot be imported."""

    def __init__(self, faults: Sequence[str] = ()) -> None:
        super().__init__()
        self.faults = list(faults)

    def __str__(self) -> str:
        return "\n".join(self.faults) or self.message()


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:
        raise ValueError(f'there is no time zone "{name}"') from error
    return name


def _login(login: str) -> str:
    try:
        return users.usable_login(login)
    except users.LoginUnusable as error:
        raise ValueError(error.message()) from error


def _engine(name: str) -> str:
    known = known_engines()
    if name not in known:
        raise ValueError(f'there is no engine "{name}", only {", ".join(known)}')
    return name


def _language(code: str) -> str:
    try:
        require_language(code)
    except LanguageUnknown as error:
        raise ValueError(error.message()) from error
    return code


def _words(length: int) -> StringConstraints:
    # PostgreSQL keeps no NUL.
    return StringConstraints(
        strip_whitespace=True, min_length=1, max_length=length, pattern=r"^[^\x00]*$"
    )


Name = Annotated[str, _words(120)]
Code = Annotated[str, _words(200)]
Zone = Annotated[Name, AfterValidator(_zone)]
Login = Annotated[str, AfterValidator(_login)]
Engine = Annotated[str, AfterValidator(_engine)]
Language = Annotated[str, AfterValidator(_language)]
HotWord = Annotated[str, _words(40)]
Below = Literal["region", "department", "team"]
"""Kinds of units below the company."""


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CompanyEntry(Frozen):
    name: Name
    timezone: Zone | None = None
    """`Asia/Shanghai` when new."""


class UnitEntry(Frozen):
    """Known by `name`."""

    name: Name
    kind: Below
    parent: Name | None = None
    """The company when new."""
    timezone: Zone | None = None
    """The parent's when new."""


class AgentEntry(Frozen):
    """Known by `code`, which is what dialers call the agent."""

    code: Code
    name: Name
    unit: Name
    since: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)] | None = None
    """In the unit from this day's midnight on, in the unit's zone; today when new or moved."""


class SourceEntry(Frozen):
    """A dialer, known by `name`."""

    name: Code
    agent_channel: Literal[0, 1] | None = None
    """Of two-channel recordings: 0, the left one, when new."""
    recordings_expected: Annotated[bool, Field(strict=True)] | None = None
    """True when new."""


class ScorecardEntry(Frozen):
    """Known by `name`."""

    name: Name
    body: ScorecardBody


class CampaignEntry(Frozen):
    """Known by `code`, which is what dialers call the campaign."""

    code: Code
    name: Name
    scorecard: Name | None = None
    """Scores its calls from today on, or all where it has none."""
    facts: dict[Name, Fact | None] | None = None
    """What rules compare with; null takes one away."""
    effective_talk_s: Annotated[int, Field(strict=True, ge=0, le=86_400)] | None = None
    """30 when new."""
    engine: Engine | None = None
    """Null, like `default`, is the default engine; of these three, null is said, not left out."""
    language: Language | None = None
    """Null lets the model find out."""
    hot_words: Annotated[tuple[HotWord, ...], Field(max_length=200)] | None = None


class UserEntry(Frozen):
    """Known by `login`. There is no password here: a new user gets one that is shown once."""

    login: Login
    name: Name
    role: Role
    unit: Name | None = None
    """When new: the agent's for an agent, else the company."""
    agent: Code | None = None


class Centre(Frozen):
    """What a file says. What it leaves out stays as it is."""

    company: CompanyEntry | None = None
    units: tuple[UnitEntry, ...] = ()
    agents: tuple[AgentEntry, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    scorecards: tuple[ScorecardEntry, ...] = ()
    campaigns: tuple[CampaignEntry, ...] = ()
    users: tuple[UserEntry, ...] = ()


_NAMES = sorted(
    {
        name
        for kind in (
            Centre,
            CompanyEntry,
            UnitEntry,
            AgentEntry,
            SourceEntry,
            ScorecardEntry,
            CampaignEntry,
            UserEntry,
        )
        for name in kind.model_fields
    }
)


def read_centre(text: bytes) -> Centre:
    """The centre that a file's bytes describe. Raises CentreRefused with everything wrong."""
    try:
        # With or without the mark that some editors put in front.
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CentreRefused(
            [f"Byte {error.start + 1} of the file is not UTF-8. Save it as UTF-8."]
        ) from error
    try:
        centre = Centre.model_validate_json(decoded)
    except Invalid as error:
        raise CentreRefused([_sentence(each) for each in error.errors()]) from error
    faults = [*_named_twice(centre), *_agents_of_users(centre)]
    if faults:
        raise CentreRefused(faults)
    return centre


def _sentence(error: ErrorDetails) -> str:
    place = _place(error["loc"])
    said = _said(error)
    return f"{place}: {said}" if place else said


def _said(error: ErrorDetails) -> str:
    match error["type"]:
        case "missing":
            return "this is required."
        case "extra_forbidden":
            meant = spelling.nearest(str(error["loc"][-1]), _NAMES)
            return f"there is no such name here.{spelling.hint(meant)}"
        case _:
            return f"{error['msg'].removeprefix('Value error, ').rstrip('.')}."


def _place(path: Iterable[int | str]) -> str:
    """`("agents", 3, "unit")` as `agents[3].unit`."""
    place = ""
    for part in _without_kinds(path):
        if isinstance(part, int):
            place += f"[{part}]"
        else:
            place += f".{part}" if place else part
    return place


def _without_kinds(path: Iterable[int | str]) -> Iterator[int | str]:
    """Pydantic says behind each condition of which kind it is; the file does not."""
    before: list[int | str] = ["", ""]
    for part in path:
        is_condition = before[-1] in ("condition", "anchor", "when") or (
            before[-2] == "conditions" and isinstance(before[-1], int)
        )
        before.append(part)
        if not is_condition:
            yield part


def _named_twice(centre: Centre) -> Iterator[str]:
    company = [centre.company.name] if centre.company else []
    yield from _twice("units", "name", [each.name for each in centre.units], company)
    yield from _twice("agents", "code", [each.code for each in centre.agents])
    yield from _twice("sources", "name", [each.name for each in centre.sources])
    yield from _twice("scorecards", "name", [each.name for each in centre.scorecards])
    yield from _twice("campaigns", "code", [each.code for each in centre.campaigns])
    yield from _twice("users", "login", [each.login for each in centre.users])
    yield from _twice("users", "agent", [each.agent for each in centre.users])


def _twice(
    kind: str, field: str, names: Sequence[str | None], before: Iterable[str] = ()
) -> Iterator[str]:
    seen: set[str | None] = set(before)
    for number, name in enumerate(names):
        if name is not None and name in seen:
            yield f'{kind}[{number}].{field}: "{name}" stands in the file twice.'
        seen.add(name)


def _agents_of_users(centre: Centre) -> Iterator[str]:
    for number, user in enumerate(centre.users):
        if user.role is Role.AGENT and user.agent is None:
            yield f"users[{number}].agent: a user with the role agent needs an agent's code."
        if user.role is not Role.AGENT and user.agent is not None:
            yield f"users[{number}].agent: only a user with the role agent has one."
