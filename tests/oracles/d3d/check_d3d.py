"""Microsoft's compiler and a Direct3D 9 device on the shaders for MPC-BE, MPC-HC and madVR.

`make test-d3d` runs this, under Xvfb, after tools/d3d.sh: chain.c does the work, in Wine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.compare import psnr, share_within
from support.mpc_cases import (
    APIS,
    DRAWN,
    DRAWN_BY,
    PAIRS,
    RELEASES,
    TOLERANCE,
    case,
    expected,
    shaders_of,
)
from support.paths import ROOT

from anime4k_gl.exporters import export

HERE = Path(__file__).parent
BUILD = ROOT / "build" / "d3d"
WINE = Path("/usr/lib/wine")
MOST_SLOTS = 512

FORMATS = {"16f": np.float16, "32f": np.float32, "a8": np.uint8, "x8": np.uint8}
BGRA = [2, 1, 0, 3]


class Windows:
    """chain.exe in Wine, in a folder of its own.

    Wine's own folder is made outside the tree: it holds links to / that setuptools would follow,
    and no two programs that run tests can have one in common.
    """

    def __init__(self, folder: Path, prefix: Path) -> None:
        self.folder = folder
        self.prefix = prefix
        prefix.mkdir(exist_ok=True)
        self.environment = os.environ | {
            "WINEPREFIX": str(prefix.resolve()),
            "WINEDEBUG": "-all",
            # Microsoft's, not Wine's; and no questions about Mono and Gecko.
            "WINEDLLOVERRIDES": "d3dcompiler_47=n;mscoree,mshtml=",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            # Direct3D without a thread of its own: on llvmpipe that one is slower by half and
            # corrupts memory once in 60 programs (Wine 8.0, Mesa 22.3).
            "WINE_D3D_CONFIG": "csmt=0x0",
        }
        shutil.copy(BUILD / "d3dcompiler_47.dll", folder)
        subprocess.run(
            ["x86_64-w64-mingw32-gcc", "-std=c99", "-O1", "-Wall", "-Wextra", "-Werror",
             "-o", folder / "chain.exe", HERE / "chain.c", "-ld3d9"],
            check=True,
        )  # fmt: skip
        # It stays between the programs, which each start in 50 ms then instead of 3 s.
        self._server("-p")
        code, _, errors = self.wine("wineboot", "-i")
        assert code == 0, errors

    def _server(self, option: str) -> None:
        subprocess.run(
            [WINE / "wineserver", option], env=self.environment, timeout=60, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def close(self) -> None:
        self._server("-k")
        self._server("-w")
        shutil.rmtree(self.prefix, ignore_errors=True)  # 700 MB

    def wine(self, *command: str) -> tuple[int, str, str]:
        """Return a Windows program's exit code, output and errors.

        Those go through files: Wine's services, which the first program starts, hold on to pipes.
        """
        out, errors = self.folder / "stdout", self.folder / "stderr"
        with out.open("w") as out_file, errors.open("w") as errors_file:
            code = subprocess.run(
                [WINE / "wine64", *command], cwd=self.folder, env=self.environment,
                stdout=out_file, stderr=errors_file, timeout=120, check=False,
            ).returncode  # fmt: skip
        return code, out.read_text("utf-8", "replace"), errors.read_text("utf-8", "replace")

    def chain(self, *arguments: str) -> str:
        code, output, errors = self.wine("chain.exe", *arguments)
        assert code == 0, errors
        return output

    def write(self, shaders: dict[str, str]) -> list[str]:
        for name, text in shaders.items():
            (self.folder / name).write_text(text)
        return list(shaders)

    def slots(self, profile: str, shaders: dict[str, str]) -> dict[str, int]:
        """Return each shader's instruction slots."""
        lines = self.chain("compile", profile, *self.write(shaders)).splitlines()
        return {name: int(slots) for name, slots in (line.split() for line in lines)}

    def picture(self, shaders: dict[str, str], image: Any, surface: str) -> Any:
        """Return what the chain draws on surfaces of a format: (height, width, 3) float32."""
        height, width = image.shape[:2]
        kind = FORMATS[surface]
        pixels = np.concatenate([image, np.ones((height, width, 1))], axis=2)
        if kind is np.uint8:
            pixels = pixels[..., BGRA] * 255 + 0.5
        (self.folder / "in").write_bytes(pixels.astype(kind).tobytes())
        names = self.write(shaders)
        self.chain("run", surface, str(width), str(height), "in", "out", *names)
        data = np.frombuffer((self.folder / "out").read_bytes(), kind)
        result = data.reshape(height, width, 4).astype(np.float32)
        return (result[..., BGRA] / 255 if kind is np.uint8 else result)[..., :3]


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    prefix = tmp_path_factory.getbasetemp() / "wine"
    opened = Windows(tmp_path_factory.mktemp("d3d"), prefix)
    yield opened
    opened.close()


