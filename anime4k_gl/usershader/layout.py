"""GLSL's memory layout of the variables of a buffer: the std140 and std430 rules.

Limited to the types of ``//!VAR`` lines: scalars, vectors and column-major matrices of 4-byte
components, and arrays of those.
"""

from __future__ import annotations

from collections.abc import Iterable

from .model import BufferVariable


def _variable_types() -> dict[str, tuple[int, int]]:
    types = {}
    for scalar, prefix in (("float", ""), ("int", "i"), ("uint", "u")):
        types[scalar] = (1, 1)
        types |= {f"{prefix}vec{rows}": (1, rows) for rows in (2, 3, 4)}
    for columns in (2, 3, 4):
        types[f"mat{columns}"] = (columns, columns)
        types |= {f"mat{columns}x{rows}": (columns, rows) for rows in (2, 3, 4)}
    return types


VARIABLE_TYPES: dict[str, tuple[int, int]] = _variable_types()
"""The GLSL types a buffer may hold: (columns, rows), where a vector is one column."""


def block_bytes(variables: Iterable[BufferVariable], *, storage: bool) -> int:
    """Return the bytes up to the end of the last variable.

    A uniform block is laid out by std140, one with `storage` by std430.
    """
    end = 0
    for variable in variables:
        columns, rows = VARIABLE_TYPES[variable.type]
        size = 4 * rows
        alignment = 4 * (4 if rows == 3 else rows)
        if columns > 1 or variable.count is not None:
            if not storage:
                alignment = 16  # std140 rounds every array element and matrix column to a vec4
            size = alignment * columns * (variable.count or 1)
        end = -(-end // alignment) * alignment + size
    return end
