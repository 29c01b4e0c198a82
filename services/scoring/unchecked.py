"""Making values of our own results without Pydantic looking at each of them again.

For what is made by the hundred for each call, from values that were checked when they
came in: checks are two thirds of what a model costs.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from pydantic import BaseModel

P = ParamSpec("P")
M = TypeVar("M")


def _slot(name: str) -> Callable[[object, object], None]:
    """What sets an attribute of every model, past the model that would look at it."""
    setter: Callable[[object, object], None] = vars(BaseModel)[name].__set__
    return setter


_set_values = _slot("__dict__")
_set_names = _slot("__pydantic_fields_set__")
_set_extra = _slot("__pydantic_extra__")
_set_private = _slot("__pydantic_private__")


def unchecked(model: Callable[P, M]) -> Callable[P, M]:
    """A constructor that mypy holds to the types of `model`, and nobody at run time.

    Nothing is converted either, so an `int` stays one where a `float` is meant.
    """
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    known: type[BaseModel] = model
    names = set(known.model_fields)
    defaults = {name: field.default for name, field in known.model_fields.items()}

    def make(*_: P.args, **fields: P.kwargs) -> M:
        made: Any = known.__new__(known)
        # What `model_construct` sets; it looks at every field in turn.
        are_all_given = len(fields) == len(defaults)
        _set_values(made, fields if are_all_given else {**defaults, **fields})
        _set_names(made, names)
        _set_extra(made, None)
        _set_private(made, None)
        found: M = made
        return found

    return make


def changed(made: M, **fields: object) -> M:
    """The same with other values in these fields, as `model_copy` makes it, but unread."""
    known: Any = made
    found: Any = known.__new__(type(known))
    _set_values(found, {**known.__dict__, **fields})
    _set_names(found, known.__pydantic_fields_set__)
    _set_extra(found, None)
    _set_private(found, None)
    other: M = found
    return other
