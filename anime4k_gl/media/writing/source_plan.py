"""The plan of an opened source's streams, for a target that is not opened yet."""

from __future__ import annotations

import os
from dataclasses import replace

from ...colour import Colour
from ...errors import OptionError
from ...formats import PixelLayout, Size
from ..carrying.carry import Carrying, carry
from ..pyav import av, chapters
from ..target import CONTAINERS, MediaTarget, as_target
from ..video.video_source import VideoSource
from .containers import Muxers, known_name
from .stream_choice import StreamChoice
from .stream_facts import StreamFacts, facts_of
from .stream_plan import StreamPlan, plan_streams


def container_for(target: str | os.PathLike[str] | MediaTarget) -> str:
    """Return the name of the container that a target stands for; nothing is written.

    Raises `OptionError` for an extension that FFmpeg does not know.
    """
    out = as_target(target)
    if out.container is None:
        raise OptionError.unknown("container", out.suffix or out.base, CONTAINERS)
    return known_name(out.container, out.suffix)


def plan_for_source(
    source: VideoSource,
    target: str | os.PathLike[str] | MediaTarget,
    choice: StreamChoice | None = None,
) -> StreamPlan:
    """Decide what becomes of a source's streams in a target.

    Parameters
    ----------
    source : an opened video
    target : the file to be written; its extension names the container
    choice : what the user wants of the streams; all of them by default

    Raises `OptionError`, see `plan_streams`, and for an unknown container.
    """
    return plan_streams(
        source_facts(source),
        container_for(target),
        choice=choice or StreamChoice(),
        carrier=Muxers(source.other_streams()),
        target=as_target(target).name,
    )


def source_facts(source: VideoSource) -> list[StreamFacts]:
    """Return the facts of all of a source's streams but the decoded one, in the file's order."""
    has_chapters = bool(chapters(source.container))
    facts = [facts_of(stream, has_chapters=has_chapters) for stream in source.other_streams()]
    return [
        replace(fact, empty=not source.covers.get(fact.index)) if fact.cover else fact
        for fact in facts
    ]


def carried(
    source: VideoSource,
    plan: StreamPlan,
    target: MediaTarget,
    *,
    encoder: str,
    layout: PixelLayout,
    colour: Colour,
    size: Size,
) -> Carrying:
    """Decide what becomes of what a source says beside its streams; see `carry`.

    Parameters
    ----------
    plan : of the streams
    encoder : FFmpeg's name
    layout, colour, size : of the frames to be encoded
    """
    return carry(
        source,
        plan.container,
        [d.stream.index for d in plan.decisions if d.action in ("copy", "convert")],
        encoder=encoder,
        codec=av.Codec(encoder, "w").canonical_name,
        layout=layout,
        colour=colour,
        size=size,
        in_place=not target.is_pipe,
    )
