"""File in, file out: a picture or a video, upscaled, with everything else of it kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from .backends import Forms
from .colour import UNSPECIFIED, Colour, Matrix, Range, guess_primaries
from .errors import MediaError, OptionError
from .formats import ColourModel, PixelLayout, Size
from .frame import Frame
from .gl import cuda
from .gl.offscreen import OffscreenThread
from .gl.pixel_transfer import Readback
from .library import DEFAULT_PRESET
from .media.failures import check_input, check_output
from .media.pictures.api import PICTURE_SUFFIXES, is_picture, read_picture, write_picture
from .media.video.hwdec import CUDA_HWDECS, resolve_hwdec
from .media.video.video_source import TruncatedError, VideoSource
from .media.writing.codecs import default_layout, losses, resolve_codec, resolve_layout
from .media.writing.video_writer import BlankFrame, VideoWriter
from .options import (
    ShaderSource,
    choose_dialect,
    parse_size,
    resolve_sizes,
)
from .pipeline import Prefetch, StageTimes, held_back
from .plan import Dialect, PlaneOutput, ScalingOptions
from .renderer import Renderer, SourceFormat
from .upscaler import upscale

Progress = Callable[[int, int | None], None]
"""Called with the frames done and the frames there are, None where that is not known."""

DEFAULT_CODEC = "libx264"
DEFAULT_CRF = 16.0

# Frames that wait between two stages, and frames that the GPU copies out while it draws the next.
_DECODED_AHEAD = 4
_READ_BEHIND = 2
_RENDERED_AHEAD = 3


@dataclass(frozen=True)
class Transcoded:
    """What a transcode did.

    Attributes
    ----------
    source_size, target_size : in pixels
    frames : frames written; 1 for a picture
    notes : what the user should know of: something that could not be kept, or was rounded
    seconds : of a video, the time each stage took, by name; stages run at the same time
    """

    source_size: Size
    target_size: Size
    frames: int
    notes: tuple[str, ...] = field(default=())
    seconds: Mapping[str, float] = field(default_factory=dict)


def transcode(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    scale: float = 2.0,
    size: tuple[int, int] | str | None = None,
    preset: str = DEFAULT_PRESET,
    scaler: str = "bicubic",
    shaders: Sequence[ShaderSource] = (),
    params: Mapping[str, float | int | str] | None = None,
    backend: str = "auto",
    dialect: str | None = None,
    scaling: ScalingOptions | None = None,
    codec: str = DEFAULT_CODEC,
    crf: float | None = None,
    codec_preset: str | None = None,
    pix_fmt: str | None = None,
    quality: int = 95,
    hwdec: str = "none",
    overwrite: bool = False,
    keep_partial: bool = False,
    progress: Progress | None = None,
) -> Transcoded:
    """Upscale a picture or a video file.

    A picture keeps its depth, alpha, ICC profile and metadata; its orientation is applied. A
    video keeps its other streams, chapters, attachments, timestamps and colour tags. The output is
    written beside its final name and renamed when it is whole.

    Parameters
    ----------
    source, target : the files; `target`'s extension chooses the picture or container format
    scale, size, preset, scaler, shaders, params, backend : as for `upscale`; `size` may also be
        text: ``1920x1080``, or ``1920x`` or ``x1080`` to keep the aspect
    dialect : ``vo_gpu`` or ``libplacebo``: whose rules hold for `shaders`
    scaling : how else scaling is done, see `ScalingOptions`
    codec, crf, codec_preset, pix_fmt : of the encoder, for a video; x264 at crf 16 by default
    quality : 1 to 100, for a picture in a lossy format
    hwdec : of a video, decode on a device: ``cuda``, ``vaapi``, ``d3d11va``, ``videotoolbox``, or
        ``auto`` for one that is there; software takes over where it fails, and a note says why
    overwrite : replace an existing file
    keep_partial : of a truncated video, keep what can be decoded
    progress : called after every frame

    Raises
    ------
    OptionError, MediaError, GLError, UserShaderError : in one line, with nothing written
    """
    resolve_hwdec(hwdec)
    check_input(source)
    target_path = check_output(target, overwrite=overwrite)
    if target_path.exists() and os.path.samefile(source, target_path):
        raise MediaError(f"{os.fspath(target)}: is the input itself; choose another name")
    job = _Job(
        source=Path(source),
        target=target_path,
        scale=scale,
        size=size,
        scaler=scaler,
        preset=preset,
        given=tuple(shaders),
        backend=backend,
        forms=Forms.of(backend, preset, shaders),
        params=dict(params or {}),
        dialect=choose_dialect(dialect, shaders, preset),
        scaling=scaling,
        overwrite=overwrite,
        progress=progress or (lambda done, total: None),
    )
    if is_picture(source):
        return _transcode_picture(job, quality)
    if target_path.suffix.lower() in PICTURE_SUFFIXES:
        raise OptionError(f"{os.fspath(target)}: a video cannot become a picture; write to .mkv")
    encoder = resolve_codec(codec)
    if crf is None and encoder == DEFAULT_CODEC:
        crf = DEFAULT_CRF
    return _transcode_video(
        job,
        encoder=encoder,
        crf=crf,
        codec_preset=codec_preset,
        pix_fmt=pix_fmt,
        hwdec=hwdec,
        keep_partial=keep_partial,
    )


@dataclass(frozen=True)
class _Job:
    """The options that pictures and videos share."""

    source: Path
    target: Path
    scale: float
    size: tuple[int, int] | str | None
    scaler: str
    preset: str
    given: tuple[ShaderSource, ...]
    backend: str
    forms: Forms
    params: Mapping[str, float | int | str]
    dialect: Dialect | None
    scaling: ScalingOptions | None
    overwrite: bool
    progress: Progress

    def sizes(self, source: Size) -> tuple[Size, Size]:
        """Return (target, native) for a source size."""
        size = self.size
        wanted = parse_size(size, source) if isinstance(size, str) else size and Size(*size)
        return resolve_sizes(source, scale=self.scale, size=wanted or None, scaler=self.scaler)


def _transcode_picture(job: _Job, quality: int) -> Transcoded:
    picture = read_picture(job.source)
    height, width, channels = picture.pixels.shape
    source = Size(width, height)
    target, _ = job.sizes(source)
    # Gray travels as R'G'B' and is gray again afterwards: the passes keep equal channels equal.
    gray = channels < 3
    pixels: np.ndarray[Any, Any] = picture.pixels
    if gray:
        pixels = np.concatenate([pixels[..., :1]] * 3 + [pixels[..., 1:]], axis=2)
    result = upscale(
        pixels,
        scale=job.scale,
        size=None if job.size is None else (target.width, target.height),
        scaler=job.scaler,
        preset=job.preset,
        shaders=job.given,
        params=job.params,
        backend=job.backend,
        dialect=job.dialect,
        scaling=job.scaling,
    )
    if gray:
        result = np.ascontiguousarray(result[..., 2 : 2 + channels])
    write_picture(job.target, replace(picture, pixels=result), quality=quality,
                  overwrite=job.overwrite)  # fmt: skip
    job.progress(1, 1)
    return Transcoded(source, target, 1)


def _transcode_video(
    job: _Job,
    *,
    encoder: str,
    crf: float | None,
    codec_preset: str | None,
    pix_fmt: str | None,
    hwdec: str,
    keep_partial: bool,
) -> Transcoded:
    notes: list[str] = []
    with ExitStack() as stack:
        offscreen = OffscreenThread()
        stack.callback(offscreen.close)
        on_device = hwdec in CUDA_HWDECS and offscreen.call(lambda _: cuda.unusable()) is None
        source = stack.enter_context(VideoSource(job.source, hwdec=hwdec, on_device=on_device))
        if pix_fmt is not None:
            layout = resolve_layout(encoder, pix_fmt)
        else:
            layout = default_layout(encoder, source.layout)
        lost = losses(source.layout, layout)
        if lost:
            notes.append(f"{encoder} as {layout.name} does not keep: {', '.join(lost)}")
        target, native = _even_sizes(job, source.size, layout, notes)
        colour = output_colour(source.colour, layout, source.size)
        output = PlaneOutput(layout, colour)

        # Everything that may fail on account of the options comes before the file is opened.
        renderer = offscreen.call(
            lambda context: Renderer(
                context,
                job.forms,
                scaler=job.scaler,
                params=job.params,
                dialect=job.dialect,
                scaling=job.scaling,
            )
        )
        offscreen.at_close(renderer.release)
        offscreen.call(
            lambda _: renderer.prepare(
                SourceFormat(source.size, source.layout, source.colour),
                target=target, native=native, output=output,
            )
        )  # fmt: skip
        writer = stack.enter_context(
            VideoWriter(
                job.target,
                source,
                size=target,
                layout=layout,
                colour=colour,
                codec=encoder,
                crf=crf,
                preset=codec_preset,
                overwrite=job.overwrite,
            )
        )

        def draw(frame: Frame) -> _Drawing:
            def work(_: Any) -> _Drawing:
                with times.measure("upload"):
                    renderer.upload(frame, target=target, native=native, output=output)
                with times.measure("draw"):
                    renderer.draw()
                with times.measure("read"):
                    blank = writer.blank()
                    return _Drawing(frame, blank, renderer.read_into(blank.planes))

            return offscreen.call(work)

        def finish(drawing: _Drawing) -> _Drawing:
            with times.measure("read"):
                offscreen.call(lambda _: drawing.reading.wait())
            return drawing

        times = StageTimes()
        decoded = stack.enter_context(
            Prefetch(
                source.frames(on_packet=writer.copy),
                depth=_DECODED_AHEAD, name="decode", times=times,
            )
        )  # fmt: skip
        drawn = stack.enter_context(
            Prefetch(
                map(finish, held_back(map(draw, decoded), _READ_BEHIND)),
                depth=_RENDERED_AHEAD, name="render", times=times,
            )
        )  # fmt: skip
        done = 0
        try:
            for drawing in drawn:
                frame = drawing.frame
                assert frame.pts is not None
                with times.measure("encode"):
                    writer.write(drawing.result, frame.pts, frame.duration)
                done += 1
                job.progress(done, source.frame_count)
        except TruncatedError as error:
            if not (keep_partial and done):
                raise
            notes.append(str(error))
    # The source and the writer have more to tell once they have seen every packet.
    if source.device_failure is not None:
        notes.append(source.device_failure)
    return Transcoded(source.size, target, done, (*notes, *writer.notes), times.seconds())


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A frame that has been drawn, and the encoder's memory that its pixels are on their way to."""

    frame: Frame
    result: BlankFrame
    reading: Readback


