"""Each container holds what the table says, and nothing else: it is written and read back."""

from __future__ import annotations

import io
import struct
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from support.clips.media_clips import smooth, write_clip
from support.clips.patched_headers import Node, edit_matroska, element

from anime4k_gl.colour import ChromaSiting, Colour, Matrix, Range
from anime4k_gl.formats import Size
from anime4k_gl.media.carrying.carry import stereo_mode, tells_siting
from anime4k_gl.media.carrying.finishing import EDITED
from anime4k_gl.media.carrying.holdings import (
    ASPECT_IN_CODEC,
    HOLDINGS,
    LIGHT_IN_CODEC,
    STEREO_MODES,
)
from anime4k_gl.media.carrying.tags import tag_value
from anime4k_gl.media.pyav import Disposition
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.media.writing.codecs import FULL_RANGE_CODECS, default_layout
from anime4k_gl.media.writing.containers import Muxers
from anime4k_gl.media.writing.video_writer import VideoWriter

MUXERS = {"m2ts": "mpegts"}
SOUND = {"webm": "libopus", "ogg": "libopus", "ogv": "libopus", "mpeg": "mp2", "vob": "mp2",
         "avi": "ac3"}  # fmt: skip
SUFFIXES = {"matroska": "mkv", "mpegts": "ts", "ipod": "m4v", "mpeg": "mpg"}

# Encoders whose video does not tell the shape of its pixels, nor HDR's light.
SILENT = {"ipod": "libx264",
          "matroska": "ffv1", "webm": "libvpx-vp9", "mp4": "libvpx-vp9", "mov": "prores_ks",
          "avi": "ffv1", "flv": "flv", "nut": "ffv1", "asf": "wmv2", "ogg": "libvpx",
          "ogv": "libvpx", "mpeg": "mpeg1video", "vob": "mpeg1video", "mpegts": "mpeg2video",
          "m2ts": "mpeg2video"}  # fmt: skip

TAGS = (
    "title artist album_artist composer album date comment genre copyright grouping lyrics"
    " description synopsis show episode_id network keywords episode_sort season_number media_type"
    " gapless_playback compilation track disc make model location language encoded_by performer"
    " publisher creation_time custom rating"
)
NUMBERS = ("episode_sort", "season_number", "media_type", "gapless_playback", "compilation",
           "track", "disc")  # fmt: skip
# ASF has one word for each of these and another one, and no times.
SHARED = {"asf": {"artist", "comment", "description", "creation_time"}}


def value(tag: str) -> str:
    """Return something that a tag of that name may hold."""
    special = {"creation_time": "2020-01-02T03:04:05.000000Z", "date": "2020", "language": "eng",
               "location": "+10.0000+020.0000/"}  # fmt: skip
    return special.get(tag, "1" if tag in NUMBERS else f"a {tag}")


def sound_file(container: str, **said: Any) -> Any:
    """Write sound with tags, flags and chapters, and return it opened."""
    written = io.BytesIO()
    name = MUXERS.get(container, container)
    options = {"movflags": "use_metadata_tags"} if container == "mov" else {}
    with av.open(written, "w", format=name, container_options=options) as output:
        output.metadata.update(said.get("tags", {}))
        stream = output.add_stream(SOUND.get(container, "aac"), rate=48000)
        stream.layout = "stereo"
        stream.metadata.update(said.get("stream_tags", {}))
        stream.disposition = said.get("flags", 0)
        output.set_chapters(
            [
                {"id": 1 + n, "start": n * 50, "end": n * 50 + 50, "time_base": Fraction(1, 1000),
                 "metadata": {"title": title}}
                for n, title in enumerate(said.get("chapters", ()))
            ]
        )  # fmt: skip
        context = stream.codec_context
        context.open()
        kind, count = context.format.name, context.frame_size or 1152
        for number in range(8):
            held = np.float32 if kind.startswith("flt") else np.int16
            shape = (2, count) if kind.endswith("p") else (1, 2 * count)
            frame = av.AudioFrame.from_ndarray(np.zeros(shape, held), kind, "stereo")
            frame.sample_rate, frame.time_base = 48000, Fraction(1, 48000)
            frame.pts = number * count
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    written.seek(0)
    return av.open(written)


@pytest.mark.parametrize("container", HOLDINGS)
def test_tags_of_the_file_and_its_streams(container: str) -> None:
    holding = HOLDINGS[container]
    tags = {tag: value(tag) for tag in TAGS.split()}
    stream_tags = {"title": "Sound", "language": "por", "custom": "x"}
    with sound_file(container, tags=tags, stream_tags=stream_tags) as read:
        back = {tag.lower(): text for tag, text in read.metadata.items()}
        stream = {tag.lower(): text for tag, text in read.streams.audio[0].metadata.items()}
    if container.startswith("og"):  # Ogg has tags of streams alone
        back = stream | {"title": "a title", "language": "eng", "custom": "a custom"}
        tags.pop("description"), tags.pop("comment")
    held = {tag for tag, text in tags.items() if back.get(tag) == text}
    expected = set(tags) if holding.tags is None else set(holding.tags)
    assert held >= expected - SHARED.get(container, set())
    assert held <= expected
    assert (stream.get("title") or stream.get("name")) == ("Sound" if holding.titles else None)
    assert (stream.get("language") == "por") == (holding.languages != "none")
    assert ("custom" in stream) == holding.stream_tags


