"""How long things are kept, legal holds, and deletions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from api.deps import CallerDep, SessionDep
from api.schemas.pages import Page
from api.schemas.retention import (
    CertificateOut,
    CurrentRetentionOut,
    LegalHoldIn,
    LegalHoldLiftIn,
    LegalHoldOut,
    RetentionDueOut,
    RetentionPolicyIn,
    RetentionPolicyOut,
    RetentionPreviewIn,
    RetentionPreviewOut,
    RetentionRunOut,
)
from services.paging import Paged
from services.people.access import Permission
from services.retention import holds, policies, rules, runs, selecting
from services.retention.runs import Proof
from services.tables import LegalHold, RetentionPolicy, RetentionRun

router = APIRouter(prefix="/api/v1/retention", tags=["retention"])

Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/policy", response_model=CurrentRetentionOut, operation_id="read_retention_policy")
def read_retention_policy(session: SessionDep, caller: CallerDep) -> CurrentRetentionOut:
    """The rules in force."""
    caller.require(Permission.RETENTION_MANAGE)
    policy = policies.find_policy(session)
    return CurrentRetentionOut(
        policy=RetentionPolicyOut.model_validate(policy) if policy else None,
        suggested=rules.SUGGESTED,
        cautions=rules.cautions(policies.rules_of(policy)) if policy else [],
    )


@router.get(
    "/policies", response_model=Page[RetentionPolicyOut], operation_id="list_retention_policies"
)
def list_retention_policies(
    session: SessionDep, caller: CallerDep, cursor: str | None = None, limit: Limit = 20
) -> Paged[RetentionPolicy]:
    """The rules of all times, newest first."""
    caller.require(Permission.RETENTION_MANAGE)
    return policies.list_policies(session, cursor=cursor, limit=limit)


@router.post("/preview", response_model=RetentionPreviewOut, operation_id="preview_retention")
def preview_retention(
    session: SessionDep, caller: CallerDep, wanted: RetentionPreviewIn
) -> RetentionPreviewOut:
    """What rules would delete, were they in force. Stores nothing."""
    caller.require(Permission.RETENTION_MANAGE)
    rules.check(wanted.rules)
    found = selecting.preview(session, wanted.rules)
    return RetentionPreviewOut(
        counts=[RetentionDueOut.model_validate(each) for each in found.counts],
        held_tonight=found.held_tonight,
        cautions=rules.cautions(wanted.rules),
    )


@router.post(
    "/policies",
    response_model=RetentionPolicyOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="save_retention_policy",
)
def save_retention_policy(
    session: SessionDep, caller: CallerDep, wanted: RetentionPolicyIn
) -> RetentionPolicy:
    """Put rules in force, from the next night on."""
    return policies.save_policy(session, caller, wanted.rules, after=wanted.after)


@router.get("/holds", response_model=Page[LegalHoldOut], operation_id="list_legal_holds")
def list_legal_holds(
    session: SessionDep,
    caller: CallerDep,
    lifted: bool | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[LegalHold]:
    """Legal holds, newest first."""
    caller.require(Permission.RETENTION_MANAGE)
    return holds.list_holds(session, lifted=lifted, cursor=cursor, limit=limit)


@router.post(
    "/holds",
    response_model=LegalHoldOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="place_legal_hold",
)
def place_legal_hold(session: SessionDep, caller: CallerDep, wanted: LegalHoldIn) -> LegalHold:
    """From now on nothing of it is deleted."""
    return holds.place(
        session, caller, kind=wanted.kind, subject=wanted.subject, reason=wanted.reason
    )


@router.post("/holds/{hold_id}/lift", response_model=LegalHoldOut, operation_id="lift_legal_hold")
def lift_legal_hold(
    session: SessionDep, caller: CallerDep, hold_id: UUID, wanted: LegalHoldLiftIn
) -> LegalHold:
    """What it held is deleted again when it is due."""
    return holds.lift(session, caller, hold_id, wanted.reason)


@router.get("/runs", response_model=Page[RetentionRunOut], operation_id="list_retention_runs")
def list_retention_runs(
    session: SessionDep, caller: CallerDep, cursor: str | None = None, limit: Limit = 20
) -> Paged[RetentionRun]:
    """Deletions, by rules and by request, newest first."""
    caller.require(Permission.RETENTION_MANAGE)
    return runs.list_runs(session, cursor=cursor, limit=limit)


@router.post(
    "/runs",
    response_model=RetentionRunOut,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="start_retention_run",
)
def start_retention_run(session: SessionDep, caller: CallerDep) -> RetentionRun:
    """Delete what is due now, instead of at night."""
    return runs.ask(session, caller)


@router.get("/runs/{run_id}", response_model=RetentionRunOut, operation_id="read_retention_run")
def read_retention_run(session: SessionDep, caller: CallerDep, run_id: UUID) -> RetentionRun:
    """How far a deletion is."""
    caller.require(Permission.RETENTION_MANAGE)
    return runs.get_run(session, run_id)


@router.get(
    "/runs/{run_id}/certificate",
    response_model=CertificateOut,
    operation_id="read_deletion_certificate",
)
def read_deletion_certificate(
    session: SessionDep, caller: CallerDep, run_id: UUID, response: Response
) -> Proof:
    """What was deleted, to keep."""
    caller.require(Permission.RETENTION_MANAGE)
    name = f"deletion-{run_id}.json"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return runs.prove(session, run_id)
