"""The package's types as a user's type checker sees them: right names pass, wrong ones do not."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import ROOT

import anime4k_gl as a4k

GOOD = """\
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

import anime4k_gl as a4k

small = np.zeros((20, 30, 3), np.uint8)
big: npt.NDArray[np.uint8] = a4k.upscale(small, scale=3, preset="v1.0-rc")
deep: npt.NDArray[np.float32] = a4k.upscale(np.zeros((9, 9), np.float32), params={"thin": 0.2})
picture: Image.Image = a4k.upscale(Image.new("RGB", (8, 8)), scaling=a4k.ScalingOptions())


def library(image: a4k.SupportsDLPack) -> a4k.SupportsDLPack:
    with a4k.ArrayUpscaler(size=(1920, 1080)) as upscaler:
        upscaler.set_params(thin_strength=0.3)
        return upscaler(image)


def files(folder: Path) -> None:
    done: a4k.Transcoded = a4k.transcode(folder / "in.mkv", folder / "out.mkv", crf=18)
    print(done.target_size, a4k.probe(folder / "in.mkv").to_json())
    for frame in a4k.upscale_frames(folder / "in.mkv"):
        print(frame.pixels.mean() + frame.seconds)
    try:
        a4k.transcode_many([folder], output_dir=folder / "big", crf=18)
    except (a4k.OptionError, a4k.DependencyError) as error:
        print(error)


text: str = a4k.export("mpv", preset=a4k.presets()[0])["README.txt"]
names: tuple[str, ...] = (a4k.__version__, *a4k.scalers(), *(p.name for p in a4k.parameters()))
"""

BAD = """\
import numpy as np

import anime4k_gl as a4k

a4k.upscal(np.zeros((2, 2)))
a4k.Upscalr
a4k.upscale(np.zeros((2, 2)), sise=(4, 4))
a4k.upscale("in.png")
a4k.upscale(np.zeros((2, 2)), preset=3)
a4k.ArrayUpscaler().realease()
from anime4k_gl import upscall
from anime4k_gl.exporters import expert
"""

INNER = frozenset({"SourceMap"})
"""What only the package's own readers give to a public function."""

_SHAPE = re.compile(r"numpy\.ndarray\[(tuple\[Any, \.\.\.\]|Any), ")  # NumPy's, for any shape


def revealed() -> str:
    """Return a program that asks for the type of each public function and method."""
    lines = ["import anime4k_gl as a4k"]
    for name in a4k.__all__:
        lines.append(f"reveal_type(a4k.{name})")
        value = getattr(a4k, name)
        members = vars(value) if inspect.isclass(value) else ()
        public = [member for member in members if member == "__call__" or member[0] != "_"]
        if public:
            lines.append(f"def of_{name}(x: a4k.{name}) -> None:")
            lines += [f"    reveal_type(x.{member})" for member in public]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[int, str]]]:
    """Return what mypy, as strict as for ourselves, says of each program: lines and messages."""
    folder = tmp_path_factory.mktemp("programs")
    programs = {"good": GOOD, "bad": BAD, "revealed": revealed()}
    for name, text in programs.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml"]
    # The cache is that of the checkout's own run, without which this takes ten times as long.
    done = subprocess.run(
        [*command, "--no-color-output", *(str(folder / f"{name}.py") for name in programs)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, list[tuple[int, str]]] = {name: [] for name in programs}
    for line in done.stdout.splitlines():
        match = re.match(r"(.*?\.py):(\d+): (.*)", line)
        if match is not None:
            found[Path(match[1]).stem].append((int(match[2]), match[3]))
    assert found["revealed"], done.stdout + done.stderr
    return found


Answers = dict[str, list[tuple[int, str]]]


def test_a_users_program_passes(answers: Answers) -> None:
    assert answers["good"] == []


def test_each_misspelled_name_and_wrong_type_is_an_error(answers: Answers) -> None:
    wrong = {line for line, message in answers["bad"] if message.startswith("error")}
    assert wrong == set(range(5, len(BAD.splitlines()) + 1))


def test_nothing_public_is_any(answers: Answers) -> None:
    lines = revealed().splitlines()
    found = {}
    for number, message in answers["revealed"]:
        text = _SHAPE.sub("numpy.ndarray[", message)
        assert "error" not in message.split(":")[0], (lines[number - 1], message)
        if re.search(r"\bAny\b", text):
            found[owner(lines, number)] = text
    assert not found


def owner(lines: list[str], number: int) -> str:
    """Return the public name that a line of `revealed` asks about."""
    for line in reversed(lines[:number]):
        match = re.match(r"def of_(\w+)|reveal_type\(a4k\.(\w+)", line)
        if match is not None:
            return match[1] or match[2]
    raise AssertionError(number)


def test_what_functions_take_and_give_is_public(answers: Answers) -> None:
    lines = revealed().splitlines()
    functions = {n: m for n, m in answers["revealed"] if "reveal_type(a4k." in lines[n - 1]}
    functions = {n: m for n, m in functions.items() if not re.search(r"a4k\.[A-Z]", lines[n - 1])}
    assert functions
    for number, message in functions.items():
        for name in re.findall(r"anime4k_gl\.[a-z_.]*\.([A-Z]\w+)", message):
            assert name in INNER.union(a4k.__all__), (lines[number - 1], name)
