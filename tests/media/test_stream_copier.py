"""The streams beside the video: copied to the byte, converted, or named in an error."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import av
import pytest
from support.clips.media_clips import (
    ASS_HEADER,
    Clip,
    packets_of,
    rows_of,
    smooth,
    write_clip,
)

from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.media.writing.source_plan import plan_for_source
from anime4k_gl.media.writing.stream_choice import StreamChoice
from anime4k_gl.media.writing.video_writer import VideoWriter

EVENTS = [(0.0, 0.2, "{\\i1}Hello{\\i0} there"), (0.1, 0.4, "Sign"), (0.1, 0.4, "Second sign")]
LINES = [(0.0, 0.2, "<i>Hello</i> there"), (0.3, 0.4, "Two\nlines")]


def make(path: Path, **options: Any) -> Clip:
    options = {"codec": "libx264", "make": smooth, "size": Size(64, 48), "count": 12, **options}
    return write_clip(path, **options)


def copied(clip: Clip, target: Path) -> list[str]:
    with VideoSource(clip.path) as source:
        with VideoWriter(
            target, source, size=clip.size, layout=clip.layout, colour=source.colour
        ) as writer:
            frames = source.frames(writer.copy)
            for planes, frame in zip(clip.frames, frames, strict=True):
                assert frame.pts is not None
                writer.write(planes, frame.pts, frame.duration)
        return list(writer.notes)


def described(path: Path) -> list[tuple[str, str | None]]:
    with av.open(str(path)) as container:
        return [
            (s.type, s.codec_context.codec.canonical_name if s.codec_context else None)
            for s in container.streams
        ]


@pytest.mark.parametrize(
    ("suffix", "audio"),
    [
        ("mkv", "aac"), ("mp4", "aac"), ("mov", "aac"), ("mkv", "flac"), ("mp4", "flac"),
        ("mkv", "pcm_s16le"), ("mov", "pcm_s16le"), ("mkv", "libopus"), ("mp4", "ac3"),
    ],
)  # fmt: skip
def test_audio_is_copied_to_the_byte(suffix: str, audio: str, tmp_path: Path) -> None:
    clip = make(tmp_path / "in.mkv", audio=audio, audio_seconds=0.7)
    target = tmp_path / f"out.{suffix}"
    assert copied(clip, target) == []
    before, after = packets_of(clip.path, "audio"), packets_of(target, "audio")
    assert b"".join(data for _, data in after) == b"".join(data for _, data in before)
    if suffix == "mkv":
        assert after == before
    with av.open(str(target)) as container:
        assert container.streams.audio[0].metadata["language"] == "jpn"


def test_subtitles_keep_their_text_header_and_times(tmp_path: Path) -> None:
    clip = make(tmp_path / "in.mkv", subtitles=[("ass", EVENTS), ("srt", LINES)])
    target = tmp_path / "out.mkv"
    assert copied(clip, target) == []
    assert described(target) == [("video", "h264"), ("subtitle", "ass"), ("subtitle", "subrip")]
    with av.open(str(clip.path)) as before, av.open(str(target)) as after:
        for kind in (0, 1):
            old, new = before.streams.subtitles[kind], after.streams.subtitles[kind]
            assert new.codec_context.extradata == old.codec_context.extradata
        header = after.streams.subtitles[0].codec_context.extradata
        assert header is not None and header.decode().strip() == ASS_HEADER.strip()
    for stream in (0, 1):
        assert subtitle_packets(target, stream) == subtitle_packets(clip.path, stream)
    texts = [data.decode().rpartition(",,")[2] for _, _, data in subtitle_packets(target, 0)]
    assert texts == [text for _, _, text in EVENTS]


def subtitle_packets(path: Path, number: int) -> list[tuple[int | None, int | None, bytes]]:
    with av.open(str(path)) as container:
        stream = container.streams.subtitles[number]
        return [(p.pts, p.duration, bytes(p)) for p in container.demux(stream) if p.size]


def test_subtitles_become_what_mp4_carries(tmp_path: Path) -> None:
    clip = make(tmp_path / "in.mkv", subtitles=[("ass", EVENTS), ("srt", LINES)])
    target = tmp_path / "out.mp4"
    assert copied(clip, target) == [
        "subtitle stream #1 (ass) was converted to mov_text, which keeps the text but not all of "
        "its styling; mp4 cannot carry it as it is",
        "subtitle stream #2 (subrip) was converted to mov_text, which keeps the text but not all "
        "of its styling; mp4 cannot carry it as it is",
    ]
    assert described(target)[1:] == [("subtitle", "mov_text")] * 2
    # Behind two bytes of length; the styles follow the text.
    texts = [
        data[2 : 2 + int.from_bytes(data[:2], "big")].decode()
        for _, _, data in subtitle_packets(target, 0)
    ]
    assert [text for text in texts if text] == ["Hello there", "Sign", "Second sign"]
    texts = [
        data[2 : 2 + int.from_bytes(data[:2], "big")].decode()
        for _, _, data in subtitle_packets(target, 1)
    ]
    assert [text for text in texts if text] == ["Hello there", "Two\nlines"]


def test_mp4_subtitles_become_what_matroska_carries(tmp_path: Path) -> None:
    clip = make(tmp_path / "in.mkv", subtitles=[("srt", LINES)])
    copied(clip, tmp_path / "middle.mp4")
    clip.path = tmp_path / "middle.mp4"
    target = tmp_path / "out.mkv"
    (note,) = copied(clip, target)
    assert note.startswith("subtitle stream #1 (mov_text) was converted to ass")
    lines = [data.decode() for _, _, data in subtitle_packets(target, 0)]
    assert len(lines) == 2
    assert "Hello" in lines[0] and "Two\\Nlines" in lines[1]


def test_chapters_metadata_and_dispositions(tmp_path: Path) -> None:
    clip = make(
        tmp_path / "in.mkv", audio="aac", subtitles=[("ass", EVENTS)],
        chapters=[(0.0, 0.2, "Opening"), (0.2, 0.5, "後半")],
        metadata={"title": "A clip", "artist": "Someone"},
    )  # fmt: skip
    forced = relabelled(clip, tmp_path / "labelled.mkv")
    for suffix in ("mkv", "mp4"):
        target = tmp_path / f"out.{suffix}"
        copied(forced, target)
        with av.open(str(target)) as container:
            tags = {key.lower(): text for key, text in container.metadata.items()}
            assert tags["title"] == "A clip" and tags["artist"] == "Someone"
            chapters = container.chapters()
            assert [chapter["metadata"]["title"] for chapter in chapters] == ["Opening", "後半"]
            starts = [chapter["start"] * chapter["time_base"] for chapter in chapters]
            assert [float(start) for start in starts] == pytest.approx([0.0, 0.2], abs=0.002)
            subtitle = next(s for s in container.streams if s.type == "subtitle")
            assert subtitle.metadata["language"] == "eng"
            if suffix == "mkv":
                assert subtitle.metadata["title"] == "Signs"
                assert subtitle.disposition & av.stream.Disposition.forced


def relabelled(clip: Clip, path: Path) -> Clip:
    """Copy a file and label its subtitles."""
    with av.open(str(clip.path)) as source, av.open(str(path), "w") as target:
        copies = {s.index: target.add_stream_from_template(s, opaque=True) for s in source.streams}
        target.metadata.update(source.metadata)
        target.set_chapters(source.chapters())
        for stream in source.streams:
            copies[stream.index].metadata.update(stream.metadata)
            if stream.type == "subtitle":
                copies[stream.index].metadata.update({"language": "eng", "title": "Signs"})
                copies[stream.index].disposition = (
                    av.stream.Disposition.forced | av.stream.Disposition.default
                ).value
        for packet in source.demux():
            if packet.size:
                packet.stream = copies[packet.stream_index]
                target.mux(packet)
    clip.path = path
    return clip


def test_attachments(tmp_path: Path) -> None:
    font = bytes(range(256)) * 40
    clip = make(tmp_path / "in.mkv", attachments=[("A font.ttf", "font/ttf", font)])
    assert copied(clip, tmp_path / "out.mkv") == []
    with av.open(str(tmp_path / "out.mkv")) as container:
        attachment: Any = container.streams[1]
        assert (attachment.name, attachment.mimetype) == ("A font.ttf", "font/ttf")
        assert attachment.data == font
    assert copied(clip, tmp_path / "out.mp4") == [
        "attachment stream #1 (A font.ttf) was left out: mp4 cannot carry it; write to .mkv to "
        "keep it"
    ]


def test_covers(tmp_path: Path) -> None:
    from support.clips.media_clips import jpeg_bytes

    jpeg = jpeg_bytes(Size(40, 30))
    clip = make(tmp_path / "in.mkv", attachments=[("cover.jpg", "image/jpeg", jpeg)], audio="aac")
    for suffix in ("mkv", "mp4"):
        target = tmp_path / f"out.{suffix}"
        assert copied(clip, target) == []
        with VideoSource(target) as source:
            assert list(source.covers.values()) == [jpeg]
            assert len(list(source.frames())) == 12
    assert copied(clip, tmp_path / "out.mov") == [
        "video stream #2 (mjpeg) was left out: mov cannot carry it; write to .mkv to keep it"
    ]


@pytest.mark.parametrize(
    ("suffix", "codec", "options", "message"),
    [
        ("webm", "libvpx-vp9", {"audio": "aac"},
         "audio stream #1 (aac) cannot be carried by webm as it is; write to .mkv; without"
         " --strict-streams it becomes libopus"),
        ("avi", "libx264", {"subtitles": [("ass", EVENTS)]},
         "subtitle stream #1 (ass) would be left out: avi cannot carry it; write to .mkv; leave"
         " out --strict-streams to go on without it, or choose with --subs"),
    ],
)  # fmt: skip
def test_strict_names_streams_that_cannot_be_carried(
    suffix: str, codec: str, options: dict[str, Any], message: str, tmp_path: Path
) -> None:
    clip = make(tmp_path / "in.mkv", **options)
    target = tmp_path / f"out.{suffix}"
    with VideoSource(clip.path) as source, pytest.raises(OptionError) as caught:
        VideoWriter(
            target, source, size=clip.size, layout=clip.layout, colour=source.colour, codec=codec,
            plan=plan_for_source(source, target, StreamChoice(strict=True)),
        )  # fmt: skip
    assert str(caught.value) == f"{target}: {message}"
    assert os.listdir(tmp_path) == ["in.mkv"]


def test_streams_are_interleaved_in_the_file(tmp_path: Path) -> None:
    """Encoders hold frames back; a player must not have to seek between sound and picture."""
    clip = make(tmp_path / "in.mkv", audio="aac", audio_seconds=6, count=144)
    target = tmp_path / "out.mkv"
    copied(clip, target)
    latest = {0: 0.0, 1: 0.0}
    with av.open(str(target)) as container:
        for packet in container.demux():
            if packet.size:
                latest[packet.stream_index] = float((packet.dts or 0) * packet.time_base)
                assert abs(latest[0] - latest[1]) < 0.5


def test_packets_may_come_from_another_thread(tmp_path: Path) -> None:
    import queue
    import threading

    clip = make(tmp_path / "in.mkv", audio="aac", audio_seconds=4, count=96)
    target = tmp_path / "out.mkv"
    frames: queue.Queue[Any] = queue.Queue(maxsize=4)
    with (
        VideoSource(clip.path) as source,
        VideoWriter(
            target, source, size=clip.size, layout=clip.layout, colour=source.colour
        ) as writer,
    ):

        def decode() -> None:
            for frame in source.frames(writer.copy):
                frames.put(frame)
            frames.put(None)

        thread = threading.Thread(target=decode)
        thread.start()
        for planes in clip.frames:
            frame = frames.get()
            writer.write(planes, frame.pts, frame.duration)
        assert frames.get() is None
        thread.join()
    assert packets_of(target, "audio") == packets_of(clip.path, "audio")


def write_two_videos(path: Path, codec: str, *, reordered: int, count: int) -> None:
    """Write a video, and a second one whose frames are coded in another order than shown."""
    with av.open(str(path), "w") as container:
        streams: list[Any] = [
            container.add_stream("libx264", rate=24, options={"g": "12"}),
            container.add_stream(codec, rate=24, options={"bf": str(reordered)}),
        ]
        for stream in streams:
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        written = []
        for number in range(count):
            for stream in streams:
                frame = av.VideoFrame(64, 48, "yuv420p")
                for index, plane in enumerate(frame.planes):
                    rows = 48 if index == 0 else 24
                    value = 60 + 10 * number if stream.index == 0 else 200 - 9 * number
                    plane.update(bytes([value]) * (plane.line_size * rows))
                frame.pts = number
                written += list(stream.encode(frame))
        for stream in streams:
            written += list(stream.encode(None))
        for packet in written:
            container.mux(packet)


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
@pytest.mark.parametrize("count", [12, 2])
@pytest.mark.parametrize(("before", "after"), [("mkv", "mkv"), ("mkv", "mp4"), ("mp4", "mkv")])
def test_a_second_video_with_reordered_frames_is_copied(
    before: str, after: str, count: int, codec: str, tmp_path: Path
) -> None:
    """Matroska has no decoding times, so the first of its packets come without."""
    source, target = tmp_path / f"in.{before}", tmp_path / f"out.{after}"
    write_two_videos(source, codec, reordered=2, count=count)
    with (
        VideoSource(source) as video,
        VideoWriter(
            target, video, size=video.size, layout=video.layout, colour=video.colour
        ) as writer,
    ):
        for frame in video.frames(writer.copy):
            assert frame.pts is not None
            writer.write(rows_of(frame), frame.pts, frame.duration)

    def second(path: Path) -> list[bytes]:
        with av.open(str(path)) as container:
            packets = container.demux(container.streams.video[1])
            return [bytes(packet) for packet in packets if packet.size]

    def shown(path: Path) -> list[int]:
        with av.open(str(path)) as container:
            frames = container.decode(container.streams.video[1])
            return [round(1000 * (frame.time or 0)) for frame in frames]

    assert second(target) == second(source)
    assert shown(target) == pytest.approx(shown(source), abs=1)
    assert len(shown(target)) == count
