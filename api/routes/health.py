"""Whether this process is alive, whether it can do its work, and how much it has done."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from pydantic import BaseModel

from api.deps import SessionDep
from api.observed import OBSERVED
from services import db

router = APIRouter(tags=["health"])

_INSTALLATION = CollectorRegistry()
_INSTALLATION.register(OBSERVED)


class Health(BaseModel):
    status: str


@router.get("/healthz", operation_id="read_health")
async def read_health() -> Health:
    """This process answers."""
    return Health(status="ok")


@router.get("/readyz", operation_id="read_readiness")
def read_readiness(session: SessionDep) -> Health:
    """This process and its database answer. 503 while the database does not."""
    db.rows(session, "SELECT 1 AS one", {})
    return Health(status="ready")


@router.get("/metrics", include_in_schema=False)
def read_metrics() -> Response:
    """Prometheus text format: of this process, then of the whole installation."""
    text = generate_latest() + generate_latest(_INSTALLATION)
    return Response(text, media_type=CONTENT_TYPE_LATEST)
