"""The library's objects, made by copying one that its constructor made.

Its constructors set each of up to a hundred fields through a check written in Python, which takes five times
as long as copying them. The fields are read from the classes, so no list of them stands here.
"""

from collections.abc import Mapping
from types import MemberDescriptorType
from typing import Generic, TypeVar

from telegram import TelegramObject

T = TypeVar("T", bound=TelegramObject)


class Prototype(Generic[T]):
    """An object of the library's whose copies differ from it in some fields."""

    def __init__(self, made: T) -> None:
        self._class = type(made)
        self._fields = _fields_of(self._class)
        self._filled = tuple((field.__set__, getattr(made, name)) for name, field in self._fields.items())

    def copy(self, key: tuple[object, ...], changed: Mapping[str, object]) -> T:
        """Return a copy with these fields changed; `key` is what the library compares it by."""
        copied: T = object.__new__(self._class)
        for fill, value in self._filled:
            fill(copied, value)
        fields = self._fields
        fields["_id_attrs"].__set__(copied, key)
        for name, value in changed.items():
            fields[name].__set__(copied, value)
        return copied


def _fields_of(kind: type) -> dict[str, MemberDescriptorType]:
    """Return each field that objects of this class have, with what sets it."""
    own = [vars(one).items() for one in reversed(kind.__mro__)]
    return {
        name: field for fields in own for name, field in fields if isinstance(field, MemberDescriptorType)
    }
