"""What is said of some fields, as one value that never changes: what was typed, a record that is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tracker.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self


class FieldValues:
    """What is said of some fields: of each a text, or several; nothing where nothing is said. It never changes."""

    _fields: ClassVar[tuple[str, ...]] = ()
    _nothing: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        """Look up once what each field is of which nothing is said."""
        cls._nothing = {name: FIELDS[name].nothing for name in cls._fields}

    def __init__(self, **said: str | tuple[str, ...]) -> None:
        """Take what is said, by the names of the fields."""
        if wrong := said.keys() - {*self._fields}:
            raise TypeError(f"no such field: {', '.join(sorted(wrong))}")
        self._said: dict[str, Any] = self._nothing | said

    def __getattr__(self, name: str) -> Any:
        """What is said of a field."""
        try:
            return self.__dict__["_said"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __eq__(self, other: object) -> bool:
        """Whether the same is said of the same fields."""
        return type(other) is type(self) and other._said == self._said

    def __hash__(self) -> int:
        """One number for all that say the same."""
        return hash(tuple(self._said.items()))

    def __repr__(self) -> str:
        """What is said, for whoever looks for a mistake."""
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._said.items() if value)})"

    def _asdict(self) -> dict[str, Any]:
        """All of it by the names of the fields, as a named tuple gives it."""
        return dict(self._said)

    def _replace(self, **said: str | tuple[str, ...]) -> Self:
        """The same with something else said of some fields."""
        return type(self)(**self._said | said)

    def of(self, names: Sequence[str]) -> dict[str, Any]:
        """What is said of these fields."""
        return {name: self._said[name] for name in names}
