"""Sizes, texture formats and pixel layouts: the vocabulary of all other modules.

Plain values, independent of GPU and decoder. A `TextureFormat` describes the storage of a texel; a
`PixelLayout` describes how a decoded frame is split into planes, each of which is one texture.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator

from .lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """A width and a height in pixels."""

    width: int
    height: int

    def __iter__(self) -> Iterator[int]:
        return iter((self.width, self.height))

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @property
    def pixels(self) -> int:
        """The number of pixels."""
        return self.width * self.height

    def subsampled(self, log2_x: int, log2_y: int) -> Size:
        """Return the size of a plane subsampled by powers of two, rounded up as decoders do."""
        return Size(-(-self.width >> log2_x), -(-self.height >> log2_y))


@dataclass(frozen=True, slots=True)
class TextureFormat:
    """The storage of one texel.

    Attributes
    ----------
    name : its name in the user-shader format (``rgba16f``, ``r8`` ...)
    components : 1 to 4
    dtype : moderngl's name of the component type (``f1`` is 8-bit unorm, ``nu2`` 16-bit unorm)
    texel_bytes : bytes per texel in GPU memory
    hex_bytes : bytes per texel in the hex body of a ``//!TEXTURE`` block; there the ``16f`` formats
        are written as 32-bit floats, the ``16hf`` formats as stored
    filterable : whether a linear sampler may read it
    """

    name: str
    components: int
    dtype: str
    texel_bytes: int
    hex_bytes: int
    filterable: bool

    def __str__(self) -> str:
        return self.name

    def size_in_bytes(self, size: Size) -> int:
        """Return the GPU memory of one texture of this format and size, without padding."""
        return size.pixels * self.texel_bytes


def _texture_formats() -> Iterator[TextureFormat]:
    channels = ("r", "rg", "rgb", "rgba")
    families = (  # suffix, moderngl dtype, bytes stored, bytes in the hex body, filterable
        ("8", "f1", 1, 1, True),
        ("16", "nu2", 2, 2, True),
        ("16f", "f2", 2, 4, True),
        ("16hf", "f2", 2, 2, True),
        ("32f", "f4", 4, 4, True),
        ("8ui", "u1", 1, 1, False),
        ("16ui", "u2", 2, 2, False),
        ("32ui", "u4", 4, 4, False),
        ("8i", "i1", 1, 1, False),
        ("16i", "i2", 2, 2, False),
        ("32i", "i4", 4, 4, False),
    )
    for suffix, dtype, stored, hexed, filterable in families:
        for count, name in enumerate(channels, start=1):
            yield TextureFormat(
                name + suffix, count, dtype, stored * count, hexed * count, filterable
            )
    yield TextureFormat("rgb10_a2", 4, "rgb10_a2", 4, 4, True)


TEXTURE_FORMATS: dict[str, TextureFormat] = {f.name: f for f in _texture_formats()}
"""Every texture format by its user-shader name."""

RGBA16F = TEXTURE_FORMATS["rgba16f"]
RGBA16 = TEXTURE_FORMATS["rgba16"]
RGBA32F = TEXTURE_FORMATS["rgba32f"]

HALF_FLOATS = tuple(TEXTURE_FORMATS[name + "16f"] for name in ("r", "rg", "rgb", "rgba"))
"""Half floats of 1 to 4 components."""
RGBA8 = TEXTURE_FORMATS["rgba8"]


class ColourModel(enum.Enum):
    """The meaning of a pixel layout's components before the colour matrix."""

    YUV = "yuv"
    RGB = "rgb"
    GRAY = "gray"


@dataclass(frozen=True, slots=True)
class PlaneLayout:
    """One plane of a decoded frame, uploaded as one texture.

    Attributes
    ----------
    format : the texture's format; 9 to 16 significant bits are stored as 16-bit unorm
    channels : the component in each texture channel, of ``y u v r g b a x`` (``x`` is padding),
        in memory order: nv12's second plane is ``"uv"``, bgra ``"bgra"``
    log2_x, log2_y : subsampling relative to the frame, as powers of two
    """

    format: TextureFormat
    channels: str
    log2_x: int = 0
    log2_y: int = 0

    def size(self, frame: Size) -> Size:
        """Return the plane's size in texels for a frame of the given size."""
        return frame.subsampled(self.log2_x, self.log2_y)


@dataclass(frozen=True, slots=True)
class PixelLayout:
    """The layout of a frame's pixels in memory, by FFmpeg's name.

    Attributes
    ----------
    name : FFmpeg's pixel format name, little endian (``yuv420p10le``, ``nv12``, ``gbrp``)
    model : the meaning of the components
    depth : significant bits of a component
    shift : unused low bits below them (6 for p010, else 0)
    planes : the planes in memory order
    """

    name: str
    model: ColourModel
    depth: int
    shift: int
    planes: tuple[PlaneLayout, ...]

    def __str__(self) -> str:
        return self.name

    @property
    def has_alpha(self) -> bool:
        """Whether one of the components is alpha."""
        return any("a" in plane.channels for plane in self.planes)

    @property
    def chroma_log2(self) -> tuple[int, int]:
        """The subsampling of the chroma planes as powers of two; (0, 0) without chroma."""
        for plane in self.planes:
            if "u" in plane.channels:
                return plane.log2_x, plane.log2_y
        return 0, 0

    @property
    def storage_bits(self) -> int:
        """The bits of a component in its texture: 8 or 16."""
        return 16 if self.planes[0].format.dtype == "nu2" else 8