def _even_sizes(
    job: _Job, source: Size, layout: PixelLayout, notes: list[str]
) -> tuple[Size, Size]:
    """Return (target, native); the target's sides fit the layout's chroma subsampling."""
    target, native = job.sizes(source)
    log2_x, log2_y = layout.chroma_log2
    even = Size(max(1, target.width >> log2_x) << log2_x, max(1, target.height >> log2_y) << log2_y)
    if even == target:
        return target, native
    if job.size is not None or job.scaler == "none":
        raise OptionError(
            f"{layout.name} needs even sides, not {target}; take {even} or another --pix-fmt,"
            " yuv444p for example"
        )
    notes.append(f"{layout.name} needs even sides: the output is {even}, not {target}")
    return even, native


def output_colour(source: Colour, layout: PixelLayout, size: Size) -> Colour:
    """Return the colour description to encode with: the source's own where it has a YUV matrix.

    It is written out in full, since players would guess other tags from the larger size.

    Parameters
    ----------
    source : the source's description
    layout : what is encoded
    size : the source's size in pixels, from which its primaries are guessed where it has no tag
    """
    primaries = source.primaries
    if primaries == UNSPECIFIED:
        primaries = guess_primaries(source.matrix, size)
    if layout.model is ColourModel.RGB:
        return replace(source, matrix=Matrix.RGB, range=Range.FULL, primaries=primaries)
    if source.matrix is Matrix.RGB:
        return Colour(Matrix.BT709, Range.LIMITED, primaries=primaries, transfer=source.transfer)
    return replace(source, primaries=primaries)
