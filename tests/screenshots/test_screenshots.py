"""Screenshots of the player: what is written, and that it can be drawn again."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.clips.media_clips import rows_of, write_clip
from support.colour_frames import expected_rgb
from support.process import forked

from anime4k_gl.errors import MediaError, OptionError
from anime4k_gl.formats import Size
from anime4k_gl.library import preset_shader
from anime4k_gl.media.pictures import png
from anime4k_gl.media.pictures.api import PictureMetadata, read_picture, write_picture
from anime4k_gl.media.pictures.picture import Picture
from anime4k_gl.media.video.frame_at import frame_at
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.player.capture.capture import output_pixels, record_of, source_pixels
from anime4k_gl.player.capture.writer import (
    ScreenshotWriter,
    free_path,
    stem_of,
    time_text,
    write,
)
from anime4k_gl.player.picture.profiles import profiles_of
from anime4k_gl.player.picture.quality_levels import Level, levels_of, reduced_quality
from anime4k_gl.player.picture.renderer_pool import RendererPool
from anime4k_gl.player.picture.selected import Selected
from anime4k_gl.player.settings import Settings
from anime4k_gl.screenshots import redo as redo_module
from anime4k_gl.screenshots.record import KEYWORD, ShotRecord, all_params, record_in
from anime4k_gl.screenshots.redo import redo
from anime4k_gl.usershader import parse_user_shader

SIZE = Size(64, 48)
PQ_TAGS = {"colorspace": 9, "color_primaries": 9, "color_trc": 16, "color_range": 1}
DARKER = """//!PARAM amount
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.5

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    return HOOKED_tex(HOOKED_pos) * amount;
}
"""


def clip(folder: Path, name: str = "film.mkv", **how: Any) -> Path:
    """Write 30 frames of noise with B-frames and one key frame in ten."""
    options: dict[str, Any] = {
        "size": SIZE, "count": 30, "codec": "libx264",
        "options": {"crf": "1", "g": "10", "bf": "3"},
    }  # fmt: skip
    return write_clip(folder / name, **(options | how)).path


def hdr_clip(folder: Path) -> Path:
    light = "log-level=none:max-cll=600,200:keyint=10:bframes=3"
    return clip(
        folder, "hdr.mkv", layout="yuv420p10le", codec="libx265", tags=PQ_TAGS,
        options={"crf": "1", "x265-params": light},
    )  # fmt: skip


class Stage:
    """A file, a frame of it on the screen, and the player's upscaling of that."""

    def __init__(self, context: Any, path: Path, number: int, **options: Any) -> None:
        self.context = context
        self.settings = Settings.from_options(
            **{
                "scale": 2.0, "size": None, "preset": "v1.0-rc", "scaler": "catmull_rom",
                "shaders": (), "params": {}, "effect": True, "fullscreen": False,
            } | options
        )  # fmt: skip
        self.source = VideoSource(path)
        self.frame = next(f for n, f in enumerate(self.source.frames()) if n == number)
        settings = self.settings
        looks = profiles_of(settings.render)
        self.pool = RendererPool(context, looks, scale=settings.scale)
        self.playing = Selected.initial(looks, effect=settings.effect).after
        self.pool.tone_map = self.source.hdr.tone_map

    def draw(self, size: Size) -> Any:
        """Draw, and return what was drawn: (H, W, 3)."""
        target = self.pool.target(self.frame.size, size)
        self.pool.render(self.frame, target, (self.playing,))
        return output_pixels(self.pool.texture, rotation=self.source.rotation, alpha=False)

    def record(self, kind: str) -> ShotRecord:
        return record_of(
            kind, pool=self.pool, source=self.source, frame=self.frame,
            scale=self.settings.scale, name=self.playing,
        )  # fmt: skip

    def close(self) -> None:
        self.pool.release()
        self.source.close()


@pytest.fixture
def stage(context: Any) -> Any:
    stages: list[Stage] = []

    def make(path: Path, number: int, **options: Any) -> Stage:
        stages.append(Stage(context, path, number, **options))
        return stages[-1]

    yield make
    for each in stages:
        each.close()


