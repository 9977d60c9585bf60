"""Probes say what is in a file, and what a transcode then does."""

from __future__ import annotations

import inspect
import json
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.clips.media_clips import smooth, write_clip
from support.clips.patched_headers import Node, box, edit_mp4
from support.paths import ROOT

import anime4k_gl as a4k
from anime4k_gl.cli.main import main
from anime4k_gl.cli.probe import DECIDING
from anime4k_gl.errors import MediaError
from anime4k_gl.formats import Size
from anime4k_gl.media.animations.api import Animation, AnimationWriter
from anime4k_gl.media.pictures.api import Picture, write_picture
from anime4k_gl.media.pictures.metadata import PictureMetadata
from anime4k_gl.probing.probe import FINDINGS, Probe
from anime4k_gl.transcoding.parts import Fate

HALF = Size(64, 48)


def clip(path: Path, **how: Any) -> Path:
    """Write a video with sound, two kinds of subtitles, an attached font and chapters."""
    given: dict[str, Any] = dict(
        codec="libx264", make=smooth, size=HALF, audio="aac",
        subtitles=[("ass", [(0.1, 0.3, "la")]), ("subrip", [(0.0, 0.4, "Hello")])],
        attachments=[("font.ttf", "application/x-truetype-font", b"\x00\x01\x00\x00 a font")],
        chapters=[(0.0, 0.2, "Opening"), (0.2, 0.3, "Part A")],
        tags={"colorspace": 1, "color_range": 1, "color_primaries": 1, "color_trc": 1},
    )  # fmt: skip
    write_clip(path, **{**given, **how})
    return path


def picture(path: Path, channels: int = 3, kind: Any = np.uint8) -> Path:
    pixels = np.full((12, 16, channels), 90, kind)
    metadata = PictureMetadata(text=(("Title", "A picture"),), dpi=(300.0, 300.0))
    write_picture(path, Picture(pixels, metadata))
    return path


def animation(path: Path, **info: Any) -> Path:
    with AnimationWriter(path, Animation(16, 12, 3, **info)) as writer:
        for number in range(3):
            pixels = np.full((12, 16, 4), 40 * number, np.uint8)
            pixels[..., 3] = 255
            if info.get("has_alpha"):
                pixels[:4, :, 3] = 0
            writer.add(pixels, Fraction(1, 10))
    return path


def kinds(found: Probe) -> set[str]:
    return {finding.kind for finding in found.findings}


MAKERS = {
    "clip": lambda folder: clip(folder / "in.mkv"),
    "untagged": lambda folder: clip(folder / "in.mkv", tags=None),
    "deep": lambda folder: clip(folder / "in.mkv", layout="yuv444p12le", codec="ffv1"),
    "variable": lambda folder: clip(
        folder / "in.mkv", pts=[0, 40, 80, 160, 170, 250, 400, 440], time_base=Fraction(1, 1000)
    ),
    "picture": lambda folder: picture(folder / "in.png"),
    "16 bits": lambda folder: picture(folder / "in.png", kind=np.uint16),
    "alpha": lambda folder: picture(folder / "in.png", channels=4),
    "gif": lambda folder: animation(folder / "in.gif", has_alpha=True),
    "apng": lambda folder: animation(folder / "in.apng", plays=3),
}
TARGETS = {
    "clip": ("out.mkv", "out.mp4", "out.ts", "out.gif", "out.webp"),
    "untagged": ("out.mov",),
    "deep": ("out.mp4",),
    "variable": ("out.mkv", "out.avi"),
    "picture": ("out.png", "out.jpg", "out.gif"),
    "16 bits": ("out.webp", "out.tif"),
    "alpha": ("out.avif",),
    "gif": ("out.mkv", "out.mp4", "out.webp"),
    "apng": ("out.avif", "out.gif"),
}
OPTIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("clip", "out.mp4"): {"audio_codec": "flac", "subs": "2"},
    ("picture", "out.jpg"): {"codec": "libx265", "audio": "jpn", "quality": 80},
    ("apng", "out.avif"): {"pix_fmt": "yuv420p"},
    ("deep", "out.mp4"): {"codec": "libx265", "scale": 1.34},
    ("variable", "out.avi"): {"codec": "mpeg4", "audio": "none"},
    ("gif", "out.mkv"): {"codec": "ffv1", "size": "40x30"},
}


