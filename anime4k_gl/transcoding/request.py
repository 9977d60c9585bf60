"""The request that `transcode` was given, as values: a job is made of it, here or elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ..errors import MediaError
from ..media.opening import MediaInput
from ..media.target import MediaTarget
from ..media.timing.excerpt import Excerpt
from ..media.video.framing import Framing
from ..media.video.hwdec import resolve_hwdec
from ..media.writing.stream_choice import StreamChoice
from ..rendering.options import check_held
from ..rendering.output_size import OutputSize
from ..rendering.render_options import RenderOptions
from ..usershader import UserShader
from .decisions import Encoding
from .job import Job
from .videos.opened_video import VideoOptions

Request = Mapping[str, Any]
"""The arguments of `transcode` by name, all of them."""

_CALLBACKS = ("progress", "decided", "cancel")


def job_for(request: Request) -> Job:
    """Return the job of a request. Raises `OptionError` and `MediaError`."""
    render = RenderOptions.of(
        preset=request["preset"],
        scaler=request["scaler"],
        shaders=request["shaders"],
        params=request["params"],
        backend=request["backend"],
        dialect=request["dialect"],
        scaling=request["scaling"],
    )
    output_size = OutputSize.of(request["scale"], request["size"])
    resolve_hwdec(request["hwdec"])
    source = MediaInput(request["source"], allow_references=request["allow_references"], urls=False)
    target = MediaTarget(request["target"], format=request["format"])
    target.check(overwrite=request["overwrite"])
    if target.path is not None and source.is_same_file(target.path):
        raise MediaError(f"{target}: the input itself; choose another name")
    return Job(
        source=source,
        target=target,
        render=render,
        output_size=output_size,
        overwrite=request["overwrite"],
        progress=request["progress"] or (lambda done, total: None),
        excerpt=Excerpt.of(
            request["start"], request["end"], request["frames"], request["audio_delay"]
        ),
        decided=request["decided"] or (lambda decisions: None),
        framing=Framing.of(
            crop=request["crop"],
            aspect=request["aspect"],
            deinterlace=request["deinterlace"],
            detelecine=request["detelecine"],
        ),
        held=check_held(request["held"]),
        cancel=request["cancel"],
    )


def video_options_for(request: Request, target: MediaTarget) -> VideoOptions:
    """Return the options of a request that are for videos. Raises `OptionError`."""
    streams = StreamChoice.of(
        audio=request["audio"],
        subs=request["subs"],
        attachments=request["attachments"],
        data=request["data"],
        audio_codec=request["audio_codec"],
        audio_bitrate=request["audio_bitrate"],
        strict=request["strict_streams"],
    )
    encoding = Encoding.of(
        target,
        codec=request["codec"],
        crf=request["crf"],
        codec_preset=request["codec_preset"],
        tune=request["tune"],
        pix_fmt=request["pix_fmt"],
        options=request["encoder_options"],
    )
    return VideoOptions(
        encoder=encoding.encoder,
        crf=encoding.crf,
        codec_preset=encoding.codec_preset,
        pix_fmt=encoding.pix_fmt,
        hwdec=request["hwdec"],
        strict=request["strict"],
        streams=streams,
        encoder_options=encoding.options,
        cluster=request.get("cluster"),
        request=for_elsewhere(request) if request.get("cluster") else {},
    )


def for_elsewhere(request: Request) -> dict[str, Any]:
    """Return a request that means the same in another folder, and in another process."""
    told = {name: value for name, value in request.items() if name != "cluster"}
    told |= dict.fromkeys(_CALLBACKS)
    for name in ("source", "target"):
        told[name] = os.path.abspath(request[name])
    told["shaders"] = [
        shader if isinstance(shader, UserShader) else os.path.abspath(shader)
        for shader in request["shaders"]
    ]
    return told