Make = Callable[..., Stage]


def shot_and_redone(stage: Stage, size: Size, folder: Path, kind: str = "output") -> Any:
    """Take a screenshot and draw it again; return both pictures and the record."""
    pixels = stage.draw(size)
    if kind == "source":
        shown = source_pixels(stage.context, stage.frame, tone_map=stage.pool.tone_map, rotation=0)
    else:
        shown = pixels
    record = stage.record(kind)
    path = write(folder / "shots", shown, record)
    redone = folder / "redone.png"
    redo(path, redone, video=record.path, shaders=[each.file for each in record.shaders])
    written = read_picture(path)
    np.testing.assert_array_equal(written.pixels, shown)
    return pixels, read_picture(redone).pixels, record_in(written, path.name)


@pytest.mark.parametrize("number", [0, 3, 17, 29])
def test_redoing_draws_the_same_picture(tmp_path: Path, stage: Make, number: int) -> None:
    playing = stage(clip(tmp_path), number)
    before, after, record = shot_and_redone(playing, Size(160, 120), tmp_path)
    assert before.dtype == after.dtype == np.uint8
    assert before.shape == after.shape == (120, 160, 3)
    assert np.abs(before.astype(int) - after).max() <= 1
    assert record.time == pytest.approx(number / 24, abs=1e-3)
    assert record.params == {
        p.name: pytest.approx(p.default) for p in playing.settings.render.shaders[0].params
    }


@pytest.mark.parametrize(
    "options",
    [
        {"params": {"thin_strength": "0.9", "fxaa_span": 4}},
        {"preset": "v0.9", "scaler": "lanczos"},
        {"effect": False},
        {"scaler": "none", "scale": 2.0},
        {"preset": "none", "scaler": "mitchell"},
    ],
)
def test_redoing_takes_every_option(tmp_path: Path, stage: Make, options: dict[str, Any]) -> None:
    playing = stage(clip(tmp_path), 8, **options)
    before, after, _ = shot_and_redone(playing, Size(144, 108), tmp_path)
    assert np.abs(before.astype(int) - after).max() <= 1
    plain = stage(clip(tmp_path, "again.mkv"), 8)
    other = plain.draw(Size(144, 108))
    assert other.shape != before.shape or np.abs(before.astype(int) - other).max() > 1


@pytest.mark.parametrize(
    ("backend", "level"),
    [(b, level) for b in ("fragment", "compute") for level in levels_of("v1.0-rc", b)[1:-1]],
)
def test_redoing_leaves_out_what_was_shed(
    tmp_path: Path, stage: Make, backend: str, level: Level
) -> None:
    playing = stage(clip(tmp_path), 8, backend=backend)
    whole = playing.draw(Size(128, 96))
    look = playing.pool.profiles["v1.0-rc"]
    left = reduced_quality(backend, "v1.0-rc", {}, level)
    less = replace(look.with_render(forms=left.forms, params=left.params), name="less")
    playing.pool.stand_in("v1.0-rc", less)
    before, after, record = shot_and_redone(playing, Size(128, 96), tmp_path)
    assert record.preset == ("v1.0-rc-fast" if level is Level.FAST else "v1.0-rc")
    assert "fxaa" in record.without
    forms = record.render().forms
    assert forms.fragment[0].text == left.forms.fragment[0].text
    if forms.compute and left.forms.compute:
        assert forms.compute[0].text == left.forms.compute[0].text
    assert np.abs(before.astype(int) - after).max() <= 1
    assert np.abs(before.astype(int) - whole).max() > 1


def test_redoing_a_users_preset(tmp_path: Path, stage: Make) -> None:
    """It is what it is based on, with its values; it need not be there any more."""
    file = tmp_path / "soft.toml"
    file.write_text('title = "soft"\npreset = "v1.0-rc"\n\n[params]\nthin_strength = 0.9\n')
    playing = stage(clip(tmp_path), 8, preset=str(file))
    pixels = playing.draw(Size(128, 96))
    record = playing.record("output")
    assert record.preset == "v1.0-rc"
    assert record.params["thin_strength"] == 0.9
    file.unlink()
    shot = write(tmp_path, pixels, record)
    redo(shot, tmp_path / "redone.png")
    after = read_picture(tmp_path / "redone.png").pixels
    assert np.abs(pixels.astype(int) - after).max() <= 1


