"""Why a rule has its verdict and its points, in plain sentences of both languages. Pure.

Made when somebody reads a line, never stored: better words reach old scores too.
"""

from collections.abc import Mapping

from services.scoring.results import Line
from services.scoring.wording.chinese import CHINESE
from services.scoring.wording.english import ENGLISH
from services.scoring.wording.sentences import explain_in

LANGUAGES = {"zh-CN": CHINESE, "en": ENGLISH}


def explain(line: Line) -> Mapping[str, str]:
    """By language: what was found or not, where, and what it did to the score."""
    return {language: explain_in(line, words) for language, words in LANGUAGES.items()}
