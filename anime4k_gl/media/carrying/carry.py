"""The plan for all that a source says beside its streams, in another container: one value.

It is decided before any work, from an opened source, the plan of its streams and the encoder: what
to write where, and a line for each thing that is left out.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ...colour import ChromaSiting, Colour, Range
from ...formats import PixelLayout, Size
from ..headers.model import PictureHeaders
from ..languages import says_more, three_letters
from ..pyav import Disposition, Stream
from ..video.video_source import VideoSource
from .chapters import chapters_to_write
from .edits import TrackEdits, with_room
from .finishing import EDITED
from .holdings import (
    ASPECT_IN_CODEC,
    CENTRED_ENCODERS,
    HOLDINGS,
    LIGHT_IN_CODEC,
    SITING_IN_CODEC,
    STEREO_MODES,
    Holding,
    holding_of,
)
from .picture_elements import display_size
from .tags import kept_metadata, kept_stream_metadata, tag_value, valid_timecode
from .words import and_so_on, dolby_vision_note, frame_data_notes, turn_words

_HANDLED = frozenset({"language", "title", "name", "creation_time", "filename", "mimetype"})

_TWIN_FLAGS = (
    (Disposition.hearing_impaired, Disposition.captions),
    (Disposition.visual_impaired, Disposition.descriptions),
)

# How x264 calls the stereo modes that H.264 itself can say, by Matroska's numbers.
_FRAME_PACKING = {1: 3, 3: 4, 5: 0, 7: 2, 9: 1, 13: 5}

# Matroska's stereo modes by FFmpeg's, as they are and with the eyes the other way round.
_STEREO_3D = {1: (1, 11), 2: (3, 2), 3: (13, 14), 4: (5, 4), 5: (5, 4), 6: (7, 6), 7: (9, 8)}

_SITINGS = {
    ChromaSiting.LEFT: "left", ChromaSiting.CENTRE: "center", ChromaSiting.TOP_LEFT: "topleft",
}  # fmt: skip

_MATROSKA = ("matroska", "webm")
_MP4 = ("mp4", "mov", "ipod", "3gp", "3g2", "psp", "f4v")


@dataclass(slots=True)
class Carrying:
    """What to write of what a source says.

    Attributes
    ----------
    container : its name in plans
    file_tags, video_tags : tags of the file and of the video stream
    chapters : as PyAV takes them
    options : of the encoder
    edits : what is to be put into the headers afterwards
    languages : BCP 47 tags of the source's streams by their index
    notes : what is left out, a sentence each
    """

    container: str
    file_tags: dict[str, str] = field(default_factory=dict)
    video_tags: dict[str, str] = field(default_factory=dict)
    chapters: list[Any] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    edits: TrackEdits = field(default_factory=TrackEdits)
    languages: Mapping[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def stream_tags(self, stream: Stream) -> dict[str, str]:
        """Return the tags for a stream that is kept."""
        tags = kept_stream_metadata(stream.metadata, handler=self.container in _MP4)
        language = self.languages.get(stream.index)
        if language is not None:
            whole = holding_of(self.container).languages == "tags" and self.container not in EDITED
            short = three_letters(language) or tag_value(tags, "language") or ""
            tags["language"] = language if whole else short
        return {tag: text for tag, text in tags.items() if text}


def carry(
    source: VideoSource,
    container: str,
    kept: Sequence[int],
    *,
    encoder: str,
    codec: str,
    layout: PixelLayout,
    colour: Colour,
    size: Size,
    in_place: bool = True,
) -> Carrying:
    """Decide what becomes of what a source says.

    Parameters
    ----------
    source : opened
    container : its name in the plan of the streams
    kept : indexes of the source's streams that are in the output beside the video
    encoder, codec : FFmpeg's names of the video's encoder and of what it makes
    layout, colour, size : of the frames that are encoded
    in_place : whether the output's headers can be edited when it is finished, which no pipe's can
    """
    decider = _Decider(source, container, encoder, codec, layout, colour, size, in_place, kept)
    decider.decide()
    return decider.result


@dataclass(slots=True)
class _Decider:
    source: VideoSource
    container: str
    encoder: str
    codec: str
    layout: PixelLayout
    colour: Colour
    size: Size
    in_place: bool
    kept: Sequence[int]
    result: Carrying = field(init=False)
    lost: list[str] = field(default_factory=list)

    def decide(self) -> None:
        self.result = Carrying(self.container)
        self._dynamic()
        self._shape()
        self._stereo()
        self._light()
        self._siting()
        self._chapters()
        self._languages()
        self._tags()
        self._timecode()
        if self.result.edits:
            tags = self.result.video_tags
            tags["title"] = with_room(tags.get("title", ""))
        if self.lost and self._known:
            self._note(f"left out, since {self._name} cannot hold it: {', '.join(self.lost)}")
        elif self.lost:
            self._note(f"may be missing, if {self._name} cannot hold it: {', '.join(self.lost)}")

    @property
    def _holding(self) -> Holding:
        return holding_of(self.container)

    @property
    def _known(self) -> bool:
        return self.container in HOLDINGS

    @property
    def _edited(self) -> bool:
        """Whether words can be put into the headers of tracks when all is written."""
        return self.container in EDITED and self.in_place

    @property
    def _name(self) -> str:
        piped = self.container in EDITED and not self.in_place
        return f"{self.container}{' in a pipe' if piped else ''}"

    @property
    def _streams(self) -> list[Stream]:
        """The source's streams that are in the output, the video first."""
        others = [s for s in self.source.other_streams() if s.index in self.kept]
        return [self.source.stream, *others]

    def _note(self, text: str) -> None:
        remedy = "" if self.container in _MATROSKA else "; write to .mkv to keep it"
        self.result.notes.append(text + remedy)

    def _dynamic(self) -> None:
        """What is made for each frame of the old picture is true of no other."""
        source = self.source
        note = dolby_vision_note(
            source.picture.dolby_vision, source.frame_data, source.colour.transfer
        )
        if note is not None:
            self.result.notes.append(note)
        self.result.notes += frame_data_notes(source.frame_data)

    def _shape(self) -> None:
        source, holding = self.source, self._holding
        crop, region = source.picture.crop, source.region
        if crop and region is not None and (region.x < crop.left or region.y < crop.top):
            self.result.notes.append(
                "what is not to be shown ends between two samples of chroma: a row or a column of"
                " it is shown"
            )
        aspect = source.sample_aspect_ratio
        mode = stereo_mode(source.picture, source.frame_data)
        stereo = mode if mode in holding.stereo else 0
        if self._edited and aspect != 1 and self.container in _MATROSKA:
            self.result.edits.shape = display_size(self.size, aspect, stereo)
        elif aspect != 1 and self.codec not in ASPECT_IN_CODEC:
            held = holding.aspect and self.container not in _MATROSKA
            if not held and not self._dvd_shape(aspect):
                ratio = f"{aspect.numerator}:{aspect.denominator}"
                self._note(f"that pixels are not square, {ratio}, cannot be told in {self._name}")
        words = turn_words(source.display_matrix, source.rotation)
        if words and not holding.orientation:
            self._note(f"that the video is to be {words} cannot be told in {self._name}")

    def _dvd_shape(self, aspect: Fraction) -> bool:
        """Whether it is one of MPEG-2's four shapes of a picture."""
        if self.codec != "mpeg2video":
            return False
        shape = aspect * Fraction(*self.size)
        known = (Fraction(4, 3), Fraction(16, 9), Fraction(221, 100))
        return any(abs(shape / one - 1) < Fraction(1, 50) for one in known)

    def _stereo(self) -> None:
        source, result = self.source, self.result
        mode = stereo_mode(source.picture, source.frame_data)
        held = mode in self._holding.stereo
        if held and self.container in _MATROSKA:
            result.video_tags["stereo_mode"] = STEREO_MODES[mode]
        elif held and self._edited:
            result.edits.stereo = mode
        elif held:
            held = False
        if self.encoder == "libx264" and mode in _FRAME_PACKING:
            result.options["x264-params"] = f"frame-packing={_FRAME_PACKING[mode]}"
        elif mode and not held:
            self._note(
                f"that its pictures are two in one ({STEREO_MODES[mode]}) cannot be told in"
                f" {self._name} by {self.encoder}"
            )
        if source.picture.projection:
            told = self.container in _MATROSKA or source.picture.projection != "mesh"
            if self._edited and self._holding.sphere and told:
                result.edits.sphere = source.picture.sphere
            else:
                self._note(
                    f"that its pictures are of a sphere ({source.picture.projection}) cannot be"
                    f" told in {self._name}"
                )

    def _light(self) -> None:
        hdr = self.source.hdr
        if self.encoder in LIGHT_IN_CODEC:
            if (hdr.chromaticities is None) != (hdr.luminance is None):
                self._note("the mastering display is told only in part, and was left out")
        elif any((hdr.chromaticities, hdr.luminance, hdr.light_level)):
            if self._edited and self._holding.light:
                self.result.edits.hdr = hdr
            else:
                self.result.notes.append(
                    f"the mastering display and light levels of HDR were left out: {self.encoder}"
                    f" does not write them, nor can {self._name}; take --codec libx265"
                )

    def _siting(self) -> None:
        if tells_siting(self.encoder, self.container, self.layout):
            self.result.options["chroma_sample_location"] = _SITINGS[self.colour.siting]
        if self.source.picture.odd_siting:
            self.result.notes.append(
                "chroma samples lie in an unusual place, which was taken for the usual one; colours"
                " may be half a pixel off"
            )

    def _chapters(self) -> None:
        chapters, notes = chapters_to_write(self.source)
        # Ogg has them in the comments of a stream of sound, and FFmpeg in that of no video.
        sound = any(stream.type == "audio" for stream in self._streams)
        holds = self._holding.chapters and (sound or self._holding is not HOLDINGS["ogg"])
        if holds or not self._known:
            self.result.chapters = chapters
            self.result.notes += notes
        if chapters and not holds:
            self.lost.append(f"{len(chapters)} chapters")

    def _languages(self) -> None:
        holds = self._holding.languages
        self.result.languages = tags = languages_by_index(self.source)
        lost = []
        for number, stream in enumerate(self._streams):
            tag, letters = tags.get(stream.index), tag_value(stream.metadata, "language")
            if tag is not None and says_more(tag):
                if self._edited:
                    self.result.edits.languages[number] = tag
                elif holds != "tags" or self.container in EDITED:
                    short = three_letters(tag) if holds != "none" else ""
                    lost.append(f"{tag}{f' (but {short})' if short else ''}")
            elif holds == "none" and (tag or letters or "und") != "und":
                lost.append(tag or letters or "")
        if lost:
            self.lost.append(f"languages {and_so_on(lost)}")

    def _tags(self) -> None:
        holding, result = self._holding, self.result
        tags = kept_metadata(self.source.container.metadata)
        held = {t: v for t, v in tags.items() if holding.tags is None or t.lower() in holding.tags}
        names = list(tags.keys() - held.keys())
        result.file_tags = held if self._known else tags
        titles, flags = 0, Disposition(0)
        for stream in self._streams:
            kept = kept_stream_metadata(stream.metadata, handler=False)
            titles += bool(tag_value(kept, "title")) and not holding.titles
            if not holding.stream_tags:
                names += [tag for tag in kept if tag.lower() not in _HANDLED]
            own = Disposition(int(stream.disposition))
            for flag, twin in _TWIN_FLAGS:  # FFmpeg writes both to MP4 for one
                if own & flag:
                    own &= ~twin
            flags |= own & ~holding.dispositions
        flags &= ~(Disposition.default | Disposition.attached_pic | Disposition.timed_thumbnails)
        if titles:
            self.lost.append(f"{titles} title{'s' * (titles > 1)} of streams")
        if flags:
            self.lost.append(f"flags {and_so_on([f.name or '' for f in Disposition if f & flags])}")
        if names:
            self.lost.append(f"tags {and_so_on(sorted(set(names), key=str.lower))}")
        result.video_tags = result.stream_tags(self.source.stream) | result.video_tags

    def _timecode(self) -> None:
        source = self.source
        places = [source.stream.metadata, source.container.metadata]
        places += [s.metadata for s in source.other_streams() if s.type == "data"]
        found = next(filter(None, (tag_value(place, "timecode") for place in places)), None)
        if found is None:
            return
        if not self._holding.timecode:
            self._note(f"the time code {found[:20]} cannot be told in {self._name}")
        elif self.container in _MP4 and not valid_timecode(found, source.frame_rate):
            self._note(f"the time code {found[:20]!r} is none of this frame rate and was left out")
        elif self.container in ("mp4", "mov"):
            self.result.video_tags["timecode"] = found
        else:
            self.result.file_tags["timecode"] = found


