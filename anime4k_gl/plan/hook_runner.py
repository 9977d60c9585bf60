"""What happens at a hook point: which passes run, on what, and what they leave behind.

The rules are mpv's. A pass is skipped, with a reason, where its WHEN is false or cannot be
evaluated or a texture it binds does not exist; a skipped pass saves nothing, so its readers are
skipped too. Nothing raises for a shader that merely does not apply.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..formats import RGBA16F, Size, TextureFormat
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
from .dialect import Dialect
from .hook_points import ALWAYS_STORED, HOOK_POINTS
from .image import STRAIGHT, Image, Lay, Pair
from .model import Binding, PassSkip
from .passes.light import HDR_TRANSFERS
from .recorder import Params, Recorder
from .saved_textures import Stores, file_of

MAX_EXTENT = 1 << 24
"""Beyond this a 32-bit float cannot count the pixels of a side."""

DONE_WITH_SCALING = "it is done in one pass with the scaling"
"""Why a pass is listed as one that does not run, though what it does is done."""


class FileDisabled(Exception):
    """A pass failed by which libplacebo stops using its whole file.

    Attributes
    ----------
    shader : the file
    index : the place of the pass in it
    reason : what failed
    """

    def __init__(self, shader: UserShader, index: int, reason: str) -> None:
        super().__init__(reason)
        self.shader, self.index, self.reason = shader, index, reason


class Hooking:
    """The user's passes, the textures stored so far in the frame, and who may run next.

    Attributes
    ----------
    dialect : whose rules hold
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
        disabled: Mapping[object, FileDisabled],
        colour: TextureFormat = RGBA16F,
    ) -> None:
        self.reference = STRAIGHT
        self.never: dict[str, str] = {}
        self._recorder = recorder
        self._shaders = tuple(shaders)
        self._params = params
        self._source, self._target, self._native = source, target, native
        self.dialect = dialect
        self._compute = compute
        self._colour = colour
        self._stores = Stores(dialect, self._shaders)
        self._named = {
            dialect.texture(n) for s in shaders for p in s.passes for n in (*p.hooks, *p.binds)
        }
        self._measured = {
            dialect.texture(token.texture)
            for s in shaders
            for p in s.passes
            for expression in (p.width, p.height, p.when)
            if expression is not None
            for token in expression.tokens
            if isinstance(token, SizeReference)
        }
        if dialect is Dialect.LIBPLACEBO:
            self._named |= self._measured
        self._disabled = disabled
        self._with_filter: dict[int, Texture] = {}
        self._done_with_scaling: UserShader | None = None

    # What the pipeline asks.

    def wants(self, *points: str) -> bool:
        """Return whether any pass hooks or binds one of these points, whether it runs or not.

        Asking for its size is enough for the points that hold raw planes.
        """
        return any(p in self._named or (p in ALWAYS_STORED and p in self._measured) for p in points)

    def forced_light(self, transfer: int | None) -> tuple[bool, bool]:
        """Return whether scaling is in linear, and in sigmoidised light because passes name it.

        In libplacebo it is; there is no sigmoid for high dynamic range.

        Parameters
        ----------
        transfer : the source's H.273 transfer code; None for an R'G'B' picture
        """
        if self.dialect is not Dialect.LIBPLACEBO:
            return False, False
        sigmoid = self.wants("SIGMOID")
        return sigmoid or self.wants("LINEAR"), sigmoid and transfer not in HDR_TRANSFERS

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

    def done_with_scaling(self) -> UserShader | None:
        """Return the file whose first pass can be done while the picture is scaled.

        Nobody else may look at the scaled picture then: the other passes of the file read what
        earlier ones saved, and no other file runs.
        """
        if len(self._shaders) != 1 or not self._shaders[0].scaled_first:
            return None
        shader = self._shaders[0]
        first, *others = shader.passes
        readers = [p for p in others if {"HOOKED", "OUTPUT"} & {*p.binds}]
        at_output = all(p.hooks == ("OUTPUT",) for p in shader.passes)
        replaces = others and others[-1].save in (None, "OUTPUT")
        return shader if at_output and first.save and replaces and not readers else None

    def format_of_first(self, shader: UserShader) -> TextureFormat:
        """Return how what the file's first pass saves is stored."""
        return self._colour if shader.passes[0].save in shader.colours else RGBA16F

    def first_is_done(self, shader: UserShader) -> None:
        """Say that the file's first pass was done while the picture was scaled."""
        self._done_with_scaling = shader

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
        ended: str | None = None
        for number, shader in enumerate(self._shaders):
            if number == 0 or self.dialect is Dialect.LIBPLACEBO:
                self._stores.point(shader, point, image)
            for index, shader_pass in enumerate(shader.passes):
                if not self._hooks(shader_pass, point):
                    continue
                if index == 0 and shader is self._done_with_scaling:
                    self._stores.save(shader, shader_pass.save or point, image)
                    self._recorder.skip(shader, index, point, DONE_WITH_SCALING)
                    continue
                reason = ended or self._why_not(shader, index, image)
                if reason is None:
                    image, lay, reason = self._run(point, image, lay, shader, index)
                    if reason is not None:
                        # A result that cannot be used also ends this hook point, as in mpv.
                        ended = f"an earlier pass at {point} gave a result that cannot be used"
                if reason is not None:
                    self._recorder.skip(shader, index, point, reason)
        return image, lay

    # Whether a pass runs.

    def at_reference(self, point: str, image: Image, lay: Lay) -> tuple[Image, Lay]:
        """Run a point of the whole picture; prescalers there move the reference."""
        image, lay = self.at(point, image, lay)
        self.reference = lay
        return image, lay

    def _hooks(self, shader_pass: Pass, point: str) -> bool:
        return any(self.dialect.texture(hook) == point for hook in shader_pass.hooks)

    def _why_never(self, name: str) -> str | None:
        if name not in HOOK_POINTS:
            return f"there is no hook point {name!r}"
        return self.never.get(name)

    def _why_not(self, shader: UserShader, index: int, image: Image) -> str | None:
        """Return why a hooked pass does not run, or None where it does."""
        shader_pass = shader.passes[index]
        failure = self._disabled.get(file_of(shader))
        if failure is not None:
            first = "" if index == failure.index else "its file was disabled: "
            return first + failure.reason
        if shader_pass.when is not None:
            reason = self._when(shader_pass.when, image, shader, index)
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

    def _when(self, when: Expression, image: Image, shader: UserShader, index: int) -> str | None:
        sizes, values = self._sizes(image, shader), self.params_of(shader)
        try:
            if self._evaluate(when, image, shader) != 0:
                return None
        except ExpressionFailure as failure:
            reason = f"WHEN cannot be evaluated: {failure}"
            self._fail(shader, index, reason)
            return reason
        return f"WHEN is false: {when.explain(sizes, values)}"

    def _fail(self, shader: UserShader, index: int, reason: str) -> None:
        """In libplacebo a file with a pass that fails is not used again.

        What its other passes do up to there is shown once, in the first frame; a plan is for all
        the others, so it is made anew without the file.

        Raises
        ------
        FileDisabled : where the dialect is libplacebo's
        """
        if self.dialect is Dialect.LIBPLACEBO:
            raise FileDisabled(shader, index, reason)

    def _has(self, name: str, shader: UserShader) -> bool:
        return self.dialect.texture(name) in self._stores.of(shader)

    def _why_missing(self, name: str) -> str:
        for step in self._recorder.steps:
            if isinstance(step, PassSkip) and step.shader_pass.save == name:
                return f"texture {name} is missing: {step.label!r}, which saves it, did not run"
        file = self._stores.saver_elsewhere(name)
        if file is not None:
            saver = next((p.desc for p in file.passes if p.save == name), None) or name
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
        libplacebo = self.dialect is Dialect.LIBPLACEBO
        save = self.dialect.texture(shader_pass.save or point)
        if save == "HOOKED" and libplacebo:
            save = point
        overwrites = save == point
        resizable = HOOK_POINTS[point].resizable
        extent = self._output_extent(shader, index, image)
        # Half away from zero; in vo_gpu a negative size counts by its magnitude.
        whole = [math.floor((side if libplacebo else abs(side)) + 0.5) for side in extent]
        if not all(1 <= side < MAX_EXTENT for side in whole):
            reason = "its WIDTH or HEIGHT is not usable"
            self._fail(shader, index, reason)
            return image, lay, reason
        size = Size(*whole)
        offset = shader_pass.offset
        if overwrites and not resizable:
            if size != image.size or offset != Offset():
                reason = f"{point} cannot be resized or moved"
                self._fail(shader, index, reason)
                return image, lay, reason
            if shader_pass.align and not libplacebo:
                return image, lay, f"{point} cannot be aligned"
        aligns = shader_pass.align and resizable and (overwrites or libplacebo)
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
            save=save, size=size, components=components,
            fmt=self._colour if components >= 3 and (overwrites or save in shader.colours)
            else RGBA16F,
            input_size=self.input_size(), tex_offset=self.reference.shift,
        )  # fmt: skip
        self._stores.save(shader, save, result)
        if not overwrites:
            return image, lay, None
        if resizable:
            # In vo_gpu by the sizes before they were rounded to whole texels.
            wide, high = size if libplacebo else extent
            factor = (wide / image.size.width, high / image.size.height)
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
        bound: set[str] = {point} if "HOOKED" in shader_pass.binds else set()
        store = self._stores.of(shader)
        own, tables = buffers_of(shader), self.tables(shader)
        moved = image
        if aligns:
            shift = (image.sampling.shift[0] + lay.shift[0], image.sampling.shift[1] + lay.shift[1])
            moved = replace(image, sampling=Lay(image.sampling.scale, shift))
        for name in shader_pass.binds:
            texture = self.dialect.texture(name)
            if name in own or name in tables or texture in bound:
                continue
            bound.add(texture)
            if name == "HOOKED":
                bindings.append(bind(("HOOKED", *self.dialect.names(point)), moved))
            elif texture == point and self.dialect is Dialect.LIBPLACEBO:
                bindings.append(bind(self.dialect.names(texture), moved))
            else:
                bindings.append(bind(self.dialect.names(texture), store[texture]))
        return bindings

    # Look-ups.

    def tables(self, shader: UserShader) -> dict[str, Texture]:
        """Return the lookup tables a file's passes may read; of two of one name, the first.

        A table that does not say how it is sampled is LINEAR in vo_gpu, NEAREST in libplacebo.
        """
        if self.dialect is Dialect.VO_GPU:
            files: Sequence[UserShader] = self._shaders
            default = Filter.LINEAR
        else:
            files, default = (shader,), Filter.NEAREST
        tables = {t.name: t for s in reversed(files) for t in reversed(s.textures)}
        return {name: self._sampled(table, default) for name, table in tables.items()}

    def _sampled(self, table: Texture, default: Filter) -> Texture:
        """Return a table that says how it is sampled if it is, the same one for the same table."""
        if table.filter is not None or not table.format.filterable or table.storage:
            return table
        # The executor tells tables apart by identity, so each is made once.
        return self._with_filter.setdefault(id(table), replace(table, filter=default))

    def params_of(self, shader: UserShader) -> Params:
        """Return a file's parameters, and its enums' members, by name."""
        return self._params.get(id(shader), {})

    def _sizes(self, image: Image, shader: UserShader) -> _Sizes:
        scale = self.reference.scale
        width, height = self._native
        native = Size(round(width * scale[0]), round(height * scale[1]))
        stored = {
            name: stored.size
            for texture, stored in self._stores.of(shader).items()
            for name in self.dialect.names(texture)
        }
        return _Sizes(
            stored | {"NATIVE_CROPPED": native, "OUTPUT": self._target, "HOOKED": image.size}
        )

    def _evaluate(self, expression: Expression, image: Image, shader: UserShader) -> float:
        return expression.evaluate(
            self._sizes(image, shader),
            self.params_of(shader),
            tolerant_equality=self.dialect is Dialect.LIBPLACEBO,
        )

    def _output_extent(self, shader: UserShader, index: int, image: Image) -> Pair:
        """Return the width and height a pass asks for, in texels and parts of them."""
        shader_pass, sides = shader.passes[index], []
        pairs = ((shader_pass.width, image.size.width), (shader_pass.height, image.size.height))
        for expression, default in pairs:
            if expression is None:
                sides.append(float(default))
                continue
            try:
                sides.append(self._evaluate(expression, image, shader))
            except ExpressionFailure as failure:
                self._fail(shader, index, f"a size cannot be evaluated: {failure}")
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
