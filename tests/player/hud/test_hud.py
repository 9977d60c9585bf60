"""The panels, drawn offscreen over a picture: what is seen, and what mouse and keys do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.hosts.unusual_host import UnusualHost, host, snapshot  # noqa: F401
from support.rawgl import GL

from anime4k_gl import OptionError, ShaderCompileError, parse_user_shader
from anime4k_gl.formats import Size
from anime4k_gl.library import preset_shader
from anime4k_gl.player.hud import open_hud
from anime4k_gl.player.hud.model import HudModel, Profile, ShownError
from anime4k_gl.player.picture.parameters import Parameters
from anime4k_gl.player.picture.profiles import RenderProfile
from anime4k_gl.player.picture.selected import Selected
from anime4k_gl.player.window.events import (
    ButtonMoved,
    KeyMoved,
    MouseLeft,
    MouseMoved,
    TextTyped,
    WheelTurned,
)
from anime4k_gl.rendering.render_options import RenderOptions

if sys.version_info >= (3, 11) and os.environ.get("CI"):
    import imgui_bundle  # noqa: F401  (there it has to be there)
else:
    pytest.importorskip("imgui_bundle")

FULL_HD, UHD, SMALL = Size(1920, 1080), Size(3840, 2160), Size(640, 360)

FILE = """//!PARAM gain
//!DESC How much
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
0.5

//!PARAM steps
//!TYPE int
//!MINIMUM 0
//!MAXIMUM 8
4

//!PARAM on
//!TYPE int
//!MINIMUM 0
//!MAXIMUM 1
1

//!PARAM kind
//!TYPE ENUM int
soft
hard

