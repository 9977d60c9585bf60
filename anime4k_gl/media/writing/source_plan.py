"""The plan of an opened source's streams, for a target that is not opened yet."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from ...errors import OptionError
from ..pyav import HAS_ATTACHMENTS, HAS_SUBTITLE_ENCODER, av, chapters, lacks
from ..video.video_source import VideoSource
from .containers import Muxers, container_of
from .stream_choice import StreamChoice
from .stream_facts import StreamFacts, facts_of
from .stream_plan import Abilities, StreamPlan, plan_streams

CONTAINERS = (".mkv", ".mp4", ".mov", ".webm")
"""The containers named in messages; any other that FFmpeg knows by its extension works too."""


def container_for(target: str | os.PathLike[str]) -> str:
    """Return the name of the container that a file's extension stands for; nothing is written.

    Raises `OptionError` for an extension that FFmpeg does not know.
    """
    path = Path(target)
    try:
        with av.open(f"file:target{path.suffix}", "w") as output:  # a file comes with the header
            return container_of(output, path.suffix)
    except ValueError:
        raise OptionError.unknown("container", path.suffix or path.name, CONTAINERS) from None


def plan_for_source(
    source: VideoSource, target: str | os.PathLike[str], choice: StreamChoice | None = None
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
        target=os.fspath(target),
        abilities=Abilities(
            attach=None if HAS_ATTACHMENTS else lacks("copy attached files", since="16.0"),
            convert_text=None if HAS_SUBTITLE_ENCODER else lacks("convert it", since="16.1"),
        ),
    )


def source_facts(source: VideoSource) -> list[StreamFacts]:
    """Return the facts of all of a source's streams but the decoded one, in the file's order."""
    has_chapters = bool(chapters(source.container))
    facts = [facts_of(stream, has_chapters=has_chapters) for stream in source.other_streams()]
    return [
        replace(fact, empty=not source.covers.get(fact.index)) if fact.cover else fact
        for fact in facts
    ]
