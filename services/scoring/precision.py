"""How often a rule is right, and how sure that is."""

from math import sqrt

from pydantic import BaseModel, ConfigDict

_Z = 1.959963984540054
"""Of the standard normal distribution: 95 % lie within."""


class Interval(BaseModel):
    """A share between 0 and 1, and the bounds within which the true one lies, 95 times of 100."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float


def precision(confirmed: int, rejected: int) -> Interval | None:
    """Confirmed hits of those that were reviewed; None where none was.

    The score interval of Wilson, "Probable inference, the law of succession, and
    statistical inference" (1927): with few hits it neither ends at 0 or 1 nor passes them.
    """
    n = confirmed + rejected
    if n == 0:
        return None
    share = confirmed / n
    middle = share + _Z**2 / (2 * n)
    reach = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    low, high = (middle - reach) / scale, (middle + reach) / scale
    # At 0 and 1 the bound is the share itself, but for the last bit of the arithmetic.
    return Interval(value=share, low=max(0.0, min(low, share)), high=min(1.0, max(high, share)))