def test_redoing_says_what_the_format_does_not_hold(tmp_path: Path, stage: Make) -> None:
    playing = stage(clip(tmp_path), 8)
    shot_and_redone(playing, Size(128, 96), tmp_path)
    (shot,) = (tmp_path / "shots").iterdir()
    given = {"video": playing.record("output").path}
    (note,) = redo(shot, tmp_path / "a.jpg", **given).notes
    assert note.startswith("JPEG does not hold, so that it was left out: texts")
    notes = redo(shot, tmp_path / "a.gif", **given).notes
    assert any(note.startswith("GIF does not hold") for note in notes)
    with pytest.raises(OptionError, match=r"unknown picture format '\.xyz'.*\.gif"):
        redo(shot, tmp_path / "a.xyz", **given)


def test_redoing_user_shaders(tmp_path: Path, stage: Make) -> None:
    shader = tmp_path / "darker.glsl"
    shader.write_text(DARKER)
    options = {"shaders": [str(shader)], "params": {"amount": 0.25}, "dialect": "libplacebo"}
    playing = stage(clip(tmp_path), 5, **options)
    before, after, record = shot_and_redone(playing, Size(128, 96), tmp_path)
    assert np.abs(before.astype(int) - after).max() <= 1
    assert record.preset is None
    assert [s.file for s in record.shaders] == [str(shader)]
    assert record.params == {"amount": 0.25}
    assert record.dialect == "libplacebo"
    # An edit since is told of; a file that went is an error.
    (shot,) = (tmp_path / "shots").iterdir()
    given: dict[str, Any] = {"video": record.path, "shaders": [shader]}
    assert redo(shot, tmp_path / "b.png", **given).notes == ()
    shader.write_text(DARKER.replace("* amount", "* amount * 0.5"))
    (note,) = redo(shot, tmp_path / "c.png", **given).notes
    assert note == f"{shader}: has changed since the screenshot was taken"
    shader.unlink()
    with pytest.raises(OptionError, match=r"darker\.glsl"):
        redo(shot, tmp_path / "d.png", **given)


def test_redoing_a_presets_shader_files_that_include_others(tmp_path: Path, stage: Make) -> None:
    cut = DARKER.index("//!HOOK")
    (tmp_path / "amount.glsl").write_text(DARKER[:cut])
    (tmp_path / "darker.glsl").write_text('#include "amount.glsl"\n' + DARKER[cut:])
    preset = tmp_path / "mine.toml"
    preset.write_text('shaders = ["darker.glsl"]\n[params]\namount = 0.25\n')
    playing = stage(clip(tmp_path), 5, preset=str(preset))
    before, after, record = shot_and_redone(playing, Size(128, 96), tmp_path)
    assert np.abs(before.astype(int) - after).max() <= 1
    assert record.preset is None and record.params == {"amount": 0.25}
    (shot,) = (tmp_path / "shots").iterdir()
    given: dict[str, Any] = {"video": record.path, "shaders": [tmp_path / "darker.glsl"]}
    assert redo(shot, tmp_path / "b.png", **given).notes == ()
    (tmp_path / "amount.glsl").write_text(DARKER[:cut] + "// more\n")
    (note,) = redo(shot, tmp_path / "c.png", **given).notes
    assert note == f"{tmp_path / 'darker.glsl'}: has changed since the screenshot was taken"


def test_a_file_with_a_presets_text_is_a_file(tmp_path: Path, stage: Make) -> None:
    """What a shader came from is known, not guessed of its text."""
    shader = tmp_path / "v0.9.glsl"
    shader.write_text(preset_shader("v0.9").text)
    playing = stage(clip(tmp_path), 5, shaders=[str(shader)])
    playing.draw(Size(128, 96))
    record = playing.record("output")
    assert record.preset is None
    assert [s.file for s in record.shaders] == [str(shader)]


