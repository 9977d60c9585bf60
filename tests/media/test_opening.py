"""The opener: any name is a file's, pipes are read once, and no file leads to another."""

from __future__ import annotations

import os
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import pytest
from support.clips.media_clips import Clip, write_clip
from support.clips.odd_names import ODD_NAMES

from anime4k_gl.errors import MediaError
from anime4k_gl.media.audio.audio_source import AudioSource
from anime4k_gl.media.audio.tracks import audio_tracks
from anime4k_gl.media.failures import check_input
from anime4k_gl.media.nameless import ReferenceRefusedError
from anime4k_gl.media.opening import MediaInput, open_bytes
from anime4k_gl.media.pictures.api import is_picture
from anime4k_gl.media.subtitles.source import open_source
from anime4k_gl.media.subtitles.tracks import external_tracks_of, subtitle_tracks
from anime4k_gl.media.video.video_source import VideoSource

COUNT = 5

pipes = pytest.mark.skipif(sys.platform == "win32", reason="named pipes are otherwise there")


def clip_at(path: Path, **options: object) -> Clip:
    """Write a clip under a plain name, and give it the wanted one: PyAV is not what is tested."""
    plain = path.with_name(f"plain{path.suffix[-5:]}")
    clip = write_clip(plain, count=COUNT, **options)  # type: ignore[arg-type]
    plain.rename(path)
    return clip


def frames_in(source: MediaInput | Path | str, **options: bool) -> int:
    with VideoSource(source, **options) as video:
        return sum(1 for _ in video.frames())


@contextmanager
def piped(path: Path, data: bytes) -> Iterator[Path]:
    """Make a named pipe that somebody writes to."""
    os.mkfifo(path)

    def write() -> None:
        with suppress(BrokenPipeError):
            path.write_bytes(data)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    yield path
    writer.join(10)
    assert not writer.is_alive()


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_a_name_is_a_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip_at(tmp_path / name, audio="pcm_s16le", subtitles=[("ass", [(0.0, 1.0, "text")])])
    monkeypatch.chdir(tmp_path)
    for path in (Path(name), tmp_path / name, str(tmp_path / name), name):
        assert frames_in(path) == COUNT
        assert not is_picture(path)
        assert len(audio_tracks(path)) == 1
        with AudioSource(path) as sound:
            assert sum(len(block.samples) for block in sound.blocks()) > 0
        (track,) = subtitle_tracks(path)
        open_source(track, path).close()


@pytest.mark.parametrize("name", ["001.png", "%03d.png", "cat%20dance.png", "00*.png"])
def test_a_picture_is_never_one_of_a_series(name: str, tmp_path: Path) -> None:
    """FFmpeg would take the other files for the frames of it."""
    if sys.platform == "win32" and "*" in name:
        pytest.skip("no such name there")
    for number in range(1, 4):
        still = write_clip(tmp_path / f"{number:03}.apng", count=2, codec="apng", layout="gray")
        still.path.rename(tmp_path / f"{number:03}.png")
    moving = write_clip(tmp_path / "moving.apng", count=COUNT, codec="apng", layout="gray")
    moving.path.replace(tmp_path / name)
    assert frames_in(tmp_path / name) == COUNT


def test_a_minus_in_a_path_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_clip(tmp_path / "clip.mkv", count=COUNT).path.rename(tmp_path / "-")
    monkeypatch.chdir(tmp_path)
    assert frames_in(Path("-")) == COUNT
    assert frames_in("./-") == COUNT


# -- references ------------------------------------------------------------------------------------


def playlist(folder: Path) -> bytes:
    return b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\npiece.ts\n#EXT-X-ENDLIST\n"


def session(folder: Path) -> bytes:
    return (
        b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        b"m=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
    )


def manifest(folder: Path) -> bytes:
    return (
        b'<?xml version="1.0"?>\n<!-- made by hand -->\n'
        b'<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        b'mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-main:2011">'
        b'<Period><AdaptationSet mimeType="video/mp2t"><Representation id="1" bandwidth="1">'
        b"<BaseURL>piece.ts</BaseURL></Representation></AdaptationSet></Period></MPD>"
    )


LISTS: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "HLS": ("list.m3u8", playlist),
    "HLS by another name": ("list.mkv", playlist),
    "HLS behind a mark": ("list.m3u8", lambda f: b"\xef\xbb\xbf" + playlist(f)),
    "concat": ("list.ffconcat", lambda f: b"ffconcat version 1.0\nfile piece.ts\n"),
    "concat by another name": ("list.mp4", lambda f: b"ffconcat version 1.0\nfile piece.ts\n"),
    "concat of an absolute path": (
        "list.mkv", lambda f: f"ffconcat version 1.0\nfile '{f}/piece.ts'\n".encode()
    ),
    "SDP": ("list.sdp", session),
    "SDP by another name": ("list.mov", session),
    "DASH": ("list.mpd", manifest),
    "VobSub": ("list.mkv", lambda f: b"# VobSub index file, v7 (do not modify this line!)\n"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), LISTS.values(), ids=LISTS)
