"""Going by chapters: the number burnt into each frame is the judge."""

from __future__ import annotations

from pathlib import Path

from support.clips.counted_clips import KINDS, RATE, Hands, count_of, shown, write_counted

from anime4k_gl.player.playback.playback import Playback

H264 = KINDS[0]


def test_chapters(tmp_path: Path) -> None:
    titles = [(0.0, 1.0, "Opening"), (1.0, 3.0, ""), (3.0, 4.8, "  The \n end ")]
    path = write_counted(tmp_path / "chapters.mkv", H264, chapters=titles)
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        assert playback.chapters == ((0.0, "Opening"), (1.0, "Chapter 2"), (3.0, "The end"))
        assert count_of(shown(playback)) == 0
        assert playback.chapter == 0
        assert playback.next_chapter()
        assert count_of(shown(playback)) == RATE
        assert playback.chapter == 1
        assert playback.next_chapter()
        assert count_of(shown(playback)) == 3 * RATE
        assert not playback.next_chapter()
        assert playback.previous_chapter()  # just begun: the one before
        assert count_of(shown(playback)) == RATE
        playback.seek(2.5)
        assert count_of(shown(playback)) == 62
        assert playback.previous_chapter()  # well begun: its start
        assert count_of(shown(playback)) == RATE
        assert not playback.seek_chapter(7)


def test_a_file_without_chapters(tmp_path: Path) -> None:
    path = write_counted(tmp_path / "plain.mkv", H264)
    with Playback(path, time_source=Hands()) as playback:
        shown(playback)
        assert playback.chapters == ()
        assert playback.chapter is None
        assert not (playback.next_chapter() or playback.previous_chapter())
