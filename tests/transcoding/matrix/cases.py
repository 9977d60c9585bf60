"""The table: which clips become which files, and what may differ, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from transcoding.matrix.clips import Recipe
from transcoding.matrix.recipes import CODECS, CONTAINERS, SHAPES, STREAMS


@dataclass(frozen=True)
class Case:
    """A clip and what becomes of it.

    Attributes
    ----------
    recipe : how the clip is made
    target : the suffix of what it becomes
    options : of `transcode`
    findings : the kinds that `probe` finds in the clip
    differs : what of ffprobe's fields may differ, and why; ``kind.field`` or one of ``chapters``,
        ``side``, ``offsets``, ``packets``, ``times``, ``duration``
    """

    recipe: Recipe
    target: str = ".mkv"
    options: dict[str, Any] = field(default_factory=dict)
    differs: dict[str, str] = field(default_factory=dict)
    findings: frozenset[str] = frozenset()


_PCM = {f"audio.{n}.channel_layout": "Matroska does not say which speakers PCM is for"
        for n in range(3)}  # fmt: skip
_EMPTY_PACKET = {"audio.0.packets": "ffmpeg ends FLAC in NUT with a packet of no bytes"}
_OLD_PROBE = "ffprobe 5.1 does not read it, newer ones do"
_WHOLE = {"video.field_order": "its frames are whole, whatever their flags say, with a note"}
_DEINTERLACED = {"video.field_order": "its fields became whole frames, with a note"}
_CHAPTER_TRACK = {"datas": "MP4 keeps chapters in a track of data too"}
_AS_TEXT = "MP4 has one kind of text"

TO_MKV: dict[str, dict[str, Any]] = {
    "FFV1 R'G'B'": {"differs": {
        "video.color_range": "R'G'B' is encoded as Y'CbCr", "video.color_space": "the same",
    }},
    "MOV": {"differs": {"audio.0.channel_layout": _PCM["audio.0.channel_layout"]}},
    "PCM of many kinds": {"differs": _PCM},
    "NUT": {"differs": _EMPTY_PACKET},
    "ASF": {"differs": {
        "audio.0.codec_name": "Matroska has no WMA: FLAC, with a note",
        "audio.0.channel_layout": "FLAC says which speakers its sound is for",
        "audio.0.packets": "encoded anew",
        "offsets.0": "WMA's first packet has no sound of its own, as for ffmpeg's command",
    }},
    "top field first": {"differs": _DEINTERLACED},
    "bottom field first": {"differs": _DEINTERLACED},
    "interlaced MPEG-2": {"differs": _DEINTERLACED},
    "whole frames flagged as fields": {"differs": _WHOLE},
    "PQ": {"options": {"codec": "libx265", "crf": 2}},
    "all of MP4": {"differs": {
        **_CHAPTER_TRACK,
        **{f"subtitle.{n}.{what}": "Matroska has no mov_text: it becomes ASS"
           for n in range(2) for what in ("codec_name", "packets")},
    }},
}  # fmt: skip
"""What is special about a recipe's way to Matroska."""

MPEG2: dict[str, Any] = {"options": {"codec": "mpeg2video", "codec_preset": None, "crf": 1}}
VP9: dict[str, Any] = {
    "options": {"codec": "libvpx-vp9", "codec_preset": None, "crf": 4,
                "encoder_options": {"deadline": "realtime", "cpu-used": "8"}},
}  # fmt: skip

TO_ITSELF: dict[str, dict[str, Any]] = {
    "WebM": VP9,
    "Ogg": {"options": {"codec": "libvpx", "codec_preset": None, "crf": 4},
            "differs": {"video.chroma_location": "VP8 does not say"}},
    "VOB": MPEG2,
    "MPEG-PS": MPEG2,
    "MXF": {**MPEG2, "differs": {
        "video.tags": "it counts its parts anew", "audio.0.tags": "the same", "tags": "the same",
    }},
    "NUT": {"differs": _EMPTY_PACKET},
    "AVI": {"options": {"codec": "mpeg4", "codec_preset": None, "crf": 1}},
}  # fmt: skip

