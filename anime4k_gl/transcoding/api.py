"""A picture or a video file, upscaled: the entry point."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALE, DEFAULT_SCALER
from ..media.timing.excerpt import Time
from ..plan import Dialect, ScalingOptions
from ..rendering.choosing.asked import asks_for_auto
from ..rendering.choosing.choice import PresetChoice
from ..rendering.options import ParamValues
from ..rendering.recipe import recipe_for_source, recipe_of
from ..rendering.shader_forms import ShaderSource
from .animation import (
    transcode_animation,
    transcode_animation_to_video,
    transcode_video_to_animation,
)
from .job import DEFAULT_CODEC, DEFAULT_QUALITY, Cancel, Decided, Job, Progress, Transcoded
from .picture import transcode_picture
from .request import Request, job_for, video_options_for
from .route import route
from .unused import (
    OF_ANIMATIONS,
    OF_PICTURES,
    OF_VIDEOS_TO_ANIMATIONS,
    given_options,
    saying,
    saying_unused,
    with_unused,
)
from .video import transcode_video


def transcode(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    scale: float = DEFAULT_SCALE,
    size: tuple[int, int] | str | None = None,
    preset: str = DEFAULT_PRESET,
    scaler: str = DEFAULT_SCALER,
    shaders: Sequence[ShaderSource] = (),
    params: ParamValues | None = None,
    backend: str = DEFAULT_BACKEND,
    dialect: Dialect | str | None = None,
    scaling: ScalingOptions | None = None,
    codec: str = DEFAULT_CODEC,
    crf: float | None = None,
    codec_preset: str | None = None,
    tune: str | None = None,
    encoder_options: Mapping[str, str] | None = None,
    pix_fmt: str | None = None,
    audio: str | None = None,
    subs: str | None = None,
    attachments: str | None = None,
    data: str | None = None,
    audio_codec: str = "copy",
    audio_bitrate: str | int | None = None,
    strict_streams: bool = False,
    start: Time | None = None,
    end: Time | None = None,
    frames: int | None = None,
    audio_delay: float = 0.0,
    deinterlace: str = "auto",
    detelecine: bool = False,
    crop: str | tuple[int, int, int, int] | None = None,
    aspect: str | float | Fraction | None = None,
    quality: int = DEFAULT_QUALITY,
    format: str | None = None,
    allow_references: bool = False,
    hwdec: str = "none",
    held: str = "exact",
    cluster: str | None = None,
    overwrite: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
    decided: Decided | None = None,
    cancel: Cancel | None = None,
) -> Transcoded:
    """Upscale a picture or a video file.

    A picture keeps its depth, alpha, ICC profile and metadata; its orientation is applied. A
    video keeps its other streams, chapters, attachments, timestamps and colour tags; an animated
    GIF, PNG, WebP or AVIF its times, loops and alpha, and each of these and a video may become any
    other. What cannot be kept is in the notes. The output is written beside its final name and
    renamed when it is whole.

    Parameters
    ----------
    source, target : the files; `target`'s extension chooses the picture or container format.
        ``-`` is standard input and standard output, and both may be pipes
    scale, size, preset, scaler, shaders, params, backend, dialect, scaling : as for `upscale`;
        `size` may also be text: ``1920x1080``, or ``1920x`` or ``x1080`` to keep the aspect;
        `preset` may be ``auto``, for the best that is drawn here in the time of the file's own
        frames: a note says which and why
    codec, crf, codec_preset, tune, pix_fmt : of the encoder, for a video; x264 at crf 16 by
        default; any video encoder of this build of FFmpeg by its name there, or ``auto`` for the
        best of a device's that a trial of a few frames shows to work; a note says which and why
    encoder_options : more of the encoder's options, by FFmpeg's names
    audio, subs, attachments, data : of a video, which streams to keep: languages, numbers from 1,
        ``all`` or ``none``, with commas between; all by default
    audio_codec : ``copy``, or ``aac``, ``opus``, ``flac`` to encode the sound anew
    audio_bitrate : of aac and opus, ``192k`` or bits per second; by the channels by default
    strict_streams : raise OptionError for a stream that the container cannot hold as it is;
        otherwise it is converted with the least loss, or left out, and a note says so
    start, end, frames : the part of a video or an animation to take, ``--from``, ``--to`` and
        ``--frames`` of the command: seconds or ``[H:]MM:SS[.mmm]`` after the start that a player
        shows, exact to the frame. `end` itself is not in the part. Copied sound is cut at its
        packets, and stays in sync
    audio_delay : of a video, seconds by which sound comes later; negative for earlier
    deinterlace : of a video, ``auto`` for frames that are interlaced, by what their pictures and
        flags say; ``on`` for all frames, ``bob`` for a frame of each field, or ``off``; a note
        says what was done
    detelecine : restore film that was telecined to its own frames, 24 a second
    crop : of a video, the part of each frame to take: width, height, and the left and top edge in
        pixels as coded, or as text, ``W:H:X:Y``; without X and Y it is in the middle
    aspect : of a video, width over height as it is to be shown: ``16:9``, ``1.7778``, or a number;
        by default what the file says
    quality : 1 to 100, for a picture or an animation in a lossy format
    format : of `target`, by FFmpeg's name or an extension; by the extension of `target` by default
    allow_references : whether a playlist, or any other file, may have others opened that it names
    hwdec : of a video, decode on a device: ``cuda``, ``vaapi``, ``d3d11va``, ``videotoolbox``, or
        ``auto`` for one that is there; software takes over where it fails, and a note says why
    held : of a video, what of it is drawn once: ``exact`` pictures that are the one before to the
        byte, ``tolerant`` also those that differ by coding noise, ``off`` none
    cluster : of a video, the address of a dask.distributed scheduler whose workers make it in
        segments, or ``local`` for one worker a GPU of this machine. They need the same version of
        this package, and the files on storage that all see under the same path
    overwrite : replace an existing file
    strict : fail where a video ends early or is damaged, instead of keeping what can be decoded
    progress : called after every frame
    decided : called once, with what becomes of each part, before anything is written
    cancel : a `threading.Event`, or what else has its `is_set`: once set, in any thread, the work
        ends within a frame, with `CancelledError`. An exception of `progress` ends it too, and
        comes out as it is

    Raises
    ------
    CancelledError : `cancel` was set; nothing is left behind but, of a long video, what the same
        call goes on with
    OptionError, MediaError, GLError, UserShaderError : in one line, with nothing written
    """
    request = dict(locals())
    given = given_options(transcode, request)
    choice = _chosen(request) if asks_for_auto(request) else None
    if choice is None:
        return _made(request, given, None)
    done = _made({**request, "preset": choice.preset}, given, choice.sentence)
    return replace(done, notes=(*done.notes, choice.sentence))


def _chosen(request: Request) -> PresetChoice:
    """Return the preset for preset ``auto``; what measures is imported when that is asked for."""
    from ..rendering.choosing.files import choose_for_file

    return choose_for_file(request)


def _made(request: Request, given: frozenset[str], note: str | None) -> Transcoded:
    """Return what was made, of options that name a preset; `note` is said with the decisions."""
    job = job_for(request)
    if note is not None:
        job = saying(job, note)
    quality, codec = request["quality"], request["codec"]
    recipe = recipe_for_source(recipe_of(transcode, request, job.render), job.source)
    job = replace(job, recipe=recipe)
    origin, out = job.source, job.target
    way = route(origin, out)
    job.excerpt.check_kind(origin.name, moving=way != "picture", sound=way.startswith("video"))
    if way == "animation":
        job = saying_unused(job, given, OF_ANIMATIONS)
        done = transcode_animation(job, quality=quality, codec=codec)
        return with_unused(done, given, OF_ANIMATIONS)
    if way == "picture":
        job = saying_unused(job, given, OF_PICTURES)
        return with_unused(transcode_picture(job, quality=quality), given, OF_PICTURES)
    if way == "video to animation":
        job = saying_unused(job, given, OF_VIDEOS_TO_ANIMATIONS)
        done = transcode_video_to_animation(
            job, quality=quality, codec=codec, hwdec=request["hwdec"], strict=request["strict"]
        )
        return with_unused(done, given, OF_VIDEOS_TO_ANIMATIONS)
    options = video_options_for(request, out)

    def video(job: Job) -> Transcoded:
        return transcode_video(job, options)

    if way == "animation to video":
        return transcode_animation_to_video(
            job, video, encoder=options.encoder, pix_fmt=request["pix_fmt"]
        )
    return video(job)
