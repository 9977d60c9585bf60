"""Shader state that outlives a plan: the counters behind ``frame`` and ``random``, and storage.

A picture of another size or layout needs another plan and another executor. To the shaders it is
just the next picture: their counters continue and their storage is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Protocol, TypeVar

from ..lazy.dataclass import dataclass
from ..plan import Dialect, PassRun, Plan
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
    """The counters of one file: libplacebo counts the passes it runs per file."""

    passes: int = 0
    random: Xoshiro256Plus = field(default_factory=Xoshiro256Plus)


class ShaderState:
    """The state shared by the executors of one renderer, which releases it after them.

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
        """Return ``frame`` and ``random`` for a user's pass that is about to run.

        In vo_gpu ``frame`` is the picture's number and all passes share one generator.
        """
        if dialect is Dialect.VO_GPU:
            return self.frame, self._random.next()
        file = self._files.setdefault(file_key(run.shader), _File())
        file.passes += 1
        return file.passes, file.random.next()

    def count(self, plan: Plan) -> None:
        """Count a picture that a plan need not run for, so that later ones have their numbers."""
        self.frame += 1
        for run in plan.runs:
            if not run.builtin:
                self.counters(run, plan.dialect)

    def storage(self, block: Texture | Buffer, create: Callable[[], R]) -> R:
        """Return the resource of a block that shaders write, created the first time.

        A block is the same object as long as its file is; so are its name, size and format.
        """
        if id(block) not in self._kept:
            # Kept with the block: once freed, its id could come to mean another.
            self._kept[id(block)] = (block, create())
        return self._kept[id(block)][1]  # type: ignore[return-value]

    def restart(self) -> bool:
        """Count from the start again; return whether that is all: there is no storage.

        Storage is not emptied, which only who makes new executors can do.
        """
        self.frame = 0
        self._random = LaggedFibonacci()
        self._files.clear()
        return not self._kept

    @property
    def allocated_bytes(self) -> int:
        """The GPU memory of the storage, whether the current plan uses it or not."""
        return sum(resource.bytes for _, resource in self._kept.values())

    def release(self) -> None:
        """Free the storage."""
        for _, resource in self._kept.values():
            resource.release()
        self._kept.clear()
