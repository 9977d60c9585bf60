"""The player as users see it, with mouse and keys, in a real window under Xvfb."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import PIL.Image
import pytest
from PIL import features
from support.tone_curves import displayed, pq_eotf
from support.window import xdnd
from support.window.running_player import (
    Image,
    RunningPlayer,
    virtual_screen,
    write_bars,
    write_numbers,
)

from anime4k_gl.player.input.bindings import KeyBindings
from anime4k_gl.player.picture.quality_levels import Level, level_text, viewers_text
from anime4k_gl.player.subtitles import libass

SCREEN = (1280, 1024)
CI = bool(os.environ.get("CI"))

needed = {
    "Xvfb": shutil.which("Xvfb") is not None,
    "xdotool": shutil.which("xdotool") is not None,
    "a Pillow that reads X screens": features.check("xcb"),
}
pytestmark = [
    pytest.mark.skipif(not there and not CI, reason=f"{name} is not installed")
    for name, there in needed.items()
]

QUIET = {"sound": False, "governor": False, "keep_open": True}
TOP = 50  # above this row of a small window are names


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with virtual_screen(*SCREEN) as name:
        yield name


@pytest.fixture(scope="module")
def bars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bars(tmp_path_factory.mktemp("desktop") / "bars.mkv", frames=1200)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the player keeps is not the user's, and not another test's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def paused(player: RunningPlayer) -> RunningPlayer:
    """Return a player, stopped at some frame, nothing standing over the picture."""
    player.wait_for(lambda s: s["shown"] >= 1)
    player.key("space")
    player.wait_for(lambda s: s["paused"])
    bare(player)
    return player


def bare(player: RunningPlayer) -> None:
    """Wait until no message is seen any more."""
    player.wait_for(lambda s: not s["status"] and not s["message"])


def picture_when(player: RunningPlayer, size: tuple[int, int]) -> Image:
    """Return the window's picture once it is the same twice in a row."""
    player.latest()
    player.wait_for(lambda s: not s["stale"])
    last: list[Image] = []

    def at_rest(picture: Image) -> bool:
        same = bool(last) and np.array_equal(picture, last[-1])
        last[:] = [picture]
        return same

    return player.screen_where(at_rest)[: size[1], : size[0]]


def both_looks(player: RunningPlayer, size: tuple[int, int]) -> tuple[Image, Image]:
    """Return the pictures of the scaler alone and of what plays."""
    whole = picture_when(player, size)
    player.key("c")
    player.wait_for(lambda s: not s["effect"])
    bare(player)
    plain = picture_when(player, size)
    player.key("c")
    player.wait_for(lambda s: s["effect"])
    bare(player)
    return plain, whole


def seen(player: RunningPlayer, condition: Callable[[Image], bool]) -> None:
    """Assert that the display comes to meet a condition."""
    assert condition(player.screen_where(condition))


def same(one: Image, other: Image, within: int = 0) -> bool:
    if one.shape != other.shape:
        return False
    return bool((np.abs(one.astype(int) - other.astype(int)) <= within).all())


def click(player: RunningPlayer, box: Sequence[float]) -> None:
    """Click into the middle of a widget."""
    x, y = round(box[0] + box[2] / 2), round(box[1] + box[3] / 2)
    player.tool("mousemove", str(x), str(y), "click", "1")


def drag(player: RunningPlayer, start: tuple[int, int], *points: tuple[int, int]) -> None:
    player.tool("mousemove", *map(str, start), "mousedown", "1")
    for point in points:
        player.tool("mousemove", *map(str, point))


def window_of(player: RunningPlayer, name: str) -> str:
    return player.tool("search", "--name", name).split()[-1]


