"""The model of a user shader: immutable values with their places in the text.

`span` and `directives` fields hold character offsets into `UserShader.text`; `source_map` fields
say which lines of which files a block was read from, and stay with it in another shader. None of
them takes part in comparison: two shaders are equal when they mean the same, however they are laid
out.
"""

from __future__ import annotations

import enum
from dataclasses import field
from functools import cached_property

from ..errors import UserShaderError
from ..formats import TextureFormat
from ..lazy.dataclass import dataclass
from .expression import Expression
from .source import NOWHERE, OWN_LINES, Origin, SourceMap, SourceText, Span, error_at


@dataclass(frozen=True, slots=True)
class Directive:
    """One ``//!`` line as written, kept so that later checks can point at it.

    Attributes
    ----------
    keyword : ``HOOK``, ``BIND`` ...
    argument : the text behind the keyword, stripped
    span : the line from ``//!`` to the end of the argument
    argument_span : the argument; without one, an empty span behind the keyword
    """

    keyword: str
    argument: str
    span: Span
    argument_span: Span


@dataclass(frozen=True, slots=True)
class Offset:
    """``//!OFFSET x y``: how far the pass moved the picture, in output pixels."""

    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Compute:
    """``//!COMPUTE bw bh [tw th]``: the block a work group covers, and its threads."""

    block_width: int
    block_height: int
    threads_width: int
    threads_height: int


@dataclass(frozen=True, slots=True)
class Pass:
    """One shader pass: a header of directives and a GLSL body that defines ``vec4 hook()``.

    Attributes
    ----------
    hooks : hook points it runs at, in the order named, without duplicates; none: it never runs
    binds : textures it reads, in the order named, without duplicates
    save : name its result is stored under; None overwrites the hooked texture
    desc : its label, None if the header has none
    width, height : output size; None is the hooked texture's
    when : run condition; None is "always"
    offset : declared shift of the content
    align : ``//!OFFSET ALIGN`` was given
    components : channels written, 1 to 4 (0 is read as None); None is the hooked texture's
    compute : set for a compute pass
    body : the GLSL text after the header, verbatim, with the file's line endings
    """

    hooks: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    save: str | None = None
    desc: str | None = None
    width: Expression | None = None
    height: Expression | None = None
    when: Expression | None = None
    offset: Offset = Offset()
    align: bool = False
    components: int | None = None
    compute: Compute | None = None
    body: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    body_span: Span = field(default=NOWHERE, compare=False, repr=False)
    directives: tuple[Directive, ...] = field(default=(), compare=False, repr=False)
    source_map: SourceMap = field(default=OWN_LINES, compare=False, repr=False)


class Filter(enum.Enum):
    """The filter a lookup texture is sampled with."""

    LINEAR = "LINEAR"
    NEAREST = "NEAREST"


class Border(enum.Enum):
    """The behaviour of a lookup texture outside [0, 1]."""

    CLAMP = "CLAMP"
    REPEAT = "REPEAT"
    MIRROR = "MIRROR"


