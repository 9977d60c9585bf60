"""The metrics of pictures: how near a result comes to the truth, by pixels alone.

    from anime4k_gl.comparing import metrics

    metrics.measure(result, truth)                          # {"psnr_luma": 34.1, "ssim_luma": 0.97}
    metrics.measure(result, truth, ["psnr_red", "ms_ssim"])
    metrics.ALL["ms_ssim"].better                           # "higher"

All of them take coded R'G'B' values, as a display does, not linear light. Luma is BT.709's,
0.2126 R' + 0.7152 G' + 0.0722 B', full range and not rounded.
"""

from anime4k_gl.comparing.metrics.measuring import ALL, BASIC, measure
from anime4k_gl.comparing.metrics.metric import Metric

__all__ = ["ALL", "BASIC", "Metric", "measure"]