@pytest.mark.parametrize("container", HOLDINGS)
def test_whole_languages(container: str) -> None:
    """Those of Matroska and MP4 are written afterwards, by us."""
    if container in (*EDITED, "asf"):
        return
    with sound_file(container, stream_tags={"language": "pt-BR"}) as read:
        held = read.streams.audio[0].metadata.get("language") == "pt-BR"
    assert held == (HOLDINGS[container].languages == "tags")


@pytest.mark.parametrize("container", HOLDINGS)
def test_flags_of_streams(container: str) -> None:
    kept = Disposition(0)
    for flag in Disposition:
        if flag in (Disposition.attached_pic, Disposition.timed_thumbnails):
            continue
        with sound_file(container, flags=int(flag)) as read:
            back = int(read.streams.audio[0].disposition)
        kept |= Disposition(back & int(flag))
    held = HOLDINGS[container].dispositions
    assert kept & ~Disposition.default == held & ~Disposition.default


@pytest.mark.parametrize("container", HOLDINGS)
def test_chapters(container: str) -> None:
    with sound_file(container, chapters=("One", "Two")) as read:
        titles = [chapter["metadata"].get("title") for chapter in read.chapters()]
    assert titles == (["One", "Two"] if HOLDINGS[container].chapters else [])


def rich_source(folder: Path) -> Path:
    """Write a file whose headers say all that a picture can have, and how it is to be shown."""
    write_clip(
        folder / "plain.mkv", codec="ffv1", make=smooth, size=Size(64, 48), count=12,
        tags={"colorspace": 9, "color_primaries": 9, "color_trc": 16},
    )  # fmt: skip

    def edit(segment: Node) -> None:
        picture = segment.find(0x1654AE6B, 0xAE, 0xE0)
        picture.children = [n for n in picture.children if n.id not in (0x54B0, 0x54BA, 0x54B2)]
        colour = picture.find(0x55B0)
        display = [element(0x55D1 + n, struct.pack(">d", 0.3 + n / 100)) for n in range(8)]
        display += [
            element(0x55D9, struct.pack(">d", 1000)),
            element(0x55DA, struct.pack(">d", 0.005)),
        ]
        colour.children += [
            element(0x55D0, display), element(0x55BC, 900), element(0x55BD, 300),
            element(0x55B7, 1), element(0x55B8, 1),
        ]  # fmt: skip
        picture.children += [
            # Two pictures one above the other: its 64 x 24 are shown as 80 x 24.
            element(0x54B0, 80), element(0x54BA, 24), element(0x53B8, 3),
        ]  # fmt: skip

    return edit_matroska(folder / "plain.mkv", folder / "rich.mkv", edit)


def written(source: Path, container: str, encoder: str, folder: Path) -> tuple[Path, list[str]]:
    """Encode a file for a container; return it and what was said."""
    target = folder / f"out.{SUFFIXES.get(container, container)}"
    with VideoSource(source) as opened:
        layout = default_layout(encoder, opened.layout)
        levels = Range.FULL if encoder in FULL_RANGE_CODECS else Range.LIMITED
        colour = Colour(Matrix.BT2020_NCL, levels, opened.colour.siting, 9, 16)
        with VideoWriter(
            target, opened, size=opened.size, layout=layout, colour=colour, codec=encoder,
            overwrite=True,
        ) as writer:  # fmt: skip
            for number, frame in enumerate(opened.frames(writer.copy)):
                assert frame.pts is not None
                writer.write(smooth(layout, opened.size, number), frame.pts, frame.duration)
    return target, writer.notes


@pytest.mark.parametrize(
    ("container", "encoder"),
    [*SILENT.items(), ("matroska", "libx265"), ("mp4", "libx264"), ("mpegts", "libx264"),
     ("avi", "libx264"), ("mov", "libx265"), ("mp4", "libx265")],
)  # fmt: skip
def test_pictures(container: str, encoder: str, tmp_path: Path) -> None:
    holding = HOLDINGS[container]
    assert Muxers(()).holds_encoder(container, encoder)
    source = rich_source(tmp_path)
    with VideoSource(source) as opened:
        assert opened.sample_aspect_ratio == Fraction(5, 4)
        assert opened.hdr.light_level == (900, 300)
        assert opened.picture.stereo == 3
        assert opened.colour.siting is ChromaSiting.TOP_LEFT
    target, notes = written(source, container, encoder, tmp_path)
    said = "\n".join(notes)
    codec = av.Codec(encoder, "w").canonical_name
    with VideoSource(target) as back:
        shaped = holding.aspect or codec in ASPECT_IN_CODEC
        assert (back.sample_aspect_ratio == Fraction(5, 4)) == shaped
        assert ("pixels are not square" in said) != shaped
        lit = holding.light or encoder in LIGHT_IN_CODEC
        assert (back.hdr.light_level == (900, 300)) == lit
        if lit:
            assert back.hdr.luminance == pytest.approx((0.005, 1000), rel=0.01)
            assert back.hdr.chromaticities is not None
            np.testing.assert_allclose(back.hdr.chromaticities[0], (0.3, 0.31), atol=1e-4)
        assert ("light levels of HDR were left out" in said) != lit
        double = stereo_mode(back.picture, back.frame_data) == 3
        assert double == (3 in holding.stereo or encoder == "libx264")
        assert ("two in one (top_bottom)" in said) != double
        if tells_siting(encoder, container, back.layout):
            assert back.colour.siting is ChromaSiting.TOP_LEFT