def test_hdr_is_written_in_16_bits(tmp_path: Path, stage: Make) -> None:
    playing = stage(hdr_clip(tmp_path), 13)
    before, after, record = shot_and_redone(playing, Size(128, 96), tmp_path)
    assert before.dtype == after.dtype == np.uint16
    assert record.peak == 600
    assert record.bits == 16
    assert np.abs(before.astype(int) - after).max() <= 257
    untouched = stage(tmp_path / "hdr.mkv", 13)
    untouched.pool.tone_map = None
    assert np.abs(untouched.draw(Size(128, 96)).astype(int) - before).mean() > 257


@pytest.mark.parametrize("make", [clip, hdr_clip])
def test_of_the_source(tmp_path: Path, stage: Make, make: Callable[[Path], Path]) -> None:
    """The frame at its own size; redoing draws what was upscaled of it."""
    playing = stage(make(tmp_path), 22)
    before, after, record = shot_and_redone(playing, Size(128, 96), tmp_path, "source")
    code = 257 if record.bits == 16 else 1
    assert np.abs(before.astype(int) - after).max() <= code
    (shot,) = (tmp_path / "shots").iterdir()
    assert shot.name.endswith("-source.png")
    pixels = read_picture(shot).pixels
    assert pixels.shape == (48, 64, 3)
    if record.bits == 8:
        frame = playing.frame
        codes = {
            c: np.frombuffer(p.data, np.uint8, p.stride * p.size.height)
            .reshape(p.size.height, p.stride)[:, : p.size.width]
            .astype(int)
            for c, p in zip("yuv", frame.planes, strict=True)
        }
        expected = np.clip(expected_rgb(frame.layout, frame.size, frame.colour, codes), 0, 1) * 255
        assert np.abs(pixels - expected).max() <= 1


def test_with_variable_frame_times(tmp_path: Path, stage: Make) -> None:
    stamps = [0, 10, 11, 40, 90, 91, 92, 200, 350, 351]
    path = clip(tmp_path, pts=stamps, count=10, time_base=Fraction(1, 1000))
    for number in (2, 5, 9):
        playing = stage(path, number)
        before, after, record = shot_and_redone(playing, SIZE, tmp_path)
        assert np.abs(before.astype(int) - after).max() <= 1
        assert record.time == pytest.approx(stamps[number] / 1000, abs=1e-6)
        (tmp_path / "redone.png").unlink()


@pytest.mark.parametrize(
    ("codec", "container", "options"),
    [
        ("libx264", "mkv", {"g": "10", "bf": "3"}),
        ("libx264", "mp4", {"g": "10", "bf": "3"}),
        ("libx265", "mkv", {"x265-params": "log-level=none:keyint=10:bframes=4"}),
        ("libvpx-vp9", "webm", {"g": "10", "deadline": "realtime", "cpu-used": "8"}),
    ],
)
def test_every_frame_is_found(
    tmp_path: Path, codec: str, container: str, options: dict[str, str]
) -> None:
    path = clip(tmp_path, f"all.{container}", codec=codec, options=options, count=24)
    with VideoSource(path) as source:
        frames = {f.pts: rows_of(f) for f in source.frames()}
        assert len(frames) == 24
        for pts in [*frames][::-5]:
            assert pts is not None
            for rows, expected in zip(rows_of(frame_at(source, pts)), frames[pts], strict=True):
                np.testing.assert_array_equal(rows, expected)
        with pytest.raises(MediaError, match=r"all\.\w+: no frame at .* is this the file"):
            frame_at(source, max(p for p in frames if p is not None) + 3)


