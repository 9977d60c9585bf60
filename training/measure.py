"""The measuring of files of weights beside scalers and presets, on the held-out pictures.

python -m training.measure training/weights/*.safetensors --against v1.1 --held 8
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.__main__ import SCALERS
from training.held_out import held_out, scaler_scores, scores
from training.recipe import DataPlan
from training.weights_file import read_weights


def main() -> None:
    """Print a table in Markdown: decibels of luma, a line a method, a column a set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights", nargs="*", type=Path, metavar="WEIGHTS")
    parser.add_argument("--against", action="append", default=[], metavar="PRESET")
    parser.add_argument("--held", type=int, default=16, help="pictures in each held-out set")
    parser.add_argument("--pictures", type=Path, help="a folder of PNG files to measure as well")
    parser.add_argument("--workers", type=int, help="processes that draw; as many as cores")
    options = parser.parse_args()
    sets = held_out(
        DataPlan(), count=options.held, folder=options.pictures, workers=options.workers
    )
    lines = scaler_scores((*SCALERS, *options.against), sets)
    for path in options.weights:
        tensors, nodes, metadata = read_weights(path)
        lines[metadata["name"]] = scores(tensors, nodes, sets)
    print(f"| | {' | '.join(f'{name} ({len(truths)})' for name, truths in sets.items())} |")
    print("|---" * (len(sets) + 1) + "|")
    for name, values in lines.items():
        print(f"| {name} | {' | '.join(f'{values[key]:.2f}' for key in sets)} |")


if __name__ == "__main__":
    main()