def _pixel_layouts() -> Iterator[PixelLayout]:
    def texture(components: int, bits: int) -> TextureFormat:
        return TEXTURE_FORMATS[f"{'rgba'[:components]}{8 if bits == 8 else 16}"]

    subsampling = {"420": (1, 1), "422": (1, 0), "444": (0, 0), "440": (0, 1), "411": (2, 0),
                   "410": (2, 2)}  # fmt: skip
    # The combinations in FFmpeg: rare subsamplings only in 8 bits, alpha not in every depth.
    opaque = {8: "420 422 444 440 411 410", 9: "420 422 444", 10: "420 422 444 440",
              12: "420 422 444 440", 14: "420 422 444", 16: "420 422 444"}  # fmt: skip
    translucent = {8: "420 422 444", 9: "420 422 444", 10: "420 422 444", 12: "422 444",
                   14: "", 16: "420 422 444"}  # fmt: skip
    for depth in opaque:
        suffix = "" if depth == 8 else f"{depth}le"
        one = texture(1, depth)
        luma, alpha = PlaneLayout(one, "y"), PlaneLayout(one, "a")
        for prefix, names in (("yuv", opaque), ("yuva", translucent)):
            for digits in names[depth].split():
                chroma = (PlaneLayout(one, c, *subsampling[digits]) for c in "uv")
                planes = (luma, *chroma, alpha) if prefix == "yuva" else (luma, *chroma)
                name = f"{prefix}{digits}p{suffix}"
                yield PixelLayout(name, ColourModel.YUV, depth, 0, planes)
        planes = tuple(PlaneLayout(one, channel) for channel in "gbr")
        yield PixelLayout(f"gbrp{suffix}", ColourModel.RGB, depth, 0, planes)
        if depth != 9:
            yield PixelLayout(f"gbrap{suffix}", ColourModel.RGB, depth, 0, (*planes, alpha))
        yield PixelLayout(f"gray{suffix}", ColourModel.GRAY, depth, 0, (luma,))
    for digits in ("420", "422", "440", "444"):  # FFmpeg's older names for full-range YUV
        one = texture(1, 8)
        chroma = (PlaneLayout(one, c, *subsampling[digits]) for c in "uv")
        planes = (PlaneLayout(one, "y"), *chroma)
        yield PixelLayout(f"yuvj{digits}p", ColourModel.YUV, 8, 0, planes)
    semi_planar = (
        ("nv12", 8, 0, "uv", (1, 1)),
        ("nv21", 8, 0, "vu", (1, 1)),
        ("nv16", 8, 0, "uv", (1, 0)),
        ("nv24", 8, 0, "uv", (0, 0)),
        ("p010le", 10, 6, "uv", (1, 1)),
        ("p012le", 12, 4, "uv", (1, 1)),
        ("p016le", 16, 0, "uv", (1, 1)),
        ("p210le", 10, 6, "uv", (1, 0)),
    )
    for name, depth, shift, order, log2 in semi_planar:
        planes = (PlaneLayout(texture(1, depth), "y"), PlaneLayout(texture(2, depth), order, *log2))
        yield PixelLayout(name, ColourModel.YUV, depth, shift, planes)
    packed = {
        "rgb24": ("rgb", 8), "bgr24": ("bgr", 8),
        "rgba": ("rgba", 8), "bgra": ("bgra", 8), "argb": ("argb", 8), "abgr": ("abgr", 8),
        "rgb0": ("rgbx", 8), "bgr0": ("bgrx", 8), "0rgb": ("xrgb", 8), "0bgr": ("xbgr", 8),
        "rgb48le": ("rgb", 16), "bgr48le": ("bgr", 16),
        "rgba64le": ("rgba", 16), "bgra64le": ("bgra", 16),
    }  # fmt: skip
    for name, (channels, depth) in packed.items():
        plane = PlaneLayout(texture(len(channels), depth), channels)
        yield PixelLayout(name, ColourModel.RGB, depth, 0, (plane,))
    for name, depth in (("ya8", 8), ("ya16le", 16)):
        plane = PlaneLayout(texture(2, depth), "ya")
        yield PixelLayout(name, ColourModel.GRAY, depth, 0, (plane,))


PIXEL_LAYOUTS: dict[str, PixelLayout] = {layout.name: layout for layout in _pixel_layouts()}
"""Every pixel layout the renderer reads plane by plane, by FFmpeg's name."""
