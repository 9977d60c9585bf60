"""A tiny network trained from nothing on the processor; `make train-tiny` runs it, not pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support.paths import ROOT

from training.weights_file import read_weights

RECIPE = ROOT / "training" / "recipes" / "tiny.toml"


def test_a_tiny_network_beats_bicubic_by_half_a_decibel(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "training", str(RECIPE), "-o", str(tmp_path), "--held", "2"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    last = (tmp_path / "tiny.csv").read_text("utf-8").splitlines()
    line = dict(zip(last[0].split(","), map(float, last[-1].split(",")), strict=True))
    assert min(line["scenes"], line["sketches"]) >= 0.5, done.stdout
    assert read_weights(tmp_path / "tiny.safetensors")[2]["name"] == "tiny"
    for name in ("tiny.md", "tiny.svg", "tiny.png"):
        assert (tmp_path / name).stat().st_size > 500
