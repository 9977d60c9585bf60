"""The plan: passes in order with their textures, and skipped passes with the reasons."""

from __future__ import annotations

import math
from dataclasses import field
from functools import cached_property

from ..colour import Colour
from ..formats import PixelLayout, Size, TextureFormat
from ..lazy.dataclass import dataclass
from ..usershader import Buffer, Pass, Texture, UserShader, block_bytes
from .dialect import Dialect


@dataclass(frozen=True, slots=True)
class Slot:
    """A texture the executor allocates; values with disjoint lifetimes share it."""

    size: Size
    format: TextureFormat

    @property
    def bytes(self) -> int:
        """The GPU memory it takes."""
        return self.format.size_in_bytes(self.size)


@dataclass(frozen=True, slots=True)
class Value:
    """A texture's content: an input, or the result of one pass.

    Attributes
    ----------
    name : its name (``PLANE0``, ``MAIN``, a SAVE name)
    size, format : size and format of its texture
    components : number of channels in use
    slot : index into `Plan.slots`; None for an input, which its owner provides
    first_use, last_use : indices into `Plan.runs` of the writer (-1 for an input) and of the last
        reader (one past the end for an output or a watched value)
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
    names : macro prefixes, such as ``("HOOKED", "OUTPUT")``
    value : index into `Plan.values`
    shift, scale : the transform from the pass's output to the texture: the fraction ``f`` of the
        output's width is at ``f * scale[0] * width + shift[0]`` texels; likewise vertically
    multiplier : the factor applied to each read, which undoes a plane's storage scale
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
    label : its name in reports and debuggers
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
    input_size, tex_offset : the values of those names in it, in pixels
    halves : whether its result is truncated to half floats, though it is stored in more bits
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
        """Whether it is the engine's own, not from a user's or a preset's shader."""
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
    """Everything that the executor and reports need. Immutable; free of OpenGL.

    Attributes
    ----------
    source, target, native : sizes; scale factors are relative to `native`: the source's own size,
        or with the scaler ``none`` its size before it was scaled
    layout, colour : the source's; None for a source that is an R'G'B' texture
    scaler : the scaler's name
    steps : every pass in order, both run and skipped
    values : every texture content; the first `inputs` are the inputs
    slots : the textures to allocate
    outputs : indices of the result's values (one, or one per plane)
    owns_inputs : whether the engine allocates the inputs
    dialect : the rules the passes run by
    watched : indices of values that are kept after the run, see `plan.intermediates`
    shown_colour : the colour description of R'G'B' from MAIN on: the source's own, unless it is
        converted for an SDR display
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
        """The lookup tables in use, each once."""
        return tuple({id(t): t for run in self.runs for t in run.lookups}.values())

    @cached_property
    def buffers(self) -> tuple[Buffer, ...]:
        """The buffers in use, each once."""
        return tuple({id(b): b for run in self.runs for b in run.buffers}.values())

    @cached_property
    def memory(self) -> dict[str, int]:
        """The GPU memory a run takes, in bytes.

        By ``inputs``, ``slots``, ``lookups``, ``buffers`` and their ``total``. Inputs count only if
        the engine uploads them, not if they are a host's textures.
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
    # Drivers round the size of a block up to a multiple of a vec4.
    return -(-block_bytes(buffer.variables, storage=buffer.storage) // 16) * 16
