"""The benchmark: what it prints and writes. Nothing here asks how fast anything is."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support.presets import listed

from anime4k_gl.bench import Options, measure
from anime4k_gl.bench.__main__ import main
from anime4k_gl.bench.chains import CopyWorkload, Load, PlanWorkload, Textures
from anime4k_gl.bench.inputs import INPUTS, pictures
from anime4k_gl.bench.plot import save_plots
from anime4k_gl.bench.report import growth
from anime4k_gl.bench.run import COPY, REFERENCE, BenchRow
from anime4k_gl.bench.sizes import GPU_SIZES, SOFTWARE_SIZES, SizePair, parse_sizes
from anime4k_gl.bench.spread import Spread
from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.gl.context import create_headless_context
from anime4k_gl.gl.programs import ProgramCache
from anime4k_gl.plan import make_plan

QUICK = ["--rounds", "1", "--seconds", "0.01", "--quiet"]
CUSTOM = "//!HOOK OUTPUT\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A whole run at two small sizes, as JSON."""
    folder = tmp_path_factory.mktemp("bench")
    (folder / "mine.glsl").write_text(CUSTOM)
    arguments = ["--sizes", "32x18:64x36,64x36:128x72", "--preset", "v1.0-rc", "--passes",
                 "--shader", str(folder / "mine.glsl"), "--save", str(folder / "results.json"),
                 "--plot", str(folder / "plot"), *QUICK]  # fmt: skip
    assert main(arguments) == 0
    record: dict[str, Any] = json.loads((folder / "results.json").read_text())
    record["folder"] = folder
    return record


def test_every_variant_has_a_row_at_every_size(measured: dict[str, Any]) -> None:
    found = [(row["name"], row["backend"], row["target"][1]) for row in measured["rows"]]
    mine = str(measured["folder"] / "mine.glsl")
    for height in (36, 72):
        for name in (COPY, "v1.0-rc", mine):
            assert found.count((name, "fragment", height)) == 1
            assert found.count((name, "compute", height)) == 1
        assert (REFERENCE, "fragment", height) in found
    for row in measured["rows"]:
        assert row["ran"] == (row["reason"] is None)
        assert row["ran"] == (row["ms"] is not None)
    reasons = {row["reason"] for row in measured["rows"] if row["name"] == mine}
    assert reasons == {None, f"{mine} has no compute passes"}


def test_a_measured_row(measured: dict[str, Any]) -> None:
    rows = [row for row in measured["rows"] if row["ran"]]
    for row in rows:
        ms = row["ms"]
        assert 0 < ms["min"] <= ms["q1"] <= ms["median"] <= ms["q3"] <= ms["max"]
        assert ms["count"] >= len(INPUTS)
        assert set(row["ms_by_input"]) == set(INPUTS)
        pixels = row["target"][0] * row["target"][1]
        assert row["ns_per_pixel"] == pytest.approx(ms["median"] * 1e6 / pixels)
        assert row["wall_ms"] > 0
    for row in rows:
        reference = next(r for r in rows if r["name"] == REFERENCE and r["target"] == row["target"])
        expected = reference["ms"]["median"] / row["ms"]["median"]
        assert row["times_faster_than_reference"] == pytest.approx(expected)


def test_the_model_stands_beside_the_times(measured: dict[str, Any]) -> None:
    row = next(r for r in measured["rows"] if r["name"] == REFERENCE)
    model = row["model"]
    assert model["taps_per_pixel"]["most"] > 85  # the preset's passes alone, see test_cost
    copy = next(r for r in measured["rows"] if r["name"] == COPY and r["backend"] == "fragment")
    # The copy moves 8 bytes a pixel.
    expected = copy["ms"]["median"] * model["bytes_per_pixel"] / 8
    assert model["traffic_ms"] == pytest.approx(expected)
    assert all(p["ms"] > 0 for p in row["passes"])
    assert sum(p["traffic_ms"] for p in row["passes"]) == pytest.approx(expected)


def test_how_it_was_measured(measured: dict[str, Any]) -> None:
    assert measured["clock"] in ("wall", "gpu timer")
    assert measured["warm_up_seconds"] >= 0.25
    assert measured["inputs"] == list(INPUTS)
    assert measured["opengl"]["renderer"]


def test_growth_with_size(measured: dict[str, Any]) -> None:
    (grown,) = [g for g in measured["growth"] if g["name"] == REFERENCE]
    assert (grown["from"], grown["to"]) == ([64, 36], [128, 72])
    assert grown["ratio"] == pytest.approx(grown["ns_per_pixel"][1] / grown["ns_per_pixel"][0])


def test_growth_is_from_720p_and_among_one_scale_factor() -> None:
    def row(sizes: str, ms: float) -> BenchRow:
        (pair,) = parse_sizes(sizes)
        return BenchRow("p", "fragment", pair, "bilinear", spread=Spread(ms, ms, ms, ms, ms, 1))

    rows = [row("180p:360p", 9), row("360p:720p", 1), row("1080p:2160p", 18), row("1440p:2160p", 5)]
    (grown,) = growth(rows)
    assert (grown["from"][1], grown["to"][1], grown["ratio"]) == (720, 2160, pytest.approx(2.0))
    assert list(growth([replace(rows[0])])) == []


def test_the_plots_are_whole(measured: dict[str, Any]) -> None:
    with Image.open(measured["folder"] / "plot.png") as image:
        image.load()
        assert image.size == (2240, 1120)
        assert len(image.convert("RGB").getcolors(1 << 20) or []) > 50
    root = ElementTree.parse(measured["folder"] / "plot.svg").getroot()
    text = " ".join(root.itertext())
    assert "v1.0-rc-reference, fragment" in text and "megapixels" in text
    marks = [e for e in root.iter() if e.tag.endswith("circle")]
    assert len(marks) >= 2 * 2 * 3


