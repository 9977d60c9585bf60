"""From shaders, sizes and parameters to an immutable plan. Knows nothing of OpenGL."""

from .model import Binding, PassRun, PassSkip, Plan, Slot, Value
from .report import Timings, describe, mebibytes, to_json, to_table
from .resolve import Output, PlaneOutput, make_plan

__all__ = [
    "Binding",
    "Output",
    "PassRun",
    "PassSkip",
    "Plan",
    "PlaneOutput",
    "Slot",
    "Timings",
    "Value",
    "describe",
    "make_plan",
    "mebibytes",
    "to_json",
    "to_table",
]