_LAYERS = "MP4 has one name for MPEG's three layers"
TO_MP4: dict[str, dict[str, Any]] = {
    **{name: special for name, special in TO_MKV.items() if name in SHAPES},
    "variable rate": {"differs": {"rate": "Matroska's is that of its first frames, not the mean"}},
    "late start": {"differs": {"audio.0.codec_name": _LAYERS}},
    "all of Matroska": {"differs": {
        **_CHAPTER_TRACK,
        **{f"{what}.tags": f"MP4 has titles as names of tracks: {_OLD_PROBE}"
           for what in ("video", "audio.0", "audio.2", "subtitle.3")},
        **{f"subtitle.{n}.{what}": _AS_TEXT
           for n in range(4) for what in ("codec_name", "packets")},
        "subtitle.2.disposition": "MP4's mark of it is one for captions too",
        "attachments": "MP4 has none, with a note",
    }},
    "two programmes": {"differs": {
        "audio.0.codec_name": _LAYERS,
    }},
    "PCM of many kinds": {"differs": {
        **{f"audio.{n}.channel_layout": _OLD_PROBE for n in range(3)},
        **{f"audio.{n}.codec_name": _OLD_PROBE for n in range(2)},
        "audio.0.packets": _OLD_PROBE,
    }},
}  # fmt: skip


FINDINGS: dict[str, set[str]] = {
    "MP4 in fragments": {"rate"},  # a longer first frame, for the sound's priming
    "AVI": {"rate"},  # a frame is missing, for the encoder's delay
    **{key: {"clock"} for key in ("TS", "M2TS", "VOB", "MPEG-PS", "late start", "two programmes")},
    **{key: {"rate"} for key in ("variable rate", "variable rate in MP4")},
    **{key: {"pixel-aspect"} for key in ("anamorphic", "anamorphic in MP4")},
    **{key: {"interlaced"} for key in ("top field first", "bottom field first")},
    **{key: {"interlaced"} for key in ("whole frames flagged as fields", "hard telecine")},
    "interlaced MPEG-2": {"interlaced", "clock"},
    "rotated": {"rotation"},
    **{key: {"hdr"} for key in ("PQ", "HLG")},
}
"""What `probe` finds of a recipe's clip, beside colour without tags."""

UNTAGGED = {
    *("MPEG-1", "MPEG-4", "ProRes", "FFV1 R'G'B'", "MJPEG", "WMV", "AVI", "VOB", "MPEG-PS", "ASF"),
    *("Ogg", "OGM", "NUT", "MXF", "open GOP of MPEG-2", "interlaced MPEG-2", "untagged"),
}
"""The recipes whose colour is not wholly tagged: by choice, or as the file cannot say it."""


def _cases(
    recipes: dict[str, Recipe], special: dict[str, dict[str, Any]], to: str = "", name: str = ""
) -> dict[str, Case]:
    return {
        f"{what}{name}": Case(
            recipe, to or recipe.suffix, findings=_found(what), **special.get(what, {})
        )
        for what, recipe in recipes.items()
    }


# FFmpeg writes no OGM.
OWN = {name: recipe for name, recipe in CONTAINERS.items() if name != "OGM"}


def _found(what: str) -> frozenset[str]:
    untagged = {"untagged-colour"} if what in UNTAGGED else set()
    return frozenset(FINDINGS.get(what, set()) | untagged)


ALL = {**CODECS, **CONTAINERS, **SHAPES, **STREAMS}

CASES: dict[str, Case] = {
    **_cases(ALL, TO_MKV, ".mkv"),
    **_cases(OWN, TO_ITSELF, name=" to itself"),
    **_cases({**SHAPES, **STREAMS}, TO_MP4, ".mp4", " to MP4"),
}