def test_comparing(display: str, bars: Path) -> None:
    size = width, height = (512, 288)
    with RunningPlayer(display, [bars], scale=4, **QUIET) as player:
        paused(player)
        plain, whole = both_looks(player, size)
        left, right = slice(0, width // 2), slice(width // 2, width)
        for half in (left, right):
            assert not same(plain[TOP:, half], whole[TOP:, half]), "nothing to compare"

        def split_at(x: int) -> Callable[[Image], bool]:
            def check(screen: Image) -> bool:
                return same(screen[TOP:height, : x - 10], plain[TOP:, : x - 10]) and same(
                    screen[TOP:height, x + 10 : width], whole[TOP:, x + 10 :]
                )

            return check

        player.key("k")
        player.wait_for(lambda s: s["compare"] == "split")
        seen(player, split_at(256))

        drag(player, (256, 100), (300, 110), (384, 120))
        player.wait_for(lambda s: s["divider"] == pytest.approx(0.75, abs=0.005))
        seen(player, split_at(384))
        player.tool("mouseup", "1", "mousemove", "100", "150")
        player.wait_for(lambda s: s["mouse"] == [100, 150])
        assert player.latest()["divider"] == pytest.approx(0.75, abs=0.005)

        # On the divider two presses drag; beside it they are for the window.
        player.tool("mousemove", "384", "150", "click", "--repeat", "2", "--delay", "50", "1")
        player.tool("mousemove", "120", "160")
        player.wait_for(lambda s: s["mouse"] == [120, 160])
        assert not any(state["fullscreen"] for state in player.states)

        player.key("K")
        player.wait_for(lambda s: s["compare"] == "side-by-side")

        def halves(start: int) -> Callable[[Image], bool]:
            part = slice(start, start + 256)
            return lambda screen: (
                same(screen[TOP:height, 4:252], plain[TOP:, part][:, 4:252])
                and same(screen[TOP:height, 260:508], whole[TOP:, part][:, 4:252])
            )

        seen(player, halves(128))
        drag(player, (300, 200), (350, 200), (400, 200))
        seen(player, halves(28))
        player.tool("mouseup", "1")

        player.key("D")
        player.wait_for(lambda s: s["compare"] == "difference")
        difference = np.minimum(255, 8 * np.abs(plain.astype(int) - whole.astype(int)))
        seen(player, lambda p: same(p[TOP:height, :width], difference[TOP:], within=1))
        player.key("equal")
        doubled = np.minimum(255, 2 * difference)
        player.wait_for(lambda s: "16" in s["message"])
        bare(player)
        seen(player, lambda p: same(p[TOP:height, :width], doubled[TOP:], within=1))

        player.key("b")
        player.wait_for(lambda s: s["compare"] == "blink")
        seen(player, lambda p: same(p[TOP:height, :width], plain[TOP:]))
        player.key("b")
        player.wait_for(lambda s: s["second"])
        seen(player, lambda p: same(p[TOP:height, :width], whole[TOP:]))

        before = player.latest()["before"]
        player.key("B")
        player.wait_for(lambda s: s["before"] not in (before, s["after"]))
        player.key("k")
        player.wait_for(lambda s: s["compare"] == "split")
        player.key("k")
        player.wait_for(lambda s: s["compare"] == "off")
        bare(player)
        seen(player, lambda p: same(p[:height, :width], whole))
        player.key("q")
        assert player.finish() == (0, "")


def enlarged(picture: Image, x: int, y: int, zoom: int, reach: int) -> Image:
    part = picture[y - reach : y + reach + 1, x - reach : x + reach + 1]
    return part.repeat(zoom, axis=0).repeat(zoom, axis=1)


def holds(screen: Image, wanted: Image, zoom: int) -> bool:
    """Whether a picture is anywhere on the screen, but for the mark around its middle texel."""
    side, middle = wanted.shape[0], wanted.shape[0] // 2
    counts = np.ones((side, side), bool)
    hidden = slice(middle - zoom, middle + zoom + 1)
    counts[hidden, hidden] = False
    inner = screen[: screen.shape[0] - side + 1, : screen.shape[1] - side + 1]
    candidates = np.ones(inner.shape[:2], bool)
    for row, column in ((0, 0), (0, side - 1), (side - 1, 0), (side - 1, side - 1)):
        moved = screen[row : row + inner.shape[0], column : column + inner.shape[1]]
        candidates &= (moved == wanted[row, column]).all(axis=2)
    for y, x in np.argwhere(candidates)[:4000]:
        if (screen[y : y + side, x : x + side] == wanted)[counts].all():
            return True
    return False


def test_the_loupe_follows_the_mouse(display: str, bars: Path) -> None:
    size = width, height = (512, 288)
    with RunningPlayer(display, [bars], scale=4, **QUIET) as player:
        paused(player)
        plain, whole = both_looks(player, size)
        player.key("k")
        player.tool("mousemove", "100", "110")
        player.key("h")
        player.wait_for(lambda s: s["loupe"] and s["compare"] == "split")
        # Where patches meet, so that what is around differs from place to place.
        for x, y in ((128, 128), (131, 126), (386, 130)):
            player.tool("mousemove", str(x), str(y))
            for picture in (plain, whole):
                wanted = enlarged(picture, x, y, 8, 3)
                seen(player, lambda p, wanted=wanted: holds(p[:height, :width], wanted, 8))
        player.key("H")
        player.wait_for(lambda s: s["zoom"] == 16)
        player.tool("mousemove", "387", "130")
        player.wait_for(lambda s: s["mouse"] == [387, 130])
        player.key("h")
        player.wait_for(lambda s: not s["loupe"])
        player.key("k")
        player.wait_for(lambda s: s["compare"] == "off")
        bare(player)
        seen(player, lambda p: same(p[:height, :width], whole))

        player.key("y")
        inner = player.wait_for(lambda s: s["view"] is not None)
        seen(player, lambda p: not same(p[TOP:height, :width], whole[TOP:]))
        player.key("y")
        player.wait_for(lambda s: s["view"] not in (None, inner["view"]))
        player.key("Y")
        player.wait_for(lambda s: s["view"] == inner["view"])
        player.key("Y")
        player.wait_for(lambda s: s["view"] is None)
        bare(player)
        seen(player, lambda p: same(p[:height, :width], whole))

        # The list of keys: over a picture made dark, its headings in blue.
        player.key("question")
        player.wait_for(lambda s: s["help"])

        def listed(screen: Image) -> bool:
            red, green, blue = (screen[:height, :width, i].astype(int) for i in range(3))
            return bool(((blue > 150) & (blue > red + 60) & (green > red + 20)).any())

        assert not listed(np.dstack([whole[..., 1]] * 3))
        seen(player, lambda p: listed(p) and np.median(p[:height, :width]) < 60)
        player.key("Escape")
        player.wait_for(lambda s: not s["help"])
        seen(player, lambda p: same(p[:height, :width], whole))

        volume = player.latest()["volume"]
        player.tool("mousemove", "100", "200", "click", "5")
        player.wait_for(lambda s: s["volume"] == volume - 2)
        player.tool("click", "4")
        player.wait_for(lambda s: s["volume"] == volume)
        player.tool("click", "3")
        player.wait_for(lambda s: not s["paused"])
        player.key("q")
        assert player.finish() == (0, "")


def test_tuning(display: str) -> None:
    if not CI:
        pytest.importorskip("imgui_bundle")
    size = (960, 660)
    place = (slice(80, 500), slice(400, 590))  # of the picture, beside panels and texts
    words = [
        "--size", "960x660", "--start", "2", "--no-audio", "--governor", "off", "--keep-open",
        "--no-subs", "--demo", "--preset", "v1.0-rc",
    ]  # fmt: skip
    with RunningPlayer(display, words=words) as player:
        paused(player)
        before = picture_when(player, size)[place]
        player.key("t")
        box = player.wait_for(lambda s: "value thin_strength" in s["places"])["places"][
            "value thin_strength"
        ]
        y = box[1] + box[3] // 2
        drag(player, (box[0] + box[2] // 4, y), (box[0] + box[2] // 2, y))
        player.tool("mousemove", str(box[0] + round(box[2] * 0.9)), str(y), "mouseup", "1")
        tuned = player.wait_for(lambda s: s["params"].get("thin_strength", 0) > 0.7)
        player.tool("mousemove", "480", "640")  # away from what tells of the slider
        player.wait_for(lambda s: s["mouse"] == [480, 640])
        after = picture_when(player, size)[place]
        assert not same(before, after)

        player.key("ctrl+z")
        player.wait_for(lambda s: s["params"].get("thin_strength", 0) < 0.7)
        player.wait_for(lambda s: not s["message"])
        seen(player, lambda p: same(p[place], before))
        player.key("ctrl+shift+z")
        player.wait_for(lambda s: s["params"] == tuned["params"])

        click(player, player.latest()["places"]["name"])
        player.wait_for(lambda s: s["typing"])
        # Each of these letters is a command elsewhere, one of them to quit.
        for letter in ("q", "f", "m", "k", "n", "s", "space", "9"):
            player.key(letter)
        typed = player.wait_for(lambda s: s["name"] == "qfmkns 9")
        assert not typed["fullscreen"]
        assert typed["paused"]
        assert (typed["compare"], typed["look"]) == ("off", "v1.0-rc")
        player.key("ctrl+a")
        player.tool("type", "soft")
        player.wait_for(lambda s: s["name"] == "soft")
        player.key("Return")
        player.wait_for(lambda s: not s["typing"])
        saved = Path(os.environ["XDG_CONFIG_HOME"], "anime4k-gl", "presets", "soft.toml")
        seen(player, lambda _: saved.is_file())

        click(player, player.latest()["places"]["look A"])
        choice = player.wait_for(lambda s: "look A v0.9" in s["places"] and not s["stale"])
        click(player, choice["places"]["look A v0.9"])
        player.wait_for(lambda s: s["look"] == "v0.9")
        player.key("t")
        player.wait_for(lambda s: not s["panels"])
        player.key("q")
        assert player.finish() == (0, "")

    with RunningPlayer(display, words=["--preset", "soft", *words]) as player:
        again = player.wait_for(lambda s: s["shown"] >= 1)
        assert again["look"] == "soft"
        paused(player)
        position = player.latest()["position"]
        for _ in range(20):
            if position <= tuned["position"] + 0.001:
                break
            player.key("comma")
            position = player.wait_for(lambda s, p=position: s["position"] < p)["position"]
        assert position == pytest.approx(tuned["position"], abs=0.002)
        seen(player, lambda p: same(p[place], after))


SHADER = """//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {{
    return {value};
}}
"""


def test_shaders_are_read_again(display: str, bars: Path, tmp_path: Path) -> None:
    if not CI:
        pytest.importorskip("imgui_bundle")
    shader = tmp_path / "mine.glsl"
    shader.write_text(SHADER.format(value="vec4(1.0, 0.5, 0.25, 1.0)"))
    patch = (slice(70, 110), slice(200, 300))

    def flat(*rgb: int) -> Callable[[Image], bool]:
        return lambda p: same(p[patch], np.broadcast_to(rgb, p[patch].shape), within=1)

    with RunningPlayer(display, [bars], scale=4, shaders=[str(shader)], **QUIET) as player:
        paused(player)
        seen(player, flat(255, 128, 64))
        shader.write_text(SHADER.format(value="wrong(1.0)"))
        broken = player.wait_for(lambda s: s["errors"] and "caret 0" in s["places"])
        assert broken["errors"][0].startswith(f"{shader}:4:")
        seen(player, flat(255, 128, 64))
        left, top, width, height = broken["places"]["caret 0"]

        def caret(screen: Image) -> bool:
            area = screen[top : top + height, left : left + width].astype(int)
            return bool(((area[..., 0] > 180) & (area[..., 2] < 140)).any())

        seen(player, caret)
        shader.write_text(SHADER.format(value="vec4(0.25, 0.5, 1.0, 1.0)"))
        player.wait_for(lambda s: not s["errors"])
        seen(player, flat(64, 128, 255))
        player.key("q")
        code, said = player.finish()
        assert code == 0
        assert f"{shader}:4:" in said
        assert "Traceback" not in said


def test_files_dropped(display: str, bars: Path, tmp_path: Path) -> None:
    other = write_bars(tmp_path / "other \N{HIRAGANA LETTER A}.mkv", frames=1200)
    text = tmp_path / "said.srt"
    text.write_text("1\n00:00:00,000 --> 00:02:00,000\n<b>MMMMMM</b>\n")
    with RunningPlayer(display, [bars], scale=4, **QUIET) as player:
        player.wait_for(lambda s: s["shown"] >= 1)
        window = int(window_of(player, "bars.mkv"))
        xdnd.drop(display, window, [other])
        player.wait_for(lambda s: s["path"] == str(other) and s["shown"] >= 1)
        xdnd.drop(display, window, [tmp_path / "gone.mkv"])
        player.wait_for(lambda s: "gone.mkv" in s["message"])
        assert player.latest()["path"] == str(other)
        paused(player)
        clean = picture_when(player, (512, 288))
        xdnd.drop(display, window, [text])
        try:
            libass.load()
        except libass.LibassError as error:
            if CI:
                raise
            pytest.skip(str(error))
        player.wait_for(lambda s: "said.srt" in s["subtitles"])
        bare(player)

        def written(screen: Image) -> bool:
            foot = (slice(200, 288), slice(0, 512))
            return bool(((screen[foot] > 240) & (clean[foot] < 240)).all(axis=2).sum() > 100)

        seen(player, written)
        player.key("v")
        bare(player)
        seen(player, lambda p: same(p[:288, :512], clean))
        player.key("q")
        assert player.finish()[0] == 0


def test_resize_storms(display: str, bars: Path) -> None:
    rng = np.random.default_rng(6)
    with RunningPlayer(display, [bars], scale=2, sound=False, loop_file=True) as player:
        player.wait_for(lambda s: s["shown"] >= 1)
        window = window_of(player, "bars.mkv")
        player.key("k")
        player.wait_for(lambda s: s["compare"] == "split")
        for storm in range(4):
            sizes = [tuple(map(int, rng.integers(1, 400, 2))) for _ in range(99)]
            sizes.append((300 + storm, 240))
            words = [w for size in sizes for w in ("windowsize", window, *map(str, size))]
            player.tool(*words)
            player.key(("f", "K", "D", "k")[storm])
            if storm == 0:
                player.wait_for(lambda s: s["fullscreen"] and s["window"] == list(SCREEN))
                player.tool("mousemove", "300", "300")  # not on the divider
                player.tool("click", "--repeat", "2", "--delay", "50", "1")
            last = [300 + storm, 240]
            player.wait_for(lambda s, last=last: not s["fullscreen"] and s["window"] == last)
        player.wait_for(lambda s: s["output"] == [303, 170] and s["compare"] == "split")
        assert all(state["gl_error"] == 0 for state in player.states)
        player.key("q")
        assert player.finish() == (0, "")


def governed(player: RunningPlayer, frames: int) -> list[str]:
    """Return what was left out, in its order, until that many frames were dropped or all is."""
    last = level_text(Level.SCALER_ALONE)
    player.wait_for(lambda s: s["dropped"] >= frames or last in s["governor"], timeout=90)
    texts = [state["governor"] for state in player.states]
    return [text for text, before in zip(texts, ["", *texts], strict=False) if text != before]


def test_the_governor_leaves_out_in_order(display: str, tmp_path: Path) -> None:
    clip = write_numbers(tmp_path / "fast.mkv", frames=600, rate=240)
    options = ["--size", "640x480", "--no-audio", "--loop-file", "--preset", "v1.0-rc-reference"]
    with RunningPlayer(display, words=[*options, clip]) as player:
        texts = governed(player, frames=1 << 30)
        order = [level_text(level) for level in Level if level is not Level.ALL]
        reduced_quality = [order.index(text.split(": ")[-1]) for text in texts if text]
        assert reduced_quality, "nothing was left out"
        assert reduced_quality == sorted(set(reduced_quality))
        told = [state["message"] for state in player.states]
        for number in reduced_quality:
            text = viewers_text(Level(number + 1), tuple(Level), overloaded=False)
            assert any(text in message for message in told), "the OSD does not say so"
    with RunningPlayer(display, words=["--governor", "off", *options, clip]) as player:
        player.wait_for(lambda s: s["dropped"] > 200, timeout=90)
        assert not any(state["governor"] for state in player.states)
        assert {state["passes"] for state in player.states[1:]} == {player.latest()["passes"]}


def test_screenshots_can_be_made_again(display: str, bars: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shots"
    with RunningPlayer(
        display, [bars], scale=4, screenshot_folder=str(folder), preset="v1.0-rc",
        params={"thin_strength": 0.4}, **QUIET,
    ) as player:  # fmt: skip
        paused(player)
        position = player.latest()["position"]
        window = picture_when(player, (512, 288))
        for key, kind in (("ctrl+s", "window"), ("s", "output"), ("S", "source")):
            player.key(key)
            player.wait_for(lambda s, kind=kind: f"-{kind}.png" in s["message"])
        bare(player)
        seen(player, lambda p: same(p[:288, :512], window))
        player.key("q")
        assert player.finish() == (0, "")
    shots = {path.stem.rsplit("-")[-1]: path for path in folder.iterdir()}
    assert set(shots) == {"window", "output", "source"}
    pixels = {}
    for kind, path in shots.items():
        with PIL.Image.open(path) as picture:
            record = json.loads(picture.info["anime4k_gl"])  # type: ignore[attr-defined]
            pixels[kind] = np.asarray(picture)
        assert (record["kind"], record["path"]) == (kind, str(bars))
        assert record["preset"] == "v1.0-rc"
        assert record["params"]["thin_strength"] == pytest.approx(0.4)
        assert record["time"] == pytest.approx(position, abs=0.001)
    assert same(pixels["window"], window)
    assert pixels["source"].shape == (72, 128, 3)
    for kind, path in shots.items():
        again = tmp_path / f"{kind}.png"
        result = subprocess.run(
            [sys.executable, "-m", "anime4k_gl", "upscale", path, again, "--redo",
             "--video", bars],
            capture_output=True, text=True, timeout=60,
            env={**os.environ, "LIBGL_ALWAYS_SOFTWARE": "1"},
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        with PIL.Image.open(again) as picture:
            assert same(np.asarray(picture), pixels["output"], within=1)


def write_pq(path: Path, codes: Sequence[float]) -> Path:
    """Write a clip of gray columns, PQ codes in BT.2020, each 32 pixels wide."""
    with av.open(path, "w") as container:
        stream: Any = container.add_stream("ffv1", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32 * len(codes), 64, "yuv420p10le"
        context = stream.codec_context
        context.colorspace, context.color_primaries = 9, 9
        context.color_trc, context.color_range = 16, 1
        for number in range(100):
            frame = av.VideoFrame(stream.width, stream.height, "yuv420p10le")
            for index, plane in enumerate(frame.planes):
                row = np.full(plane.line_size // 2, 512, "<u2")
                if index == 0:
                    row[: stream.width] = np.round(64 + 876 * np.repeat(codes, 32))
                plane.update(np.tile(row, plane.height).tobytes())
            frame.colorspace, frame.color_primaries, frame.color_trc = 9, 9, 16
            frame.color_range = 1
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_hdr_is_tone_mapped(display: str, tmp_path: Path) -> None:
    codes = np.array([0.0, 0.3, 0.45, 0.58, 0.65, 0.72])
    clip = write_pq(tmp_path / "hdr.mkv", codes.tolist())
    nits = np.repeat(pq_eotf(codes)[:, None], 3, axis=1)
    # Rounding the clip's 10-bit codes moves these by less than a code and a half.
    mapped = displayed(nits[None], 1000.0)[0] * 255
    plain = np.repeat(codes[:, None], 3, axis=1) * 255
    for options, wanted in (({}, mapped), ({"tone_map": False}, plain)):
        with RunningPlayer(display, [clip], scale=2, **QUIET, **options) as player:
            paused(player)

            def columns(screen: Image) -> Any:
                return screen[64, 32 : 64 * len(codes) : 64].astype(float)

            seen(player, lambda p, w=wanted: bool((np.abs(columns(p) - w) <= 2).all()))


def test_keys_of_a_settings_file(display: str, bars: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(
        'scale = 3\nno-audio = true\ngovernor = "off"\npreset = "v1.0-rc"\n'
        '[keys]\n"Ctrl+q" = "quit"\nq = "compare split"\nclick-right = "mute"\n'
        "[param]\nthin_strength = 0.3\n"
    )
    with RunningPlayer(display, words=["--config", settings, bars]) as player:
        state = player.wait_for(lambda s: s["shown"] >= 1)
        assert state["window"] == [384, 216]
        assert state["params"] == {"thin_strength": 0.3}
        player.key("q")
        player.wait_for(lambda s: s["compare"] == "split")
        player.tool("mousemove", "100", "100", "click", "3")
        player.wait_for(lambda s: s["mouse"] == [100, 100])
        player.key("ctrl+q")
        assert player.finish() == (0, "")
        assert not any(state["paused"] for state in player.states)


def test_the_list_of_keys_names_what_the_file_binds() -> None:
    blocks = KeyBindings({"q": "none", "Ctrl+q": "quit"}).pages()[0]
    rows = [line for block in blocks for line in block]
    assert ("Ctrl+q", "quit") in rows
    assert ("q", "quit") not in rows
