"""The command as a user meets it: what it prints, its exit codes, what it leaves on the disk."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from support.presets import listed

from anime4k_gl import parameters
from anime4k_gl.cli import main
from anime4k_gl.cli.group import COMMANDS
from anime4k_gl.defaults import DEFAULT_PRESET

RED_STRIPE = 40


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "anime4k_gl", *map(str, arguments)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty folder, so that messages can be compared whole."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_video(path: Path, frames: int = 12, size: tuple[int, int] = (96, 64)) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": "20", "g": "4"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        sound = container.add_stream("aac", rate=48000)
        noise = np.random.default_rng(5)
        for index in range(frames):
            pixels = noise.integers(0, 256, (size[1] // 8, size[0] // 8, 3), np.uint8)
            pixels = pixels.repeat(8, axis=0).repeat(8, axis=1)
            pixels[:, :RED_STRIPE] = (255, 0, 0)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts = index
            for packet in stream.encode(frame):
                container.mux(packet)
            tone = np.sin(np.arange(2000) / 20 + index).astype(np.float32)[None]
            audio = av.AudioFrame.from_ndarray(np.repeat(tone, 2, 0), "fltp", "stereo")
            audio.sample_rate = 48000
            audio.pts = index * 2000
            for packet in sound.encode(audio):
                container.mux(packet)
        for each in (stream, sound):
            for packet in each.encode(None):
                container.mux(packet)


@pytest.fixture
def inputs(here: Path) -> Path:
    pixels = np.random.default_rng(3).integers(0, 256, (24, 32, 3), np.uint8)
    Image.fromarray(pixels).save(here / "picture.png")
    write_video(here / "video.mkv")
    (here / "folder").mkdir()
    (here / "empty.mp4").touch()
    (here / "text.mp4").write_text("this is not a video\n")
    (here / "taken.png").write_bytes(b"precious")
    (here / "taken.mkv").write_bytes(b"precious")
    (here / "broken.glsl").write_text(
        "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC broken\n\nvec4 hook() {\n    return nonsense;\n}\n"
    )
    (here / "unknown.glsl").write_text("//!HOOK MAIN\n//!FOO x\n")
    with av.open(str(here / "sound.m4a"), "w") as container:
        stream = container.add_stream("aac", rate=48000)
        audio = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
        audio.sample_rate = 48000
        for packet in (*stream.encode(audio), *stream.encode(None)):
            container.mux(packet)
    return here


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


SCALERS = (
    "nearest, bilinear, catmull_rom, mitchell, spline36, lanczos, ewa_lanczos,"
    " ewa_lanczossharp, bicubic, none"
)
PARAMS = ", ".join(sorted(param.name for param in parameters()))
EXCERPT = " 6 |     return nonsense;\n   |            ^^^^^^^^"

BAD_INPUT = [
    ("gone.mkv out.mkv", "gone.mkv: no such file; check the path"),
    ("folder out.mkv", "folder: is a folder; name a file in it, or a folder with --output-dir"),
    ("empty.mp4 out.mkv", "empty.mp4: the file is empty; get a complete copy of it"),
    ("text.mp4 out.mkv", "text.mp4: not a media file, or a damaged one"),
    ("sound.m4a out.mkv", "sound.m4a: no video in this file, only audio"),
    ("picture.png out.png --scale 0", "the scale must be a finite number above 0, not 0.0"),
    ("picture.png out.png --scale -1", "the scale must be a finite number above 0, not -1.0"),
    ("picture.png out.png --scale nan", "the scale must be a finite number above 0, not nan"),
    ("video.mkv out.mkv --scale inf", "the scale must be a finite number above 0, not inf"),
    ("picture.png out.png --preset x", f"unknown preset 'x'; valid are: {listed()}, auto"),
    ("picture.png out.png --scaler x", f"unknown scaler 'x'; valid are: {SCALERS}"),
    ("video.mkv out.mkv --scaler x", f"unknown scaler 'x'; valid are: {SCALERS}"),
    ("picture.png out.png --param x=1", f"unknown parameter 'x'; valid are: {PARAMS}"),
    ("video.mkv out.mkv --param x=1", f"unknown parameter 'x'; valid are: {PARAMS}"),
    ("picture.png out.png --preset v1.0-rc --param thin_strength=7",
     "parameter thin_strength takes 0.0 to 1.0, not 7"),
    ("picture.png out.png --preset v1.0-rc --param thin_strength=much",
     "parameter thin_strength takes a number, not 'much'"),
    ("picture.png out.png --param thin_strength",
     "a parameter must be NAME=VALUE, not 'thin_strength'"),
    ("picture.png out.png --size 12by7",
     "a size must be WxH in pixels, such as 1920x1080, not '12by7'"),
    ("picture.png out.png --backend x",
     "unknown backend 'x'; valid are: auto, fragment, compute"),
    ("picture.png nowhere/out.png",
     "nowhere/out.png: the folder nowhere does not exist; create it first"),
    ("picture.png picture.png --overwrite",
     "picture.png: the input itself; choose another name"),
    ("video.mkv ./folder/../video.mkv --overwrite",
     "./folder/../video.mkv: the input itself; choose another name"),
    ("picture.png taken.png",
     "taken.png: already exists; choose another name or pass --overwrite"),
    ("video.mkv taken.mkv",
     "taken.mkv: already exists; choose another name or pass --overwrite"),
    ("video.mkv out.png", "out.png: a video cannot become a picture; write"
     " to .mkv, or to .webp, .apng, .gif or .avif for an animation"),
    ("video.mkv out.xyz", "unknown container '.xyz'; valid are: .mkv, .mp4, .mov, .webm"),
    ("picture.png out.xyz",
     "unknown picture format '.xyz'; valid are: .png, .apng, .jpg, .jpeg, .webp, .avif, .tif,"
     " .tiff, .bmp, .gif"),
    ("video.mkv out.mkv --size 101x101",
     "yuv420p needs even sides, not 101x101; take 100x100 or another --pix-fmt, yuv444p for"
     " example"),
    ("picture.png out.png --shader gone.glsl",
     "cannot read the shader 'gone.glsl': No such file or directory; give the path of a"
     " readable file"),
    ("picture.png out.png --shader unknown.glsl",
     "unknown.glsl:2:4: unknown directive 'FOO' in a pass; expected HOOK, BIND, SAVE, DESC,"
     " OFFSET, WIDTH, HEIGHT, WHEN, COMPONENTS, COMPUTE\n 2 | //!FOO x\n   |    ^^^"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), BAD_INPUT, ids=[a for a, _ in BAD_INPUT])
def test_bad_input(
    inputs: Path, arguments: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in inputs.rglob("*") if path.is_file()}
    assert run("upscale", *arguments.split()) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"anime4k-gl: {message}\n"
    assert {path: path.read_bytes() for path in inputs.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("files", ["picture.png out.png", "video.mkv out.mkv"])
def test_shader_that_does_not_compile(
    inputs: Path, files: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(inputs.iterdir())
    assert run("upscale", *files.split(), "--shader", "broken.glsl") == 1
    printed = capsys.readouterr().err
    assert printed.startswith("anime4k-gl: broken.glsl:6:12: pass 'broken' does not compile: ")
    assert "nonsense" in printed.splitlines()[0]
    assert printed.endswith(EXCERPT + "\n")
    assert sorted(inputs.iterdir()) == before


@pytest.mark.parametrize("files", ["picture.png out.png", "video.mkv out.mkv"])
def test_size_beyond_the_driver(
    inputs: Path, files: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(inputs.iterdir())
    assert run("upscale", *files.split(), "--size", "200000x20000") == 1
    printed = capsys.readouterr().err
    assert printed.startswith("anime4k-gl: the output size 200000x20000 is beyond this driver's")
    assert printed.endswith("; choose a smaller size\n")
    assert printed.count("\n") == 1
    assert sorted(inputs.iterdir()) == before


def test_truncated_video(inputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_video(inputs / "whole.mkv", frames=96)
    whole = (inputs / "whole.mkv").read_bytes()
    (inputs / "cut.mkv").write_bytes(whole[: len(whole) // 2])
    before = sorted(inputs.iterdir())
    assert run("upscale", "cut.mkv", "out.mkv", "--preset", "none", "--strict") == 1
    printed = capsys.readouterr().err
    decided, printed = printed.split("\n", 1)
    assert decided == "cut.mkv: 96x64 to 192x128, libx264 yuv420p; 1 audio copied"
    where = "cut.mkv: the container is damaged near 2.04 s (File ended prematurely)"
    assert printed.startswith(f"anime4k-gl: {where}")
    assert printed.endswith("could be decoded; leave out --strict to keep them\n")
    assert printed.count("\n") == 1
    assert sorted(inputs.iterdir()) == before

    assert run("upscale", "cut.mkv", "out.mkv", "--preset", "none", "-q") == 3  # with losses
    with av.open("out.mkv") as container:
        frames = sum(1 for _ in container.decode(video=0))
    assert 24 <= frames < 72
    said = capsys.readouterr().err
    assert said.startswith(f"note: {where}, the file ends at ") and said.count("\n") == 1
    assert f"{frames} frames" in said


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="POSIX file size limits only")
def test_full_disk(inputs: Path) -> None:
    for files in ("picture.png out.png", "video.mkv out.mkv"):
        before = sorted(inputs.iterdir())
        code = (
            "import resource, signal, sys\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
            "from anime4k_gl.cli import main\n"
            f"main(['upscale', *{files.split()!r}])\n"
        )
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert result.returncode == 1, result.stderr
        name = files.split()[1]
        *decided, said = result.stderr.splitlines()
        assert len(decided) <= 1
        assert said == (
            f"anime4k-gl: {name}: the file grew beyond the size limit of the file system or the"
            " account"
        )
        assert sorted(inputs.iterdir()) == before


def test_ctrl_c_half_way(inputs: Path) -> None:
    write_video(inputs / "long.mkv", frames=200, size=(320, 240))
    before = set(inputs.iterdir())
    process = subprocess.Popen(
        command("upscale", "long.mkv", "out.mkv", "--scale", "3"),
        stderr=subprocess.PIPE,
        text=True,
        # A runner may have started us in the background, where shells have SIGINT ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not set(inputs.iterdir()) - before and time.monotonic() < deadline:
        time.sleep(0.05)  # until the output has been begun, under its hidden name
    assert set(inputs.iterdir()) - before
    process.send_signal(signal.SIGINT)
    _, printed = process.communicate(timeout=60)
    assert process.returncode == 1
    assert printed.splitlines()[-1] == "anime4k-gl: interrupted; nothing was written"
    assert set(inputs.iterdir()) == before


def test_a_fault_of_ours_is_one_line_too(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from anime4k_gl import transcoding

    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(transcoding, "transcode", fail)
    assert run("upscale", "picture.png", "out.png") == 1
    assert capsys.readouterr().err == (
        "anime4k-gl: internal error (ZeroDivisionError: division by zero);"
        " set ANIME4K_GL_TRACEBACK=1 to see where, and please report it\n"
    )
    monkeypatch.setenv("ANIME4K_GL_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        main(["upscale", "picture.png", "out.png"])


def test_wrong_usage_is_2(inputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["upscale", "picture.png"], ["upscale", "--nope"], ["nope"], ["play"]):
        assert run(*arguments) == 2
        assert "Usage:" in capsys.readouterr().err


def test_picture(inputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("upscale", "picture.png", "out.png") == 0
    assert Image.open("out.png").size == (64, 48)
    assert "out.png: 32x24 to 64x48" in capsys.readouterr().err
    assert run("upscale", "picture.png", "taken.png", "--overwrite", "--size", "x30", "-q") == 0
    assert Image.open("taken.png").size == (40, 30)
    assert capsys.readouterr().err == ""


def test_picture_already_scaled(inputs: Path) -> None:
    import anime4k_gl as a4k

    pixels = np.asarray(Image.open("picture.png"))
    assert run("upscale", "picture.png", "out.png", "--scaler", "none", "--scale", "2") == 0
    expected = a4k.upscale(pixels, scale=2.0, scaler="none")
    assert np.array_equal(np.asarray(Image.open("out.png")), expected)


def decoded(path: str | Path) -> Iterator[Any]:
    with av.open(str(path)) as container:
        yield from container.decode(video=0)


def test_video(inputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("upscale", "video.mkv", "out.mkv", "--crf", "8") == 0
    frames = list(decoded("out.mkv"))
    assert [(f.width, f.height) for f in frames] == [(192, 128)] * 12
    assert [f.time for f in frames] == [f.time for f in decoded("video.mkv")]
    red = frames[5].to_ndarray(format="rgb24", src_colorspace="ITU601")[20:-20, 20:50]
    assert np.abs(red.mean(axis=(0, 1)) - (255, 0, 0)).max() < 4
    assert "12 frames" in capsys.readouterr().err
    with av.open("video.mkv") as before, av.open("out.mkv") as after:
        packets = [[bytes(p) for p in c.demux(audio=0) if p.size] for c in (before, after)]
        assert packets[0] == packets[1]
        assert after.streams.video[0].codec_context.color_range == 1


def test_video_through_own_shader(inputs: Path) -> None:
    (inputs / "blue.glsl").write_text(
        "//!HOOK OUTPUT\n//!BIND HOOKED\n"
        "vec4 hook() { return vec4(0.0, 0.0, HOOKED_tex(HOOKED_pos).r, 1.0); }\n"
    )
    options = ("--shader", "blue.glsl", "--scale", "1.5", "--crf", "4", "--pix-fmt", "yuv444p")
    assert run("upscale", "video.mkv", "out.mkv", *options) == 0
    frames = list(decoded("out.mkv"))
    assert (frames[0].width, frames[0].height) == (144, 96)
    blue = frames[3].to_ndarray(format="rgb24", src_colorspace="ITU601")[10:-10, 10:40]
    assert np.abs(blue.mean(axis=(0, 1)) - (0, 0, 255)).max() < 4


def test_presets_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("presets", "--json") == 0
    found = {p["name"]: p for p in json.loads(capsys.readouterr().out)["presets"]}
    assert [*found, "none"] == listed().split(", ")
    assert [name for name, p in found.items() if p["default"]] == [DEFAULT_PRESET]
    thin = found["v1.0-rc"]["params"][0]
    assert thin["name"] == "thin_strength"
    assert (thin["minimum"], thin["maximum"]) == (0, 1)
    assert thin["default"] == pytest.approx(1 / 6, abs=1e-7)


def test_plan(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("plan", "--preset", "v1.0-rc", "--source", "640x360", "--target", "1280x720",
               "--backend", "fragment", "--json") == 0  # fmt: skip
    plan = json.loads(capsys.readouterr().out)
    assert plan["target"] == [1280, 720]
    names = [p["name"] for p in plan["passes"] if p["hook"] == "OUTPUT"]
    assert len(names) == 8
    assert plan["memory"]["total"] == sum(plan["memory"][k] for k in ("inputs", "slots", "lookups"))
    (here / "late.glsl").write_text(
        "//!HOOK RGB\n//!BIND HOOKED\n//!DESC doubler\nvec4 hook() { return vec4(1.0); }\n"
        "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC big only\n//!WHEN OUTPUT.w MAIN.w / 4 >\n"
        "vec4 hook() { return vec4(1.0); }\n"
    )
    assert run("plan", "--source", "640x360", "--pix-fmt", "yuv420p", "--shader", "late.glsl") == 0
    table = capsys.readouterr().out
    assert "doubler" in table
    assert "not run: RGB does not fire: the source is not R'G'B'" in table
    assert "not run: WHEN is false: OUTPUT.w=1280 MAIN.w=640 / 4 >" in table


def test_plan_with_the_rules_of_a_player(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "luma.glsl").write_text(
        "//!HOOK LUMA\n//!BIND HOOKED\n//!DESC sharper\nvec4 hook() { return vec4(1.0); }\n"
    )
    options = ("--source", "64x36", "--pix-fmt", "yuv420p", "--shader", "luma.glsl")
    assert run("plan", *options, "--cscaler", "mitchell", "--sigmoid-upscaling", "--json") == 0
    names = [p["name"] for p in json.loads(capsys.readouterr().out)["passes"]]
    assert names[:3] == ["merge CHROMA planes", "sharper", "scale: horizontal"]
    assert "to sigmoidised light" in names
    assert run("plan", *options, "--dialect", "x") == 1
    message = "unknown dialect 'x'; valid are: vo_gpu, libplacebo"
    assert capsys.readouterr().err == f"anime4k-gl: {message}\n"


def test_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor") == 0
    text = capsys.readouterr().out
    for line in ("renderer: ", "preset v1.0-rc: ok, 64x64 to 128x128", "everything works"):
        assert line in text
    assert run("doctor", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["healthy"]
    assert report["opengl"]["software_rendering"] in ("yes", "no")


def test_doctor_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from anime4k_gl.errors import GLError
    from anime4k_gl.gl import context

    def fail() -> Any:
        raise GLError("no OpenGL here")

    monkeypatch.setattr(context, "create_headless_context", fail)
    assert run("doctor") == 1
    text = capsys.readouterr().out
    assert "OpenGL: FAILED, no OpenGL here" in text
    assert "apt install libegl1 libgl1 libgl1-mesa-dri" in text


def test_help_loads_no_heavy_module() -> None:
    code = (
        "import sys\nsys.argv = ['anime4k-gl', '--help']\n"
        "from anime4k_gl.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'moderngl', 'av', 'glfw', 'PIL', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "upscale" in result.stdout


def modules_of(*arguments: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after a command."""
    code = (
        "import sys\nfrom anime4k_gl.cli import main\n"
        f"try: main({list(arguments)!r})\n"
        "except SystemExit: pass\n"
        "print('loaded', *sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.splitlines()[-1].split())


def test_the_list_of_commands_imports_none_of_them() -> None:
    commands = {f"anime4k_gl.cli.{name}" for name in COMMANDS}
    assert not commands & modules_of("--help")
    assert commands & modules_of("plan", "--help") == {"anime4k_gl.cli.plan"}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_help_loads_only_what_declares_its_options(name: str) -> None:
    """Reading shaders and planning, too, come when the command runs."""
    loaded = modules_of(name, "--help")
    assert not {"moderngl", "av", "glfw", "PIL", "numpy"} & loaded
    assert not {"anime4k_gl.library", "anime4k_gl.scaler_shaders", "anime4k_gl.plan"} & loaded
