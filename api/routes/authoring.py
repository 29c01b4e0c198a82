"""Writing scorecards: their schema, YAML, what is wrong with one, what changed, trying it out."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.routes.scorecards import Number
from api.schemas.authoring import CheckOut, DiffOut, TryIn, TryOut
from api.schemas.scorecards import ScorecardVersionOut
from api.uploads import read_body
from services.people.access import Permission
from services.scoring import checking, diffs, exchange, schema, scorecards, trying
from services.scoring.card import ScorecardBody
from services.scoring.diffs import Diff
from services.scoring.packs import keeping
from services.scoring.scorecards import VersionNotFound
from services.tables import ScorecardVersion, VersionState

router = APIRouter(prefix="/api/v1/scorecards", tags=["scorecards"], route_class=CreatingRoute)

_YAML = "text/yaml"
_TEXT_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _YAML: {"schema": {"type": "string"}},
            "application/json": {"schema": {"$ref": "#/components/schemas/ScorecardBody"}},
        },
    }
}


async def _read_text(request: Request) -> bytes:
    return await read_body(request, exchange.MAX_BYTES)


TextDep = Annotated[bytes, Depends(_read_text)]
LanguageDep = Annotated[str, Header(alias="Accept-Language")]


@router.get("/schema", operation_id="get_scorecard_schema")
def get_schema(caller: CallerDep) -> dict[str, Any]:
    """JSON Schema of a scorecard's body, for editors of YAML and JSON."""
    caller.require(Permission.SCORECARDS_READ)
    return schema.json_schema()


@router.post(
    "/check",
    response_model=CheckOut,
    operation_id="check_scorecard",
    openapi_extra=_TEXT_BODY,
)
def check(
    session: SessionDep, caller: CallerDep, text: TextDep, language: LanguageDep = ""
) -> CheckOut:
    """Say everything that is wrong with a body in YAML or JSON. Nothing is stored."""
    caller.require(Permission.SCORECARDS_READ)
    return CheckOut.of(checking.check_text(text, keeping.all_words(session)), language)


@router.post("/try", response_model=TryOut, operation_id="try_scorecard")
def try_out(
    session: SessionDep, caller: CallerDep, wanted: TryIn, language: LanguageDep = ""
) -> TryOut:
    """Score a call in your scope, or a pasted dialogue, with a body that is being written.

    Nothing is stored. A body with problems gives these instead of a score.
    """
    caller.require(Permission.SCORECARDS_READ)
    tried = trying.try_out(
        session, caller, wanted.body, call_id=wanted.call_id, dialogue=wanted.dialogue
    )
    return TryOut.of(tried, language)


@router.get(
    "/{scorecard_id}/versions/{number}",
    response_model=ScorecardVersionOut,
    operation_id="get_scorecard_version",
)
def get_version(
    session: SessionDep, caller: CallerDep, scorecard_id: UUID, number: Number
) -> ScorecardVersion:
    """One version; drafts are seen by those who may write them."""
    caller.require(Permission.SCORECARDS_READ)
    version = scorecards.get_version(session, scorecard_id, number)
    if version.state is VersionState.DRAFT and not caller.may(Permission.SCORECARDS_WRITE):
        raise VersionNotFound(scorecard_id=scorecard_id, number=number)
    return version


@router.get(
    "/{scorecard_id}/versions/{number}/yaml",
    operation_id="export_scorecard_version",
    response_class=Response,
    responses={200: {"content": {_YAML: {"schema": {"type": "object"}}}}},
)
def export_version(
    session: SessionDep, caller: CallerDep, scorecard_id: UUID, number: Number
) -> Response:
    """A version as YAML, without the words of packs."""
    version = get_version(session, caller, scorecard_id, number)
    text = exchange.dump(ScorecardBody.model_validate(version.body))
    return Response(text, media_type=f"{_YAML}; charset=utf-8")


@router.post(
    "/{scorecard_id}/versions/yaml",
    response_model=ScorecardVersionOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="import_scorecard_version",
    openapi_extra=_TEXT_BODY,
)
def import_version(
    session: SessionDep, caller: CallerDep, scorecard_id: UUID, text: TextDep
) -> ScorecardVersion:
    """Add a draft that says what a YAML text says; refused when anything is wrong with it."""
    caller.require(Permission.SCORECARDS_WRITE)
    scorecard = scorecards.get_scorecard(session, scorecard_id)
    checked = checking.check_text(text, keeping.all_words(session))
    body = checking.require(checked)
    return scorecards.add_version(session, scorecard, body, created_by=caller.actor)


@router.get(
    "/{scorecard_id}/versions/{number}/diff",
    response_model=DiffOut,
    operation_id="diff_scorecard_versions",
)
def diff_versions(
    session: SessionDep,
    caller: CallerDep,
    scorecard_id: UUID,
    number: Number,
    against: Annotated[int, Query(ge=1, le=2**31 - 1)],
) -> Diff:
    """What version `against` lacks or has besides, rule by rule: `before` is what it says."""
    former, version = (
        get_version(session, caller, scorecard_id, each) for each in (against, number)
    )
    bodies = (ScorecardBody.model_validate(each.body) for each in (former, version))
    return diffs.between(*bodies)