def stereo_mode(picture: PictureHeaders, frame_data: Mapping[str, bytes]) -> int:
    """Return how two pictures lie in one, by Matroska's number; 0 for one picture."""
    if picture.stereo:
        return picture.stereo if picture.stereo < len(STEREO_MODES) else 0
    data = frame_data.get("STEREO3D", b"")
    if len(data) < 8:
        return 0
    kind, flags = struct.unpack("=2i", data[:8])
    return _STEREO_3D.get(kind, (0, 0))[flags & 1]


def tells_siting(encoder: str, container: str, layout: PixelLayout) -> bool:
    """Return whether an output says where its chroma samples lie."""
    if layout.chroma_log2 == (0, 0):
        return False
    return encoder in SITING_IN_CODEC or holding_of(container).siting


def written_siting(
    colour: Colour, *, encoder: str, container: str, layout: PixelLayout
) -> ChromaSiting:
    """Return where to put chroma samples: where the source has them, if that can be told.

    Otherwise it is where players expect them.

    Parameters
    ----------
    colour : of the frames to be encoded, with the source's siting
    encoder : FFmpeg's name
    container : its name in plans
    layout : of the frames
    """
    if layout.chroma_log2 == (0, 0) or tells_siting(encoder, container, layout):
        return colour.siting
    if encoder in CENTRED_ENCODERS:
        return ChromaSiting.CENTRE
    known = encoder.startswith(("h264", "hevc", "mpeg"))
    return ChromaSiting.LEFT if known or colour.range is Range.LIMITED else ChromaSiting.CENTRE


def languages_by_index(source: VideoSource) -> dict[int, str]:
    """Return the BCP 47 tags of a source's streams by their index."""
    counts: dict[str, int] = {}
    tags = {}
    for stream in source.container.streams:
        if int(stream.disposition) & int(Disposition.attached_pic):
            continue
        number = counts[stream.type] = counts.get(stream.type, -1) + 1
        tag = source.headers.languages.get((stream.type, number))
        if tag is not None:
            tags[stream.index] = tag
    return tags
