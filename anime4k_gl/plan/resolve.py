"""Resolve shaders and sizes into a `Plan`: walk the pipeline once, as a frame would.

At each hook point, passes run in order. A pass is skipped, with a reason, where its WHEN is false
or cannot be evaluated, or where a texture it binds does not exist; a skipped pass saves nothing,
so its readers are skipped too. The rules are those of the user-shader format; nothing here raises
for a shader that merely does not apply.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..colour import Colour
from ..errors import OptionError
from ..formats import RGBA8, RGBA16F, PixelLayout, Size, TextureFormat
from ..scalers import DEFAULT_SCALER, NO_SCALER, resolve_scaler, scaler_shader
from ..usershader import Buffer, Expression, ExpressionFailure, Pass, UserShader
from .builtin import plane_name, planes_to_rgb, rgb_to_planes, rgb_to_texture, texture_to_half
from .hooks import AFTER_SCALING, BEFORE_SCALING, HOOK_POINTS, RGB_SOURCE, why_never
from .lifetimes import assign_slots
from .model import BUILTIN_STAGES, Binding, PassRun, PassSkip, Plan, Value
from .params import resolve_params

_MAX_EXTENT = 1 << 24  # beyond this a float cannot count the pixels of a side


@dataclass(frozen=True, slots=True)
class PlaneOutput:
    """The result as planes for an encoder: which layout, in which colour description."""

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
) -> Plan:
    """Return the plan for running `shaders` on a source.

    Parameters
    ----------
    shaders : user shaders, run in this order at every hook point
    source, target : sizes in pixels
    scaler : a scaler's name or alias; ``none`` asserts that the source has the target size
    params : values for the shaders' parameters by name, or by ``file-stem/name``; numbers, or
        an ENUM's member name
    native : what scale factors count from; the source's size by default
    layout, colour : the planes of a decoded frame; None for one R'G'B'(A) texture
    source_format, source_alpha : of that texture, where `layout` is None
    output : the format of one R'G'B'A result texture, or planes for an encoder
    owns_inputs : whether the engine allocates the inputs (they then count as its memory)
    compute : whether the driver has compute shaders; passes that need them are skipped if not

    Raises
    ------
    OptionError : an unknown scaler or parameter, a parameter out of its range, a size that is not
        positive, or a scaler of ``none`` with differing sizes
    """
    for name, size in (("source", source), ("target", target)):
        if not (1 <= size.width < _MAX_EXTENT and 1 <= size.height < _MAX_EXTENT):
            raise OptionError(
                f"the {name} size {size} is not usable; a side is 1 to {_MAX_EXTENT - 1} pixels"
            )
    scaler = resolve_scaler(scaler)
    if scaler == NO_SCALER and source != target:
        raise OptionError(
            f"scaler 'none' takes a source of the output's size, not {source} for {target};"
            " choose a scaler, or leave the size out"
        )
    planner = _Planner(
        shaders=tuple(shaders),
        values_of={id(s): p for s, p in zip(shaders, resolve_params(shaders, params or {}),
                                            strict=True)},
        source=source,
        target=target,
        native=native or source,
        rgb_source=layout is None or layout.planes[0].channels in ("rgb", "rgba", "rgbx"),
        compute=compute,
    )  # fmt: skip
    planner.load(layout, colour, source_format, alpha=source_alpha)
    planner.process(scaler)
    outputs = planner.deliver(output)
    return planner.finish(layout, colour, scaler, outputs, owns_inputs=owns_inputs)


@dataclass(frozen=True, slots=True)
class _Image:
    """A value in the pipeline: which, and how it is to be sampled."""

    value: int
    size: Size
    components: int
    shift: tuple[float, float] = (0.0, 0.0)


class _Planner:
    """The state of one walk through the pipeline."""

    def __init__(
        self,
        *,
        shaders: tuple[UserShader, ...],
        values_of: Mapping[int, Mapping[str, float | int]],
        source: Size,
        target: Size,
        native: Size,
        rgb_source: bool,
        compute: bool,
    ) -> None:
        self._shaders = shaders
        self._params = values_of
        self._source, self._target, self._native = source, target, native
        self._rgb_source = rgb_source
        self._compute = compute
        self._steps: list[PassRun | PassSkip] = []
        self._values: list[Value] = []
        self._inputs = 0
        self._runs = 0
        self._store: dict[str, _Image] = {}
        self._lookups = {t.name: t for s in reversed(shaders) for t in reversed(s.textures)}
        self._named = {n for s in shaders for p in s.passes for n in (*p.hooks, *p.binds)}
        self._alpha: _Image | None = None

    # Stages, in order.

    def load(
        self,
        layout: PixelLayout | None,
        colour: Colour | None,
        source_format: TextureFormat,
        *,
        alpha: bool,
    ) -> None:
        """Declare the inputs and make MAIN of them."""
        if layout is None:
            self._main = self._input("SOURCE", self._source, source_format, 4 if alpha else 3)
            self._has_alpha = alpha
            hide = alpha and bool(self._shaders)
            if self._source == self._target and (source_format.dtype != "f2" or hide):
                # A scaler would store its result as half floats; without one this does.
                self._store["SOURCE"] = self._main
                self._main = self._builtin("source", texture_to_half(alpha=alpha, hide=hide))
                del self._store["SOURCE"]
            return
        if colour is None:
            raise ValueError("a pixel layout needs a colour description")
        self._has_alpha = layout.has_alpha
        for index, plane in enumerate(layout.planes):
            name = plane_name(index)
            self._store[name] = self._input(
                name, plane.size(self._source), plane.format, plane.format.components
            )
        self._main = self._builtin("planes", planes_to_rgb(layout, colour))
        for index in range(len(layout.planes)):
            del self._store[plane_name(index)]

    def process(self, scaler: str) -> None:
        """Run the hook points and, between them, the scaler."""
        self._explain_hooks_that_never_fire()
        image = source = self._main
        points = (*RGB_SOURCE, *BEFORE_SCALING) if self._rgb_source else BEFORE_SCALING
        for point in points:
            image = self._at(point, image)
        untouched = image == source
        if image.size != self._target or image.shift != (0.0, 0.0):
            # A scaler of `none` says the source has the output's size; what a pass then resized
            # has still to be brought back to it.
            kernel = DEFAULT_SCALER if scaler == NO_SCALER else scaler
            image = self._scale(kernel, image)
        if self._has_alpha:
            # Alpha is scaled, not processed: from the scaled picture where no pass came before.
            self._alpha = image if untouched else self._scaled_alpha(scaler, source)
        for point in AFTER_SCALING:
            image = self._at(point, image)
        self._main = image

    def deliver(self, output: Output) -> tuple[int, ...]:
        """Write the result in the form asked for; return its values."""
        self._store = {"HOOKED": self._main}
        if self._alpha is not None:
            self._store["ALPHASOURCE"] = self._alpha
        alpha = self._alpha is not None
        if isinstance(output, TextureFormat):
            shader = rgb_to_texture(alpha=alpha)
            return (self._builtin("output", shader, formats=(output,)).value,)
        shaders = rgb_to_planes(output.layout, output.colour, alpha=alpha)
        return tuple(
            self._builtin("output", shader, formats=(plane.format,)).value
            for shader, plane in zip(shaders, output.layout.planes, strict=True)
        )

    def finish(
        self,
        layout: PixelLayout | None,
        colour: Colour | None,
        scaler: str,
        outputs: tuple[int, ...],
        *,
        owns_inputs: bool,
    ) -> Plan:
        """Return the plan of what was declared."""
        last_use = [value.last_use for value in self._values]
        for index, run in enumerate(s for s in self._steps if isinstance(s, PassRun)):
            for binding in run.bindings:
                last_use[binding.value] = max(last_use[binding.value], index)
        for value in outputs:
            last_use[value] = self._runs
        values, slots = assign_slots(
            [replace(v, last_use=use) for v, use in zip(self._values, last_use, strict=True)]
        )
        return Plan(
            source=self._source,
            target=self._target,
            native=self._native,
            layout=layout,
            colour=colour,
            scaler=scaler,
            steps=tuple(self._steps),
            values=values,
            inputs=self._inputs,
            slots=slots,
            outputs=outputs,
            owns_inputs=owns_inputs,
        )

    # Parts of stages.

    def _explain_hooks_that_never_fire(self) -> None:
        for shader in self._shaders:
            for index, shader_pass in enumerate(shader.passes):
                if not shader_pass.hooks:
                    self._skip(shader, shader_pass, index, "-", "it names no hook point")
                for hook in dict.fromkeys(shader_pass.hooks):
                    reason = why_never(hook, rgb_source=self._rgb_source)
                    if reason:
                        self._skip(shader, shader_pass, index, hook, reason)

    def _at(self, point: str, image: _Image) -> _Image:
        """Run the passes hooked at one point; return the picture that goes on from there."""
        if point not in self._named:
            return image
        self._store[point] = image
        for shader in self._shaders:
            for index, shader_pass in enumerate(shader.passes):
                if point not in shader_pass.hooks:
                    continue
                reason = self._why_not(shader, shader_pass, image)
                if reason is None:
                    image, reason = self._run(point, image, shader, shader_pass, index)
                if reason is not None:
                    self._skip(shader, shader_pass, index, point, reason)
        return image

    def _why_not(self, shader: UserShader, shader_pass: Pass, image: _Image) -> str | None:
        """Return why a hooked pass does not run, or None where it does."""
        if shader_pass.when is not None:
            reason = self._when(shader_pass.when, image, shader)
            if reason:
                return reason
        if shader_pass.compute is not None and not self._compute:
            return "compute shaders need OpenGL 4.3, which this driver does not have"
        known = {"HOOKED", *self._store, *self._lookups, *_buffers(shader)}
        for name in shader_pass.binds:
            if name not in known:
                return self._why_missing(name)
        return None

    def _when(self, when: Expression, image: _Image, shader: UserShader) -> str | None:
        sizes, values = self._sizes(image), self._params_of(shader)
        try:
            if when.evaluate(sizes, values) != 0:
                return None
        except ExpressionFailure as failure:
            return f"WHEN cannot be evaluated: {failure}"
        return f"WHEN is false: {when.explain(sizes, values)}"

    def _why_missing(self, name: str) -> str:
        for step in self._steps:
            if isinstance(step, PassSkip) and step.shader_pass.save == name:
                return f"texture {name} is missing: {step.label!r}, which saves it, did not run"
        if name in HOOK_POINTS:
            reason = why_never(name, rgb_source=self._rgb_source)
            return f"texture {name} is missing: {reason or 'that hook point comes later'}"
        savers = [p.desc or p.save for s in self._shaders for p in s.passes if p.save == name]
        if savers:
            return f"texture {name} is missing: {savers[0]!r}, which saves it, comes later"
        return f"texture {name} is missing: no pass saves it"

    def _run(
        self, point: str, image: _Image, shader: UserShader, shader_pass: Pass, index: int
    ) -> tuple[_Image, str | None]:
        """Run one pass; return the picture that goes on, or why its result cannot be used."""
        save = shader_pass.save or point
        overwrites = save == point
        size = self._output_size(shader_pass, image, shader)
        if size is None:
            return image, "its WIDTH or HEIGHT is not usable"
        fixed = not HOOK_POINTS[point].resizable
        moved = shader_pass.offset.x != 0 or shader_pass.offset.y != 0
        if overwrites and fixed and (size != image.size or moved):
            return image, f"{point} cannot be resized or moved"
        components = shader_pass.components or image.components
        if overwrites:
            components = min(components, image.components)
        # The label is what players show: the pass's DESC.
        bindings = self._bindings(shader, shader_pass, point, image)
        value = self._append(
            point, shader, shader_pass, index, bindings, save, size, RGBA16F, components
        )
        result = _Image(value, size, components)
        if overwrites:
            # The picture moved by OFFSET output pixels, on top of how it lay before.
            shift = tuple(
                s * new / old + o
                for s, new, old, o in zip(image.shift, size, image.size,
                                          (shader_pass.offset.x, shader_pass.offset.y),
                                          strict=True)
            )  # fmt: skip
            if shader_pass.align:
                shift = (0.0, 0.0)
            image = replace(result, shift=(shift[0], shift[1]))
            result = image
        self._store[save] = result
        return image, None

    def _scale(self, scaler: str, image: _Image) -> _Image:
        hidden, self._store = self._store, {"HOOKED": image}
        shader = scaler_shader(scaler, alpha=image.components == 4)
        for index in range(len(shader.passes)):
            result = self._builtin("scale", shader, index, image=image)
            if index == 0:
                # Of two passes, rows come first; how far the picture lies off downwards is undone
                # by the second, which resamples columns.
                result = replace(result, shift=(0.0, image.shift[1]))
            self._store[shader.passes[index].save or "SCALED"] = result
        self._store = hidden
        return replace(result, components=image.components, shift=(0.0, 0.0))

    def _scaled_alpha(self, scaler: str, source: _Image) -> _Image:
        if source.size == self._target:
            return source
        return self._scale(DEFAULT_SCALER if scaler == NO_SCALER else scaler, source)

    # Records.

    def _input(self, name: str, size: Size, fmt: TextureFormat, components: int) -> _Image:
        self._values.append(Value(name, size, fmt, components, None, -1, -1))
        self._inputs += 1
        return _Image(len(self._values) - 1, size, components)

    def _builtin(
        self,
        stage: str,
        shader: UserShader,
        index: int = 0,
        *,
        image: _Image | None = None,
        formats: tuple[TextureFormat, ...] = (RGBA16F,),
    ) -> _Image:
        shader_pass = shader.passes[index]
        lookups = {t.name for t in shader.textures}
        bindings = [Binding((name,), self._store[name].value, self._store[name].shift)
                    for name in shader_pass.binds if name not in lookups]  # fmt: skip
        hooked = image or self._store.get("HOOKED")
        size = self._output_size(shader_pass, hooked, shader)
        assert size is not None and shader_pass.save is not None
        components = shader_pass.components or (hooked.components if hooked else 4)
        value = self._append(
            stage, shader, shader_pass, index, bindings, shader_pass.save, size, formats[0],
            components,
        )  # fmt: skip
        return _Image(value, size, components)

    def _append(
        self,
        hook: str,
        shader: UserShader,
        shader_pass: Pass,
        index: int,
        bindings: Sequence[Binding],
        save: str,
        size: Size,
        fmt: TextureFormat,
        components: int,
    ) -> int:
        """Record a run and the value it writes; return the value's index."""
        # The engine's own passes read their own tables, whatever names a user's file gives its.
        builtin = hook in BUILTIN_STAGES
        tables = {t.name: t for t in shader.textures} if builtin else self._lookups
        own = _buffers(shader)
        lookups = tuple(
            tables[name] for name in shader_pass.binds if name in tables and name not in own
        )
        self._values.append(Value(save, size, fmt, components, None, self._runs, -1))
        self._steps.append(
            PassRun(
                label=shader_pass.desc or f"{shader.filename} pass {index + 1}",
                hook=hook,
                shader=shader,
                shader_pass=shader_pass,
                bindings=tuple(bindings),
                lookups=lookups,
                buffers=tuple(own[name] for name in shader_pass.binds if name in own),
                params=tuple(self._params_of(shader).items()),
                output=len(self._values) - 1,
                components=components,
                pass_index=index,
            )
        )
        self._runs += 1
        return len(self._values) - 1

    def _skip(
        self, shader: UserShader, shader_pass: Pass, index: int, hook: str, reason: str
    ) -> None:
        label = shader_pass.desc or f"{shader.filename} pass {index + 1}"
        self._steps.append(PassSkip(label, hook, shader, shader_pass, reason, index))

    # Look-ups.

    def _bindings(
        self, shader: UserShader, shader_pass: Pass, point: str, image: _Image
    ) -> list[Binding]:
        """Return what a user's pass reads.

        Textures are sampled as they lie; only ``OFFSET ALIGN`` moves HOOKED back into place. The
        hooked texture, bound both as HOOKED and by the point's name, is bound once.
        """
        bindings: list[Binding] = []
        hooked = "HOOKED" in shader_pass.binds
        own = _buffers(shader)
        for name in shader_pass.binds:
            if name in own or name in self._lookups or (hooked and name == point):
                continue
            if name == "HOOKED":
                shift = image.shift if shader_pass.align else (0.0, 0.0)
                bindings.append(Binding(("HOOKED", point), image.value, shift))
            else:
                bindings.append(Binding((name,), self._store[name].value))
        return bindings

    def _sizes(self, image: _Image | None) -> _Sizes:
        return _Sizes(
            {name: stored.size for name, stored in self._store.items()}
            | {"NATIVE_CROPPED": self._native_cropped(), "OUTPUT": self._target}
            | ({"HOOKED": image.size} if image else {})
        )

    def _native_cropped(self) -> Size:
        return self._source

    def _params_of(self, shader: UserShader) -> Mapping[str, float | int]:
        return self._params.get(id(shader), {})

    def _output_size(
        self, shader_pass: Pass, image: _Image | None, shader: UserShader
    ) -> Size | None:
        sizes, values = self._sizes(image), self._params_of(shader)
        hooked = image.size if image else self._source

        def extent(expression: Expression | None, default: int) -> int | None:
            if expression is None:
                return default
            try:
                number = expression.evaluate(sizes, values)
            except ExpressionFailure:
                return 1  # as the format has it
            # Half away from zero; a negative size counts by its magnitude.
            rounded = math.floor(abs(number) + 0.5)
            return rounded if 1 <= rounded < _MAX_EXTENT else None

        width = extent(shader_pass.width, hooked.width)
        height = extent(shader_pass.height, hooked.height)
        return None if width is None or height is None else Size(width, height)


def _buffers(shader: UserShader) -> dict[str, Buffer]:
    """Return a file's buffers by name; of two of one name, the first."""
    return {buffer.name: buffer for buffer in reversed(shader.buffers)}


class _Sizes:
    """The sizes an expression may ask for, by name."""

    def __init__(self, sizes: Mapping[str, Size]) -> None:
        self._sizes = sizes

    def __call__(self, name: str) -> Size | None:
        return self._sizes.get(name)