def test_no_file_leads_to_another(name: str, text: Callable[[Path], bytes], tmp_path: Path) -> None:
    write_clip(tmp_path / "piece.ts", count=COUNT, codec="libx264")
    path = tmp_path / name
    path.write_bytes(text(tmp_path))
    for reader in (VideoSource, AudioSource, subtitle_tracks):
        with pytest.raises(ReferenceRefusedError) as caught:
            reader(path)
        line = str(caught.value)
        assert line.startswith(f"{path}: is a") and "\n" not in line
        assert line.endswith("pass --allow-references if you trust it to have other files opened")


@pytest.mark.parametrize("kind", ["HLS", "concat", "concat of an absolute path"])
def test_references_are_followed_where_allowed(kind: str, tmp_path: Path) -> None:
    write_clip(tmp_path / "piece.ts", count=COUNT, codec="libx264")
    name, text = LISTS[kind]
    path = tmp_path / name
    path.write_bytes(text(tmp_path))
    assert frames_in(path, allow_references=True) == COUNT


def with_reference(data: bytes, other: bytes) -> bytes:
    """Return a QuickTime file whose track lies in another file, by an alias to it."""
    alias = bytearray(150)  # a Macintosh alias record, of which FFmpeg reads the path
    alias[10:11] = bytes([4])
    alias[11:15] = b"disk"
    alias[50:51] = bytes([len(other)])
    alias[51 : 51 + len(other)] = other
    struct.pack_into(">hh", alias, 130, 1, 1)  # levels up and down to it
    path = b"/" + other
    alias += struct.pack(">hh", 2, len(path)) + path + b"\0" * (len(path) % 2)
    alias += struct.pack(">hh", -1, 0)
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + bytes(alias)
    changed = struct.pack(">I4sII", 16 + len(entry), b"dref", 0, 1) + entry

    def rebuilt(box: bytes) -> bytes:
        out, place = b"", 0
        while place + 8 <= len(box):
            size, kind = struct.unpack_from(">I4s", box, place)
            body = box[place + 8 : place + size]
            if kind == b"dref":
                out += changed
            elif kind in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
                inner = rebuilt(body)
                out += struct.pack(">I4s", 8 + len(inner), kind) + inner
            else:
                out += box[place : place + size]
            place += size
        return out

    return rebuilt(data)


def test_a_track_in_another_file_is_refused_and_not_empty(tmp_path: Path) -> None:
    """FFmpeg alone would open it without a word, and find no frame."""
    clip = write_clip(tmp_path / "whole.mov", count=COUNT, codec="libx264")
    path = tmp_path / "reference.mov"
    path.write_bytes(with_reference(clip.path.read_bytes(), b"whole.mov"))
    with pytest.raises(ReferenceRefusedError, match=r"refers to another file \('whole.mov'\)"):
        VideoSource(path)
    assert frames_in(path, allow_references=True) == COUNT


@pytest.mark.parametrize("kind", ["HLS", "concat", "SDP"])
def test_nor_do_subtitles_lead_anywhere(kind: str, tmp_path: Path) -> None:
    write_clip(tmp_path / "piece.ts", count=COUNT, codec="libx264")
    data = LISTS[kind][1](tmp_path)
    with pytest.raises(ReferenceRefusedError):
        open_bytes(data, "text.sub")
    subtitles = tmp_path / "clip.sub"
    subtitles.write_bytes(data)
    (track,) = external_tracks_of(subtitles)
    with pytest.raises(MediaError):
        open_source(track, tmp_path / "piece.ts")


# -- URLs ------------------------------------------------------------------------------------------


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder over HTTP on this machine."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_url_is_read_with_all_that_is_in_it(tmp_path: Path) -> None:
    clip_at(tmp_path / "a.mkv", audio="pcm_s16le", subtitles=[("ass", [(0.0, 1.0, "text")])])
    with served(tmp_path) as address:
        url = f"{address}/a.mkv"
        assert frames_in(url) == COUNT
        with AudioSource(url) as sound:
            assert sum(len(block.samples) for block in sound.blocks()) > 0
        assert len(subtitle_tracks(url)) == 1


