"""The limits of a context, within which a plan must be: sizes, units, formats."""

from __future__ import annotations

from ...errors import GLError
from ...plan import Plan
from ...usershader import Filter
from ..context import Capabilities
from ..error_places import block_place, pass_place

_COMPUTE = "OpenGL 4.3 or OpenGL ES 3.1"


def check_plan(plan: Plan, capabilities: Capabilities, *, units: int) -> None:
    """Raise a GLError if a plan asks for what a context does not have.

    Parameters
    ----------
    units : how many textures its passes read at most
    """
    profile = capabilities.profile
    capabilities.check_size(plan.source, "the source size")
    capabilities.check_size(plan.target, "the output size")
    for index, value in enumerate(plan.values):
        try:
            capabilities.check_size(value.size, f"the size of {value.name},")
            profile.check_format(value.format, value.name, drawn=value.slot is not None)
        except GLError as error:
            raise GLError(f"{pass_place(plan, index)}{error}") from None
    if units > capabilities.max_texture_units:
        raise GLError(
            f"a pass reads {units} textures; this driver allows {capabilities.max_texture_units}"
        )
    for run in plan.runs:
        if (run.stored or run.storage_buffers) and not capabilities.compute:
            raise GLError(
                f"pass {run.label!r} writes a STORAGE texture or buffer, which needs {_COMPUTE};"
                f" this context is of {profile.name}"
            )
        if run.shader_pass.compute is not None:
            output = plan.values[run.output]
            profile.check_image(output.format, f"the result of pass {run.label!r}", reads=False)
    for lookup in plan.lookups:
        what = f"TEXTURE {lookup.name}"
        try:
            if profile.es and len(lookup.size) == 1:
                raise GLError(
                    f"{what} has one dimension, which no texture of {profile.name} has; give it"
                    " a //!SIZE of two, and read it at (x, 0.5)"
                )
            if lookup.storage:
                profile.check_image(lookup.format, what, reads=True)
            else:
                profile.check_format(lookup.format, what, linear=lookup.filter is Filter.LINEAR)
        except GLError as error:
            raise GLError(f"{block_place(plan, lookup)}{error}") from None
