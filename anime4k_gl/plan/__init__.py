"""Immutable plans from shaders, sizes and parameters. Independent of OpenGL."""

from .dialect import Dialect
from .intermediates import Intermediate, IntermediateView, views
from .model import Binding, PassRun, PassSkip, Plan, Slot, Value
from .report import PassReport, Timings, describe, mebibytes, pass_reports, to_json, to_table
from .resolve import Output, PlaneOutput, make_plan, resolve_dialect
from .scaling_options import ScalingOptions

__all__ = [
    "Binding",
    "Dialect",
    "Intermediate",
    "IntermediateView",
    "Output",
    "PassReport",
    "PassRun",
    "PassSkip",
    "Plan",
    "PlaneOutput",
    "ScalingOptions",
    "Slot",
    "Timings",
    "Value",
    "describe",
    "make_plan",
    "mebibytes",
    "pass_reports",
    "resolve_dialect",
    "to_json",
    "to_table",
    "views",
]
