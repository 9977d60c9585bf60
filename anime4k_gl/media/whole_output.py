"""Writers whose output appears whole or not at all, as context managers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TypeVar

_Writer = TypeVar("_Writer", bound="WholeOutput")


class WholeOutput(ABC):
    """Finishes what it writes at the end of a ``with``, and discards it after an exception."""

    def __enter__(self: _Writer) -> _Writer:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            self.finish()
        else:
            self.discard()

    @abstractmethod
    def finish(self) -> None:
        """Complete the output and give it its name."""

    @abstractmethod
    def discard(self) -> None:
        """Leave nothing behind."""
