"""The decisions about an opened video, before anything is drawn or written.

`transcode_video` acts on them and `probe` shows them: there is one place where they are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..colour import UNSPECIFIED, Colour, Matrix, Range, guess_primaries
from ..errors import OptionError
from ..formats import ColourModel, PixelLayout, Size
from ..media.carrying.carry import written_siting
from ..media.carrying.chapters import chapters_to_write
from ..media.target import UNCODED, MediaTarget
from ..media.video.video_source import VideoSource
from ..media.writing.codecs import (
    FULL_RANGE_CODECS,
    UNCODED_VIDEO,
    default_layout,
    losses,
    playback_trouble,
    resolve_codec,
    resolve_layout,
    tune_option,
)
from ..media.writing.codecs import encoder_options as checked_options
from ..media.writing.containers import check_video, shown_name
from ..media.writing.device_encoders import AUTO
from ..media.writing.source_plan import carried, container_for, plan_for_source, source_facts
from ..media.writing.stream_choice import StreamChoice
from ..media.writing.stream_plan import StreamPlan
from ..media.writing.video_muxer import rounded_times
from .job import DEFAULT_CODEC, DEFAULT_CRF, Job
from .parts import Decisions, Fate, Part, stream_part, with_fates


@dataclass(frozen=True, slots=True)
class Encoding:
    """How video is encoded; `of` checks it before a file is opened.

    Attributes
    ----------
    encoder : FFmpeg's name
    crf, codec_preset : None for the encoder's own
    pix_fmt : None for the one that loses least
    options : more of the encoder's options
    """

    encoder: str
    crf: float | None
    codec_preset: str | None
    pix_fmt: str | None
    options: Mapping[str, str]

    @classmethod
    def of(
        cls,
        target: MediaTarget,
        *,
        codec: str,
        crf: float | None,
        codec_preset: str | None,
        tune: str | None,
        pix_fmt: str | None,
        options: Mapping[str, str] | None,
    ) -> Encoding:
        """Return how to encode for a target. Raises `OptionError` for what cannot be right."""
        if target.container == UNCODED and codec in (DEFAULT_CODEC, AUTO):
            codec = UNCODED_VIDEO
        if codec == AUTO:
            return cls._of_any(crf, pix_fmt, codec_preset, tune, options)
        encoder = resolve_codec(codec)
        if crf is None and encoder == DEFAULT_CODEC:
            crf = DEFAULT_CRF
        more = {**tune_option(encoder, tune), **(options or {})}
        checked_options(encoder, crf=crf, preset=codec_preset, options=more)
        return cls(encoder, crf, codec_preset, pix_fmt, more)

    @classmethod
    def _of_any(
        cls,
        crf: float | None,
        pix_fmt: str | None,
        codec_preset: str | None,
        tune: str | None,
        options: Mapping[str, str] | None,
    ) -> Encoding:
        """Return how to encode with an encoder that is to be chosen; see `auto_codec`."""
        given = {"--codec-preset": codec_preset, "--tune": tune, "--encoder-option": options}
        for name, value in given.items():
            if value:
                raise OptionError(
                    f"{name}: means something else to each encoder; name one with --codec,"
                    " instead of auto"
                )
        return cls(AUTO, crf, None, pix_fmt, {})


@dataclass(frozen=True, slots=True)
class PictureDecisions:
    """How the pictures of a video are drawn and encoded.

    Attributes
    ----------
    layout, colour : of what is encoded
    target, native : sizes in pixels, see `Job.sizes`
    notes : what the user should know of, a sentence each
    """

    layout: PixelLayout
    colour: Colour
    target: Size
    native: Size
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VideoDecisions:
    """All that is decided about a video.

    Attributes
    ----------
    picture : how its pictures are drawn and encoded
    plan : what becomes of its other streams
    decisions : the same in words, for users
    """

    picture: PictureDecisions
    plan: StreamPlan
    decisions: Decisions


def decide_video(
    source: VideoSource,
    job: Job,
    *,
    encoder: str,
    pix_fmt: str | None,
    streams: StreamChoice,
    notes: Sequence[str] = (),
) -> VideoDecisions:
    """Decide what becomes of a video; nothing is written. `notes` come before its own.

    Raises `OptionError` for what the target cannot hold.
    """
    plan = plan_for_source(source, job.target, streams)
    check_video(str(job.target), plan.container, encoder)
    picture = decide_picture(
        job, source.size, source.layout, source.colour, encoder=encoder, pix_fmt=pix_fmt
    )
    said = carried(
        source, plan, job.target,
        encoder=encoder, layout=picture.layout, colour=picture.colour, size=picture.target,
    )  # fmt: skip
    notes = [*notes]
    if source.lost_alpha:
        notes.append("the video's alpha was left out: this build of FFmpeg cannot decode it")
    notes += [*source.fields.notes, *picture.notes]
    if source.has_captions:
        notes.append(
            "closed captions inside the video's frames are left out: to keep them, extract"
            " them to a file first, with ccextractor for example"
        )
    notes += plan.notes
    notes += said.notes
    rounded = rounded_times(source, encoder, plan.container)
    if rounded is not None:
        notes.append(rounded)
    fate = Fate("upscale", encoder, picture.target, picture.layout.name)
    cannot = f"{shown_name(plan.container)} cannot carry them"
    of_chapters = Fate("copy") if said.chapters else Fate("leave out", why=cannot)
    parts = with_fates(video_parts(source), plan, {source.stream.index: fate, None: of_chapters})
    return VideoDecisions(
        picture,
        plan,
        Decisions(plan.container, source.size, picture.target, tuple(parts), tuple(notes)),
    )


def decide_picture(
    job: Job,
    size: Size,
    layout: PixelLayout,
    colour: Colour,
    *,
    encoder: str,
    pix_fmt: str | None,
) -> PictureDecisions:
    """Decide how pictures of a size, a layout and a colour are drawn and encoded.

    Raises `OptionError` for a pixel format that the encoder does not take, and for a size.
    """
    notes: list[str] = []
    if pix_fmt is not None:
        chosen = resolve_layout(encoder, pix_fmt)
    else:
        chosen = default_layout(encoder, layout)
    lost = losses(layout, chosen)
    if lost:
        notes.append(f"{encoder} as {chosen.name} does not keep: {', '.join(lost)}")
    trouble = playback_trouble(encoder, chosen)
    if trouble is not None:
        notes.append(trouble)
    target, native = _even_sizes(job, size, chosen, notes)
    notes += job.idle_notes(size, target, native)
    written = output_colour(colour, chosen, size)
    if encoder in FULL_RANGE_CODECS:
        written = replace(written, range=Range.FULL)
    container = container_for(job.target)
    siting = written_siting(written, encoder=encoder, container=container, layout=chosen)
    written = replace(written, siting=siting)
    return PictureDecisions(chosen, written, target, native, tuple(notes))


def video_parts(source: VideoSource) -> list[Part]:
    """Return the parts of an opened video: streams in the file's order, and its chapters."""
    rate = f", {float(source.frame_rate):.5g} fps" if source.frame_rate else ""
    metadata = source.stream.metadata
    parts = [stream_part(facts) for facts in source_facts(source)]
    parts.append(
        Part(
            source.stream.index,
            "video",
            source.stream.codec_context.codec.canonical_name,
            metadata.get("language", ""),
            metadata.get("title", ""),
            f"{source.size}, {source.layout.name}{rate}",
        )
    )
    parts.sort(key=lambda part: part.index or 0)
    count = len(chapters_to_write(source)[0])
    if count:
        parts.append(Part(None, "chapters", description=str(count)))
    return parts


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


def _even_sizes(job: Job, source: Size, layout: PixelLayout, notes: list[str]) -> tuple[Size, Size]:
    """Return (target, native); the target's sides fit the layout's chroma subsampling."""
    target, native = job.sizes(source)
    log2_x, log2_y = layout.chroma_log2
    even = Size(max(1, target.width >> log2_x) << log2_x, max(1, target.height >> log2_y) << log2_y)
    if even == target:
        return target, native
    if job.output_size.size is not None or job.render.unscaled:
        raise OptionError(
            f"{layout.name} needs even sides, not {target}; take {even} or another --pix-fmt,"
            " yuv444p for example"
        )
    notes.append(f"{layout.name} needs even sides: the output is {even}, not {target}")
    return even, native
