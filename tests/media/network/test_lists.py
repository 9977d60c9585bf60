"""Playlists on servers: by relative address, of radios, and HLS by one download for each piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.clips.broadcast import write_part
from support.serving import Web, web

from anime4k_gl.errors import MediaError
from anime4k_gl.media.audio.audio_source import AudioSource
from anime4k_gl.media.network.hls import any_jumps, stays_in_folder
from anime4k_gl.media.network.lists import WebListError
from anime4k_gl.media.opening import MediaInput
from anime4k_gl.media.video.video_source import VideoSource


@pytest.fixture
def served() -> Iterator[Web]:
    with web() as running:
        yield running


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.m3u", "#EXTM3U\n#EXTINF:3,one\nsub/one.mkv\nhttp://other/two.mkv\nfile:///etc/x\n"),
        ("plain.m3u8", "sub/one.mkv\r\n\r\nhttp://other/two.mkv"),
        ("radio", "[playlist]\nFile1=sub/one.mkv\nTitle1=One\nfile2 = http://other/two.mkv\n"),
    ],
)
def test_names_are_relative_to_where_the_list_lies(served: Web, name: str, text: str) -> None:
    served.serve(f"at/{name}", text.encode())
    url = served.serve("moved", to=f"/at/{name}") if name == "list.m3u" else None
    with pytest.raises(WebListError) as caught:
        MediaInput(url or f"{served.address}/at/{name}", shared=True).container()
    assert caught.value.names == [f"{served.address}/at/sub/one.mkv", "http://other/two.mkv"]


def test_an_empty_list_is_one_line(served: Web) -> None:
    url = served.serve("none.m3u", b"#EXTM3U\n")
    with pytest.raises(MediaError, match=r"none.m3u: the playlist is empty$"):
        MediaInput(url, shared=True).container()


def test_pieces_are_downloaded_once_for_picture_and_sound(served: Web, tmp_path: Path) -> None:
    for n in range(2):
        data = write_part(tmp_path / f"{n}.ts", first=30 * n, start=1.0 + 1.2 * n).read_bytes()
        served.serve(f"v/{n}.ts", data)
    pieces = "".join(f"#EXTINF:1.2,\n{n}.ts\n" for n in range(2))
    served.serve(
        "v/media.m3u8", f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n{pieces}#EXT-X-ENDLIST\n".encode()
    )
    url = served.serve("all.m3u8", b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9000\nv/media.m3u8\n")
    with (
        MediaInput(url, shared=True) as media,
        VideoSource(media, continuous=True) as video,
        AudioSource(media) as sound,
    ):
        assert len(list(video.frames())) >= 59
        seconds = sum(len(block.samples) for block in sound.blocks()) / sound.rate
        assert seconds == pytest.approx(2.4, abs=0.1)
        assert video.duration == pytest.approx(2.4, abs=0.1)
    names = [name for name, _ in served.requests]
    assert names.count("v/0.ts") == names.count("v/1.ts") == 1


HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n"


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("#EXTINF:1,\none.ts\n", True),
        ("#EXTINF:1,\nsub/one.ts\n#EXT-X-DISCONTINUITY\n", True),
        ('#EXT-X-MAP:URI="one.mp4"\n', True),
        ("#EXTINF:1,\n../one.ts\n", False),
        ("#EXTINF:1,\n/etc/passwd\n", False),
        ("#EXTINF:1,\n%2e%2e/one.ts\n", False),
        ("#EXTINF:1,\nhttp://host/one.ts\n", False),
        ("#EXTINF:1,\nfile:one.ts\n", False),
        ('#EXT-X-KEY:METHOD=AES-128,URI="//host/key"\n', False),
        ('#EXT-X-MAP:URI="../one.mp4"\n', False),
        ("#EXTINF:1,\nlink.ts\n", False),
        ("#EXT-X-STREAM-INF:BANDWIDTH=1\nsub/out.m3u8\n", False),
    ],
)
def test_a_list_in_a_file_may_name_what_lies_beside_it(
    tmp_path: Path, text: str, stays: bool
) -> None:
    folder = tmp_path / "here"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "one.ts").write_bytes(b"secret")
    (folder / "link.ts").symlink_to(tmp_path / "one.ts")
    (folder / "sub" / "out.m3u8").write_text(HEAD + "../../one.ts\n")
    path = folder / "list.m3u8"
    path.write_text(HEAD + text)
    assert stays_in_folder(path) == stays
    assert any_jumps(path) == ("DISCONTINUITY" in text)
    if not stays:
        with pytest.raises(MediaError, match="leads out of its folder"):
            MediaInput(path, shared=True).container()
