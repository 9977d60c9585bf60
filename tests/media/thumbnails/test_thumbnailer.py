"""Small pictures of places: key frames, exact frames, turned and cut ones, by frames' numbers."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pytest
from support.window.running_player import number_of, turn, write_bars, write_numbers

from anime4k_gl.errors import MediaError
from anime4k_gl.formats import Size
from anime4k_gl.media.opening import MediaInput
from anime4k_gl.media.thumbnails.sdr import to_sdr
from anime4k_gl.media.thumbnails.thumbnailer import Picture, Thumbnailer
from anime4k_gl.media.video.region import Region
from anime4k_gl.player.bar.previews import Previews

SIZE = Size(32, 24)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred frames, 25 a second, a key frame every 30, numbered modulo 40."""
    return write_numbers(tmp_path_factory.mktemp("thumbnails") / "numbers.mkv")


def number(picture: Picture | None) -> int:
    assert picture is not None
    return number_of(float(picture.mean()) * 219 / 255 + 16)


def test_key_frames_and_the_very_frames(clip: Path) -> None:
    with Thumbnailer(MediaInput(clip)) as file:
        for seconds, key, exact in ((0.0, 0, 0), (1.0, 0, 25), (3.5, 60, 87), (2.41, 60, 60)):
            found = file.key_frame(seconds, SIZE)
            assert found is not None and found[0] == pytest.approx(key / 25, abs=0.002)
            assert number(found[1]) == key % 40
            picture = file.exact(seconds, SIZE)
            assert number(picture) == exact % 40
            assert picture is not None and picture.shape == (24, 32, 3)
        assert number(file.exact(99.0, SIZE)) == 99 % 40  # beyond the end: the last
        assert file.key_frame(1.0, SIZE, cancelled=lambda: True) is None
        assert file.exact(1.0, SIZE, cancelled=lambda: True) is None


def test_what_is_not_a_video(tmp_path: Path) -> None:
    text = tmp_path / "text.mkv"
    text.write_text("no video")
    with pytest.raises(MediaError, match="not a media file"):
        Thumbnailer(MediaInput(text))


def test_turned_and_cut_as_it_is_seen(tmp_path: Path) -> None:
    sideways = MediaInput(turn(write_bars(tmp_path / "sideways.mp4", frames=2)))
    with Thumbnailer(sideways, rotation=90) as file:
        found = file.key_frame(0.0, Size(36, 64))
        assert found is not None
        upright = np.rot90(found[1])
        assert upright.shape == (36, 64, 3)
        assert np.abs(upright[8, 8].astype(int) - (180, 20, 20)).max() < 12
        assert np.abs(upright[8, 40].astype(int) - (20, 20, 180)).max() < 12
    flat = MediaInput(write_bars(tmp_path / "flat.mkv", frames=2))
    with Thumbnailer(flat, region=Region(64, 0, Size(64, 32))) as file:
        found = file.key_frame(0.0, Size(32, 16))
        assert found is not None and found[1].shape == (16, 32, 3)
        assert np.abs(found[1][8, 8].astype(int) - (20, 20, 180)).max() < 12
        assert np.abs(found[1][8, 24].astype(int) - (235, 235, 235)).max() < 12


def test_hdr_is_taken_to_sdr_roughly() -> None:
    # PQ's codes for 0, 203 (diffuse white) and 1000 cd/m2, and HLG's for diffuse white.
    grays = np.array([[0, 148, 192]], np.uint8)[..., np.newaxis].repeat(3, axis=2)
    black, white, light = to_sdr(grays, 16)[0, :, 0].astype(int)
    assert black == 0 and 200 < white < light <= 255
    assert 200 < int(to_sdr(np.full((1, 1, 3), 191, np.uint8), 18)[0, 0, 0]) < 255
    red = to_sdr(np.array([[[148, 0, 0]]], np.uint8), 16)[0, 0]
    assert red[0] > 100 and red[1] < 60 and red[2] < 60


def test_previews_are_decoded_in_a_thread_and_kept(clip: Path) -> None:
    changed, opened = Event(), []

    def open_file() -> Thumbnailer:
        opened.append(1)
        return Thumbnailer(MediaInput(clip))

    previews = Previews(open_file, start=0.0, duration=4.0, on_change=changed.set)
    try:
        assert not opened, "nothing is opened before anything is asked for"
        exact = False
        for _ in range(200):
            changed.clear()
            pixels = previews.at(3.0, SIZE)
            if pixels is not None and number(pixels[..., :3]) == 75 % 40:
                exact = True
                break
            changed.wait(0.1)
        assert exact, "the key frame first, then the very frame"
        assert previews.at(3.0, SIZE) is pixels and not previews.fresh
        near = previews.at(2.0, SIZE)
        assert near is pixels, "a picture of nearby until the right one is there"
        previews.rest()
    finally:
        previews.close()
        previews.close()
    assert opened == [1]


def test_previews_of_what_cannot_be_opened(tmp_path: Path) -> None:
    changed = Event()
    text = tmp_path / "text.mkv"
    text.write_text("no video")
    previews = Previews(
        lambda: Thumbnailer(MediaInput(text)), start=0.0, duration=4.0, on_change=changed.set
    )
    assert previews.at(1.0, SIZE) is None
    assert changed.wait(30)
    assert previews.at(1.0, SIZE) is None and previews.failure is not None
    previews.close()
