"""Addresses and hostile names in every place that takes a name: nobody is called, nothing is opened
outside, and what is not there is said in one line.
"""

from __future__ import annotations

import contextlib
import io
import os
import socket
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from support.clips.bombs import chunk
from support.clips.media_clips import smooth, write_clip
from support.process.watched import listener, watched

from anime4k_gl.__main__ import main
from anime4k_gl.formats import Size

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="folders are watched by inotify"),
]

SECRET = "secret"
"""The stem of the files outside."""

SCHEMES = (
    "http://127.0.0.1:{port}/x.mkv",
    "https://127.0.0.1:{port}/x.mkv",
    "rtmp://127.0.0.1:{port}/x",
    "rtsp://127.0.0.1:{port}/x",
    "tcp://127.0.0.1:{port}",
    "ftp://127.0.0.1:{port}/x.mkv",
    "hls+http://127.0.0.1:{port}/x.m3u8",
    "tls://127.0.0.1:{port}",
    "file:{outside}/secret.mkv",
    "file://{outside}/secret.mkv",
    "concat:{outside}/secret.mkv|{outside}/secret.mkv",
    "subfile,,start,0,end,99,,:{outside}/secret.mkv",
    "crypto:{outside}/secret.mkv",
    "async:{outside}/secret.mkv",
    "cache:{outside}/secret.mkv",
    "data:video/x-matroska;base64,AAAA",
    "lavfi:testsrc2",
    "pipe:0",
)

LISTS = {
    "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{address}\n#EXT-X-ENDLIST\n",
    "list.mkv": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{address}\n#EXT-X-ENDLIST\n",
    "key.m3u8": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{address}"\n#EXTINF:1,\nin.ts\n',
    "map.m3u8": '#EXTM3U\n#EXT-X-MAP:URI="{address}"\n#EXTINF:1,\nin.ts\n',
    "list.ffconcat": "ffconcat version 1.0\nfile '{address}'\n",
    "list.mp4": "ffconcat version 1.0\nfile '{address}'\n",
    "list.pls": "[playlist]\nFile1={address}\nNumberOfEntries=1\nVersion=2\n",
    "list.asx": '<asx version="3.0"><entry><ref href="{address}"/></entry></asx>',
    "list.xspf": '<?xml version="1.0"?><playlist><track><location>{address}</location></track>'
    "</playlist>",
    "list.mpd": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period>'
    '<AdaptationSet><Representation id="1"><BaseURL>{address}</BaseURL></Representation>'
    "</AdaptationSet></Period></MPD>",
    "picture.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<image href="{address}" width="9" height="9"/></svg>',
    "list.sdp": "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "a=control:{address}\r\nm=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n",
}  # fmt: skip

