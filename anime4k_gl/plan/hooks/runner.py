"""The run of the user's passes at each hook point.

The rules are mpv's. A pass is skipped, with a reason, where its WHEN is false or cannot be
evaluated or a texture it binds does not exist; a skipped pass saves nothing, so its readers are
skipped too. Nothing raises for a shader that merely does not apply.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...formats import HALF_FLOATS, RGBA16F, Size, TextureFormat
from ...usershader import ExpressionFailure, Offset, Pass, UserShader
from ...usershader.expression import SizeReference
from ..dialect import Dialect
from ..image import IDENTITY, Image, Pair, TexelTransform
from ..model import Binding
from ..passes.light import HDR_TRANSFERS
from ..recorder import Params, Recorder
from .eligibility import Eligibility, FileDisabled
from .environment import HookEnvironment, buffers_of
from .points import ALWAYS_STORED, HOOK_POINTS

MAX_EXTENT = 1 << 24
"""Beyond this a 32-bit float cannot count the pixels of a side."""

MERGED_WITH_SCALING = "it is done in one pass with the scaling"
"""The reason listed for a pass that does not run because its work is done elsewhere."""


class HookRunner:
    """Runs the user's passes, point by point.

    Attributes
    ----------
    environment : what the passes can read
    eligibility : which of them run
    """

    def __init__(
        self,
        recorder: Recorder,
        shaders: Sequence[UserShader],
        params: Mapping[int, Params],
        *,
        target: Size,
        native: Size,
        dialect: Dialect,
        compute: bool,
        disabled: Mapping[object, FileDisabled],
        colour: TextureFormat = RGBA16F,
    ) -> None:
        self.environment = HookEnvironment(
            shaders, params, target=target, native=native, dialect=dialect
        )
        self.eligibility = Eligibility(
            self.environment, recorder, compute=compute, disabled=disabled
        )
        self.dialect = dialect
        self._recorder = recorder
        self._shaders = self.environment.shaders
        self._saved = self.environment.saved
        self._colour = colour
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
        self._merged: UserShader | None = None

    # Questions of the pipeline's stages.

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

    def mergeable_with_scaling(self) -> UserShader | None:
        """Return the file whose first pass can be done while the picture is scaled, or None.

        No other pass may read the scaled picture then: the other passes of the file read only
        textures that earlier ones saved, and no other file runs.
        """
        if len(self._shaders) != 1 or not self._shaders[0].scaled_first:
            return None
        shader = self._shaders[0]
        first, *others = shader.passes
        readers = [p for p in others if {"HOOKED", "OUTPUT"} & {*p.binds}]
        at_output = all(p.hooks == ("OUTPUT",) for p in shader.passes)
        replaces = others and others[-1].save in (None, "OUTPUT")
        return shader if at_output and first.save and replaces and not readers else None

    def first_pass_format(self, shader: UserShader) -> TextureFormat:
        """Return the format of the texture that the file's first pass saves."""
        return self._colour if shader.passes[0].save in shader.colours else RGBA16F

    def mark_merged(self, shader: UserShader) -> None:
        """Note that the file's first pass was done while the picture was scaled."""
        self._merged = shader

    # The run.

    def run_point(
        self, point: str, image: Image, transform: TexelTransform = IDENTITY
    ) -> tuple[Image, TexelTransform]:
        """Run the passes hooked at a point.

        Parameters
        ----------
        point : its name
        image : the picture there
        transform : where the source lies on it

        Returns the picture that goes on from there, and where the source lies on that.
        """
        if point not in self._named and point not in ALWAYS_STORED:
            return image, transform
        ended: str | None = None
        for number, shader in enumerate(self._shaders):
            if number == 0 or self.dialect is Dialect.LIBPLACEBO:
                self._saved.store_point(shader, point, image)
            for index, shader_pass in enumerate(shader.passes):
                if not self.eligibility.hooks(shader_pass, point):
                    continue
                if index == 0 and shader is self._merged:
                    self._saved.save(shader, shader_pass.save or point, image)
                    self._recorder.skip(shader, index, point, MERGED_WITH_SCALING)
                    continue
                reason = ended or self.eligibility.skip_reason(shader, index, image)
                if reason is None:
                    image, transform, reason = self._run(point, image, transform, shader, index)
                    if reason is not None:
                        # A result that cannot be used also ends this hook point, as in mpv.
                        ended = f"an earlier pass at {point} gave a result that cannot be used"
                if reason is not None:
                    self._recorder.skip(shader, index, point, reason)
        return image, transform

    def run_reference_point(
        self, point: str, image: Image, transform: TexelTransform
    ) -> tuple[Image, TexelTransform]:
        """Run a point of the whole picture; prescalers there move the reference."""
        image, transform = self.run_point(point, image, transform)
        self.environment.reference = transform
        return image, transform

    def _run(
        self, point: str, image: Image, transform: TexelTransform, shader: UserShader, index: int
    ) -> tuple[Image, TexelTransform, str | None]:
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
            self.eligibility.fail(shader, index, reason)
            return image, transform, reason
        size = Size(*whole)
        offset = shader_pass.offset
        if overwrites and not resizable:
            if size != image.size or offset != Offset():
                reason = f"{point} cannot be resized or moved"
                self.eligibility.fail(shader, index, reason)
                return image, transform, reason
            if shader_pass.align and not libplacebo:
                return image, transform, f"{point} cannot be aligned"
        aligns = shader_pass.align and resizable and (overwrites or libplacebo)
        components = shader_pass.components or image.components
        if overwrites and point in ALWAYS_STORED:
            # A plane has no room for more; players skip such a pass, or crash.
            components = min(components, image.components)
        # libplacebo keeps what a pass returns, whatever number of channels is in use.
        written = 4 if libplacebo else components
        environment = self.environment
        buffers, tables = buffers_of(shader), environment.tables(shader)
        result = self._recorder.run(
            point, shader, index,
            bindings=self._bindings(shader, shader_pass, point, image, transform, aligns=aligns),
            lookups=[tables[n] for n in shader_pass.binds if n in tables and n not in buffers],
            buffers=[buffers[n] for n in shader_pass.binds if n in buffers],
            params=environment.params_of(shader),
            save=save, size=size, components=written,
            fmt=self._format(shader, save, components, overwrites=overwrites),
            input_size=environment.input_size(), tex_offset=environment.reference.shift,
        )  # fmt: skip
        result = replace(result, components=components)
        self._saved.save(shader, save, result)
        if not overwrites:
            return image, transform, None
        if resizable:
            # In vo_gpu by the sizes before they were rounded to whole texels.
            wide, high = size if libplacebo else extent
            factor = (wide / image.size.width, high / image.size.height)
            transform = transform.resized(factor, (offset.x, offset.y))
            if aligns:
                transform = transform.centred()
        return result, transform, None

    def _format(
        self, shader: UserShader, save: str, components: int, *, overwrites: bool
    ) -> TextureFormat:
        if components >= 3 and (overwrites or save in shader.colours):
            return self._colour
        if shader.narrow and not overwrites and self.dialect is not Dialect.LIBPLACEBO:
            return HALF_FLOATS[components - 1] if components <= 2 else RGBA16F
        return RGBA16F

    def _bindings(
        self,
        shader: UserShader,
        shader_pass: Pass,
        point: str,
        image: Image,
        transform: TexelTransform,
        *,
        aligns: bool,
    ) -> list[Binding]:
        """Return the textures a pass reads.

        Textures are sampled as they lie; only ``OFFSET ALIGN`` moves HOOKED into place. The
        hooked texture, bound both as HOOKED and by the point's name, is bound once.
        """
        bindings: list[Binding] = []
        bound: set[str] = {point} if "HOOKED" in shader_pass.binds else set()
        saved = self._saved.visible_to(shader)
        buffers, tables = buffers_of(shader), self.environment.tables(shader)
        moved = image
        if aligns:
            x, y = (a + b for a, b in zip(image.sampling.shift, transform.shift, strict=True))
            moved = replace(image, sampling=TexelTransform(image.sampling.scale, (x, y)))
        for name in shader_pass.binds:
            texture = self.dialect.texture(name)
            if name in buffers or name in tables or texture in bound:
                continue
            bound.add(texture)
            if name == "HOOKED":
                bindings.append(bind(("HOOKED", *self.dialect.names(point)), moved))
            elif texture == point and self.dialect is Dialect.LIBPLACEBO:
                bindings.append(bind(self.dialect.names(texture), moved))
            else:
                bindings.append(bind(self.dialect.names(texture), saved[texture]))
        return bindings

    def _output_extent(self, shader: UserShader, index: int, image: Image) -> Pair:
        """Return the width and height a pass asks for, in texels and parts of them."""
        shader_pass, sides = shader.passes[index], []
        pairs = ((shader_pass.width, image.size.width), (shader_pass.height, image.size.height))
        for expression, default in pairs:
            if expression is None:
                sides.append(float(default))
                continue
            try:
                sides.append(self.environment.evaluate(expression, image, shader))
            except ExpressionFailure as failure:
                reason = f"a size cannot be evaluated: {failure}"
                self.eligibility.fail(shader, index, reason)
                sides.append(1.0)  # as vo_gpu has it
        return sides[0], sides[1]


def bind(names: tuple[str, ...], image: Image) -> Binding:
    """Return an image as a pass reads it, under some names."""
    sampling = image.sampling
    return Binding(names, image.value, sampling.shift, sampling.scale, image.multiplier)
