"""One number in all the ways in which it may be written down."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from services.errors import Rejected

_LEAST_DIGITS = 5


class NumberUnusable(Rejected):
    """A number has at least five digits."""


def spellings(written: str, regions: frozenset[str]) -> list[str]:
    """`written` and what else stands for exactly this number, longest first.

    `regions` are ISO 3166 codes of the countries that numbers without a country code may
    belong to. Raises NumberUnusable.
    """
    written = written.strip()
    digits = re.sub(r"\D", "", written)
    if len(digits) < _LEAST_DIGITS or len(written) > 64 or not written.isprintable():
        raise NumberUnusable(field="subject")
    found = {written, digits}
    for region in regions:
        found |= _in(written, region)
    return sorted(found, key=lambda each: (-len(each), each))


def shown(written: str) -> str:
    """What may stay readable of it for good."""
    digits = re.sub(r"\D", "", written)
    return f"{digits[:3]}****{digits[-2:]}" if len(digits) > 7 else f"****{digits[-2:]}"


def _in(written: str, region: str) -> set[str]:
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return set()
    if not phonenumbers.is_valid_number(number):
        return set()
    full = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    code = str(number.country_code)
    local = re.sub(r"\D", "", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    return {full, code + national, "00" + code + national, national, local, "0" + national}
