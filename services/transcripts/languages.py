"""Languages that speech models know."""

from services.errors import Rejected

_CODES = """
    af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he
    hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl
    nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz
    vi yi yo yue zh
"""
LANGUAGES = frozenset(_CODES.split())
"""Whisper's, which are ISO 639 codes but for `jw`."""


class LanguageUnknown(Rejected):
    """No speech model knows this language. Chinese is zh, Cantonese yue, English en."""


def require_language(code: str) -> None:
    """Raises LanguageUnknown."""
    if code not in LANGUAGES:
        raise LanguageUnknown(field="language", code=code)
