"""Any body that a typed class can hold, as a hypothesis strategy made from its fields."""

from __future__ import annotations

from datetime import UTC, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    NoneType: st.none(),
    datetime: st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
}
PLAIN[Any] = st.none() | st.booleans() | PLAIN[int] | PLAIN[str] | st.lists(PLAIN[str], max_size=2)


def bodies(cls: type[BaseModel]) -> st.SearchStrategy[BaseModel]:
    return st.builds(cls, **{name: _values(field.annotation) for name, field in cls.model_fields.items()})


def _values(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation in PLAIN:
        return PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bodies(annotation)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _values(inner[0])
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, UnionType):
        return st.one_of([_values(option) for option in inner])
    if origin is dict:
        return st.dictionaries(_values(inner[0]), _values(inner[1]), max_size=2)
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(_values(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(_values, inner))
    raise TypeError(f"no values are known for {annotation}")
