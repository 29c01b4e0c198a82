"""Phone numbers, which every dialer writes in its own way, as E.164 where that is certain.

Source of the numbering plans: the library `phonenumbers`, a port of Google's libphonenumber.
"""

import re
from typing import Literal

import phonenumbers
from phonenumbers import CountryCodeSource, NumberParseException, PhoneNumber, PhoneNumberFormat

from services.dialers import Setting

Field = Literal["customer_number", "caller_number"]

_DIALLED = re.compile(r"[+＋]?[\d\s().\-/]+")
"""A number that hides nothing: no `*`, `x` or `#` of a mask, no word, no SIP address."""
_WITH_COUNTRY = frozenset(
    {
        CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN,
        CountryCodeSource.FROM_NUMBER_WITH_IDD,
    }
)


def in_e164(written: str, region: str, *, trunk_prefix: str = "") -> str:
    """`written` as E.164 (`+8613800000000`), or as it is when that is not certain.

    `region` is the ISO 3166 code of the country that numbers without a country code belong
    to; `trunk_prefix` are digits that a PBX dials first to get an outside line. Masked
    numbers (`138****1234`), words (`anonymous`), SIP addresses, internal extensions, short
    codes and numbers that the region's plan does not know stay as they are. Never raises.
    """
    if not _DIALLED.fullmatch(written.strip()):
        return written
    outside = written.strip().removeprefix(trunk_prefix)
    for candidate in dict.fromkeys((written, outside)):
        number = _parse(candidate, region)
        if number is not None:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return written


def told_of(field: Field, written: str | None, setting: Setting) -> dict[str, str]:
    """What an event's `data` says of a number: E.164, and as the dialer wrote it if it differs."""
    if not written:
        return {}
    number = in_e164(written, setting.region)
    return {field: number} if number == written else {field: number, f"{field}_original": written}


def _parse(written: str, region: str) -> PhoneNumber | None:
    """A number with its country code need only have a possible length; others must be valid."""
    try:
        number = phonenumbers.parse(written, region, keep_raw_input=True)
    except NumberParseException:
        return None
    if number.country_code_source in _WITH_COUNTRY:
        return number if phonenumbers.is_possible_number(number) else None
    return number if phonenumbers.is_valid_number(number) else None
