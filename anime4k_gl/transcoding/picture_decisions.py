"""The decisions about pictures and animations, before anything is drawn or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..colour import SRGB
from ..errors import OptionError
from ..formats import PIXEL_LAYOUTS, Size
from ..media.animations.api import Animation, animation_format
from ..media.animations.losses import losses as animation_losses
from ..media.carrying.carry import stereo_mode
from ..media.carrying.holdings import STEREO_MODES
from ..media.carrying.words import dolby_vision_note, wrong_colours
from ..media.pictures.api import Picture, check_picture
from ..media.pictures.losses import losses, lost_metadata
from ..media.pictures.metadata import PictureMetadata
from ..media.target import MediaTarget
from ..media.video.video_source import VideoSource
from ..media.writing.containers import check_video
from ..media.writing.device_encoders import AUTO
from ..media.writing.source_plan import container_for
from .decisions import decide_picture, video_parts
from .job import DEFAULT_CODEC, Job
from .parts import Decisions, Fate, Part

_CHANNELS = {1: "gray", 2: "gray and alpha", 3: "RGB", 4: "RGB and alpha"}
_CODECS = {"GIF": {"gif"}, "PNG": {"apng", "png"}, "WEBP": {"libwebp_anim", "libwebp", "webp"},
           "AVIF": {"libsvtav1", "av1", "libaom-av1"}}  # fmt: skip
_HDR = (16, 18)  # H.273's codes of PQ and HLG


def check_codec(target: MediaTarget, codec: str) -> None:
    """Raise `OptionError` for a codec that was chosen and is not that of an animation's format."""
    own = _CODECS[animation_format(target) or ""]
    if codec not in (DEFAULT_CODEC, AUTO, *own):
        raise OptionError(
            f"{target}: {target.suffix} holds no video of {codec}; leave out --codec, or write to"
            " .mkv"
        )


def picture_parts(picture: Picture) -> list[Part]:
    """Return the parts of a picture: its pixels, and what goes with them."""
    height, width, channels = picture.pixels.shape
    bits = 8 * picture.pixels.dtype.itemsize
    words = [f"{width}x{height}", _CHANNELS[channels], f"{bits} bits"]
    if picture.subsampling is not None:
        words.append(picture.subsampling)
    pixels = Part(None, "picture", picture.file_format, description=", ".join(words))
    return [pixels, *_metadata_parts(picture.metadata)]


def animation_parts(info: Animation, file_format: str) -> list[Part]:
    """Return the parts of an animation: its frames, and what goes with them."""
    words = [f"{info.width}x{info.height}", f"{info.count} frames"]
    if info.has_alpha:
        words.append("alpha" if info.soft_alpha else "alpha of 1 bit")
    words.append({0: "repeats for ever", 1: "played once"}.get(info.plays, f"{info.plays} times"))
    frames = Part(None, "animation", file_format, description=", ".join(words))
    return [frames, *_metadata_parts(info.metadata)]


def decide_picture_file(picture: Picture, job: Job, *, quality: int) -> Decisions:
    """Decide what becomes of a picture in a picture format.

    Raises `OptionError` for what the format cannot hold.
    """
    height, width, channels = picture.pixels.shape
    source = Size(width, height)
    target, native = job.sizes(source)
    notes = [*picture.notes, *job.idle_notes(source, target, native)]
    if job.target.suffix == ".gif":
        written = "GIF"
        if picture.pixels.dtype == np.uint16:
            notes.append("GIF holds 8 bits: the picture's 16 were rounded")
        info = Animation(width, height, 1, 1, channels in (2, 4), metadata=picture.metadata)
        notes += animation_losses(info, written)
    else:
        written = check_picture(job.target, target, channels, quality=quality)
        notes += losses(picture, written, quality)
    parts = _with_fates(
        picture_parts(picture), Fate("upscale", written, target),
        lost_metadata(picture.metadata, written), f"{written} does not hold it",
    )  # fmt: skip
    return Decisions(written, source, target, parts, tuple(notes))


def decide_animation(
    info: Animation, job: Job, *, codec: str, notes: Sequence[str], file_format: str
) -> Decisions:
    """Decide what becomes of an animation in a format of animations.

    Parameters
    ----------
    notes : what was lost when it was read
    file_format : Pillow's name of the one it is in

    Raises `OptionError` for a codec that is not the format's.
    """
    check_codec(job.target, codec)
    source = Size(info.width, info.height)
    target, native = job.sizes(source)
    written = animation_format(job.target) or ""
    parts = _with_fates(
        animation_parts(info, file_format), Fate("upscale", written, target),
        lost_metadata(info.metadata, written), f"{written} does not hold it",
    )  # fmt: skip
    idle = job.idle_notes(source, target, native)
    told = (*notes, *idle, *animation_losses(info, written))
    return Decisions(written, source, target, parts, told)