@dataclass(frozen=True, slots=True)
class Texture:
    """A ``//!TEXTURE`` block: a lookup table of 1 to 3 dimensions.

    Attributes
    ----------
    size : texels per dimension, 1 to 3 numbers
    format : storage of a texel
    filter : None if the block has none (players differ: vo_gpu linear, libplacebo nearest)
    border : edge behaviour
    storage : a read/write image that persists over frames
    data : the texels of the hex body, little endian, first row at coordinate 0; empty only for
        storage textures
    """

    name: str
    size: tuple[int, ...]
    format: TextureFormat
    filter: Filter | None = None
    border: Border = Border.CLAMP
    storage: bool = False
    data: bytes = field(default=b"", repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    directives: tuple[Directive, ...] = field(default=(), compare=False, repr=False)
    source_map: SourceMap = field(default=OWN_LINES, compare=False, repr=False)


class ParamType(enum.Enum):
    """The value type of a ``//!PARAM``."""

    FLOAT = "float"
    INT = "int"
    UINT = "uint"
    DEFINE = "DEFINE"


class ParamStorage(enum.Enum):
    """The storage of a parameter: DEFAULT and DYNAMIC are uniforms, CONSTANT is compiled in."""

    DEFAULT = ""
    DYNAMIC = "DYNAMIC"
    CONSTANT = "CONSTANT"


@dataclass(frozen=True, slots=True)
class Param:
    """A ``//!PARAM`` block: a tunable visible in all passes and expressions of its file.

    Attributes
    ----------
    default : initial value; an int for every type but FLOAT
    minimum, maximum : inclusive bounds, None if the block has none (an ENUM always has both)
    members : an ENUM's names, whose values are 0, 1, 2 ...; empty for other types
    """

    name: str
    type: ParamType
    default: float | int
    desc: str | None = None
    storage: ParamStorage = ParamStorage.DEFAULT
    minimum: float | int | None = None
    maximum: float | int | None = None
    members: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    directives: tuple[Directive, ...] = field(default=(), compare=False, repr=False)
    source_map: SourceMap = field(default=OWN_LINES, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BufferVariable:
    """One ``//!VAR`` line: a GLSL type and a name, with its array size or None."""

    type: str
    name: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Buffer:
    """A ``//!BUFFER`` block: a uniform block, or with `storage` a persistent storage buffer.

    Attributes
    ----------
    data : initial content in std140 (std430 with `storage`); empty only with `storage`
    """

    name: str
    variables: tuple[BufferVariable, ...]
    storage: bool = False
    data: bytes = field(default=b"", repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    directives: tuple[Directive, ...] = field(default=(), compare=False, repr=False)
    source_map: SourceMap = field(default=OWN_LINES, compare=False, repr=False)


Block = Pass | Texture | Param | Buffer


def origin_of(block: Block) -> Origin | None:
    """Return the file and line a block begins at; None for one that was built by code."""
    return block.source_map.origin(1, "") if block.source_map.stretches else None


@dataclass(frozen=True, slots=True)
class PresetOrigin:
    """The preset that a shader was made from.

    Attributes
    ----------
    name : as it was asked for: a name, or the path of a user's preset
    base : the preset of the package whose passes these are; None for a user's own shader files
    without : what of it is left out, see `Preset.without`
    """

    name: str
    base: str | None
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class UserShader:
    """A whole user shader file.

    Attributes
    ----------
    blocks : its blocks in file order
    filename : the name messages use
    text : what was parsed, whole: what it included is part of it
    source_map : where the lines of `text` were written
    preset : the preset it was made from; None for a file or a text
    colour_bits, scaled_bits : as many bits a channel of opaque colour are enough, where the result
        has 8, between its passes and from the scaler; a preset says so, files cannot
    colours : the textures of its own, by the names they are saved under, that hold such colour
    scaled_first : the source of a pass that scales and does what the first pass does, both in one;
        None where there is none; a preset says so, files cannot
    wide : whether what it calls half floats may be stored in 32 bits, cut off to what those hold
    narrow : whether textures of its own of one or two components are stored as such, where players
        have four
    """

    blocks: tuple[Block, ...] = ()
    filename: str = field(default="<string>", compare=False)
    text: str = field(default="", compare=False, repr=False)
    source_map: SourceMap = field(default=OWN_LINES, compare=False, repr=False)
    preset: PresetOrigin | None = field(default=None, compare=False, repr=False)
    colour_bits: int = 16
    scaled_bits: int = 16
    colours: frozenset[str] = frozenset()
    scaled_first: SourceText | None = field(default=None, repr=False)
    wide: bool = False
    narrow: bool = False

    @cached_property
    def passes(self) -> tuple[Pass, ...]:
        """The shader passes in order."""
        return tuple(block for block in self.blocks if isinstance(block, Pass))

    @cached_property
    def textures(self) -> tuple[Texture, ...]:
        """The lookup textures in order."""
        return tuple(block for block in self.blocks if isinstance(block, Texture))

    @cached_property
    def params(self) -> tuple[Param, ...]:
        """The tunables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Param))

    @cached_property
    def buffers(self) -> tuple[Buffer, ...]:
        """The buffers in order."""
        return tuple(block for block in self.blocks if isinstance(block, Buffer))

    def error(self, message: str, span: Span) -> UserShaderError:
        """Return the error that points at `span` of this shader's text, in its file."""
        return error_at(self.text, self.filename, message, span, self.source_map)

    def origin(self, line: int) -> Origin:
        """Return where a line of the text, from 1, was written."""
        return self.source_map.origin(line, self.filename)
