"""What outlives a plan: the numbers that shaders read as ``frame`` and ``random``, and storage.

A picture of another size or layout takes another plan and another executor; to the shaders it is
the next picture all the same, so their counters go on and what they stored stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from ..plan import Dialect, PassRun
from ..plan.hooks.saved_textures import file_key
from ..usershader import Buffer, Texture
from .random.libplacebo import Xoshiro256Plus
from .random.vo_gpu import LaggedFibonacci


class _Resource(Protocol):
    bytes: int

    def release(self) -> None: ...


R = TypeVar("R", bound=_Resource)


@dataclass(slots=True)
class _File:
    """libplacebo counts the passes it runs, for each file by itself."""

    passes: int = 0
    random: Xoshiro256Plus = field(default_factory=Xoshiro256Plus)


class ShaderState:
    """Shared by the executors of one renderer, which releases it after them.

    Attributes
    ----------
    frame : pictures drawn so far
    """

    def __init__(self) -> None:
        self.frame = 0
        self._random = LaggedFibonacci()
        self._files: dict[object, _File] = {}
        self._kept: dict[int, tuple[Texture | Buffer, _Resource]] = {}

    def counters(self, run: PassRun, dialect: Dialect) -> tuple[int, float]:
        """Return ``frame`` and ``random`` of a user's pass that is about to run.

        In vo_gpu ``frame`` is the picture's number, and all passes share one generator.
        """
        if dialect is Dialect.VO_GPU:
            return self.frame, self._random.next()
        file = self._files.setdefault(file_key(run.shader), _File())
        file.passes += 1
        return file.passes, file.random.next()

    def kept(self, block: Texture | Buffer, make: Callable[[], R]) -> R:
        """Return the content of a block that shaders write, made the first time.

        A block is the same as long as its file is, so its name, size and format are, too.
        """
        if id(block) not in self._kept:
            # With the block, without which its id might come to mean another.
            self._kept[id(block)] = (block, make())
        return self._kept[id(block)][1]  # type: ignore[return-value]

    @property
    def allocated_bytes(self) -> int:
        """The GPU memory of what was kept, whether the plan of the hour uses it or not."""
        return sum(resource.bytes for _, resource in self._kept.values())

    def release(self) -> None:
        """Free what was kept."""
        for _, resource in self._kept.values():
            resource.release()
        self._kept.clear()