def test_rotated_video_is_upright(tmp_path: Path, stage: Make) -> None:
    from support.window.running_player import turn

    playing = stage(turn(clip(tmp_path, "turned.mp4")), 4)
    assert playing.source.rotation == 90
    before, after, _ = shot_and_redone(playing, Size(128, 96), tmp_path)
    assert before.shape == after.shape == (128, 96, 3)
    assert np.abs(before.astype(int) - after).max() <= 1
    top_left = output_pixels(playing.pool.texture, rotation=0, alpha=False)[-1, 0]
    np.testing.assert_array_equal(before[0, 0], top_left)


# The record.


def a_record(**changes: Any) -> ShotRecord:
    values: dict[str, Any] = {
        "kind": "output", "file": "film.mkv", "path": "/films/film.mkv", "time": 62.5, "pts": 1500,
        "source_size": Size(4, 2), "size": Size(8, 4), "rotation": 0, "preset": "v1.0-rc",
        "without": (), "shaders": (), "params": {"thin_strength": 0.5, "fxaa_span": 8},
        "scaler": "catmull_rom", "scale": 2.0, "scaling": None, "dialect": None,
        "backend": "auto", "peak": None, "bits": 8, "version": "1.0",
    }  # fmt: skip
    return ShotRecord(**(values | changes))


PIXELS = np.arange(4 * 8 * 3, dtype=np.uint8).reshape(4, 8, 3)


def test_the_record_comes_back(tmp_path: Path, stage: Make) -> None:
    from anime4k_gl.plan import ScalingOptions
    from anime4k_gl.scaler_shaders import Tuning

    scaling = ScalingOptions(
        scaler="lanczos", sigmoid_upscaling=True, tuning=Tuning(radius=4.0, antiring=0.5)
    )
    for record in (
        a_record(),
        a_record(file="\u5f71\u7247 \udcff.mkv", peak=1000.0, rotation=270, dialect="vo_gpu"),
        a_record(scaler="lanczos", scaling=scaling, without=("fxaa",)),
    ):
        path = write(tmp_path, PIXELS, record)
        assert record_in(read_picture(path), "shot") == record


def test_the_record_is_a_text_chunk(tmp_path: Path) -> None:
    data = write(tmp_path, PIXELS, a_record()).read_bytes()
    texts = [text for chunk in png.chunks(data) if (text := png.text_of(chunk))]
    ((keyword, text),) = texts
    assert keyword == KEYWORD == "anime4k_gl"
    values = json.loads(text)
    assert values["path"] == "/films/film.mkv"
    assert values["params"] == {"thin_strength": 0.5, "fxaa_span": 8}
    assert values["size"] == [8, 4]
    assert values["format"] == 1


DAMAGES: list[dict[str, Any]] = [
    {"kind": "nothing"}, {"pts": "1500"}, {"size": [8]}, {"size": "8x4"}, {"rotation": 45},
    {"scaler": "no such"}, {"params": [1]}, {"params": {"a": "b"}}, {"peak": "high"},
    {"peak": float("nan")}, {"preset": None}, {"shaders": [{"file": 1}]}, {"scale": -1},
    {"scaling": {"nothing": 1}}, {"without": 3}, {"without": [3]}, {"backend": "x"}, {"bits": None},
]  # fmt: skip


def written_with(folder: Path, text: str) -> Path:
    path = folder / "shot.png"
    metadata = PictureMetadata(text=((KEYWORD, text),))
    write_picture(path, Picture(PIXELS, metadata), overwrite=True)
    return path


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
def test_a_damaged_record_is_a_line(tmp_path: Path, damage: dict[str, Any]) -> None:
    values = json.loads(a_record().to_json()) | damage
    path = written_with(tmp_path, json.dumps(values))
    with pytest.raises(MediaError, match="damaged record") as caught:
        redo(path, tmp_path / "out.png")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.png").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '"x"', "null"])
def test_a_record_of_another_shape_is_a_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(MediaError, match="damaged record"):
        redo(written_with(tmp_path, text), tmp_path / "out.png")


