"""Whether digits are a personal number, by checksums, lengths and what is spoken of. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import phonenumbers
from stdnum import luhn
from stdnum.cn import ric

from services.privacy.spans import Pii
from services.privacy.words_around import Topic

LONGEST = 24
Found = tuple[Pii, float]
"""A kind and how sure it is."""

_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|81|82|83|91")
_BRANDS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|"
    r"3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|"
    r"35(?:2[89]|[3-8]\d)\d{12}|"
    r"62\d{14,17}|60\d{14,17}|9[0-9]\d{14,17}|81\d{14}|6[37]\d{14,17}"
)
"""Numbers that card networks give out, by ISO/IEC 7812 ranges."""
_CARD = re.compile(r"\d{13,19}")
_MOBILE = re.compile(r"(?:0086|86|0)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:86)?0?(?:10|2[0-57-9]|[3-9]\d\d)\d{7,8}")
_AREA = re.compile(r"0(?:10|2[0-57-9]|[3-9]\d\d)\d{7,8}")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_TOLL_FREE = re.compile(
    r"[48]00\d{7}|1?8(?:00|88|77|66|55|44|33)\d{7}|1?900\d{7}|95\d{3,6}|9[56]\d{3}"
)
_SSN = re.compile(r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}")
_ACCOUNT = re.compile(r"\d{8,22}")
_NOT_PERSONAL = (Topic.OTHER_NUMBER, Topic.QUANTITY)


@dataclass(frozen=True, slots=True)
class Said:
    """Digits in a row and what is known of them. `check_x`: an X follows."""

    digits: str
    topic: Topic | None
    is_english: bool = False
    check_x: bool = False
    plus: bool = False
    """A plus sign stands before them."""
    sizes: tuple[int, ...] = ()
    """Digits of each group."""


def recognise(said: Said) -> Found | None:
    """What they are; None for what is no personal number, or nothing we know."""
    for look in (_identity, _card, _ssn, _phone, _security_code, _passport, _account, _misheard):
        if found := look(said):
            return found
    return None


def _identity(said: Said) -> Found | None:
    digits = said.digits + ("X" if said.check_x and len(said.digits) == 17 else "")
    if not _PROVINCES.match(digits):
        return None
    if len(digits) == 18 and _is_day(digits[6:14]) and ric.calc_check_digit(digits) == digits[-1]:
        return Pii.ID_NUMBER, 0.99
    if len(digits) == 15 and _is_day("19" + digits[6:12]) and said.topic not in _NOT_PERSONAL:
        is_card = _BRANDS.fullmatch(digits) and luhn.is_valid(digits)
        return None if is_card and said.topic is not Topic.ID_NUMBER else (Pii.ID_NUMBER, 0.8)
    return None


def _is_day(digits: str) -> bool:
    try:
        return 1880 <= date.fromisoformat(digits).year <= 2100
    except ValueError:
        return False


def _card(said: Said) -> Found | None:
    if not _CARD.fullmatch(said.digits) or not luhn.is_valid(said.digits):
        return None
    if said.topic in (Topic.CARD, Topic.BANK_ACCOUNT) and len(set(said.digits)) > 2:
        return Pii.CARD, 0.99
    if _BRANDS.fullmatch(said.digits) and said.topic not in _NOT_PERSONAL:
        return Pii.CARD, 0.9
    return None


def _ssn(said: Said) -> Found | None:
    if not _SSN.fullmatch(said.digits):
        return None
    if said.topic is Topic.SSN:
        return Pii.SSN, 0.95
    # As it is written, and nothing else is.
    return (Pii.SSN, 0.7) if said.sizes == (3, 2, 4) and said.topic is None else None


def _phone(said: Said) -> Found | None:
    if said.topic in (*_NOT_PERSONAL, Topic.HOTLINE):
        return None
    # 186 6983 6136 is a mobile in Chinese, and free of charge in English.
    if not said.is_english and _MOBILE.fullmatch(said.digits):
        return Pii.PHONE, 0.95
    if _TOLL_FREE.fullmatch(said.digits):
        return None
    if said.plus:
        return (Pii.PHONE, 0.95) if _is_number(f"+{said.digits}", None) else None
    if _MOBILE.fullmatch(said.digits):
        return Pii.PHONE, 0.95
    if _AREA.fullmatch(said.digits) and _is_number(said.digits, "CN"):
        return Pii.PHONE, 0.85
    return _foreign(said) or _local(said)


def _foreign(said: Said) -> Found | None:
    """Of North America, which needs no words around it in English; elsewhere they are needed."""
    digits, speaks_of_it = said.digits, said.topic is Topic.PHONE
    if said.topic not in (None, Topic.PHONE):
        return None
    if len(digits) in (10, 11) and (said.is_english or speaks_of_it) and _is_number(digits, "US"):
        return Pii.PHONE, 0.9 if speaks_of_it else 0.75
    if digits.startswith("07") and said.is_english and _is_number(digits, "GB"):
        return Pii.PHONE, 0.85
    if speaks_of_it and 8 <= len(digits) <= 15:
        abroad = _is_number(f"+{digits.removeprefix('00')}", None)
        regions = ("GB", "HK", "TW", "SG", "AU") if said.is_english or len(digits) > 8 else ("HK",)
        if abroad or any(_is_number(digits, region) for region in regions):
            return Pii.PHONE, 0.75
    return None


def _local(said: Said) -> Found | None:
    """Without an area code only where a telephone is spoken of."""
    if said.topic is not Topic.PHONE or not _LOCAL.fullmatch(said.digits):
        return None
    return Pii.PHONE, 0.6


@lru_cache(maxsize=4096)
def _is_number(digits: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False


def _security_code(said: Said) -> Found | None:
    if said.topic is Topic.SECURITY_CODE and 3 <= len(said.digits) <= 8:
        return Pii.SECURITY_CODE, 0.8
    return None


def _passport(said: Said) -> Found | None:
    """Its letters are left to who looks before the digits."""
    if said.topic is Topic.PASSPORT and 7 <= len(said.digits) <= 9:
        return Pii.PASSPORT, 0.85
    return None


def _account(said: Said) -> Found | None:
    if said.topic is Topic.BANK_ACCOUNT and _ACCOUNT.fullmatch(said.digits):
        return Pii.BANK_ACCOUNT, 0.8
    return None


def _misheard(said: Said) -> Found | None:
    """A digit too many, too few or wrong, where it is clear what was asked for."""
    count = len(said.digits) + said.check_x
    if said.topic is Topic.ID_NUMBER and 14 <= count <= 20:
        return Pii.ID_NUMBER, 0.6
    if said.topic is Topic.CARD and 12 <= count <= 20:
        return Pii.CARD, 0.6
    if said.topic is Topic.PHONE and count in (10, 12) and said.digits[:1] == "1":
        return Pii.PHONE, 0.5
    if said.topic is Topic.SSN and count in (8, 9, 10):
        return Pii.SSN, 0.6
    return None
