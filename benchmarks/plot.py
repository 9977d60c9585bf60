"""Draw what `anime4k-gl bench --save FILE` wrote, on a machine that has Pillow.

.venv/bin/python benchmarks/plot.py results.json docs/benchmark   # benchmark.png, .svg
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from anime4k_gl.bench.plot import save_plots

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    for path in save_plots(json.loads(Path(sys.argv[1]).read_text("utf-8")), sys.argv[2]):
        print(path)
