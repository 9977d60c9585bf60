"""The findings about an opened video: what its tags say, and what a sample of it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..colour import Matrix, Range, guess_primaries
from ..media.damage.completeness import expected_end
from ..media.video.sample import PacketSample
from ..media.video.video_source import VideoSource
from .header_findings import header_findings
from .probe import Level, ProbeFinding

_MATRICES = {
    Matrix.RGB: "RGB", Matrix.BT709: "BT.709", Matrix.BT601: "BT.601", Matrix.FCC: "FCC",
    Matrix.SMPTE240M: "SMPTE 240M", Matrix.BT2020_NCL: "BT.2020",
}  # fmt: skip
_PRIMARIES = {1: "BT.709", 5: "BT.470BG", 6: "SMPTE 170M", 9: "BT.2020"}
_TRANSFERS = {16: "PQ (HDR10)", 18: "HLG"}

_LATE = 0.5  # seconds; a video that begins later than this does so by its clock
_STATED_TOLERANCE = 0.25  # seconds
_STATED_SHARE = 0.02


def video_findings(source: VideoSource, sample: PacketSample) -> Iterator[ProbeFinding]:
    """Yield what is wrong with a video, what is assumed of it, and what is worth knowing."""
    yield from _colour(source)
    yield from _rate(sample)
    yield from _fields(source)
    yield from _duration(source, sample)
    yield from _clock(source, sample)
    yield from _display(source)
    yield from header_findings(source)
    if source.lost_alpha:
        yield ProbeFinding("alpha", "wrong", "it has alpha that this build of FFmpeg cannot decode")
    if source.has_captions:
        yield ProbeFinding("captions", "note", "frames hold closed captions")
    if not sample.packets:
        yield ProbeFinding("unmeasured", "note", "times and fields were not looked at: no packet of"
                      " the video could be read a second time")  # fmt: skip


def _colour(source: VideoSource) -> Iterator[ProbeFinding]:
    missing = source.untagged
    if missing:
        colour = source.colour
        taken = {
            "matrix": _MATRICES[colour.matrix],
            "primaries": f"primaries of {_named(_PRIMARIES, _primaries(source))}",
            "range": "full range" if colour.range is Range.FULL else "limited range",
        }
        assumed = ", ".join(text for name, text in taken.items() if name in missing)
        by_size = f" by its size of {source.size}" if "matrix" in missing else ""
        tail = f"; taken for {assumed}{by_size}, as mpv does" if assumed else "; none is assumed"
        said = f"its colour has no tag of {_listed(missing)}{tail}"
        yield ProbeFinding("untagged-colour", "assumed", said)
    transfer = _TRANSFERS.get(source.colour.transfer)
    if transfer is not None:
        words = [transfer]
        if source.hdr.luminance is not None:
            words.append(f"mastered to {source.hdr.luminance[1]:g} cd/m2")
        if source.hdr.light_level is not None:
            words.append(f"at most {source.hdr.light_level[0]} cd/m2")
        yield ProbeFinding("hdr", "note", f"HDR: {', '.join(words)}")


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _primaries(source: VideoSource) -> int:
    return guess_primaries(source.colour.matrix, source.size)


def _named(names: dict[int, str], code: int) -> str:
    return names.get(code, f"H.273 code {code}")


def _rate(sample: PacketSample) -> Iterator[ProbeFinding]:
    if sample.steps is None or not sample.varies:
        return
    least, usual, most = (1000 * step for step in sample.steps)
    yield ProbeFinding(
        "rate", "note",
        f"variable frame rate: frames last {least:.4g} to {most:.4g} ms, most of them"
        f" {usual:.4g}",
        estimated=not sample.whole,
    )  # fmt: skip


def _fields(source: VideoSource) -> Iterator[ProbeFinding]:
    scan = source.fields.scan
    if scan is None or not (text := str(scan)):
        return
    level: Level = "wrong" if scan.faulty else "note"
    if scan.certain and scan.flagged_order not in (0, scan.order):
        text += "; its flags say the other order"
    yield ProbeFinding("interlaced", level, text, estimated=True)


def _duration(source: VideoSource, sample: PacketSample) -> Iterator[ProbeFinding]:
    stated = expected_end(source.container, source.stream)
    if stated is None:
        return
    reached = sample.end if stated.of_video else sample.end_of_all
    if reached is None or not sample.packets:
        return
    off = stated.seconds - reached
    if abs(off) <= max(_STATED_TOLERANCE, _STATED_SHARE * min(stated.seconds, reached)):
        return
    what = "the video" if stated.of_video else "the file"
    why = ": it is cut off, or the header is wrong" if off > 0 else ": the header is wrong"
    yield ProbeFinding(
        "duration", "wrong",
        f"{what} should end at {stated.seconds:.2f} s and does at {reached:.2f} s{why}",
        estimated=not sample.whole,
    )  # fmt: skip


def _clock(source: VideoSource, sample: PacketSample) -> Iterator[ProbeFinding]:
    for before, after in sample.jumps[:3]:
        text = f"the clock jumps from {before:.2f} s to {after:.2f} s"
        yield ProbeFinding("clock", "wrong", text, estimated=not sample.whole)
    if len(sample.jumps) > 3:
        text = f"the clock jumps {len(sample.jumps)} times in all"
        yield ProbeFinding("clock", "wrong", text, estimated=not sample.whole)
    start = sample.start if sample.start is not None else source.start
    if abs(start) >= _LATE or start < 0:
        yield ProbeFinding("clock", "note", f"the video's times begin at {start:.3f} s, not at 0")


def _display(source: VideoSource) -> Iterator[ProbeFinding]:
    if source.display_matrix is not None:
        matrix = source.display_matrix
        mirrored = matrix[0] * matrix[4] - matrix[1] * matrix[3] < 0
        turn = f"turned by {source.rotation} degrees clockwise" if source.rotation else ""
        words = " and ".join(word for word in (turn, "mirrored" if mirrored else "") if word)
        if words:
            yield ProbeFinding("rotation", "note", f"it is shown {words}")
    if source.sample_aspect_ratio != 1:
        across, down = source.sample_aspect_ratio.as_integer_ratio()
        width = round(source.size.width * source.sample_aspect_ratio)
        yield ProbeFinding(
            "pixel-aspect", "note",
            f"pixels are {across}:{down}, so that it is shown as {width}x{source.size.height}",
        )  # fmt: skip