@pytest.mark.parametrize(
    ("maker", "target"), [(maker, target) for maker in MAKERS for target in TARGETS[maker]]
)
def test_what_a_probe_says_is_what_a_transcode_does(
    tmp_path: Path, maker: str, target: str
) -> None:
    source = MAKERS[maker](tmp_path)
    options = OPTIONS.get((maker, target), {})
    there = set(tmp_path.iterdir())
    found = a4k.probe(source, to=tmp_path / target, preset="none", **options)
    assert set(tmp_path.iterdir()) == there, "a probe writes nothing"
    assert found.refused is None

    done = a4k.transcode(source, tmp_path / target, preset="none", **options)
    assert done.decisions is not None
    assert found.parts == done.decisions.parts
    assert (found.size, found.target_size) == (done.source_size, done.target_size)
    assert set(found.notes) <= set(done.notes)
    # What only the frames tell cannot be known before they are drawn.
    late = [note for note in done.notes if note not in found.notes]
    assert [note for note in late if "256 colours" not in note] == []
    if found.frames is not None:
        assert found.frames == done.frames

    again = a4k.probe(tmp_path / target)
    assert again.container.split(",")[0] == _reader(found.target_container)
    (fate,) = [p.fate for p in found.parts if p.fate is not None and p.fate.action == "upscale"]
    assert fate.size == again.size
    kept = [p.kind for p in found.parts if p.fate is not None and p.fate.action != "leave out"]
    if found.kind == "video" and again.kind == "video":
        # MP4 has chapters in a stream too.
        assert sorted(p.kind for p in again.parts if p.codec != "bin_data") == sorted(kept)


def _reader(container: str | None) -> str | None:
    return {"mp4": "mov"}.get(container or "", container)