def test_nothing_measured_is_no_plot(measured: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="nothing was measured"):
        save_plots(measured | {"rows": []}, tmp_path / "plot")
    assert not list(tmp_path.iterdir())


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--source", "32x18", "--target", "64x36", "--preset", "none", "--passes", *QUICK]
    assert main([*arguments, "--scaler", "none"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "32x18 to 64x36, scaler none" in lines
    head = next(line for line in lines if line.startswith("preset"))
    assert "median" in head and "x reference" in head and "fetches" in head
    assert any(line.startswith(f"{REFERENCE}  fragment") for line in lines)
    assert any("none, fragment: passes" in line for line in lines)


def test_already_scaled_pictures_are_scaled_before(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sizes", "32x18:64x36", "--scaler", "none", "--json", *QUICK]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    row = next(row for row in rows if row["name"] == REFERENCE)
    assert not [p for p in row["passes"] if p["hook"] == "scale"]
    assert row["target"] == [64, 36] and row["source"] == [32, 18]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--preset", "nosuch"], f"unknown preset 'nosuch'; valid are: {listed()}"),
        (["--scaler", "nosuch"], "unknown scaler 'nosuch'"),
        (["--source", "64x64"], "give --source and --target together"),
        (["--sizes", "1080p"], "sizes are SOURCE:TARGET"),
        (["--sizes", "32x32:wide"], "a size must be WxH"),
    ],
)
def test_wrong_options(arguments: list[str], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        main([*arguments, *QUICK])


def test_wrong_usage_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--nosuch"], ["--rounds", "0"], ["--backend", "metal"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2
    capsys.readouterr()


def test_the_core_needs_numpy_and_moderngl_alone() -> None:
    """As on a bare machine with a graphics card."""
    code = (
        "import sys\n"
        "for name in ('av', 'click', 'tqdm', 'PIL', 'glfw'): sys.modules[name] = None\n"
        "from anime4k_gl.bench.__main__ import main\n"
        f"main({['--sizes', '16x16:32x32', '--preset', 'none', *QUICK]!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert REFERENCE in done.stdout


def test_a_copy_copies_between_frames_of_a_chain() -> None:
    """The floor is none if it draws nothing, or to somewhere else."""
    context = create_headless_context()
    images = pictures(Size(48, 32))
    textures = Textures(context, images)
    plan = make_plan([], source=Size(48, 32), target=Size(96, 64))
    programs = ProgramCache(context)
    chain = PlanWorkload(context, plan, textures.textures, programs, timing=True)
    load = Load(context)
    kinds = (False, True) if programs.capabilities.compute else (False,)
    copies = [CopyWorkload(context, Size(48, 32), textures.textures, compute=c) for c in kinds]
    for index in (0, 1, 2, 3, 4):
        for copy in copies:
            chain.frame(index)
            load.draw(0.1)
            copy.frame(index)
            context.finish()
            result = np.frombuffer(copy.results[index % 2].read(), np.uint8).reshape(32, 48, 4)
            assert (result == images[index % len(images)]).all()
    assert context.error == "GL_NO_ERROR"
    for owner in (*copies, load, chain, programs, textures):
        owner.release()
    context.release()


@pytest.mark.parametrize("clock", ["gpu", "wall"])
def test_both_clocks_time_every_input_as_often(clock: str) -> None:
    context = create_headless_context()
    options = Options(["none"], parse_sizes("16x16:32x32"), backends=["fragment"], rounds=2,
                      seconds=0.01, clock=clock)  # fmt: skip
    results = measure(context, options)
    context.release()
    for row in results.rows:
        assert row.spread is not None
        assert (row.spread.count + row.spread.dropped) % len(INPUTS) == 0
        assert row.submit and row.wall and len(row.by_input) == len(INPUTS)


def test_readings_that_cannot_be_are_dropped() -> None:
    spread = Spread.from_readings([2.0, 1.0, 3.0, 0.0, -5.0, 4294.9], ceiling=100.0)
    assert spread == Spread(1.0, 1.5, 2.0, 2.5, 3.0, count=3, dropped=3)
    assert Spread.from_readings([0.0, 4294.9], ceiling=100.0) is None


def test_sizes_by_name() -> None:
    assert parse_sizes("1080p:2160p") == (SizePair(Size(1920, 1080), Size(3840, 2160)),)
    # A whole multiple has the same aspect to the pixel; else 16:9.
    assert parse_sizes("480p:960p,480p:2160p") == (
        SizePair(Size(854, 480), Size(1708, 960)),
        SizePair(Size(854, 480), Size(3840, 2160)),
    )
    assert parse_sizes("640x480:1280x") == (SizePair(Size(640, 480), Size(1280, 960)),)
    heights = {(p.source.height, p.target.height) for p in parse_sizes(GPU_SIZES)}
    assert {(s, 2160) for s in (480, 720, 1080, 1440)} | {(360, 720)} <= heights
    assert (540, 1080) in {(p.source.height, p.target.height) for p in parse_sizes(SOFTWARE_SIZES)}


def test_inputs_are_several_and_never_blank() -> None:
    images = pictures(Size(97, 61))
    assert len(images) == len(INPUTS) >= 4
    for image, again in zip(images, pictures(Size(97, 61)), strict=True):
        assert image.shape == (61, 97, 4) and image.dtype == np.uint8
        assert (image[..., 3] == 255).all()
        assert image[..., :3].std() > 10
        assert (image == again).all()
    assert len({image.tobytes() for image in images}) == len(images)
