"""The playlist: what is played after what."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from anime4k_gl.media.folders import MAX_DEPTH, natural_key
from anime4k_gl.player.session.playlist import MOST_WEB_LISTS, Playlist, expand


@pytest.fixture
def told() -> list[str]:
    return []


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_names_sort_as_people_sort_them() -> None:
    names = [
        "b",
        "Episode 10",
        "episode 2",
        "A",
        "episode 1 part 12",
        "episode 1 part 3",
        "03",
        "1",
    ]
    assert sorted(names, key=natural_key) == [
        "1", "03", "A", "b", "episode 1 part 3", "episode 1 part 12", "episode 2", "Episode 10",
    ]  # fmt: skip


def test_a_folder_is_the_videos_in_it(tmp_path: Path, told: list[str]) -> None:
    touch(tmp_path, "e10.mkv", "e2.MKV", "e1.mp4", "cover.jpg", "e1.srt", ".hidden.mkv")
    touch(tmp_path, "Season 2/e1.mkv", ".trash/old.mkv")
    items = [os.path.relpath(item, tmp_path) for item in expand(tmp_path, told.append)]
    assert items == ["e1.mp4", "e2.MKV", "e10.mkv", os.path.join("Season 2", "e1.mkv")]
    assert told == []


def test_an_empty_folder_is_reported(tmp_path: Path, told: list[str]) -> None:
    assert expand(tmp_path, told.append) == []
    assert told == [f"{tmp_path}: no videos in this folder"]


def test_a_list_is_relative_to_where_it_lies(tmp_path: Path, told: list[str]) -> None:
    touch(tmp_path, "shows/a.mkv", "shows/b 2.mkv", "shows/more/c.mkv")
    text = f"""#EXTM3U
#EXTINF:12,A title
a.mkv

  b 2.mkv
more
http://example.org/stream
file://{(tmp_path / "shows/b 2.mkv").as_posix().replace(" ", "%20")}
gone.mkv
"""
    path = tmp_path / "shows" / "list.m3u8"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    shows = tmp_path / "shows"
    assert expand(path, told.append) == [
        str(shows / "a.mkv"),
        str(shows / "b 2.mkv"),
        str(shows / "more" / "c.mkv"),
        "http://example.org/stream",
        str(shows / "b 2.mkv"),
        str(shows / "gone.mkv"),
    ]
    assert told == []


def test_lists_in_old_encodings_in_circles_and_empty(tmp_path: Path, told: list[str]) -> None:
    touch(tmp_path, "a.mkv")
    (tmp_path / "old.m3u").write_bytes("Käse.mkv\n".encode("latin-1"))
    assert expand(tmp_path / "old.m3u", told.append) == [str(tmp_path / "Käse.mkv")]
    (tmp_path / "round.m3u").write_text("a.mkv\nround.m3u\n")
    items = expand(tmp_path / "round.m3u", told.append)
    assert items == [str(tmp_path / "a.mkv")] * (MAX_DEPTH + 1)
    assert len(told) == 1
    assert "contains itself" in told.pop()
    (tmp_path / "none.m3u").write_text("#EXTM3U\n")
    assert expand(tmp_path / "none.m3u", told.append) == []
    assert told == [f"{tmp_path / 'none.m3u'}: the playlist is empty"]


def test_a_stream_in_pieces_is_left_to_ffmpeg(tmp_path: Path, told: list[str]) -> None:
    path = tmp_path / "live.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\npart0.ts\n")
    assert expand(path, told.append) == [str(path)]


def test_files_and_urls_stand_for_themselves(tmp_path: Path, told: list[str]) -> None:
    names = [str(tmp_path / "none.mkv"), "https://example.org/list.m3u8", "odd.name", "a\0b"]
    assert [item for name in names for item in expand(name, told.append)] == names
    assert told == []


def test_next_and_previous(told: list[str]) -> None:
    playlist = Playlist(["a", "b", "c"], report=told.append)
    assert (playlist.current, len(playlist)) == ("a", 3)
    assert playlist.previous() is None
    assert playlist.current == "a"
    assert [playlist.next(), playlist.next()] == ["b", "c"]
    assert playlist.next() is None
    assert playlist.current is None
    assert playlist.previous() == "c"
    assert playlist.go_to(0) == "a"
    assert playlist.go_to(3) is None
    assert playlist.current == "a"


def test_a_loop_goes_round_and_passes_over_what_is_bad(told: list[str]) -> None:
    playlist = Playlist(["a", "b", "c"], report=told.append, loop=True)
    assert playlist.next() == "b"
    playlist.fail("b: the file is empty")
    assert told == ["b: the file is empty"]
    assert [playlist.next() for _ in range(3)] == ["c", "a", "c"]
    assert playlist.previous() == "a"
    playlist.fail("a: gone")
    assert playlist.next() == "c"
    playlist.fail("c: gone")
    assert playlist.next() is None, "a loop of nothing but bad items ends"
    assert playlist.current is None


def test_one_item_loops(told: list[str]) -> None:
    playlist = Playlist(["a"], report=told.append, loop=True)
    assert [playlist.next(), playlist.previous()] == ["a", "a"]


def test_dropped_files_are_appended_or_replace_all(tmp_path: Path, told: list[str]) -> None:
    touch(tmp_path, "new/1.mkv", "new/2.mkv")
    playlist = Playlist(["a", "b"], report=told.append)
    playlist.next()
    playlist.fail("b: bad")
    assert playlist.add([tmp_path / "new"]) == 2
    assert playlist.current == "b"
    assert playlist.next() == str(tmp_path / "new" / "1.mkv")
    (tmp_path / "empty").mkdir()
    assert playlist.add([tmp_path / "empty"], replace=True) == 0
    assert len(playlist) == 4, "what yields nothing replaces nothing"
    assert playlist.add(["c", "d"], replace=True) == 2
    assert (playlist.items, playlist.current) == (("c", "d"), "c")
    assert [playlist.next(), playlist.next()] == ["d", None]
    assert playlist.add(["e"]) == 1
    assert playlist.current == "e"


def test_an_empty_playlist(told: list[str]) -> None:
    playlist = Playlist([], report=told.append, loop=True)
    assert (playlist.current, playlist.next(), playlist.previous()) == (None, None, None)


def test_a_folder_without_videos_stands_for_its_sound_or_its_pictures(
    tmp_path: Path, told: list[str]
) -> None:
    for name in ("1.flac", "2.mp3", "cover.jpg"):
        touch(tmp_path, f"album/{name}")
    touch(tmp_path, "slides/a.png")
    album = [str(tmp_path / "album" / name) for name in ("1.flac", "2.mp3")]
    assert expand(tmp_path / "album", told.append) == album
    assert expand(tmp_path / "slides", told.append) == [str(tmp_path / "slides" / "a.png")]
    assert told == []


def test_a_list_on_a_server_is_put_in_its_place(told: list[str]) -> None:
    playlist = Playlist(["a", "http://h/l", "c"], report=told.append)
    playlist.go_to(2)
    playlist.fail("c: bad")
    playlist.go_to(1)
    assert playlist.unfold(["x", "y"])
    assert playlist.items == ("a", "x", "y", "c")
    assert [playlist.current, playlist.next(), playlist.next()] == ["x", "y", None]
    playlist.go_to(0)
    for _ in range(MOST_WEB_LISTS - 1):
        assert playlist.unfold(["again"])
    assert not playlist.unfold(["again"])