def test_a_stream_fetches_its_parts_from_where_it_is(tmp_path: Path) -> None:
    write_clip(tmp_path / "piece.ts", count=COUNT, codec="libx264")
    (tmp_path / "list.m3u8").write_bytes(playlist(tmp_path))
    with served(tmp_path) as address:
        assert frames_in(f"{address}/list.m3u8") == COUNT


@pytest.mark.parametrize("place", ["file:{}", "file://{}", "{}", "concat:{}", "subfile:,,:{}"])
def test_a_stream_opens_nothing_on_this_machine(place: str, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    secret = write_clip(tmp_path / "secret" / "piece.ts", count=COUNT, codec="libx264")
    shown = tmp_path / "shown"
    shown.mkdir()
    text = playlist(tmp_path).decode().replace("piece.ts", place.format(secret.path))
    (shown / "list.m3u8").write_text(text)
    with served(shown) as address, pytest.raises(MediaError):
        frames_in(f"{address}/list.m3u8")


# -- pipes -----------------------------------------------------------------------------------------

STREAMS = {
    "y4m": {"codec": "rawvideo"},
    "mkv": {},
    "nut": {},
    "ts": {"codec": "libx264"},
    "avi": {},
    "flv": {"codec": "libx264", "options": {"bf": "0"}},
    "mpg": {"codec": "mpeg2video"},
    "h264": {"codec": "libx264"},
    "gif": {"codec": "gif", "layout": "gray"},
    "apng": {"codec": "apng", "layout": "gray"},
}


@pipes
@pytest.mark.parametrize("suffix", STREAMS)
def test_a_pipe_is_read_to_its_end(suffix: str, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / f"clip.{suffix}", count=COUNT, **STREAMS[suffix])  # type: ignore[arg-type]
    with piped(tmp_path / "pipe", clip.path.read_bytes()) as pipe:
        source = MediaInput(pipe)
        assert source.is_pipe
        assert not is_picture(source)
        assert frames_in(source) == COUNT


@pipes
def test_what_needs_seeking_says_pipe_at_once(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", count=COUNT, codec="libx264")
    with piped(tmp_path / "pipe", clip.path.read_bytes()) as pipe:
        with pytest.raises(MediaError) as caught, MediaInput(pipe) as source:
            frames_in(source)
        assert str(caught.value) == (
            f"{pipe}: this file cannot be read from a pipe, its index lies at its end; give the"
            " file itself, or write it with faststart"
        )


@pipes
def test_an_mp4_with_its_index_in_front_comes_through_a_pipe(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", count=COUNT, codec="libx264")
    whole = tmp_path / "front.mp4"
    with av.open(str(clip.path)) as source:
        target = av.open(str(whole), "w", options={"movflags": "empty_moov+frag_keyframe"})
        stream = target.add_stream_from_template(source.streams.video[0], opaque=True)
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
        target.close()
    with piped(tmp_path / "pipe", (tmp_path / "front.mp4").read_bytes()) as pipe:
        assert frames_in(pipe) == COUNT


@pipes
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "nothing came through the pipe; does its writer fail?"),
        (bytes(range(256)) * 64, "not media that can be read from a pipe; give the file itself"),
        (playlist(Path()), "is a playlist, which leads to other files; pass --allow-references if"
         " you trust it to have other files opened"),
    ],
    ids=["empty", "garbage", "playlist"],
)  # fmt: skip
def test_refused_pipes(data: bytes, message: str, tmp_path: Path) -> None:
    with piped(tmp_path / "pipe", data) as pipe, pytest.raises(MediaError) as caught:
        frames_in(pipe, allow_references=True)
    assert str(caught.value) == f"{pipe}: {message}"


@pipes
def test_a_pipe_is_not_decoded_on_a_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anime4k_gl.media.video.hwdec.hwdevices_available", lambda: ["cuda"])
    clip = write_clip(tmp_path / "clip.mkv", count=COUNT)
    with (
        piped(tmp_path / "pipe", clip.path.read_bytes()) as pipe,
        VideoSource(pipe, hwdec="cuda") as source,
    ):
        assert sum(1 for _ in source.frames()) == COUNT
        assert "a pipe is read once" in (source.device_failure or "")


@pipes
def test_looking_at_a_pipe_takes_nothing_from_it(tmp_path: Path) -> None:
    with piped(tmp_path / "subtitles.srt", b"1\n00:00:00,000 --> 00:00:01,000\nfirst\n") as pipe:
        (track,) = external_tracks_of(check_input(pipe))
        source = open_source(track, tmp_path / "no-video.mkv")
        assert source.container is not None
        assert [bytes(packet) for packet in source.container.demux() if packet.size] == [b"first"]
        source.close()
