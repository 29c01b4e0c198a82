"""Whether this process is alive, whether it can do its work, and how much it has done."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from pydantic import BaseModel

from api.deps import SessionDep
from api.observed import OBSERVED
from services import shape

router = APIRouter(tags=["health"])

_INSTALLATION = CollectorRegistry()
_INSTALLATION.register(OBSERVED)


class Health(BaseModel):
    status: str


class Readiness(Health):
    note: str | None
    """What whoever runs this process should do soon; null for nothing."""


@router.get("/healthz", operation_id="read_health")
async def read_health() -> Health:
    """This process answers."""
    return Health(status="ok")


@router.get("/readyz", operation_id="read_readiness")
def read_readiness(session: SessionDep) -> Readiness:
    """This process and its database answer, and fit. 503 while they do not."""
    found = shape.read(session)
    found.require_usable()
    return Readiness(status="ready", note=found.sentence())


@router.get("/metrics", include_in_schema=False)
def read_metrics() -> Response:
    """Prometheus text format: of this process, then of the whole installation."""
    text = generate_latest() + generate_latest(_INSTALLATION)
    return Response(text, media_type=CONTENT_TYPE_LATEST)
