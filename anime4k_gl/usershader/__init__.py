"""The mpv user shader format: its values, its reader and its printer."""

from .expression import Expression, ExpressionFailure
from .layout import block_bytes
from .model import (
    Block,
    Border,
    Buffer,
    BufferVariable,
    Compute,
    Directive,
    Filter,
    Offset,
    Param,
    ParamStorage,
    ParamType,
    Pass,
    PresetOrigin,
    Texture,
    UserShader,
    origin_of,
)
from .parser import parse_user_shader, read_user_shader
from .printer import format_user_shader, print_user_shader
from .source import Origin, SourceMap, SourceText, Span

__all__ = [
    "Block",
    "Border",
    "Buffer",
    "BufferVariable",
    "Compute",
    "Directive",
    "Expression",
    "ExpressionFailure",
    "Filter",
    "Offset",
    "Origin",
    "Param",
    "ParamStorage",
    "ParamType",
    "Pass",
    "PresetOrigin",
    "SourceMap",
    "SourceText",
    "Span",
    "Texture",
    "UserShader",
    "block_bytes",
    "format_user_shader",
    "origin_of",
    "parse_user_shader",
    "print_user_shader",
    "read_user_shader",
]
