"""The engine's own passes as steps of a plan: conversion, linear light, scaling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..formats import RGBA16F, Size, TextureFormat
from ..scaler_shaders import Tuning, has_compute_form, scaler_shader
from ..usershader import UserShader
from .dialect import Dialect
from .hooks.runner import HookRunner, bind
from .image import Image, TexelTransform
from .recorder import Params, Recorder
from .scaling_options import ScalingOptions


class BuiltinStages:
    """Records the engine's own passes around those of user shaders.

    Parameters
    ----------
    as_player : whether to follow mpv where a more exact method would give another picture
    target, scaled_format : the output's size, and the format of an opaque picture of that size
    compute_scaling : whether to scale in one compute dispatch where the scaler can
    """

    def __init__(
        self,
        recorder: Recorder,
        hooks: HookRunner,
        *,
        target: Size,
        options: ScalingOptions,
        as_player: bool,
        scaled_format: TextureFormat = RGBA16F,
        compute_scaling: bool = False,
    ) -> None:
        self._recorder = recorder
        self._hooks = hooks
        self._target = target
        self._options = options
        self._as_player = as_player
        self._scaled_format = scaled_format
        self._compute_scaling = compute_scaling and not as_player

    def run(
        self,
        stage: str,
        shader: UserShader,
        images: Mapping[str, Image],
        *,
        index: int = 0,
        size: Size | None = None,
        fmt: TextureFormat = RGBA16F,
        params: Params | None = None,
    ) -> Image:
        """Run one of the engine's passes over named images; by default at the first one's size."""
        shader_pass = shader.passes[index]
        tables = {t.name: t for t in shader.textures}
        first = next(iter(images.values()))
        return self._recorder.run(
            stage, shader, index,
            bindings=[bind((n,), images[n]) for n in shader_pass.binds if n not in tables],
            lookups=[tables[n] for n in shader_pass.binds if n in tables],
            buffers=(),
            params=params or {},
            save=shader_pass.save or "HOOKED",
            size=size or first.size,
            fmt=fmt,
            components=shader_pass.components or first.components,
            input_size=self._hooks.environment.input_size(),
            tex_offset=self._hooks.environment.reference.shift,
        )  # fmt: skip

    def filtered(self, shader: UserShader, image: Image) -> Image:
        """Run a pass that processes each pixel on its own."""
        return self.run("scale", shader, {"HOOKED": image})

    def resampled(
        self,
        scaler: str,
        image: Image,
        size: Size,
        *,
        tuning: Tuning,
        alpha: bool | None = None,
        first: UserShader | None = None,
    ) -> Image:
        """Run a scaler over an image, with the image's sampling.

        Parameters
        ----------
        scaler, tuning : the scaler and its tuning
        image, size : the picture, and the size of the result
        alpha : whether to weight colour by alpha; None weights it if there is any, but not with
            `as_player`, since players do not show alpha
        first : a file whose first pass is done in the same dispatch where possible
        """
        if alpha is None:
            alpha = image.components == 4 and not self._as_player
        libplacebo = self._hooks.dialect is Dialect.LIBPLACEBO
        sampling = image.sampling
        # A tile of the output must not cover a larger piece of the source.
        per_column, per_row = (
            a * s / b for a, s, b in zip(image.size, sampling.scale, size, strict=True)
        )
        fits = max(per_column, per_row) <= 1 and has_compute_form(scaler, tuning)
        compute = (per_column, per_row) if fits and self._compute_scaling and not alpha else None
        if compute and first:
            shader = scaler_shader(
                scaler, antialias=False, tuning=tuning, compute=compute, template=first.scaled_first
            )
            values = self._hooks.environment.params_of(first)
            result = self.run(
                "scale", shader, {"HOOKED": image}, size=size,
                fmt=self._hooks.first_pass_format(first),
                params={p.name: values[p.name] for p in shader.params},
            )  # fmt: skip
            self._hooks.mark_merged(first)
            return replace(result, components=image.components)
        shader = scaler_shader(
            scaler,
            alpha=alpha,
            antialias=self._options.correct_downscaling
            and (size.width < image.size.width or size.height < image.size.height),
            as_player=self._as_player,
            libplacebo=libplacebo,
            tuning=tuning,
            compute=compute,
        )
        fmt = self._scaled_format if size == self._target and not alpha else RGBA16F
        if len(shader.passes) == 1:
            result = self.run("scale", shader, {"HOOKED": image}, size=size, fmt=fmt)
            return replace(result, components=image.components)
        # Rows first: the second pass undoes the vertical part of the sampling.
        across = TexelTransform((sampling.scale[0], 1.0), (sampling.shift[0], 0.0))
        down = TexelTransform((1.0, sampling.scale[1]), (0.0, sampling.shift[1]))
        rows = self.run(
            "scale", shader, {"HOOKED": replace(image, sampling=across)},
            size=Size(size.width, image.size.height), fmt=fmt,
        )  # fmt: skip
        rows = replace(rows, sampling=down)
        result = self.run("scale", shader, {"SCALED_ROWS": rows}, index=1, size=size, fmt=fmt)
        return replace(result, components=image.components)