TARGETS = ("{outside}/secret.mkv", "../outside/secret.mkv", "file://{outside}/secret.mkv",
           "http://127.0.0.1:{port}/x.mkv")  # fmt: skip


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A folder to work in, with a clip and a picture, and one outside that holds the same."""
    work, outside = tmp_path / "work", tmp_path / "outside"
    for folder in (work, outside):
        folder.mkdir()
    for path in (work / "in", outside / SECRET):
        for suffix in (".mkv", ".ts"):
            write_clip(path.with_suffix(suffix), count=2, size=Size(32, 24), make=smooth,
                       codec="libx264")  # fmt: skip
        Image.new("RGB", (16, 12), "red").save(path.with_suffix(".png"))
        path.with_suffix(".glsl").write_text("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() {"
                                             " return HOOKED_tex(HOOKED_pos); }\n")  # fmt: skip
    yield work, outside


def refused(arguments: list[str], places: tuple[Path, Path], port: int, called: list[str]) -> str:
    """Run the command, which must fail in one line and do nothing else; return the line."""
    work, outside = places
    before = sorted(path.name for path in work.iterdir())
    filled = [each.format(port=port, outside=outside) for each in arguments]
    said = io.StringIO()
    here = Path.cwd()
    with watched(outside) as touched, contextlib.redirect_stderr(said):
        os.chdir(work)
        try:
            with pytest.raises(SystemExit) as ended:
                main(filled)
        finally:
            os.chdir(here)
    assert ended.value.code in (1, 2), (filled, said.getvalue())
    assert "Traceback" not in said.getvalue()
    assert touched == [] and called == [], filled
    assert sorted(path.name for path in work.iterdir()) == before, filled
    return said.getvalue()


def test_an_address_is_no_input(places: tuple[Path, Path]) -> None:
    with listener() as (port, called):
        for scheme in SCHEMES:
            said = refused(["upscale", scheme, "out.mkv"], places, port, called)
            assert "no such file" in said and said.count("\n") == 1


def test_an_address_is_no_output(places: tuple[Path, Path]) -> None:
    with listener() as (port, called):
        for scheme in SCHEMES:
            if ":{outside}" not in scheme and "://" not in scheme:
                continue  # a name of this folder
            refused(["upscale", "in.mkv", scheme], places, port, called)


def test_an_address_is_no_shader_preset_or_video(places: tuple[Path, Path]) -> None:
    work, _ = places
    record = chunk(b"tEXt", b"anime4k-gl\0" + b'{"path": "http://127.0.0.1:1/x"}')
    whole = (work / "in.png").read_bytes()
    (work / "shot.png").write_bytes(whole[:33] + record + whole[33:])
    with listener() as (port, called):
        for scheme in ("http://127.0.0.1:{port}/x.glsl", "file://{outside}/secret.glsl"):
            for arguments in (
                ["upscale", "in.png", "out.png", "--shader", scheme],
                ["upscale", "in.png", "out.png", "--preset", scheme],
                ["upscale", "shot.png", "out.png", "--redo"],
                ["upscale", "shot.png", "out.png", "--redo", "--video", scheme],
                ["plan", "--shader", scheme, "--source", "16x16", "--target", "32x32"],
                ["check", scheme],
            ):
                refused(arguments, places, port, called)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_leads_nowhere(name: str, places: tuple[Path, Path]) -> None:
    work, _ = places
    with listener() as (port, called):
        for address in ("http://127.0.0.1:{port}/x.ts", "{outside}/secret.ts",
                        "../outside/secret.ts", "file://{outside}/secret.ts"):  # fmt: skip
            filled = address.format(port=port, outside=places[1])
            (work / name).write_text(LISTS[name].format(address=filled))
            refused(["upscale", name, "out.mkv"], places, port, called)


def test_a_shader_includes_nothing(places: tuple[Path, Path]) -> None:
    work, outside = places
    for line in (f'#include "{outside}/secret.glsl"', '#include "../outside/secret.glsl"',
                 "#include <http://127.0.0.1:{port}/x>"):  # fmt: skip
        text = f"//!HOOK MAIN\n//!BIND HOOKED\n{line}\nvec4 hook() {{ return vec4(1); }}\n"
        (work / "bad.glsl").write_text(text)
        with listener() as (port, called):
            refused(["upscale", "in.png", "out.png", "--shader", "bad.glsl"], places, port, called)


def test_a_link_in_a_movie_is_not_followed(places: tuple[Path, Path]) -> None:
    """A reference of QuickTime's, by an alias and by an address."""
    work, outside = places
    for kind, name in ((b"url ", "http://127.0.0.1:{port}/x.mov"), (b"alis", "{outside}/x")):
        with listener() as (port, called):
            filled = name.format(port=port, outside=outside).encode() + b"\0"
            dref = struct.pack(">I4sI", 12 + len(filled), kind, 0) + filled
            rdrf = struct.pack(">I4s4sI", 16 + len(filled), b"rdrf", kind, len(filled)) + filled
            content = struct.pack(">I4s", 8 + len(rdrf), b"rmda") + rdrf + dref
            rmra = struct.pack(">I4s", 8 + len(content), b"rmra") + content
            movie = struct.pack(">I4s", 8 + len(rmra), b"moov") + rmra
            (work / "link.mov").write_bytes(b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + movie)
            refused(["upscale", "link.mov", "out.mkv"], places, port, called)


def test_the_watch_sees_what_is_opened(places: tuple[Path, Path]) -> None:
    """As the command does where it is asked to."""
    work, outside = places
    quiet = contextlib.redirect_stderr(io.StringIO())
    with watched(outside) as touched, quiet, pytest.raises(SystemExit):
        main(["upscale", str(outside / "secret.png"), str(work / "out.png"), "--preset", "none"])
    assert "secret.png" in touched
    with listener() as (port, called):
        socket.create_connection(("127.0.0.1", port)).close()
        for _ in range(100):
            if called:
                break
            time.sleep(0.02)
        assert len(called) == 1
