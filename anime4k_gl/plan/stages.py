"""The stages from MAIN to the result, in mpv's order: hook points and the main scaler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..colour import SRGB, Colour
from ..formats import PixelLayout, Size, TextureFormat
from ..scaler_shaders import DEFAULT_SCALER, NO_SCALER, PLAIN
from ..usershader import UserShader
from .builtin_stages import BuiltinStages
from .dialect import Dialect
from .hooks.runner import HookRunner
from .image import EPSILON, IDENTITY, Image, Pair, TexelTransform
from .passes.conversion import (
    rgb_to_planes,
    rgb_to_texture,
)
from .passes.light import delinearize, desigmoidize, linearize, sigmoidize
from .recorder import Recorder
from .scaling_options import ScalingOptions
from .source_stages import Loaded

_ON_THE_WAY = ("LINEAR", "SIGMOID", "PREKERNEL", "POSTKERNEL")
"""The hook points around the main scaler."""


class Stages:
    """The walk from MAIN to the result; each method is a stage.

    `as_player` follows mpv where a more exact method would give another picture.
    """

    def __init__(
        self,
        recorder: Recorder,
        hooks: HookRunner,
        builtin: BuiltinStages,
        *,
        source: Size,
        target: Size,
        options: ScalingOptions,
        as_player: bool,
    ) -> None:
        self._recorder = recorder
        self._hooks = hooks
        self._builtin = builtin
        self._source, self._target = source, target
        self._options = options
        self._as_player = as_player
        self._transfer = SRGB.transfer
        self._alpha: Image | None = None

    # R'G'B'.

    def process(self, loaded: Loaded) -> Image:
        """Run the hook points from MAIN on, with the main scaler between them."""
        image = source = loaded.image
        self._transfer = loaded.transfer
        before = len(self._recorder.steps)
        transform = self._hooks.environment.reference
        for point in self._hooks.dialect.main_points:
            image, transform = self._hooks.run_reference_point(point, image, transform)
        untouched = image == source
        linear = False
        if not loaded.scaled:
            image, linear = self._scaled(image, transform)
        if loaded.alpha:
            # Alpha is scaled, not processed: from the scaled picture where no pass came before.
            untouched = untouched and not (self._as_player or self._user_ran_since(before))
            self._alpha = image if untouched else self._scaled_alpha(source)
        image, _ = self._hooks.run_point("SCALED", image)
        if linear:
            image = self._builtin.filtered(self._light(delinearize), image)
        return self._hooks.run_point("OUTPUT", image)[0]

    def _user_ran_since(self, step: int) -> bool:
        return any(not getattr(s, "builtin", True) for s in self._recorder.steps[step:])

    def _scaled(self, image: Image, transform: TexelTransform) -> tuple[Image, bool]:
        """Return the picture at the output's size, and whether its light is linear."""
        options, hooks = self._options, self._hooks
        factors = [
            target / (source * scale)
            for target, source, scale in zip(
                self._target, self._source, transform.scale, strict=True
            )
        ]
        down = any(factor < 1 - EPSILON for factor in factors)
        up = not down and any(factor > 1 + EPSILON for factor in factors)
        scaler = DEFAULT_SCALER if options.scaler == NO_SCALER else options.scaler
        tuning = options.tuning
        if down and options.dscaler:
            scaler, tuning = options.dscaler, options.dtuning
        linear = options.linear_downscaling if down else (
            up and (options.linear_upscaling or options.sigmoid_upscaling)
        )  # fmt: skip
        sigmoid = linear and up and options.sigmoid_upscaling
        forced = hooks.forced_light(self._transfer)
        linear, sigmoid = linear or forced[0], sigmoid or forced[1]
        if linear:
            image = self._builtin.filtered(self._light(linearize), image)
            image, _ = hooks.run_point("LINEAR", image)
        if sigmoid:
            image = self._builtin.filtered(sigmoidize(), image)
            image, _ = hooks.run_point("SIGMOID", image)
        image, _ = hooks.run_point("PREKERNEL", image)

        shift = transform.shift
        if not (up or down):
            scaler, tuning = "bilinear", PLAIN
            shift = self._unscaled_shift(shift)
        scale = [
            transform.scale[axis] * source / size
            for axis, (source, size) in enumerate(zip(self._source, image.size, strict=True))
        ]
        sampling = TexelTransform((_near_one(scale[0]), _near_one(scale[1])), shift)
        if image.size != self._target or sampling != IDENTITY:
            image = self._builtin.resampled(
                scaler, replace(image, sampling=sampling), self._target, tuning=tuning,
                first=None if linear or sigmoid else hooks.mergeable_with_scaling(),
            )  # fmt: skip
        image, _ = hooks.run_point("POSTKERNEL", image)
        if sigmoid:
            image = self._builtin.filtered(desigmoidize(), image)
        return image, linear

    def _unscaled_shift(self, shift: Pair) -> Pair:
        """Return what becomes of a shift where there is nothing to scale.

        In vo_gpu it is by whole pixels, which keeps the picture sharp, half a pixel off at most.
        libplacebo leaves the picture as it is, but where a pass wants it at a point on the way it
        goes through a sampler, by its exact place.
        """
        if self._hooks.dialect is Dialect.LIBPLACEBO:
            return shift if self._hooks.wants(*_ON_THE_WAY) else (0.0, 0.0)
        return float(_round(shift[0])), float(_round(shift[1]))

    def _light(self, curve: Callable[[int | None], UserShader]) -> UserShader:
        """Return the pass to or from linear light."""
        libplacebo = self._hooks.dialect is Dialect.LIBPLACEBO
        return curve(None if libplacebo else self._transfer)

    def _scaled_alpha(self, source: Image) -> Image:
        if source.size == self._target:
            return source
        scaler = self._options.scaler
        scaler = DEFAULT_SCALER if scaler == NO_SCALER else scaler
        return self._builtin.resampled(
            scaler, source, self._target, tuning=self._options.tuning, alpha=True
        )

    # The result.

    def deliver_texture(self, image: Image, fmt: TextureFormat) -> tuple[int, ...]:
        """Write the result into one texture; return its value.

        The last pass writes it directly if its colour may be stored so and there is no alpha.
        """
        whole = image.size == self._target and image.sampling == IDENTITY
        if whole and self._alpha is None and self._recorder.store_last(image, fmt):
            return (image.value,)
        shader = rgb_to_texture(alpha=self._alpha is not None, by_hand=not self._as_player)
        return (self._result(shader, image, fmt).value,)

    def deliver_planes(self, image: Image, layout: PixelLayout, colour: Colour) -> tuple[int, ...]:
        """Write the result into an encoder's planes; return their values."""
        shaders = rgb_to_planes(layout, colour, alpha=self._alpha is not None)
        return tuple(
            self._result(shader, image, plane.format, plane.size(self._target)).value
            for shader, plane in zip(shaders, layout.planes, strict=True)
        )

    def _result(
        self, shader: UserShader, image: Image, fmt: TextureFormat, size: Size | None = None
    ) -> Image:
        named = {"HOOKED": image}
        if self._alpha is not None:
            named["ALPHASOURCE"] = self._alpha
        return self._builtin.run("output", shader, named, size=size or self._target, fmt=fmt)


def _round(number: float) -> int:
    """Return the nearest whole number, halves away from zero."""
    return int(abs(number) + 0.5) * (1 if number >= 0 else -1)


def _near_one(number: float) -> float:
    return 1.0 if abs(number - 1) < EPSILON else number
