"""The making of a `Plan`: the pipeline walked once, as by a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..colour import Colour
from ..errors import OptionError
from ..formats import RGBA8, RGBA16F, PixelLayout, Size, TextureFormat
from ..lazy.dataclass import dataclass
from ..scaler_shaders import DEFAULT_SCALER, NO_SCALER, check_unscaled, resolve_scaler
from ..tonemap import ToneMap, display_step
from ..usershader import UserShader
from .builtin_stages import BuiltinStages
from .dialect import Dialect
from .hooks.eligibility import FileDisabled
from .hooks.points import inactive_points
from .hooks.runner import MAX_EXTENT, HookRunner
from .hooks.saved_textures import file_key
from .model import Plan
from .param_values import resolve_params
from .recorder import Recorder
from .scaling_options import ScalingOptions
from .source_stages import SourceStages
from .stages import Stages


@dataclass(frozen=True, slots=True)
class PlaneOutput:
    """The result as planes for an encoder: their layout and colour description."""

    layout: PixelLayout
    colour: Colour


Output = TextureFormat | PlaneOutput


def make_plan(
    shaders: Sequence[UserShader],
    *,
    source: Size,
    target: Size,
    scaler: str = DEFAULT_SCALER,
    params: Mapping[str, float | int | str] | None = None,
    native: Size | None = None,
    layout: PixelLayout | None = None,
    colour: Colour | None = None,
    source_format: TextureFormat = RGBA8,
    source_alpha: bool = False,
    output: Output = RGBA8,
    owns_inputs: bool = True,
    compute: bool = True,
    compute_scaling: bool = False,
    wide: bool = False,
    dialect: Dialect | str | None = None,
    scaling: ScalingOptions | None = None,
    tone_map: ToneMap | None = None,
) -> Plan:
    """Return the plan for running `shaders` on a source.

    Parameters
    ----------
    shaders : user shaders, run in this order at every hook point
    source, target : sizes in pixels
    scaler : a scaler's name or alias; ``none`` asserts that the source has the target size
    params : values for the shaders' parameters by name, or by ``file-stem/name``; numbers, or
        an ENUM's member name
    native : the size that scale factors are relative to; the source's by default
    layout, colour : the planes of a decoded frame; None for one R'G'B'(A) texture
    source_format, source_alpha : that texture's format, and whether it has alpha
    output : the format of one R'G'B'A result texture, or planes for an encoder
    owns_inputs : whether the engine allocates the inputs (they then count as its memory)
    compute : whether the driver has compute shaders; passes that need them are skipped if not
    compute_scaling : scale in one compute dispatch where the scaler can; not with a `dialect`
    wide : store half floats in 32 bits, truncated to the same values, if every shader allows it;
        faster on software drivers, and never done with a `dialect`
    dialect : the player whose rules and scaling to follow where mpv's two video outputs differ;
        None is vo_gpu's rules with the engine's own, more exact scaling
    scaling : further options of scaling; its `scaler` is replaced by the one given here
    tone_map : convert a decoded frame of HDR or wide gamut to SDR before the shaders; None to
        leave it

    Raises
    ------
    OptionError : an unknown scaler or parameter, a parameter out of its range, a size that is not
        positive, or a scaler of ``none`` with differing sizes
    """
    for name, size in (("source", source), ("target", target)):
        if not (1 <= size.width < MAX_EXTENT and 1 <= size.height < MAX_EXTENT):
            raise OptionError(
                f"the {name} size {size} is not usable; a side is 1 to {MAX_EXTENT - 1} pixels"
            )
    scaler = resolve_scaler(scaler)
    if scaler == NO_SCALER:
        check_unscaled(source, target)
    scaling = replace(scaling or ScalingOptions(), scaler=scaler)
    shaders = distinct_shaders(shaders)
    params_of = {
        id(shader): values
        for shader, values in zip(shaders, resolve_params(shaders, params or {}), strict=True)
    }
    rules = Dialect.VO_GPU if dialect is None else resolve_dialect(dialect)
    between = scaled_format = RGBA16F
    if shaders and dialect is None and _bits(output) == 8:
        if all(shader.colour_bits <= 8 for shader in shaders):
            between = RGBA8
        if all(shader.scaled_bits <= 8 for shader in shaders):
            scaled_format = RGBA8
    display = None
    if layout is not None and colour is not None and tone_map is not None:
        display = display_step(colour, tone_map)
    shown = colour if display is None else display.colour
    wide &= dialect is None and all(shader.wide for shader in shaders)
    disabled: dict[object, FileDisabled] = {}

    def walk() -> Plan:
        """Walk the pipeline once; raises `FileDisabled` if a file turns out not to be used."""
        recorder = Recorder()
        hooks = HookRunner(
            recorder,
            shaders,
            params_of,
            target=target,
            native=native or source,
            dialect=rules,
            compute=compute,
            disabled=disabled,
            colour=between,
        )
        as_player = dialect is not None
        builtin = BuiltinStages(
            recorder, hooks, target=target, options=scaling, as_player=as_player,
            scaled_format=scaled_format, compute_scaling=compute and compute_scaling,
        )  # fmt: skip
        sources = SourceStages(
            recorder, hooks, builtin, source=source, target=target, options=scaling,
            as_player=as_player, display=display,
        )  # fmt: skip
        stages = Stages(
            recorder, hooks, builtin, source=source, target=target, options=scaling,
            as_player=as_player,
        )  # fmt: skip
        linear, sigmoid = hooks.forced_light(None if shown is None else shown.transfer)
        linear |= scaling.linear_upscaling or scaling.linear_downscaling
        hooks.environment.inactive = inactive_points(
            layout,
            linear=linear or scaling.sigmoid_upscaling,
            sigmoid=sigmoid or scaling.sigmoid_upscaling,
        )
        hooks.eligibility.record_inactive_hooks()
        if layout is None:
            loaded = sources.load_texture(source_format, alpha=source_alpha)
        else:
            if colour is None:
                raise ValueError("a pixel layout needs a colour description")
            loaded = sources.load_planes(layout, colour)
        image = stages.process(loaded)
        if isinstance(output, TextureFormat):
            outputs = stages.deliver_texture(image, output)
        else:
            outputs = stages.deliver_planes(image, output.layout, output.colour)
        if wide:
            recorder.widen(outputs)
        values, slots = recorder.finish(outputs)
        return Plan(
            source=source,
            target=target,
            native=native or source,
            layout=layout,
            colour=colour,
            scaler=scaler,
            steps=tuple(recorder.steps),
            values=values,
            inputs=recorder.inputs,
            slots=slots,
            outputs=outputs,
            owns_inputs=owns_inputs,
            dialect=rules,
            shown_colour=shown,
        )

    while True:
        try:
            return walk()
        except FileDisabled as failure:
            disabled[file_key(failure.shader)] = failure


def resolve_dialect(dialect: Dialect | str) -> Dialect:
    """Return a dialect by its name.

    Raises
    ------
    OptionError : unknown name
    """
    if isinstance(dialect, Dialect):
        return dialect
    names = [d.value for d in Dialect]
    if dialect not in names:
        raise OptionError.unknown("dialect", dialect, names)
    return Dialect(dialect)


def _bits(output: Output) -> int:
    """Return the bits per channel of the result."""
    if isinstance(output, PlaneOutput):
        return output.layout.depth
    return 8 * output.texel_bytes // output.components


def distinct_shaders(shaders: Sequence[UserShader]) -> tuple[UserShader, ...]:
    """Return the shaders as distinct objects: the same file given twice runs twice.

    Shaders that are distinct already are returned unchanged.
    """
    seen: set[int] = set()
    apart = []
    for shader in shaders:
        apart.append(replace(shader) if id(shader) in seen else shader)
        seen.add(id(shader))
    return tuple(apart)
