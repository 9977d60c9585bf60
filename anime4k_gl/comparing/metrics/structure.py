"""The metrics of structure and edges, by the libraries that keep them, imported when asked for."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np

from ...dependencies import require
from ...errors import OptionError
from .pair import Pair

_SSIM_LEAST = 11
"""Pixels of SSIM's window."""
_MS_SSIM_LEAST = 176
"""Pixels so that its window fits at the last of five scales; with fewer it is another metric."""
_SSIMULACRA2_LEAST = 8


def ssim(plane: str, pair: Pair) -> float:
    """Return the SSIM of a plane, as Wang et al. defined it: Gaussian weights, sigma 1.5."""
    require("skimage")
    from skimage.metrics import structural_similarity

    _at_least(pair, _SSIM_LEAST, "SSIM")
    result, truth = pair.planes(plane)
    similarity = structural_similarity(
        truth, result, data_range=1.0, gaussian_weights=True, sigma=1.5,
        use_sample_covariance=False,
    )  # fmt: skip
    return float(similarity)


def ms_ssim(pair: Pair) -> float:
    """Return the MS-SSIM of luma: five scales, with the published weights."""
    require("sewar")
    from sewar.full_ref import msssim

    _at_least(pair, _MS_SSIM_LEAST, "MS-SSIM")
    result, truth = pair.planes("luma")
    return float(msssim(truth, result, MAX=1.0))


def ssimulacra2(pair: Pair) -> float:
    """Return SSIMULACRA2's score of the pictures with 8 bits a channel, taken as sRGB."""
    require("ssimulacra2", "PIL")
    from ssimulacra2 import compute_ssimulacra2

    _at_least(pair, _SSIMULACRA2_LEAST, "SSIMULACRA2")
    result, truth = pair.eight_bits()
    return float(compute_ssimulacra2(_as_file(truth), _as_file(result)))


def erqa(pair: Pair) -> float:
    """Return ERQA 1.1 of the pictures with 8 bits a channel; 1 where neither has an edge.

    Its search for a shift of the whole picture is left out: a shift is the result's own fault.
    """
    require("erqa")
    from erqa import ERQA

    result, truth = pair.eight_bits()
    judge = ERQA(version="1.1", global_compensation=False)
    with np.errstate(invalid="ignore"):
        score = float(judge(result, truth))
    if math.isnan(score):  # There are edges, and not one of them is right.
        return 0.0
    if score == 0 and not (judge.edge_detector(truth).any() or judge.edge_detector(result).any()):
        return 1.0
    return score


def _at_least(pair: Pair, pixels: int, metric: str) -> None:
    width, height = pair.size
    if min(width, height) < pixels:
        raise OptionError(
            f"{metric} takes pictures of at least {pixels}x{pixels}, these are {width}x{height}"
        )


def _as_file(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> io.BytesIO:
    """Return a picture as a file in memory: the package reads nothing else."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(picture).save(file, "bmp")
    file.seek(0)
    return file
