"""``anime4k-gl plan``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ..errors import OptionError
from ..rendering.options import (
    BACKEND,
    DIALECT,
    PARAMS,
    PRESET,
    SCALER,
    SCALING_OPTIONS,
    SHADERS,
)
from ..terminal import say, say_json
from .options import explained, options

_BACKEND_HELP = "fragment, compute, or auto: as on a graphics card with OpenGL 4.3."


@click.command()
@click.option("--source", required=True, metavar="WxH", help="Source size.")
@click.option("--target", metavar="WxH", help="Target size.  [default: twice the source]")
@options(
    PRESET,
    SCALER,
    SHADERS,
    PARAMS,
    explained(BACKEND, _BACKEND_HELP),
    DIALECT,
    *SCALING_OPTIONS,
)
@click.option("--pix-fmt", metavar="NAME", help="The source's pixel format, such as yuv420p.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def plan(
    source: str,
    target: str | None,
    params: Sequence[str],
    pix_fmt: str | None,
    as_json: bool,
    **picture: Any,
) -> None:
    """Show which passes would run, at what size and in which textures, and why others would not.

    Needs no GPU.
    """
    from ..colour import guess
    from ..formats import PIXEL_LAYOUTS, Size
    from ..plan import make_plan, to_json, to_table
    from ..rendering.options import parse_params
    from ..rendering.render_options import RenderOptions
    from ..rendering.scaling import with_scaling
    from ..sizes import parse_size, scaled

    render = RenderOptions.of(params=parse_params(params), **with_scaling(picture))
    source_size = parse_size(source, Size(16, 9))
    target_size = parse_size(target, source_size) if target else scaled(source_size, 2.0)
    layout = None
    if pix_fmt is not None:
        layout = PIXEL_LAYOUTS.get(pix_fmt)
        if layout is None:
            raise OptionError.unknown("pixel format", pix_fmt, PIXEL_LAYOUTS)
    run = render.forms.by_graphics_card()
    result = make_plan(
        run.shaders,
        source=source_size,
        target=target_size,
        layout=layout,
        colour=guess(layout, source_size) if layout else None,
        compute_scaling=run.compute_scaling,
        **render.plan_options(),
    )
    if as_json:
        say_json(to_json(result))
    else:
        say(to_table(result))
