"""What happens at a hook point: which passes run, on what, and what they leave behind.

The rules are mpv's. A pass is skipped, with a reason, where its WHEN is false or cannot be
evaluated or a texture it binds does not exist; a skipped pass saves nothing, so its readers are
skipped too. Nothing raises for a shader that merely does not apply.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..formats import RGBA16F, Size
from ..usershader import (
    Buffer,
    Expression,
    ExpressionFailure,
    Filter,
    Offset,
    Pass,
    Texture,
    UserShader,
)
from ..usershader.expression import SizeReference
from .hooks import ALWAYS_STORED, HOOK_POINTS
from .image import STRAIGHT, Image, Lay, Pair
from .model import Binding, PassSkip
from .recorder import Params, Recorder

MAX_EXTENT = 1 << 24
"""Beyond this a 32-bit float cannot count the pixels of a side."""


class Dialect(enum.Enum):
    """Whose rules hold in the few points in which mpv's two video outputs differ."""

    VO_GPU = "vo_gpu"
    LIBPLACEBO = "libplacebo"


class Hooking:
    """The user's passes, the textures stored so far in the frame, and who may run next.

    Attributes
    ----------
    store : the textures a pass may bind by name
    reference : how the source lies on the picture since prescalers resized it
    never : by hook point, why it does not fire; names missing here fire, or are none
    """

    def __init__(
        self,
        recorder: Recorder,
        shaders: Sequence[UserShader],
        params: Mapping[int, Params],
        *,
        source: Size,
        target: Size,
        native: Size,
        dialect: Dialect,
        compute: bool,
    ) -> None:
        self.store: dict[str, Image] = {}
        self.reference = STRAIGHT
        self.never: dict[str, str] = {}
        self._recorder = recorder
        self._shaders = tuple(shaders)
        self._params = params
        self._source, self._target, self._native = source, target, native
        self._dialect = dialect
        self._compute = compute
        self._named = {n for s in shaders for p in s.passes for n in (*p.hooks, *p.binds)}
        self._measured = {
            token.texture
            for s in shaders
            for p in s.passes
            for expression in (p.width, p.height, p.when)
            if expression is not None
            for token in expression.tokens
            if isinstance(token, SizeReference)
        }
        self._saved_by: dict[str, UserShader] = {}
        self._disabled: dict[int, str] = {}
        self._with_filter: dict[int, Texture] = {}

    # What the pipeline asks.

    def wants(self, *points: str) -> bool:
        """Return whether any pass hooks or binds one of these points, whether it runs or not.

        Asking for its size is enough for the points that hold raw planes.
        """
        return any(p in self._named or (p in ALWAYS_STORED and p in self._measured) for p in points)

    def input_size(self) -> Pair:
        """Return the ``input_size`` that passes see: the source's, as prescalers resized it."""
        scale = self.reference.scale
        return self._native.width * scale[0], self._native.height * scale[1]

    def explain_points_that_never_fire(self) -> None:
        """Record a skip for every hook that cannot fire."""
        for shader in self._shaders:
            for index, shader_pass in enumerate(shader.passes):
                if not shader_pass.hooks:
                    self._recorder.skip(shader, index, "-", "it names no hook point")
                for hook in shader_pass.hooks:
                    reason = self._why_never(hook)
                    if reason:
                        self._recorder.skip(shader, index, hook, reason)

    def at(self, point: str, image: Image, lay: Lay = STRAIGHT) -> tuple[Image, Lay]:
        """Run the passes hooked at a point.

        Parameters
        ----------
        point : its name
        image : the picture there
        lay : how the source lies on it

        Returns the picture that goes on from there, and how the source lies on that.
        """
        if point not in self._named and point not in ALWAYS_STORED:
            return image, lay
        self.store[point] = image
        self._saved_by.pop(point, None)
        ended: str | None = None
        for shader in self._shaders:
            for index, shader_pass in enumerate(shader.passes):
                if not self._hooks(shader_pass, point):
                    continue
                reason = ended or self._why_not(shader, shader_pass, image)
                if reason is None:
                    image, lay, reason = self._run(point, image, lay, shader, index)
                    if reason is not None:
                        # A result that cannot be used also ends this hook point, as in mpv.
                        ended = f"an earlier pass at {point} gave a result that cannot be used"
                if reason is not None:
                    self._recorder.skip(shader, index, point, reason)
        return image, lay

    # Whether a pass runs.

    def _hooks(self, shader_pass: Pass, point: str) -> bool:
        return point in shader_pass.hooks

    def _why_never(self, name: str) -> str | None:
        if name not in HOOK_POINTS:
            return f"there is no hook point {name!r}"
        return self.never.get(name)

    def _why_not(self, shader: UserShader, shader_pass: Pass, image: Image) -> str | None:
        """Return why a hooked pass does not run, or None where it does."""
        if id(shader) in self._disabled:
            return self._disabled[id(shader)]
        if shader_pass.when is not None:
            reason = self._when(shader_pass.when, image, shader)
            if reason:
                return reason
        if shader_pass.compute is not None and not self._compute:
            return "compute shaders need OpenGL 4.3, which this driver does not have"
        tables, own = self.tables(shader), buffers_of(shader)
        for name in shader_pass.binds:
            kept = own.get(name) or tables.get(name)
            if kept is not None and kept.storage and not self._compute:
                return f"{name} is storage, which needs OpenGL 4.3; this driver does not have it"
            if not (name == "HOOKED" or name in tables or name in own or self._has(name, shader)):
                return self._why_missing(name)
        return None

    def _when(self, when: Expression, image: Image, shader: UserShader) -> str | None:
        sizes, values = self._sizes(image), self.params_of(shader)
        try:
            if self._evaluate(when, image, shader) != 0:
                return None
        except ExpressionFailure as failure:
            reason = f"WHEN cannot be evaluated: {failure}"
            self._disable(shader, reason)
            return reason
        return f"WHEN is false: {when.explain(sizes, values)}"

    def _disable(self, shader: UserShader, reason: str) -> None:
        """In libplacebo a file with an expression that fails is not used again."""
        if self._dialect is Dialect.LIBPLACEBO:
            self._disabled[id(shader)] = f"its file was disabled: {reason}"

    def _has(self, name: str, shader: UserShader) -> bool:
        if name not in self.store:
            return False
        # libplacebo keeps saved textures to the file that saved them; vo_gpu shares them.
        owner = self._saved_by.get(name)
        return self._dialect is Dialect.VO_GPU or owner is None or owner is shader

    def _why_missing(self, name: str) -> str:
        for step in self._recorder.steps:
            if isinstance(step, PassSkip) and step.shader_pass.save == name:
                return f"texture {name} is missing: {step.label!r}, which saves it, did not run"
        if name in self.store and name in self._saved_by:
            saver = next(p.desc or name for p in self._saved_by[name].passes if p.save == name)
            return f"texture {name} is missing: {saver!r} saves it in another file"
        if name in HOOK_POINTS:
            reason = self.never.get(name, "that hook point comes later")
            return f"texture {name} is missing: {reason}"
        savers = [p.desc or p.save for s in self._shaders for p in s.passes if p.save == name]
        if savers:
            return f"texture {name} is missing: {savers[0]!r}, which saves it, comes later"
        return f"texture {name} is missing: no pass saves it"

    # Running it.

    def _run(
        self, point: str, image: Image, lay: Lay, shader: UserShader, index: int
    ) -> tuple[Image, Lay, str | None]:
        """Run one pass; return what goes on from there, and why its result cannot be used."""
        shader_pass = shader.passes[index]
        save = shader_pass.save or point
        if save == "HOOKED" and self._dialect is Dialect.LIBPLACEBO:
            save = point
        overwrites = save == point
        resizable = HOOK_POINTS[point].resizable
        extent = self._output_extent(shader_pass, image, shader)
        # Half away from zero; a negative size counts by its magnitude.
        size = Size(*(math.floor(abs(side) + 0.5) for side in extent))
        if not all(1 <= side < MAX_EXTENT for side in size):
            return image, lay, "its WIDTH or HEIGHT is not usable"
        offset = shader_pass.offset
        if overwrites and not resizable:
            if size != image.size or offset != Offset():
                return image, lay, f"{point} cannot be resized or moved"
            if shader_pass.align and self._dialect is Dialect.VO_GPU:
                return image, lay, f"{point} cannot be aligned"
        aligns = shader_pass.align and resizable and (
            overwrites or self._dialect is Dialect.LIBPLACEBO
        )  # fmt: skip
        components = shader_pass.components or image.components
        if overwrites and point in ALWAYS_STORED:
            # A plane has no room for more; players skip such a pass, or crash.
            components = min(components, image.components)
        own, tables = buffers_of(shader), self.tables(shader)
        result = self._recorder.run(
            point, shader, index,
            bindings=self._bindings(shader, shader_pass, point, image, lay, aligns=aligns),
            lookups=[tables[n] for n in shader_pass.binds if n in tables and n not in own],
            buffers=[own[n] for n in shader_pass.binds if n in own],
            params=self.params_of(shader),
            save=save, size=size, fmt=RGBA16F, components=components,
            input_size=self.input_size(), tex_offset=self.reference.shift,
        )  # fmt: skip
        self.store[save] = result
        self._saved_by[save] = shader
        if not overwrites:
            return image, lay, None
        if resizable:
            # By the sizes before they were rounded to whole texels.
            factor = (extent[0] / image.size.width, extent[1] / image.size.height)
            lay = lay.resized(factor, (offset.x, offset.y))
            if aligns:
                lay = lay.centred()
        return result, lay, None

    def _bindings(
        self,
        shader: UserShader,
        shader_pass: Pass,
        point: str,
        image: Image,
        lay: Lay,
        *,
        aligns: bool,
    ) -> list[Binding]:
        """Return what a pass reads.

        Textures are sampled as they lie; only ``OFFSET ALIGN`` moves HOOKED into place. The
        hooked texture, bound both as HOOKED and by the point's name, is bound once.
        """
        bindings: list[Binding] = []
        hooked = "HOOKED" in shader_pass.binds
        own, tables = buffers_of(shader), self.tables(shader)
        moved = image
        if aligns:
            shift = (image.sampling.shift[0] + lay.shift[0], image.sampling.shift[1] + lay.shift[1])
            moved = replace(image, sampling=Lay(image.sampling.scale, shift))
        for name in shader_pass.binds:
            if name in own or name in tables or (hooked and name == point):
                continue
            if name == "HOOKED":
                bindings.append(bind(("HOOKED", point), moved))
            elif name == point and self._dialect is Dialect.LIBPLACEBO:
                bindings.append(bind((name,), moved))
            else:
                bindings.append(bind((name,), self.store[name]))
        return bindings

    # Look-ups.

    def tables(self, shader: UserShader) -> dict[str, Texture]:
        """Return the lookup tables a file's passes may read; of two of one name, the first.

        A table that does not say how it is sampled is LINEAR in vo_gpu, NEAREST in libplacebo.
        """
        if self._dialect is Dialect.VO_GPU:
            files: Sequence[UserShader] = self._shaders
            default = Filter.LINEAR
        else:
            files, default = (shader,), Filter.NEAREST
        tables = {t.name: t for s in reversed(files) for t in reversed(s.textures)}
        return {name: self._sampled(table, default) for name, table in tables.items()}

    def _sampled(self, table: Texture, default: Filter) -> Texture:
        """Return a table that says how it is sampled, always the same one for the same table."""
        if table.filter is not None or not table.format.filterable:
            return table
        # The executor tells tables apart by identity, so each is made once.
        return self._with_filter.setdefault(id(table), replace(table, filter=default))

    def params_of(self, shader: UserShader) -> Params:
        """Return a file's parameters, and its enums' members, by name."""
        return self._params.get(id(shader), {})

    def _sizes(self, image: Image) -> _Sizes:
        scale = self.reference.scale
        native = Size(round(self._source.width * scale[0]), round(self._source.height * scale[1]))
        stored = {name: image.size for name, image in self.store.items()}
        return _Sizes(
            stored | {"NATIVE_CROPPED": native, "OUTPUT": self._target, "HOOKED": image.size}
        )

    def _evaluate(self, expression: Expression, image: Image, shader: UserShader) -> float:
        return expression.evaluate(
            self._sizes(image),
            self.params_of(shader),
            tolerant_equality=self._dialect is Dialect.LIBPLACEBO,
        )

    def _output_extent(self, shader_pass: Pass, image: Image, shader: UserShader) -> Pair:
        """Return the width and height a pass asks for, in texels and parts of them."""
        sides = []
        pairs = ((shader_pass.width, image.size.width), (shader_pass.height, image.size.height))
        for expression, default in pairs:
            if expression is None:
                sides.append(float(default))
                continue
            try:
                sides.append(self._evaluate(expression, image, shader))
            except ExpressionFailure as failure:
                self._disable(shader, f"a size cannot be evaluated: {failure}")
                sides.append(1.0)  # as vo_gpu has it
        return sides[0], sides[1]


def bind(names: tuple[str, ...], image: Image) -> Binding:
    """Return an image as a pass reads it, under some names."""
    sampling = image.sampling
    return Binding(names, image.value, sampling.shift, sampling.scale, image.multiplier)


def buffers_of(shader: UserShader) -> dict[str, Buffer]:
    """Return a file's buffers by name; of two of one name, the first."""
    return {buffer.name: buffer for buffer in reversed(shader.buffers)}


class _Sizes:
    """The sizes an expression may ask for, by name."""

    def __init__(self, sizes: Mapping[str, Size]) -> None:
        self._sizes = sizes

    def __call__(self, name: str) -> Size | None:
        return self._sizes.get(name)