def shaders(preset: str, api: str = "d3d9", scale: float = 2.0) -> dict[str, str]:
    return shaders_of(export("mpc", preset=preset, api=api, scale=scale))


MAIN = "sampler s0 : register(s0);\nfloat4 main(float2 tex : TEXCOORD0) : COLOR {{\n{0}\n}}\n"
REFUSED = {
    "bits": "return int(tex2Dlod(s0, float4(tex, 0, 0)).a * 255.0) & 1;",
    "gradients in a branch": "float4 c = tex2D(s0, tex); while (c.a > 0.5) {"
    " c = tex2D(s0, c.rg); } return c;",
    "warnings": "float4 c; return c * 0.0;",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_it_is_the_strict_compiler(windows: Windows, body: str) -> None:
    windows.write({"wrong.hlsl": MAIN.format(body)})
    code, _, errors = windows.wine("chain.exe", "compile", "ps_3_0", "wrong.hlsl")
    assert code == 1
    assert "wrong.hlsl" in errors


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("preset", RELEASES)
def test_slots(windows: Windows, preset: str, api: str, scale: float) -> None:
    if (preset, scale) == ("v1.1", 1.0):
        pytest.skip("v1.1 has no passes for pictures that were not scaled up")
    chain = shaders(preset, api, scale)
    slots = windows.slots(APIS[api], chain)
    print("\n".join(f"{APIS[api]} {name} {count}" for name, count in slots.items()))
    assert list(slots) == list(chain)
    assert max(slots.values()) <= MOST_SLOTS


SURFACES: Sequence[tuple[str, str, str]] = [
    (name, ("16f", "32f")[(RELEASES.index(preset) + DRAWN_BY[preset].index(name)) % 2], preset)
    for preset, name in PAIRS
]


@pytest.mark.parametrize(("name", "surface", "preset"), SURFACES)
def test_the_picture_is_the_glsl_presets(
    windows: Windows, name: str, surface: str, preset: str
) -> None:
    image, scale = case(name)
    result = windows.picture(shaders(preset, scale=scale), image, surface)
    near = share_within(result, expected(name, preset), TOLERANCE)
    ratio = psnr(result, expected(name, preset))
    print(f"{name} {preset} {surface}: {near:.3%} within 2/255, {ratio:.1f} dB")
    noise = 0.95 if preset == "v1.1" else 0.985
    assert near >= (0.99 if name in DRAWN else noise)
    assert ratio >= (45 if name in DRAWN else 41)


@pytest.mark.parametrize("surface", ["a8", "x8"])
@pytest.mark.parametrize("name", DRAWN)
def test_eight_bits(windows: Windows, name: str, surface: str) -> None:
    image, scale = case(name)
    for preset in RELEASES:
        if (preset, name) not in PAIRS:
            continue
        wanted = expected(name, preset)
        result = windows.picture(shaders(preset, scale=scale), image, surface)
        near, ratio = share_within(result, wanted, TOLERANCE), psnr(result, wanted)
        print(f"{name} {preset} {surface}: {near:.3%} within 2/255, {ratio:.1f} dB")
        if preset == "v0.9":
            assert near >= 0.975
        elif preset == "v1.1":
            # Without alpha nothing is pushed.
            assert ratio >= 45 if surface == "a8" else psnr(result, image) >= 35
        else:
            assert ratio > psnr(image, wanted) + 1
