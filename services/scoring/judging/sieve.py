"""Which expressions may match a text: a cheap look before the careful one."""

from collections.abc import Sequence, Set
from typing import Any, TypeAlias

import re2

Expression: TypeAlias = Any
"""`re2` tells no types."""
_WITNESS = b"the end of all that was said"
"""Stands after every text, for an expression that must therefore be found."""


class Sieve:
    """Expressions by number. One pass finds letters that they cannot do without.

    RE2 works out from an expression which letters each of its matches has (`FilteredRE2`);
    one of which it cannot tell may always match.
    """

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self._all = frozenset(range(len(expressions)))
        self._filter = _filter(expressions) if expressions else None

    def may_match(self, text: bytes) -> Set[int]:
        """All that match, and perhaps some more."""
        if self._filter is None:
            return self._all
        found = set(self._filter.Match(b"%b\n%b" % (text, _WITNESS), True) or ())
        # A look that runs out of memory finds nothing, without a word.
        return found - {len(self._all)} if len(self._all) in found else self._all


def _filter(expressions: Sequence[Expression]) -> Any:
    """None for what needs too much memory: then every expression is looked for."""
    found = re2.Filter()
    for expression in expressions:
        found.Add(expression.pattern, expression.options)
    found.Add(_WITNESS)
    try:
        found.Compile()
    except re2.error:
        return None
    return found
