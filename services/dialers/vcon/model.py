"""The fields of a vCon that are read, whichever generation wrote them."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from services.dialers import PayloadUnreadable
from services.dialers.reading import Open, Text, read_fields

_RENAMED = {"mimetype": "mediatype", "appended": "amended", "must_support": "critical"}
_OBJECTS = ("parties", "dialog", "analysis", "attachments")
_MEDIATYPE = r"^[\w.+-]+/[\w.+*-]+\s*(?:;[\s\S]*)?$"
_MANY = 10_000

Listed = BeforeValidator(lambda value: () if value is None else value)
Index = Annotated[int, Field(ge=0, le=_MANY)]
Seconds = Annotated[float, Field(ge=0, le=86_400 * 30)]
Channel = Index | None | Annotated[tuple[Index | None, ...], Field(max_length=_MANY)]
Named = Mapping[str, Any]


class Part(Open):
    model_config = ConfigDict(allow_inf_nan=False)


class Party(Part):
    tel: Text = None
    sip: Text = None
    mailto: Text = None
    name: Text = None
    uuid: Text = None
    did: Text = None
    org: Text = None
    role: Text = None
    meta: dict[str, Any] | None = None

    @property
    def role_word(self) -> str | None:
        """vcon-server hides the role in `meta`."""
        role = self.role or (self.meta or {}).get("role")
        return role.strip().lower() if isinstance(role, str) else None


class Content(Part):
    """What stands in the file itself (`body`) or elsewhere (`url`)."""

    mediatype: Annotated[
        Annotated[str, Field(pattern=_MEDIATYPE)] | None, BeforeValidator(lambda text: text or None)
    ] = None
    filename: Text = None
    body: Any = None
    encoding: Text = None
    url: Text = None
    content_hash: Annotated[tuple[str, ...], BeforeValidator(lambda given: _each(given))] = ()
    meta: dict[str, Any] | None = None


class Happening(Part):
    """Of a dialog's `party_history`."""

    party: Index
    time: str
    event: Text = None


class Dialog(Content):
    type: str
    start: str
    duration: Seconds | None = None
    parties: Annotated[
        Index | Annotated[tuple[Channel, ...], Field(max_length=_MANY)] | None, Listed
    ] = ()
    originator: Index | None = None
    disposition: Text = None
    session_id: Any = None
    party_history: Annotated[tuple[Happening, ...], Listed] = ()
    application: Text = None
    campaign: Text = None
    skill: Text = None
    interaction_id: Text = None
    transferee: Index | None = None
    transferor: Index | None = None
    transfer_target: Index | tuple[Index, ...] | None = None
    target_dialog: Index | tuple[Index, ...] | None = None

    @property
    def channels(self) -> list[tuple[int, ...]]:
        """Who is on each channel; the whole of one that says only who took part."""
        return [_indices(each) for each in _each(self.parties)]

    @property
    def present(self) -> list[int]:
        """Everybody who took part, in order, each once."""
        return list(dict.fromkeys(index for channel in self.channels for index in channel))


class Analysis(Content):
    type: str
    dialog: Annotated[Index | tuple[Index, ...] | None, Listed] = ()
    vendor: Text = None
    product: Text = None
    schema_: Text = Field(None, alias="schema")

    @property
    def dialogs(self) -> tuple[int, ...]:
        return _indices(self.dialog)


class Attachment(Content):
    type: Text = None
    purpose: Text = None


class Vcon(Part):
    vcon: Text = None
    uuid: UUID
    created_at: Text = None
    updated_at: Text = None
    subject: Text = None
    critical: Annotated[tuple[str, ...], Listed] = ()
    redacted: Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})] = Field(
        default_factory=dict
    )
    amended: Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})] = Field(
        default_factory=dict
    )
    meta: dict[str, Any] | None = None
    parties: Annotated[tuple[Party, ...], Listed] = ()
    dialog: Annotated[tuple[Dialog, ...], Listed] = ()
    analysis: Annotated[tuple[Analysis, ...], Listed] = ()
    attachments: Annotated[tuple[Attachment, ...], Listed] = ()

    @field_validator("uuid", mode="before")
    @classmethod
    def _text_only(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str):
            raise ValueError("not a UUID")
        return value


def read(value: Named) -> Vcon:
    """Raises PayloadUnreadable, naming the field: what is missing, or points at nobody."""
    if not any(name in value for name in ("uuid", *_OBJECTS)):
        sentence = "parties: missing, like everything else that a vCon has"
        raise PayloadUnreadable(field="parties", detail=sentence)
    vcon = read_fields(Vcon, _modern(value))
    for number, dialog in enumerate(vcon.dialog):
        for name, index in _pointers(dialog):
            _refuse_beyond(index, len(vcon.parties), f"dialog.{number}.{name}", "party")
    for number, analysis in enumerate(vcon.analysis):
        for index in analysis.dialogs:
            _refuse_beyond(index, len(vcon.dialog), f"analysis.{number}.dialog", "dialog")
    return vcon


def _pointers(dialog: Dialog) -> list[tuple[str, int]]:
    places = {
        "parties": dialog.present,
        "originator": _indices(dialog.originator),
        "party_history": [each.party for each in dialog.party_history],
        "transferee": _indices(dialog.transferee),
        "transferor": _indices(dialog.transferor),
        "transfer_target": _indices(dialog.transfer_target),
    }
    return [(name, index) for name, indices in places.items() for index in indices]


def _refuse_beyond(index: int, count: int, field: str, what: str) -> None:
    if index >= count:
        sentence = f"{field}: there is no {what} {index}"
        raise PayloadUnreadable(field=field, detail=sentence)


def _modern(value: Named) -> dict[str, Any]:
    """With the names of today, bodies untouched."""
    named = _named(value)
    for part in _OBJECTS:
        if isinstance(named.get(part), list):
            named[part] = [_named(each) if isinstance(each, dict) else each for each in named[part]]
    return named


def _named(value: Named) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for name, each in value.items():
        plain = name.replace("-", "_")
        if plain == name and name not in _RENAMED:
            named[name] = each
        else:
            named.setdefault(_RENAMED.get(plain, plain), each)
    if "content_hash" not in named and isinstance(named.get("signature"), str):
        kind = str(named.get("alg", "")).lower().replace("-", "")
        named["content_hash"] = f"{kind}-{named['signature']}"
    return named


def _each(given: Any) -> Any:
    """As a tuple, of what may be one or several."""
    if given is None:
        return ()
    return tuple(given) if isinstance(given, (list, tuple)) else (given,)


def _indices(given: Any) -> tuple[int, ...]:
    return tuple(index for index in _each(given) if index is not None)
