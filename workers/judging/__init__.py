"""Asking a judge about calls: the only room that sends what was said to a language model."""

import logging
from functools import cache

from services.scoring.opinions import Judge
from services.settings import Settings, get_settings
from workers.judging.openai import OpenAIJudge

log = logging.getLogger(__name__)


@cache
def configured() -> Judge | None:
    """The judge of this installation; None while EARSHOT_JUDGE_URL is not set."""
    return make_judge(get_settings())


def make_judge(settings: Settings) -> Judge | None:
    """None when there is none, or its key cannot be read: calls are scored without it."""
    if settings.judge_url is None or settings.judge_model is None:
        return None
    try:
        return OpenAIJudge(settings, settings.read_judge_key())
    except OSError as error:
        log.error("EARSHOT_JUDGE_KEY_FILE cannot be read", extra={"why": str(error)})
        return None
