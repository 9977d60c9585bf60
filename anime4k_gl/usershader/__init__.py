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
    Span,
    Texture,
    UserShader,
)
from .parser import parse_user_shader, read_user_shader
from .printer import format_user_shader

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
    "Param",
    "ParamStorage",
    "ParamType",
    "Pass",
    "Span",
    "Texture",
    "UserShader",
    "block_bytes",
    "format_user_shader",
    "parse_user_shader",
    "read_user_shader",
]