//!PARAM free
//!TYPE float
1.0

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() { return gain * HOOKED_tex(HOOKED_pos); }
"""


class Screen:
    """Panels over a picture in an offscreen framebuffer."""

    def __init__(self, context: Any, size: Size = FULL_HD) -> None:
        self.context, self.size, self.now = context, size, 10.0
        self.texture = context.texture(tuple(size), 4)
        self.framebuffer = context.framebuffer([self.texture])
        rows, columns = np.mgrid[0 : size.height, 0 : size.width]
        self.picture = np.empty((size.height, size.width, 4), np.uint8)
        self.picture[..., 0] = 110 + rows * 90 // size.height
        self.picture[..., 1] = 110 + columns * 90 // size.width
        self.picture[..., 2:] = 140, 255
        self.hud = open_hud(context)
        profiles = [RenderProfile("scaler alone", RenderOptions())]
        for name in ("v1.0-rc", "v0.9"):
            profiles.append(RenderProfile(name, RenderOptions.of(preset=name)))
        mine = parse_user_shader(FILE, filename="mine.glsl")
        profiles.append(RenderProfile("mine.glsl", RenderOptions.for_shaders((mine,))))
        self.parameters = Parameters(profiles, Selected("v1.0-rc", "v0.9", "v1.0-rc"))
        self.hud.model.parameters = self.parameters

    @property
    def model(self) -> HudModel:
        return self.hud.model

    def draw(self, frames: int = 1) -> np.ndarray:
        """Return the pixels after some frames, row 0 on top."""
        for _ in range(frames):
            self.texture.write(self.picture[::-1].tobytes())
            self.framebuffer.use()
            self.now += 1 / 60
            self.hud.draw(self.size, self.now)
        pixels = np.frombuffer(self.framebuffer.read(components=4), np.uint8)
        return pixels.reshape(self.picture.shape)[::-1]

    def feed(self, *events: object) -> None:
        """Tell it of events, and draw for as long as it wants to."""
        for event in events:
            self.hud.feed(event)
        for _ in range(20):
            if not self.hud.stale:
                return
            self.draw()
        raise AssertionError("it never settles")

    def at(self, name: str, x: float = 0.5, y: float = 0.5) -> tuple[float, float]:
        """Return a point in a widget, by shares of its width and height."""
        place = self.hud.place(name)
        assert place is not None, f"{name} is not there"
        return place[0] + x * place[2], place[1] + y * place[3]

    def press(self, name: str, x: float = 0.5) -> None:
        where = self.at(name, x)
        self.feed(MouseMoved(*where))
        self.feed(ButtonMoved("left", True, *where))

    def release(self, x: float, y: float) -> None:
        self.feed(ButtonMoved("left", False, x, y))

    def click(self, name: str, x: float = 0.5) -> None:
        where = self.at(name, x)
        self.press(name, x)
        self.release(*where)

    def value(self, key: str) -> float:
        return next(t.value for t in self.parameters.tunables() if t.key == key)

    def close(self) -> None:
        self.hud.release()
        # moderngl goes on believing that what was used last is bound.
        self.context.detect_framebuffer(0).use()
        self.framebuffer.release()
        self.texture.release()


@pytest.fixture
def screen(context: Any) -> Iterator[Screen]:
    screen = Screen(context)
    screen.model.show_tune = True
    screen.draw(2)
    yield screen
    screen.close()


def everything(model: HudModel) -> None:
    """Open all panels, with something in each."""
    model.show_tune = model.show_profiler = True
    passes = [
        {"name": "scale", "ran": True, "reason": None, "milliseconds": 1.0},
        {"name": "thin lines", "ran": True, "reason": None, "milliseconds": 4.0},
        {"name": "refine", "ran": True, "reason": None, "milliseconds": None},
        {"name": "FXAA, near", "ran": False, "reason": "WHEN is false: OUTPUT.w=1920 2 >"},
    ]
    model.profile = Profile(budget=41.7, passes=passes, fps=23.9, dropped=2, late=1,
                            governor="without FXAA", title="v1.0-rc")  # fmt: skip
    model.profile.frames.extend([20.0, 30.0, 50.0] * 40)
    model.errors = [fault()]


def fault() -> ShownError:
    return ShownError.from_error(
        ShaderCompileError("'strenght' : undeclared identifier", filename="/home/u/mine.glsl",
                           line=42, column=12, source_line="    return strenght;", width=8)
    )  # fmt: skip


# What is seen.


@pytest.mark.parametrize("size", [FULL_HD, UHD, SMALL], ids=str)
def test_panels_are_legible_and_apart(context: Any, size: Size) -> None:
    screen = Screen(context, size)
    everything(screen.model)
    pixels = screen.draw(3).astype(int)
    panels = screen.hud.panels
    assert len(panels) == 3
    covered = np.zeros((size.height, size.width), bool)
    for left, top, width, height in (tuple(map(round, panel)) for panel in panels):
        assert left >= 0 and top >= 0 and width > 0 and height > 0
        assert left + width <= size.width and top + height <= size.height
        area = slice(top, top + height), slice(left, left + width)
        assert not covered[area].any(), "panels lie over each other"
        covered[area] = True
        inside = pixels[area][8:-8, 8:-8, :3]
        # Dark ground, and enough light text on it.
        assert np.median(inside) < 60
        light = (inside.min(axis=2) > 120).mean()
        assert 0.005 < light < 0.3
    # Beside the panels the picture is as it was, and the window as opaque.
    assert np.array_equal(pixels[~covered], screen.picture[~covered])
    assert (pixels[..., 3] == 255).all()
    # Text as high as subtitles' small print at least: 1.5 % of the window's height, 11 pixels.
    place = screen.hud.place("value thin_strength")
    assert place is not None and place[3] >= max(0.02 * size.height, 18)
    screen.close()


def test_nothing_is_drawn_where_nothing_is_open(context: Any) -> None:
    screen = Screen(context, SMALL)
    assert not screen.model.shown and not screen.hud.wants_mouse
    assert np.array_equal(screen.draw(2), screen.picture)
    screen.hud.feed(MouseMoved(10, 10))
    assert not screen.hud.stale and screen.hud.panels == ()
    screen.close()


def test_bars_are_as_long_as_passes_take(screen: Screen) -> None:
    everything(screen.model)
    pixels = screen.draw(2).astype(int)
    filled = [screen.hud.place(f"bar {index} filled") for index in range(3)]
    lengths = [place[2] for place in filled if place is not None]
    assert lengths == pytest.approx([lengths[1] / 4, lengths[1], 0])
    left, top, length, height = filled[0]  # type: ignore[misc]
    row = pixels[round(top + height) - 3, round(left) + 4 : round(left + 3 * length), :3]
    blue = row[:, 2] - row[:, 0] > 25
    assert blue[: round(length) - 8].all() and not blue[round(length) + 4 :].any()


def test_frames_over_the_budget_are_told_apart(screen: Screen) -> None:
    everything(screen.model)

    def red(milliseconds: float) -> int:
        screen.model.profile.frames.clear()
        screen.model.profile.frames.extend([milliseconds] * 240)
        pixels = screen.draw(2).astype(int)
        left, top, width, height = map(round, screen.hud.place("graph"))  # type: ignore[arg-type]
        area = pixels[top + height * 3 // 4 : top + height - 2, left + 9 : left + width - 9]
        return int(((area[..., 0] - area[..., 2]) > 60).sum())

    assert red(20.0) == 0
    assert red(60.0) > 1000


def test_the_caret_is_under_the_fault(screen: Screen) -> None:
    screen.model.show_tune = False
    screen.model.errors = [fault()]
    pixels = screen.draw(3).astype(int)
    left, top, width, height = map(round, screen.hud.place("caret 0"))  # type: ignore[arg-type]
    above = pixels[top - height - 4 : top - 4, left : left + width, 0].max(axis=0)
    carets = pixels[top : top + height, left : left + width, 0].max(axis=0)
    # The carets begin and end where "strenght" does, of "return strenght;" after two blanks.
    found = np.flatnonzero(carets > 150)
    cell = width / 17
    assert found[0] == pytest.approx(9 * cell, abs=0.5 * cell)
    assert found[-1] == pytest.approx(17 * cell, abs=0.5 * cell)
    assert (above[round(8.1 * cell) : round(8.9 * cell)] < 60).all()  # the blank before it
    for letter in range(9, 17):
        assert above[round(letter * cell) : round((letter + 1) * cell)].max() > 100


def test_a_description_is_shown_where_the_mouse_rests(screen: Screen) -> None:
    before = screen.draw()
    x, y = screen.at("value thin_strength", 0.05)
    screen.feed(MouseMoved(x, y - screen.size.height * 0.025))
    for _ in range(60):
        screen.feed(MouseMoved(x, y - screen.size.height * 0.025))
        after = screen.draw()
    # Beside the panel, which it does not cover.
    left = round(screen.hud.panels[0][0])
    assert np.array_equal(after[:, left:], before[:, left:])
    assert (after[:, :left] != before[:, :left]).any(axis=2).sum() > 5000


# What can be done.


def test_a_slider_is_dragged(screen: Screen) -> None:
    assert screen.value("thin_strength") == pytest.approx(1 / 6)
    screen.press("value thin_strength", 0.5)
    assert screen.value("thin_strength") == pytest.approx(0.5, abs=0.02)
    for share in (0.6, 0.7, 0.8):
        screen.feed(MouseMoved(*screen.at("value thin_strength", share)))
        assert screen.value("thin_strength") == pytest.approx(share, abs=0.03)
        assert screen.hud.wants_mouse
    # Past its end, and past the panel: the slider keeps the mouse.
    screen.feed(MouseMoved(5, 5))
    assert screen.value("thin_strength") == 0.0 and screen.hud.wants_mouse
    screen.release(5, 5)
    assert not screen.hud.wants_mouse
    assert screen.parameters.take_changes() == {"v1.0-rc": {"thin_strength": 0.0}}
    # One drag, one step.
    screen.click("undo")
    assert screen.value("thin_strength") == pytest.approx(1 / 6) and not screen.parameters.can_undo
    screen.click("redo")
    assert screen.value("thin_strength") == 0.0


def test_a_click_in_one_go_counts(screen: Screen) -> None:
    """All of it before the next frame, as where a frame takes long."""
    screen.parameters.set("fxaa_span", 2.0)
    screen.draw(2)
    x, y = screen.at("undo")
    screen.feed(MouseMoved(x, y), ButtonMoved("left", True, x, y), ButtonMoved("left", False, x, y))
    assert screen.value("fxaa_span") == 8.0


def test_reset_of_one_and_of_all(screen: Screen) -> None:
    assert screen.hud.place("reset thin_strength") is None
    screen.parameters.set("thin_strength", 0.5)
    screen.parameters.set("fxaa_span", 2.0)
    screen.draw(2)
    screen.click("reset thin_strength")
    assert screen.parameters.values() == {"fxaa_span": 2.0}
    screen.click("reset all")
    assert screen.parameters.values() == {}


def test_looks_are_chosen(screen: Screen) -> None:
    screen.click("look A")
    assert screen.hud.wants_mouse
    screen.click("look A mine.glsl")
    selected = screen.parameters.selected
    assert (selected.after, selected.before) == ("mine.glsl", "v0.9")
    screen.click("look B")
    screen.click("look B scaler alone")
    assert screen.parameters.selected.before == "scaler alone"


def test_each_kind_of_parameter_has_its_widget(screen: Screen) -> None:
    screen.parameters.play("mine.glsl")
    screen.draw(2)
    screen.press("value steps", 0.98)
    screen.release(*screen.at("value steps", 0.98))
    assert screen.value("steps") == 8 and isinstance(screen.value("steps"), int)
    screen.click("value on")
    screen.click("value on off")
    assert screen.value("on") == 0
    screen.click("value kind")
    screen.click("value kind hard")
    assert screen.value("kind") == 1
    # Without limits: dragged, as far as one likes.
    screen.draw(40)  # or it would be a double click
    screen.press("value free", 0.5)
    x, y = screen.at("value free", 0.5)
    screen.feed(MouseMoved(x + 60, y))
    screen.feed(MouseMoved(x + 200, y))
    screen.release(x + 200, y)
    assert screen.value("free") > 1.2


def test_text_is_typed_and_a_preset_saved(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import glfw

    monkeypatch.setattr("anime4k_gl.userdirs.config_folder", lambda: tmp_path)
    screen.parameters.set("thin_strength", 0.5)
    assert not screen.hud.wants_keyboard
    screen.click("name")
    assert screen.hud.wants_keyboard
    screen.feed(TextTyped("Softx"))
    screen.feed(KeyMoved(glfw.KEY_BACKSPACE, True, 0), KeyMoved(glfw.KEY_BACKSPACE, False, 0))
    assert screen.model.fields.name == "Soft"
    screen.click("save")
    assert (tmp_path / "presets" / "Soft.toml").is_file()
    assert "Soft.toml" in screen.parameters.message and not screen.hud.wants_keyboard
    assert preset_shader("Soft").params[0].default == 0.5


def test_an_export_and_its_error(screen: Screen, tmp_path: Path) -> None:
    before = screen.draw(2)
    screen.model.fields.folder = str(tmp_path / "out")
    screen.click("target")
    screen.click("target reshade")
    screen.click("export")
    assert list((tmp_path / "out").glob("**/*.fx"))
    screen.click("export")
    assert screen.parameters.failed and "already exists" in screen.parameters.message
    assert not np.array_equal(screen.draw(2), before)
    screen.click("overwrite")
    screen.click("export")
    assert not screen.parameters.failed


def test_a_panel_that_is_too_high_scrolls(context: Any) -> None:
    screen = Screen(context, SMALL)
    screen.model.show_tune = True
    screen.draw(3)
    x, y = screen.at("value thin_strength", 0.05)
    screen.feed(MouseMoved(x, y))
    for _ in range(40):
        screen.feed(WheelTurned(0.0, -3.0))
    assert screen.at("value thin_strength")[1] < 0
    assert 0 < screen.at("export")[1] < SMALL.height
    screen.close()


def test_the_mouse_is_the_players_beside_the_panels(screen: Screen) -> None:
    screen.feed(MouseMoved(5, 5))
    assert not screen.hud.wants_mouse
    screen.hud.feed(MouseMoved(9, 9))
    assert not screen.hud.stale  # nothing there would look different
    # A press that comes with the move, before any frame.
    x, y = screen.at("value thin_strength")
    screen.hud.feed(MouseMoved(x, y))
    assert screen.hud.wants_mouse and screen.hud.stale
    screen.feed(MouseLeft())
    assert not screen.hud.wants_mouse


# With OpenGL, and without the extra.


def test_unusual_state_survives_and_does_not_disturb(context: Any, host: UnusualHost) -> None:  # noqa: F811
    screen = Screen(context, FULL_HD)
    everything(screen.model)
    expected = screen.draw(3).copy()
    screen.texture.write(screen.picture[::-1].tobytes())
    host.set()
    host.gl.glBindFramebuffer(0x8CA9, screen.framebuffer.glo)
    before = snapshot(host.gl, host.units)
    screen.model.profile.governor = "another text, whose letters were not drawn yet: QJZ%&"
    screen.hud.draw(screen.size, 20.0)
    screen.model.profile.governor = "without FXAA"
    assert snapshot(host.gl, host.units) == before
    assert host.gl.glGetError() == 0
    host.reset()
    assert np.array_equal(screen.draw(2), expected)
    screen.close()


def test_everything_is_freed(context: Any) -> None:
    gl = GL(context)

    def once() -> dict[str, int]:
        screen = Screen(context, SMALL)
        everything(screen.model)
        screen.draw(3)
        screen.close()
        screen.hud.release()
        return gl.objects()

    once()
    assert once() == once()


def test_two_windows_at_once(context: Any) -> None:
    one, other = Screen(context, FULL_HD), Screen(context, FULL_HD)
    one.model.show_tune = other.model.show_tune = True
    one.draw(2)
    other.draw(2)
    one.press("value thin_strength", 0.9)
    other.draw()
    one.release(*one.at("value thin_strength", 0.9))
    assert one.parameters.values() and not other.parameters.values()
    other.close()
    one.draw(2)
    one.close()


def test_without_the_extra_it_is_named(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "imgui_bundle", None)
    with pytest.raises(OptionError, match=r"pip install 'anime4k-gl\[hud\]'"):
        open_hud(context)


def test_the_player_loads_it_only_when_asked() -> None:
    code = (
        "import anime4k_gl.player, anime4k_gl.player.hud, sys; print('imgui_bundle' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.strip() == "False", answer.stderr


def test_what_is_new_is_seen_without_an_event(screen: Screen) -> None:
    screen.draw(4)
    assert not screen.hud.stale
    screen.model.errors = [fault()]
    bare = screen.draw()
    assert screen.hud.stale, "an error is shown with the next event only"
    while screen.hud.stale:
        seen = screen.draw()
    assert not np.array_equal(seen, bare)
    assert np.array_equal(screen.draw(2), seen)


def test_a_drag_that_ends_within_one_frame_ends_where_it_was_let_go(screen: Screen) -> None:
    screen.model.show_tune = True
    screen.draw(4)
    screen.press("value thin_strength", 0.2)
    end = screen.at("value thin_strength", 0.8)
    middle = screen.at("value thin_strength", 0.5)
    screen.feed(MouseMoved(*middle), MouseMoved(*end), ButtonMoved("left", False, *end))
    dragged = screen.value("thin_strength")
    screen.press("value thin_strength", 0.2)
    screen.feed(MouseMoved(*end))
    assert screen.value("thin_strength") == dragged
    screen.release(*end)
