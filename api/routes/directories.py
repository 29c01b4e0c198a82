"""SCIM, which few installations speak: loaded by the first who does."""

from api.directories import BASE
from api.later import Later

router = Later(BASE, "api.routes.scim", "api.routes.scim_discovery")