def test_what_is_no_screenshot_is_a_line(tmp_path: Path) -> None:
    write_picture(tmp_path / "plain.png", Picture(PIXELS))
    with pytest.raises(MediaError, match=r"plain\.png: not a screenshot from anime4k-gl's player"):
        redo(tmp_path / "plain.png", tmp_path / "out.png")
    with pytest.raises(MediaError, match="not a picture"):
        redo(clip(tmp_path), tmp_path / "out.png")
    later = json.dumps(json.loads(a_record().to_json()) | {"format": 2, "version": "9.0"})
    with pytest.raises(MediaError, match=r"written by a later version, 9\.0"):
        redo(written_with(tmp_path, later), tmp_path / "out.png")


def test_a_video_that_went(tmp_path: Path, stage: Make) -> None:
    playing = stage(clip(tmp_path), 3)
    pixels = playing.draw(Size(128, 96))
    shot = write(tmp_path / "shots", pixels, playing.record("output"))
    film = tmp_path / "film.mkv"
    film.rename(tmp_path / "shots" / "film.mkv")  # beside the screenshot it is found
    redo(shot, tmp_path / "a.png")
    assert np.abs(read_picture(tmp_path / "a.png").pixels.astype(int) - pixels).max() <= 1
    (tmp_path / "shots" / "film.mkv").unlink()
    with pytest.raises(MediaError) as caught:
        redo(shot, tmp_path / "b.png")
    assert str(caught.value) == (
        f"{film}: the video of this screenshot is not beside {shot}, where alone it is looked for;"
        " name it with --video FILE"
    )
    clip(tmp_path / "shots", size=Size(32, 48))
    with pytest.raises(MediaError, match="is 32x48 and was 64x48"):
        redo(shot, tmp_path / "b.png")


