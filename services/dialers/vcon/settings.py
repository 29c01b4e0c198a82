"""What must be known of whoever makes the vCons of one source."""

from functools import cached_property
from typing import Annotated, Literal

from cryptography import x509
from pydantic import AfterValidator, Field

from services.dialers import AdapterSettings

Name = Literal["mailto", "name", "tel", "sip", "uuid", "did"]
Side = Literal["agent", "customer"]

_AGENTS = ("agent", "representative", "rep", "seller", "salesperson", "host", "坐席", "客服")
_CUSTOMERS = ("customer", "client", "contact", "consumer", "lead", "客户")


def _certificate(pem: str) -> str:
    try:
        x509.load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise ValueError(f"no certificate in PEM: {error}") from error
    return pem


class Settings(AdapterSettings):
    trusted_certificates: tuple[Annotated[str, AfterValidator(_certificate)], ...] = ()
    """In PEM: authorities whose chains are trusted, or the signers themselves."""
    untrusted: Literal["keep", "use"] = "keep"
    """What becomes of a vCon whose signature cannot be trusted."""
    copies: Literal["keep", "use"] = "keep"
    """What becomes of redacted and amended copies: `use` makes calls of their own of them."""
    call_id: Annotated[str, Field(pattern=r"^(uuid|session_id|meta\.[\w.-]+)$")] = "uuid"
    """Where the dialer's own id of the call stands; the vCon's where it is absent."""
    agents_by: tuple[Name, ...] = ("mailto", "name", "tel", "sip", "uuid", "did")
    """By which of its names an agent is known: the first that a party has."""
    roles: dict[str, Side] = Field(default_factory=dict)
    """Words for roles beside those that are known."""
    agent_party: Annotated[int, Field(ge=0, le=99)] | None = None
    """The agent's place among the parties, where no party has a role."""
    outcomes: dict[str, str] = Field(default_factory=dict)
    """Dispositions to Earshot's outcomes. Others are kept as they are."""
    outcome_tag: str | None = None
    """The tag that holds what came of the call."""
    campaign_tag: str | None = None
    """The tag that holds the campaign's code."""
    extensions: frozenset[str] = frozenset()
    """Names in `critical` that may be passed over: nothing of them matters here."""

    @cached_property
    def trusted(self) -> tuple[x509.Certificate, ...]:
        return tuple(
            certificate
            for pem in self.trusted_certificates
            for certificate in x509.load_pem_x509_certificates(pem.encode())
        )

    @cached_property
    def sides(self) -> dict[str, Side]:
        known: dict[str, Side] = dict.fromkeys(_AGENTS, "agent")
        known |= dict.fromkeys(_CUSTOMERS, "customer")
        return known | {word.strip().lower(): side for word, side in self.roles.items()}

    def outcome_of(self, disposition: str) -> str:
        return self.outcomes.get(disposition, disposition)
