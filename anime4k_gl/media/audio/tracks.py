"""The audio tracks of a file, as the file describes them."""

from __future__ import annotations

import os

from ...errors import MediaError
from ...lazy.dataclass import dataclass
from ..opening import MediaInput, open_container
from ..pyav import CodecContext, Disposition, InputContainer, Stream


@dataclass(frozen=True)
class AudioTrack:
    """One audio track of a file, as the file describes it.

    Attributes
    ----------
    index : index of its stream in the file
    title, language : empty if unknown
    codec : FFmpeg's name
    channels, sample_rate : from the container, 0 if unknown
    default : whether the file marks it as the default
    decodable : whether this build of FFmpeg has a decoder for it
    """

    index: int
    title: str
    language: str
    codec: str
    channels: int
    sample_rate: int
    default: bool
    decodable: bool = True

    @property
    def label(self) -> str:
        """A description for users: ``Japanese, jpn, aac 2 ch``."""
        channels = f" {self.channels} ch" if self.channels else ""
        words = (self.title, self.language, f"{self.codec}{channels}")
        return ", ".join(word for word in words if word)


def audio_tracks(path: str | os.PathLike[str] | MediaInput) -> tuple[AudioTrack, ...]:
    """Return a file's audio tracks in its order; raise `MediaError` if it cannot be opened."""
    with open_container(path) as container:
        return tracks_of(container)


def tracks_of(container: InputContainer) -> tuple[AudioTrack, ...]:
    """Return the audio tracks of an open file."""
    return tuple(_describe(stream) for stream in container.streams if stream.type == "audio")


def default_track(tracks: tuple[AudioTrack, ...]) -> AudioTrack | None:
    """Return the track to play by default, None if there is none."""
    choice = [track for track in tracks if track.decodable] or list(tracks)
    wanted = [track for track in choice if track.default] or choice
    return wanted[0] if wanted else None


def track_at(path: str, tracks: tuple[AudioTrack, ...], index: int) -> AudioTrack:
    """Return the track of a stream's index; raise `MediaError` if there is none."""
    for track in tracks:
        if track.index == index:
            return track
    raise MediaError(f"{path}: stream {index} is not an audio track")


def _describe(stream: Stream) -> AudioTrack:
    context = stream.codec_context
    known = isinstance(context, CodecContext)
    return AudioTrack(
        index=stream.index,
        title=stream.metadata.get("title", ""),
        language=stream.metadata.get("language", ""),
        codec=context.codec.canonical_name if known else "unknown codec",
        channels=getattr(context, "channels", 0) or 0 if known else 0,
        sample_rate=getattr(context, "sample_rate", 0) or 0 if known else 0,
        default=bool(stream.disposition & Disposition.default),
        decodable=known,
    )
