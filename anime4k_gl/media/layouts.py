"""The renderer's pixel layouts for decoders' pixel formats, and frames' planes and colour tags."""

from __future__ import annotations

from functools import cache, lru_cache

from ..colour import ChromaSiting, Colour, guess
from ..errors import MediaError
from ..formats import PIXEL_LAYOUTS, ColourModel, PixelLayout, Size
from ..frame import Plane
from .pyav import VideoFrame, VideoPlane, av, held_format, primaries_and_transfer

_DEPTHS = (8, 9, 10, 12, 14, 16)

# Formats whose description is incomplete: no components, or components that are not integers.
_SPECIAL = {
    "monow": "gray",
    "monob": "gray",
    "xyz12le": "rgb48le",
    "xyz12be": "rgb48le",
    "yuvj411p": "yuv411p",
}


@cache
def layout_for(pixel_format: str) -> PixelLayout:
    """Return the layout for a decoder's pixel format, given FFmpeg's name of the format.

    The same format if the renderer reads it directly; otherwise one to which swscale can repack it
    with the same components, subsampling and range, and at least the same depth.

    Raises `MediaError` if there is none, as for frames in a GPU's memory.
    """
    if pixel_format in PIXEL_LAYOUTS:
        return PIXEL_LAYOUTS[pixel_format]
    if pixel_format in _SPECIAL:
        return PIXEL_LAYOUTS[_SPECIAL[pixel_format]]
    if pixel_format.endswith("be") and pixel_format[:-2] + "le" in PIXEL_LAYOUTS:
        return PIXEL_LAYOUTS[pixel_format[:-2] + "le"]
    for name in _candidates(av.VideoFormat(pixel_format, 64, 64)):
        if name in PIXEL_LAYOUTS:
            return PIXEL_LAYOUTS[name]
    raise MediaError(f"FFmpeg's pixel format {pixel_format} is not supported")


def _candidates(source: av.VideoFormat) -> list[str]:
    """Return the names of layouts that hold `source` without loss, best first."""
    if source.has_palette:
        return ["rgba"]
    if source.name.startswith("bayer_"):
        return ["rgb48le" if "16" in source.name else "rgb24"]
    components = source.components
    if not components:
        return []
    alpha = any(component.is_alpha for component in components)
    colour = [component for component in components if not component.is_alpha]
    deepest = min(16, max(component.bits for component in components))
    depths = [f"{depth}le" if depth > 8 else "" for depth in _DEPTHS if depth >= deepest]
    if source.is_rgb:
        if deepest <= 8:
            return ["rgba" if alpha else "rgb24"]
        return [f"gbr{'ap' if alpha else 'p'}{depth}" for depth in depths]
    if len(colour) == 1:
        if alpha:
            return ["ya8" if deepest <= 8 else "ya16le"]
        return [f"gray{depth}" for depth in depths]
    # FFmpeg computes the chroma size of a 64x64 frame: 64 is full, 32 half, 16 a quarter.
    digits = {
        (64, 64): "444", (32, 64): "422", (32, 32): "420",
        (64, 32): "440", (16, 64): "411", (16, 16): "410",
    }.get((colour[1].width, colour[1].height), "444")  # fmt: skip
    return [f"yuv{'a' if alpha else ''}{digits}p{depth}" for depth in depths]


def format_of(frame: VideoFrame) -> str:
    """Return FFmpeg's name of a frame's pixel format, in memory or on a device."""
    if device_of(frame) is None:
        return frame.format.name
    return held_format(frame)


def device_of(frame: VideoFrame) -> str | None:
    """Return the kind of device that holds a frame, None if it is in memory."""
    return "cuda" if frame.format.name == "cuda" else None


def repack(frame: VideoFrame, layout: PixelLayout) -> VideoFrame:
    """Return `frame` in `layout`, converted by swscale only if it is in another format.

    Source and target have the same range and matrix, so that components keep their codes.
    """
    if format_of(frame) == layout.name:
        return frame
    levels = 2 if frame.format.name.startswith("yuvj") else frame.color_range
    kwargs = {"src_color_range": levels, "dst_color_range": levels} if levels else {}
    return frame.reformat(format=layout.name, **kwargs)


