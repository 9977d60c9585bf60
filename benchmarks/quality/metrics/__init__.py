"""The metrics of scenes: what a result makes of lines, colours, plain and textured places, letters.

from benchmarks.quality import metrics

metrics.measure_scene(result, truth, scene)                       # BASIC, by name
metrics.measure_scene(result, truth, scene, ["edge_width", "captions", "psnr_red"])
views = list(metrics.pan(truth))                                  # a pan by pixels of the truth
metrics.temporal([upscaled(view) for view, _ in views], [shift for _, shift in views])
metrics.motion([upscaled(view) for view, _ in views], [view for view, _ in views])
"""

from benchmarks.quality.metrics.measuring import ALL, BASIC, measure_scene
from benchmarks.quality.metrics.panning import STEPS, motion, pan, temporal

__all__ = ["ALL", "BASIC", "STEPS", "measure_scene", "motion", "pan", "temporal"]