def decide_animation_to_video(
    info: Animation,
    job: Job,
    *,
    encoder: str,
    pix_fmt: str | None,
    notes: Sequence[str],
    file_format: str,
) -> tuple[Decisions, bool]:
    """Decide what becomes of an animation in a video; return whether its alpha is kept, too.

    Raises `OptionError` for what the target cannot hold.
    """
    container = container_for(job.target)
    check_video(str(job.target), container, encoder)
    whole = PIXEL_LAYOUTS["rgba"]
    source = job.framing.cropped(Size(info.width, info.height), whole)
    told = list(notes)
    encoded = decide_picture(job, source, whole, SRGB, encoder=encoder, pix_fmt=pix_fmt)
    alpha = info.has_alpha and encoded.layout.has_alpha
    if not alpha:
        encoded = decide_picture(
            job, source, PIXEL_LAYOUTS["rgb24"], SRGB, encoder=encoder, pix_fmt=pix_fmt
        )
    if info.has_alpha and not alpha:
        told.append(
            f"{encoder} as {encoded.layout.name} does not keep alpha: what is transparent is black"
        )
    if info.plays != 1:
        often = f"{info.plays} times" if info.plays else "for ever"
        told.append(f"a video is played once: that this repeats {often} was left out")
    parts = animation_parts(info, file_format)
    lost = [part.codec for part in parts[1:]]
    if lost:
        told.append(f"a video does not hold, so that it was left out: {', '.join(lost)}")
    fate = Fate("upscale", encoder, encoded.target, encoded.layout.name)
    fated = _with_fates(parts, fate, lost, "a video does not hold it")
    told += [note for note in encoded.notes if note not in told]
    return Decisions(container, source, encoded.target, fated, tuple(told)), alpha


def decide_video_to_animation(source: VideoSource, job: Job, *, codec: str) -> Decisions:
    """Decide what becomes of a video in a format of animations: its frames, and nothing else.

    Raises `OptionError` for a codec that is not the format's.
    """
    check_codec(job.target, codec)
    target, native = job.sizes(source.size)
    turned = target if source.rotation % 180 == 0 else Size(target.height, target.width)
    written = animation_format(job.target) or ""
    notes = [*source.fields.notes, *job.idle_notes(source.size, target, native)]
    kinds = sorted({stream.type for stream in source.other_streams()})
    if kinds:
        notes.append(f"an animation holds pictures alone; left out: {', '.join(kinds)}")
    if source.sample_aspect_ratio != 1:
        across, down = source.sample_aspect_ratio.as_integer_ratio()
        notes.append(
            f"its pixels are not square, {across}:{down}, which an animation cannot say;"
            " give --size"
        )
    notes += shown_wrong(source)
    if source.colour.transfer in _HDR:
        notes.append("HDR was mapped to the colours of an SDR display")
    alpha = source.layout.has_alpha
    info = Animation(turned.width, turned.height, None, has_alpha=alpha, soft_alpha=alpha)
    notes += animation_losses(info, written)
    own = source.stream.index
    parts = tuple(
        replace(
            part,
            fate=Fate("upscale", written, turned)
            if part.index == own
            else Fate("leave out", why="an animation holds pictures alone"),
        )
        for part in video_parts(source)
    )
    return Decisions(written, source.size, turned, parts, tuple(notes))


def shown_wrong(source: VideoSource) -> list[str]:
    """Return what of a video's frames is not as it is meant to be seen, in pictures of them."""
    picture, data = source.picture, source.frame_data
    notes = []
    if wrong_colours(picture.dolby_vision, data, source.colour.transfer):
        note = dolby_vision_note(picture.dolby_vision, data, source.colour.transfer)
        notes.append(note or "")
    mode = stereo_mode(picture, data)
    if mode:
        notes.append(f"its pictures are two in one ({STEREO_MODES[mode]}), and stay so")
    if picture.projection:
        notes.append(f"its pictures are of a sphere ({picture.projection}), and stay so")
    return notes


def _with_fates(
    parts: Sequence[Part], pixels: Fate, lost: Sequence[str], why: str
) -> tuple[Part, ...]:
    """Return a picture's parts with the fate of its pixels, and of what is named as lost."""
    fated = [replace(parts[0], fate=pixels)]
    for part in parts[1:]:
        gone = any(name.startswith(part.codec) for name in lost)
        fated.append(replace(part, fate=Fate("leave out", why=why) if gone else Fate("copy")))
    return tuple(fated)


def _metadata_parts(metadata: PictureMetadata) -> list[Part]:
    held = {
        "profile": metadata.icc_profile and f"{len(metadata.icc_profile)} bytes",
        "EXIF": metadata.exif and f"{len(metadata.exif)} bytes",
        "XMP": metadata.xmp and f"{len(metadata.xmp)} bytes",
        "density": metadata.dpi and f"{metadata.dpi[0]:g} x {metadata.dpi[1]:g} dpi",
        "texts": metadata.text and ", ".join(keyword for keyword, _ in metadata.text),
        "PNG's description of colour": metadata.colour_chunks
        and ", ".join(kind.decode() for kind, _ in metadata.colour_chunks),
    }
    return [
        Part(None, "metadata", name, description=str(what)) for name, what in held.items() if what
    ]