def planes_of(frame: VideoFrame, layout: PixelLayout) -> tuple[Plane, ...]:
    """Return the planes of a frame that is in `layout` already.

    Each plane's data is the decoder's own buffer, which it keeps alive; a plane stored bottom-up is
    copied, since a `Plane` starts with its top row.
    """
    size = Size(frame.width, frame.height)
    planes = []
    device = device_of(frame)
    for plane, described in zip(frame.planes, layout.planes, strict=True):
        texels = described.size(size)
        if device is not None:
            planes.append(Plane(plane, plane.line_size, texels, device))
        elif plane.line_size >= 0:
            planes.append(Plane(memoryview(plane), plane.line_size, texels))
        else:
            planes.append(Plane(_top_down(plane), -plane.line_size, texels))
    return tuple(planes)


def _top_down(plane: VideoPlane) -> bytes:
    # With a negative line size the plane's pointer is at its top row, the last one in memory. How
    # PyAV's buffer protocol treats that differs between its versions, so memory is read directly.
    import ctypes

    stride = -plane.line_size
    rows = (
        ctypes.string_at(plane.buffer_ptr - row * stride, stride) for row in range(plane.height)
    )
    return b"".join(rows)


def untagged(
    frame: VideoFrame, layout: PixelLayout, context: av.VideoCodecContext
) -> tuple[str, ...]:
    """Return what neither a frame nor its stream says of its colour: ``matrix`` and so on."""
    unspecified = 2
    primaries, transfer = primaries_and_transfer(frame)
    tags = {
        "matrix": (frame.colorspace, context.colorspace),
        "primaries": (primaries, context.color_primaries),
        "transfer": (transfer, context.color_trc),
    }
    missing = [
        name for name, found in tags.items() if all(int(each) == unspecified for each in found)
    ]
    full_range_format = frame.format.name.startswith("yuvj")
    if not (full_range_format or int(frame.color_range) or int(context.color_range)):
        missing.append("range")
    needless = {
        ColourModel.YUV: (),
        ColourModel.GRAY: ("matrix",),
        ColourModel.RGB: ("matrix", "range"),  # of full range where nothing is said
    }[layout.model]
    return tuple(name for name in missing if name not in needless)


def colour_of(
    frame: VideoFrame,
    layout: PixelLayout,
    context: av.VideoCodecContext | None,
    siting: ChromaSiting | None = None,
) -> Colour:
    """Return the frame's colour description from its own tags, then the stream's, then guesses.

    `context` is None for a frame that is of no stream; `siting` is what the stream says of where
    chroma samples lie, None if nothing.
    """
    unspecified = 2  # H.273's code; FFmpeg's range codes have 0 for it
    full_range_format = frame.format.name.startswith("yuvj")
    codes: tuple[int, ...] = (frame.colorspace, *primaries_and_transfer(frame))
    levels = int(frame.color_range)
    if context is not None:
        stream = (context.colorspace, context.color_primaries, context.color_trc)
        pairs = zip(codes, stream, strict=True)
        codes = tuple(ours if ours != unspecified else theirs for ours, theirs in pairs)
        levels = levels or int(context.color_range)
    matrix, primaries, transfer = map(int, codes)
    levels = 2 if full_range_format else levels
    size = Size(frame.width, frame.height)
    return _guess(layout, size, matrix, levels, primaries, transfer, siting)


@lru_cache(maxsize=64)
def _guess(
    layout: PixelLayout,
    size: Size,
    matrix: int,
    levels: int,
    primaries: int,
    transfer: int,
    siting: ChromaSiting | None,
) -> Colour:
    return guess(
        layout, size, matrix=matrix, range=levels, primaries=primaries, transfer=transfer,
        siting=siting,
    )  # fmt: skip