def test_chapters_that_a_container_cannot_hold_are_named(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv")
    for suffix, held in {".avi": False, ".ts": False, ".flv": False, ".nut": True}.items():
        found = a4k.probe(source, to=tmp_path / f"out{suffix}")
        fate = found.parts[-1].fate
        assert (found.parts[-1].kind, fate is not None and fate.action == "copy") == (
            "chapters", held,
        )  # fmt: skip
        assert any("2 chapters" in note for note in found.notes) != held


def test_findings(tmp_path: Path) -> None:
    assert kinds(a4k.probe(clip(tmp_path / "plain.mkv"))) == set()
    untagged = a4k.probe(clip(tmp_path / "untagged.mkv", tags=None))
    (finding,) = untagged.findings
    assert (finding.kind, finding.level) == ("untagged-colour", "assumed")
    assert "BT.601" in finding.text and "64x48" in finding.text
    varying = a4k.probe(
        clip(tmp_path / "vfr.mkv", pts=[0, 40, 80, 160, 170, 250], time_base=Fraction(1, 1000))
    )
    (finding,) = varying.findings
    assert (finding.kind, finding.estimated) == ("rate", False)
    assert "10 to 80 ms" in finding.text
    late = a4k.probe(clip(tmp_path / "late.mkv", pts=[n + 240 for n in range(8)]))
    assert [f.text for f in late.findings] == ["the video's times begin at 10.000 s, not at 0"]


def ebml(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert data.count(old) == 1 and len(old) == len(new)
    path.write_bytes(data.replace(old, new))


def test_what_headers_say_of_the_picture(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mp4", codec="libx264", make=smooth, size=Size(64, 48), count=4)

    def edit(index: Node) -> None:
        (entry,) = index.find(b"trak", b"mdia", b"minf", b"stbl", b"stsd").children
        entry.children += [
            box(b"clap", struct.pack(">4I4i", 60, 1, 40, 1, 0, 1, 0, 1)),
            box(b"dvcC", bytes([1, 0, 5 << 1, 0x35, 0]) + bytes(19)),
            box(b"st3d", bytes([0, 0, 0, 0, 2])),
        ]  # fmt: skip

    path = edit_mp4(tmp_path / "in.mp4", tmp_path / "said.mp4", edit)
    told = {f.kind: (f.level, f.text) for f in a4k.probe(path).findings}
    assert told["crop"] == (
        "note", "pixels at its edges are not to be shown: 2 left, 4 above, 2 right, 4 below",
    )  # fmt: skip
    assert told["dolby-vision"][0] == "wrong"
    assert told["stereo"] == ("note", "two pictures in one: left_right")


def test_a_stated_length_that_is_not_true(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", count=24)
    ebml(source, b"00:00:01.000000000", b"00:00:07.000000000")
    (finding,) = a4k.probe(source).findings
    assert (finding.kind, finding.level) == ("duration", "wrong")
    assert "7.00 s and does at 1.00 s" in finding.text


def test_large_files_are_sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from anime4k_gl.media.video import sample

    monkeypatch.setattr(sample, "_WHOLE_PACKETS", 30)
    monkeypatch.setattr(sample, "_RUN_PACKETS", 10)
    monkeypatch.setattr(sample, "_BEFORE_END", 0.5)
    stamps = [40 * n + (20 if n % 2 else 0) for n in range(400)]
    source = clip(
        tmp_path / "in.mkv", count=400, pts=stamps, time_base=Fraction(1, 1000), audio=None,
        subtitles=(), options={"g": "12"},
    )  # fmt: skip
    found = a4k.probe(source)
    assert {f.kind: f.estimated for f in found.findings} == {"rate": True}
    assert found.estimated and found.frames is not None and abs(found.frames - 400) < 20


def test_what_would_be_refused_is_said(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv")
    for target, options, words in (
        ("out.webm", {}, "webm cannot carry video of libx264"),
        ("out.png", {}, "a video cannot become a picture"),
        ("out.ts", {"strict_streams": True}, "would be left out"),
        ("out.mkv", {"codec": "h266"}, "unknown codec"),
        ("out.mkv", {"audio": "7"}, "--audio 7"),
        ("in.mkv", {}, "the input itself"),
        ("nowhere/out.mkv", {}, "does not exist"),
    ):  # fmt: skip
        found = a4k.probe(source, to=tmp_path / target, **options)  # type: ignore[arg-type]
        assert found.refused is not None and words in found.refused
        assert (found.target_size, found.notes) == (None, ())
        assert {part.fate for part in found.parts} == {None}
    (tmp_path / "there.mkv").touch()
    found = a4k.probe(source, to=tmp_path / "there.mkv")
    assert found.refused is None and "--overwrite" in found.notes[-1]
    jpeg = a4k.probe(picture(tmp_path / "alpha.png", channels=4), to=tmp_path / "out.jpg")
    assert jpeg.refused is not None and "alpha" in jpeg.refused


def test_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.mkv").write_text("no video")
    (tmp_path / "cut.png").write_bytes(picture(tmp_path / "in.png").read_bytes()[:60])
    for name in ("text.mkv", "cut.png", "nothing.mkv", "."):
        with pytest.raises(MediaError):
            a4k.probe(tmp_path / name)
        with pytest.raises(SystemExit) as ended:
            main(["probe", str(tmp_path / name)])
        assert ended.value.code == 1
    assert capsys.readouterr().err.count("\n") == 4


def test_the_options_are_those_of_transcode() -> None:
    theirs = inspect.signature(a4k.transcode).parameters
    ours = dict(inspect.signature(a4k.probe).parameters)
    del ours["path"], ours["to"]
    for name, parameter in ours.items():
        assert (parameter.default, parameter.annotation) == (
            theirs[name].default, theirs[name].annotation,
        )  # fmt: skip
    assert set(ours) == set(DECIDING)
    parts = {"start", "end", "frames", "audio_delay"}
    drawing = {"params", "backend", "dialect", "scaling", "hwdec", "held"}
    encoding = {"crf", "codec_preset", "tune", "encoder_options"}
    running = {"overwrite", "strict", "progress", "decided", "cancel", "cluster"}
    assert set(theirs) - set(ours) == {"source", "target"} | parts | drawing | encoding | running


def documented(heading: str) -> list[str]:
    """Return the first column of the table that follows a line of docs/probe.md."""
    text = (ROOT / "docs/probe.md").read_text("utf-8")
    table = text.split(heading, 1)[1].split("|---|---|\n", 1)[1].split("\n\n", 1)[0]
    cells = [line.split("|")[1] for line in table.strip().splitlines()]
    return [name.strip(" `") for cell in cells for name in cell.split(",")]


def test_the_json_is_as_documented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = clip(tmp_path / "a\u202eb\x1b[31m.mkv", tags=None)
    with pytest.raises(SystemExit) as ended:
        main(["probe", str(source), "--to", str(tmp_path / "out.mp4"), "--json", "--audio", "1"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert text.isascii() and "\x1b" not in text
    found = json.loads(text)
    assert found["path"] == str(source)
    assert list(found) == documented("`--json` prints")
    assert list(found["parts"][0]) == documented("Each of `parts`")
    assert list(found["parts"][0]["fate"]) == documented("Each `fate`")
    assert list(found["findings"][0]) == documented("Each of `findings`")
    assert list(FINDINGS) == documented("| kind of finding")[:]
    kinds = [part["kind"] for part in found["parts"]]
    assert kinds == ["video", "audio", "subtitle", "subtitle", "attachment", "chapters"]
    assert found["parts"][0]["fate"]["size"] == found["target_size"] == [128, 96]


def test_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = clip(tmp_path / "in.mkv", tags=None, metadata={"title": "x"})
    for arguments, code in (((), 0), (("--to", "out.mp4"), 0), (("--to", "out.webm"), 2)):
        with pytest.raises(SystemExit) as ended:
            main(["probe", str(source), *arguments])
        assert ended.value.code == code
        lines = capsys.readouterr().out.splitlines()
        assert max(len(line) for line in lines[2:]) < 80
        assert lines[0] == f"{source}: video, matroska, 64x48, 0.33 s, 8 frames"
        assert any(line.startswith("assumed: its colour has no tag") for line in lines)
    assert lines[-1].startswith("refused: ") or lines[-2].startswith("refused: ")


def test_upscale_says_what_was_decided_before_it_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = clip(tmp_path / "in.mkv"), tmp_path / "out.mp4"
    with pytest.raises(SystemExit) as ended:
        main(["upscale", str(source), str(target), "--preset", "none"])
    assert ended.value.code == 0
    first, *notes, last = capsys.readouterr().err.splitlines()
    found = a4k.probe(source, to=tmp_path / "other.mp4", preset="none")
    assert first == (
        f"{source}: 64x48 to 128x96, libx264 yuv420p; 1 audio copied; 2 subtitle converted to"
        " mov_text; 1 attachment left out; chapters copied"
    )
    assert notes == [f"note: {note}" for note in found.notes] and len(notes) == 3
    assert last.startswith(f"{target}: 64x48 to 128x96, 8 frames in ")


def test_fates_in_words() -> None:
    assert str(Fate("copy")) == "copied"
    assert str(Fate("upscale", "ffv1", Size(4, 2), "rgba")) == "upscaled to 4x2, ffv1 rgba"
    assert str(Fate("upscale", "PNG", Size(4, 2))) == "upscaled to 4x2, PNG"
    assert str(Fate("convert", "flac", why="so")) == "converted to flac: so"
    assert str(Fate("leave out", why="not chosen")) == "left out: not chosen"