@pytest.mark.parametrize(
    "values",
    [
        {"path": "https://example.org/film.mkv"},
        {"path": "concat:film.mkv|film.mkv"},
        {"path": "/etc/passwd"},
        {"path": "shots/../../film.mkv"},
        {"path": "C:\\films\\gone.mkv"},
        {"path": ".."},
        {"path": ""},
        {"path": "linked.mkv"},
        {"path": "a\x00b"},
        {"preset": "/etc/secret.toml"},
        {"preset": "mine.toml"},
        {"preset": None, "shaders": [{"file": "/etc/secret.glsl", "sha256": ""}]},
        {"preset": None, "shaders": [{"file": "linked.glsl", "sha256": ""}]},
    ],
    ids=str,
)
def test_a_strangers_screenshot_opens_nothing_outside_its_folder(
    values: dict[str, Any], tmp_path: Path, stage: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = clip(tmp_path)
    (tmp_path / "secret.glsl").write_text(DARKER)
    playing = stage(film, 3)
    playing.draw(Size(128, 96))
    record = json.loads(playing.record("output").to_json())
    folder = tmp_path / "shots"
    folder.mkdir()
    (folder / "linked.mkv").symlink_to(film)
    (folder / "linked.glsl").symlink_to(tmp_path / "secret.glsl")
    (folder / "mine.toml").write_text('preset = "v0.9"\n')
    shutil.copy(film, folder / "film.mkv")
    shot = written_with(folder, json.dumps({**record, **values}))
    opened: list[str] = []
    forbidden = (str(film), "secret", "example", "/etc", "concat:", "mine.toml", "gone")

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event in ("open", "socket.connect", "socket.getaddrinfo"):
            opened.append(str(arguments[0]))

    real = redo_module.VideoSource

    def source(path: str, **options: Any) -> Any:
        opened.append(str(path))
        return real(path, **options)

    monkeypatch.setattr(redo_module, "VideoSource", source)
    watching = True
    sys.addaudithook(watch)
    try:
        with contextlib.suppress(MediaError):  # or one of that name was in the folder
            redo(shot, tmp_path / "out.png")
    finally:
        watching = False
    assert not [name for name in opened if any(part in name for part in forbidden)]


def test_parameters_that_files_share() -> None:
    one, two = (parse_user_shader(DARKER, filename=f"/x/{n}.glsl") for n in ("one", "two"))
    assert all_params((one, two), {"amount": 0.25}) == {"amount": 0.25}
    assert all_params((one, two), {"two/amount": 0.25}) == {"one/amount": 0.5, "two/amount": 0.25}
    assert all_params((), {}) == {}


# Files.


def test_names(tmp_path: Path) -> None:
    assert time_text(0) == "00.00.00.000"
    assert time_text(3723.4567) == "01.02.03.457"
    assert time_text(59.9996) == "00.01.00.000"
    assert time_text(-0.01) == "00.00.00.000"
    assert stem_of("/films/a film.part1.mkv") == "a film.part1"
    assert stem_of("https://films.example/a%20film.mp4?token=1/2") == "a film"
    assert stem_of("https://films.example/") == "video"
    assert stem_of("x" * 300 + ".mkv") == "x" * 160
    path = free_path(tmp_path, a_record(file="/films/film.mkv", time=62.5))
    assert path == tmp_path / "film-00.01.02.500-output.png"


def test_nothing_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    paths = [write(folder, PIXELS + i, a_record()) for i in range(3)]
    assert [p.name for p in paths] == [
        "film-00.01.02.500-output.png",
        "film-00.01.02.500-output-2.png",
        "film-00.01.02.500-output-3.png",
    ]
    for i, path in enumerate(paths):
        np.testing.assert_array_equal(read_picture(path).pixels, PIXELS + i)
    assert sorted(folder.iterdir()) == sorted(paths), "something was left behind"


def test_the_thread_tells_what_became_of_it(tmp_path: Path) -> None:
    with ScreenshotWriter(tmp_path / "shots") as shots:
        futures: list[Future[Path]] = [
            shots.take(PIXELS, a_record()),
            shots.take(PIXELS.astype(np.uint16) * 257, a_record(kind="window")),
        ]
    lines = shots.messages()
    assert lines == [f"saved {future.result()}" for future in futures]
    assert shots.messages() == []
    assert read_picture(futures[1].result()).pixels.dtype == np.uint16
    (tmp_path / "file").write_text("in the way")
    with ScreenshotWriter(tmp_path / "file") as shots:
        shots.take(PIXELS, a_record())
    (line,) = shots.messages()
    assert line.startswith(f"{tmp_path / 'file'}: ")


# The command.


def test_the_command(tmp_path: Path, stage: Make) -> None:
    def run(*arguments: Any) -> forked.Ended:
        return forked.run(["upscale", *map(str, arguments)], tmp_path)

    playing = stage(clip(tmp_path), 11, params={"thin_strength": 0.8})
    pixels = playing.draw(Size(128, 96))
    shot = write(tmp_path / "shots", pixels, playing.record("window"))
    out = tmp_path / "out.png"
    film = ("--video", tmp_path / "film.mkv")
    done = run(shot, out, "--redo", *film)
    assert done.code == 0, done.err
    assert f"{out}: 64x48 to 128x96" in done.err
    assert np.abs(read_picture(out).pixels.astype(int) - pixels).max() <= 1
    # The result says the same of itself, and can be redone in turn.
    assert record_in(read_picture(out), "out") == playing.record("window")
    for arguments, code, words in (
        ((shot, out, "--redo"), 1, "already exists"),
        ((shot, out, "--redo", "--overwrite", "--preset", "v0.9"), 1, "--preset: not with --redo"),
        ((shot, out, "--redo", "--overwrite", "--scaler-radius", "3"), 1, "--scaler-radius"),
        ((shot, out, "--redo", "--overwrite", "-q", *film), 0, ""),
        ((shot, out, *film), 1, "--video goes with --redo"),
    ):
        done = run(*arguments)
        assert done.code == code, done.err
        assert words in done.err
        assert len(done.err.splitlines()) == code
    (tmp_path / "film.mkv").unlink()
    done = run(shot, out, "--redo", "--overwrite")
    assert done.code == 1
    assert "the video of this screenshot is not beside" in done.err
    assert len(done.err.splitlines()) == 1
    # Without --redo a screenshot is a picture like any other.
    done = run(shot, tmp_path / "twice.png")
    assert done.code == 0, done.err
    assert read_picture(tmp_path / "twice.png").pixels.shape == (192, 256, 3)
