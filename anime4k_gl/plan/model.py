"""The plan: what runs, on which textures, in which order, and what does not run and why."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

from ..colour import Colour
from ..formats import PixelLayout, Size, TextureFormat
from ..usershader import Buffer, Pass, Texture, UserShader, block_bytes
from .dialect import Dialect


@dataclass(frozen=True, slots=True)
class Slot:
    """One texture the executor allocates; values with disjoint lifetimes share it."""

    size: Size
    format: TextureFormat

    @property
    def bytes(self) -> int:
        """The GPU memory it takes."""
        return self.format.size_in_bytes(self.size)


@dataclass(frozen=True, slots=True)
class Value:
    """A texture's content: an input, or what one pass wrote.

    Attributes
    ----------
    name : the name it goes by (``PLANE0``, ``MAIN``, a SAVE name)
    size, format : of its texture
    components : channels that carry something
    slot : index into `Plan.slots`; None for an input, which its owner provides
    first_use, last_use : indices into `Plan.runs`: who writes it (-1 for an input), who reads it
        last (one past the end for an output, or what is watched)
    """

    name: str
    size: Size
    format: TextureFormat
    components: int
    slot: int | None
    first_use: int
    last_use: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A value as a pass sees it.

    Attributes
    ----------
    names : macro prefixes, ``("HOOKED", "OUTPUT")``
    value : index into `Plan.values`
    shift, scale : how the pass's output lies on the texture: the share ``f`` of the output's
        width is at ``f * scale[0] * width + shift[0]`` texels; likewise vertically
    multiplier : what a read is multiplied by, to undo how a plane is stored
    """

    names: tuple[str, ...]
    value: int
    shift: tuple[float, float] = (0.0, 0.0)
    scale: tuple[float, float] = (1.0, 1.0)
    multiplier: float = 1.0

    @property
    def straight(self) -> bool:
        """Whether the output covers the texture from edge to edge."""
        return self.shift == (0.0, 0.0) and self.scale == (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class PassRun:
    """A pass that runs.

    Attributes
    ----------
    label : what reports and debuggers call it
    hook : the hook point it runs at, or the built-in stage (``source``,
        ``planes``, ``scale``, ``output``)
    shader : the file it comes from
    shader_pass : the pass itself
    bindings : the values it reads
    lookups : the lookup tables it reads, or with `Texture.storage` also writes
    buffers : the buffers it reads, or with `Buffer.storage` also writes
    params : the parameters of its file, with their values
    output : index of the value it writes
    components : channels it writes; the rest become 0, 0, 1
    pass_index : its place in its file, from 0
    input_size, tex_offset : what those names read as in it, in pixels
    halves : whether its result is cut off to half floats, though it is stored in more bits
    """

    label: str
    hook: str
    shader: UserShader
    shader_pass: Pass
    bindings: tuple[Binding, ...]
    lookups: tuple[Texture, ...]
    buffers: tuple[Buffer, ...]
    params: tuple[tuple[str, float | int], ...]
    output: int
    components: int
    pass_index: int
    input_size: tuple[float, float]
    tex_offset: tuple[float, float]
    halves: bool = False

    @property
    def builtin(self) -> bool:
        """Whether the engine put it in, not a shader of the user or a preset."""
        return self.hook in BUILTIN_STAGES

    @property
    def sampled(self) -> tuple[Texture, ...]:
        """The lookup tables that samplers read."""
        return tuple(t for t in self.lookups if not t.storage)

    @property
    def stored(self) -> tuple[Texture, ...]:
        """The lookup tables that are read and written by texel."""
        return tuple(t for t in self.lookups if t.storage)

    @property
    def uniform_buffers(self) -> tuple[Buffer, ...]:
        """The buffers that are only read."""
        return tuple(b for b in self.buffers if not b.storage)

    @property
    def storage_buffers(self) -> tuple[Buffer, ...]:
        """The buffers that are read and written."""
        return tuple(b for b in self.buffers if b.storage)


BUILTIN_STAGES = ("source", "planes", "scale", "output")


@dataclass(frozen=True, slots=True)
class PassSkip:
    """A pass that does not run at one hook point, and why."""

    label: str
    hook: str
    shader: UserShader
    shader_pass: Pass
    reason: str
    pass_index: int


@dataclass(frozen=True)
class Plan:
    """Everything the executor needs, and everything a report tells. Immutable; no OpenGL in it.

    Attributes
    ----------
    source, target, native : sizes; `native` is what scale factors count from: the source's own
        size, or with the scaler ``none`` the size it had before it was scaled
    layout, colour : the source's; None when the source is an R'G'B' texture
    scaler : the scaler's name
    steps : every pass in order, those that run and those that do not
    values : every texture content; the first `inputs` are the inputs
    slots : the textures to allocate
    outputs : indices of the values that are the result (one, or one per plane)
    owns_inputs : whether the engine allocates the inputs
    dialect : whose rules the passes run by
    watched : indices of values that are kept to be looked at after the run, see `plan.views`
    shown_colour : the colour description of R'G'B' from MAIN on: the source's own, unless it was
        taken to an SDR display's
    """

    source: Size
    target: Size
    native: Size
    layout: PixelLayout | None
    colour: Colour | None
    scaler: str
    steps: tuple[PassRun | PassSkip, ...]
    values: tuple[Value, ...]
    inputs: int
    slots: tuple[Slot, ...]
    outputs: tuple[int, ...]
    owns_inputs: bool = field(default=True)
    dialect: Dialect = Dialect.VO_GPU
    watched: tuple[int, ...] = ()
    shown_colour: Colour | None = None

    @cached_property
    def runs(self) -> tuple[PassRun, ...]:
        """The passes that run."""
        return tuple(step for step in self.steps if isinstance(step, PassRun))

    @cached_property
    def lookups(self) -> tuple[Texture, ...]:
        """The lookup tables that are read, each once."""
        return tuple({id(t): t for run in self.runs for t in run.lookups}.values())

    @cached_property
    def buffers(self) -> tuple[Buffer, ...]:
        """The buffers that are read or written, each once."""
        return tuple({id(b): b for run in self.runs for b in run.buffers}.values())

    @cached_property
    def memory(self) -> dict[str, int]:
        """The GPU memory a run takes, in bytes.

        By ``inputs``, ``slots``, ``lookups``, ``buffers`` and their ``total``.
        Inputs count only where the engine uploads them; a host's own texture is the host's.
        """
        inputs = self.values[: self.inputs] if self.owns_inputs else ()
        parts = {
            "inputs": sum(v.format.size_in_bytes(v.size) for v in inputs),
            "slots": sum(slot.bytes for slot in self.slots),
            "lookups": sum(map(_lookup_bytes, self.lookups)),
            "buffers": sum(map(_buffer_bytes, self.buffers)),
        }
        return parts | {"total": sum(parts.values())}


def _lookup_bytes(texture: Texture) -> int:
    return math.prod(texture.size) * texture.format.texel_bytes


def _buffer_bytes(buffer: Buffer) -> int:
    # Drivers round the size of a block up to that of a vec4.
    return -(-block_bytes(buffer.variables, storage=buffer.storage) // 16) * 16
