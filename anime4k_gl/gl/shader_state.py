"""Shader state that outlives a plan: the counters behind ``frame`` and ``random``, and storage.

A picture of another size or layout needs another plan and another executor. To the shaders it is
just the next picture: their counters continue and their storage is kept.
"""

from __future__ import annotations

from collections.abc import Callable
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


class _Generator(Protocol):
    def next(self) -> float: ...


@dataclass(slots=True)
class _Passes:
    """The passes that were counted; for each, its generator has a number."""

    random: _Generator
    count: int = 0
    taken: int = 0  # numbers; only passes that ask for theirs have them taken

    def number(self) -> float:
        """Return the number of the pass that was counted last."""
        for _ in range(self.taken, self.count - 1):
            self.random.next()
        self.taken = self.count
        return self.random.next()


class ShaderState:
    """The state shared by the executors of one renderer, which releases it after them.

    Attributes
    ----------
    frame : pictures drawn so far
    """

    def __init__(self) -> None:
        self.frame = 0
        self._all = _Passes(LaggedFibonacci())
        self._files: dict[object, _Passes] = {}
        self._kept: dict[int, tuple[Texture | Buffer, _Resource]] = {}

    def counters(self, run: PassRun, dialect: Dialect) -> tuple[int, float]:
        """Return ``frame`` and ``random`` for a user's pass that is about to run.

        In vo_gpu ``frame`` is the picture's number and all passes share one generator; libplacebo
        counts the passes of each file.
        """
        passes = self._counted(run, dialect)
        return self.frame if dialect is Dialect.VO_GPU else passes.count, passes.number()

    def count(self, plan: Plan) -> None:
        """Count a picture whose passes do not ask, so that later ones have their numbers."""
        self.frame += 1
        for run in plan.runs:
            if not run.builtin:
                self._counted(run, plan.dialect)

    def _counted(self, run: PassRun, dialect: Dialect) -> _Passes:
        passes = self._all
        if dialect is not Dialect.VO_GPU:
            key = file_key(run.shader)
            if key not in self._files:
                self._files[key] = _Passes(Xoshiro256Plus())
            passes = self._files[key]
        passes.count += 1
        return passes

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
        self._all = _Passes(LaggedFibonacci())
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