@pytest.mark.parametrize("container", ["matroska", "webm", "mp4", "mov"])
def test_ffprobe_reads_what_was_put_in(container: str, tmp_path: Path) -> None:
    """Of another version of FFmpeg, whose readers are not those that the writer is tried with."""

    def edit(segment: Node) -> None:
        sphere = element(0x7670, [element(0x7671, 1), element(0x7672, bytes(20))])
        segment.find(0x1654AE6B, 0xAE, 0xE0).children.append(sphere)

    source = edit_matroska(rich_source(tmp_path), tmp_path / "sphere.mkv", edit)
    target, notes = written(source, container, SILENT[container], tmp_path)
    assert notes == []
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_streams", str(target)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for line in ("type=top and bottom", "projection=equirectangular", "max_content=900",
                 "max_average=300", "sample_aspect_ratio=5:4"):  # fmt: skip
        assert line in told.splitlines()
    assert "red_x=3/10" in told or "red_x=15000/50000" in told
    assert "min_luminance=1/200" in told or "min_luminance=50/10000" in told


@pytest.mark.parametrize("container", SILENT)
def test_orientation(container: str, tmp_path: Path) -> None:
    path = tmp_path / "in.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.set_display_rotation(90, hflip=True)
        for _ in range(12):
            output.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        output.mux(stream.encode(None))
    target, notes = written(path, container, SILENT[container], tmp_path)
    with VideoSource(path) as before, VideoSource(target) as after:
        assert before.display_matrix is not None
        kept = after.display_matrix == before.display_matrix
    assert kept == HOLDINGS[container].orientation
    assert ("turned by 270 degrees and mirrored" in "\n".join(notes)) != kept


@pytest.mark.parametrize("container", ["matroska", "webm", "mp4", "mov"])
def test_matroska_has_every_stereo_mode_and_others_some(container: str, tmp_path: Path) -> None:
    source = rich_source(tmp_path)
    for mode in range(1, len(STEREO_MODES)):

        def edit(segment: Node, mode: int = mode) -> None:
            segment.find(0x1654AE6B, 0xAE, 0xE0, 0x53B8).data = bytes([mode])

        path = edit_matroska(source, tmp_path / "mode.mkv", edit)
        target, notes = written(path, container, SILENT[container], tmp_path)
        with VideoSource(path) as before, VideoSource(target) as after:
            held = mode in HOLDINGS[container].stereo
            assert after.picture.stereo == (before.picture.stereo if held else 0)
            assert after.sample_aspect_ratio == before.sample_aspect_ratio
        if before.picture.stereo == mode:  # FFmpeg reads no anaglyphs
            assert ("two in one" in "\n".join(notes)) != held


@pytest.mark.parametrize("container", ["matroska", "webm", "mp4", "mov"])
def test_spheres(container: str, tmp_path: Path) -> None:
    def edit(segment: Node) -> None:
        sphere = element(0x7670, [element(0x7671, 1), element(0x7672, bytes(20))])
        segment.find(0x1654AE6B, 0xAE, 0xE0).children.append(sphere)

    source = edit_matroska(rich_source(tmp_path), tmp_path / "sphere.mkv", edit)
    target, notes = written(source, container, SILENT[container], tmp_path)
    with VideoSource(target) as back:
        kept = back.picture.projection == "equirectangular"
    assert kept == HOLDINGS[container].sphere
    assert ("of a sphere (equirectangular)" in "\n".join(notes)) != kept


@pytest.mark.parametrize("container", SILENT)
def test_timecode(container: str, tmp_path: Path) -> None:
    write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, size=Size(64, 48), count=12,
        metadata={"timecode": "01:02:03:04"},
    )  # fmt: skip
    target, notes = written(tmp_path / "in.mkv", container, SILENT[container], tmp_path)
    with av.open(str(target)) as back:
        places = [back.metadata, *(stream.metadata for stream in back.streams)]
        found = {tag_value(place, "timecode") for place in places} - {None}
    held = HOLDINGS[container].timecode
    assert found == ({"01:02:03:04"} if held else set())
    assert ("01:02:03:04 cannot be told" in "\n".join(notes)) != held
