"""GLSL source of planned passes as complete shader programs."""

from .assemble import assemble
from .declarations import (
    FIRST_IMAGE_UNIT,
    OUT_IMAGE_UNIT,
    OUT_SIZE_UNIFORM,
    VERTICES,
    buffer_block,
    corners_uniform,
    near_bindings,
    near_uniform,
    sampler_uniform,
    size_uniform,
    transform_uniform,
)
from .errors import compile_error
from .source import ProgramSource
from .version import GLSLVersion

__all__ = [
    "FIRST_IMAGE_UNIT",
    "OUT_IMAGE_UNIT",
    "OUT_SIZE_UNIFORM",
    "VERTICES",
    "GLSLVersion",
    "ProgramSource",
    "assemble",
    "buffer_block",
    "compile_error",
    "corners_uniform",
    "near_bindings",
    "near_uniform",
    "sampler_uniform",
    "size_uniform",
    "transform_uniform",
]
