"""The stages of the pipeline between the hook points, in mpv's order.

Raw planes are merged, hooked, brought to one size and combined; the colour matrix makes R'G'B' of
them; the main scaler brings that to the output's size. Where no pass looks at a raw plane, the way
to R'G'B' is one step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..colour import SRGB, UNSPECIFIED, Affine, Colour, to_rgb
from ..formats import RGBA16, RGBA16F, ColourModel, PixelLayout, Size, TextureFormat
from ..scalers import DEFAULT_SCALER, NO_SCALER, PLAIN, Tuning, has_compute_form, scaler_shader
from ..tonemap import DisplayStep
from ..usershader import UserShader
from .dialect import Dialect
from .hook_points import RAW_POINTS
from .hook_runner import Hooking, bind
from .image import STRAIGHT, Image, Lay, chroma_lay
from .passes.conversion import (
    plane_name,
    planes_to_rgb,
    rgb_to_planes,
    rgb_to_texture,
    texture_to_half,
)
from .passes.light import delinearize, desigmoidize, linearize, sigmoidize
from .passes.planes import combine_planes, merge_planes, native_to_rgb
from .passes.tone_mapping import to_display
from .recorder import Params, Recorder

_EPSILON = 1e-6  # within which rectangles, and scale factors, count as equal


@dataclass(frozen=True, slots=True)
class ScalingOptions:
    """How scaling is done; the names and meanings are mpv's.

    Attributes
    ----------
    scaler, cscaler, dscaler : of the picture, of chroma, and of the picture where it is made
        smaller; None is "as the scaler"
    linear_upscaling, sigmoid_upscaling, linear_downscaling : in which light
    correct_downscaling : stretch the kernel over what an output pixel covers
    tuning, ctuning, dtuning : of the three scalers; dtuning counts with `dscaler`
    """

    scaler: str = DEFAULT_SCALER
    cscaler: str = "bilinear"
    dscaler: str | None = None
    linear_upscaling: bool = False
    sigmoid_upscaling: bool = False
    linear_downscaling: bool = False
    correct_downscaling: bool = True
    tuning: Tuning = PLAIN
    ctuning: Tuning = PLAIN
    dtuning: Tuning = PLAIN


@dataclass(frozen=True, slots=True)
class _Planes:
    """The raw planes of a frame: what each hook point before NATIVE holds."""

    reference: tuple[str, Image]
    chroma: tuple[Image, Lay] | None
    alpha: Image | None
    order: tuple[int, ...]  # where r, g, b (y, u, v) and a are among the combined channels


class Stages:
    """One walk through the pipeline; each method is a stage.

    `as_player` does as mpv does where doing it more exactly would give another picture.
    `scaled_format` is how an opaque picture is stored while and after it is scaled.
    `compute_scaling` scales in one compute dispatch where the scaler can.
    `display` takes a frame's R'G'B' to what an SDR display shows, before MAIN.
    """

    def __init__(
        self,
        recorder: Recorder,
        hooking: Hooking,
        *,
        source: Size,
        target: Size,
        options: ScalingOptions,
        as_player: bool,
        scaled_format: TextureFormat = RGBA16F,
        compute_scaling: bool = False,
        display: DisplayStep | None = None,
    ) -> None:
        self._recorder = recorder
        self._hooking = hooking
        self._source, self._target = source, target
        self._options = options
        self._as_player = as_player
        self._scaled_format = scaled_format
        self._compute_scaling = compute_scaling and not as_player
        self._display = display
        # Codes of HDR are between 0 and 1, where these are finer than half floats.
        self._decoded_format = RGBA16F if display is None else RGBA16
        self._transfer = SRGB.transfer
        self._alpha: Image | None = None
        self._has_alpha = False

    # The source.

    def load_texture(self, fmt: TextureFormat, *, alpha: bool, hide: bool) -> Image:
        """Declare one R'G'B'(A) texture as the source and return it as MAIN."""
        self._has_alpha = alpha
        image = self._recorder.input("SOURCE", self._source, fmt, 4 if alpha else 3)
        if self._source == self._target and (fmt.dtype != "f2" or hide):
            # A scaler would store its result as half floats; without one this does.
            shader = texture_to_half(alpha=alpha, hide=hide)
            image = self._builtin("source", shader, {"SOURCE": image})
        lay = STRAIGHT
        for point in ("RGB", "NATIVE"):
            image, lay = self._hooked(point, image, lay)
        return image

    def load_planes(self, layout: PixelLayout, colour: Colour) -> Image:
        """Declare a frame's planes as the source and return MAIN."""
        self._has_alpha = layout.has_alpha
        image = self._rgb(layout, colour)
        self._transfer = colour.transfer
        if layout.model is ColourModel.RGB and colour.transfer == UNSPECIFIED:
            self._transfer = SRGB.transfer
        if self._display is not None:
            self._transfer = self._display.colour.transfer
            shader = to_display(self._display, alpha=layout.has_alpha)
            image = self._builtin("planes", shader, {"HOOKED": image})
        return image

    def _rgb(self, layout: PixelLayout, colour: Colour) -> Image:
        """Declare a frame's planes and return R'G'B' in the source's own colour."""
        raw = (
            self._as_player
            or self._hooking.wants(*RAW_POINTS)
            or self._options.cscaler != "bilinear"
        )
        inputs = [
            self._recorder.input(
                plane_name(i), plane.size(self._source), plane.format, plane.format.components,
                plane_multiplier(layout) if raw else 1.0,
            )
            for i, plane in enumerate(layout.planes)
        ]  # fmt: skip
        if not raw:
            named = {plane_name(i): image for i, image in enumerate(inputs)}
            shader = planes_to_rgb(layout, colour)
            return self._builtin(
                "planes", shader, named, size=self._source, fmt=self._decoded_format
            )
        return self._through_raw_planes(self._group(layout, colour, inputs), layout, colour)

    def _group(self, layout: PixelLayout, colour: Colour, inputs: list[Image]) -> _Planes:
        """Return the planes as the hook points hold them."""
        where = {c: (i, "rgba"[k]) for i, plane in enumerate(layout.planes)
                 for k, c in enumerate(plane.channels)}  # fmt: skip
        packed = len(layout.planes) == 1
        alpha = None if packed or "a" not in where else inputs[where["a"][0]]
        if layout.model is ColourModel.RGB:
            channels = "".join(p.channels for p in layout.planes).replace("x", "")
            colours = channels if packed else channels.replace("a", "")
            if packed and layout.planes[0].channels.endswith("x"):
                reference = replace(inputs[0], components=3)
            elif packed and not layout.planes[0].channels.startswith("x"):
                reference = inputs[0]
            else:
                reference = self._merged("RGB", [where[c] for c in colours], inputs)
            order = [colours.index(c) for c in "rgb"]
            if "a" in where:
                order.append(colours.index("a") if packed else 3)
            return _Planes(("RGB", reference), None, alpha, tuple(order))
        luma = inputs[where["y"][0]]
        if layout.model is ColourModel.GRAY:
            if packed and "a" in where:  # ya8: two channels in one plane
                return _Planes(("LUMA", luma), None, None, (0, 0, 0, 1))
            return _Planes(
                ("LUMA", luma), None, alpha, (0, 0, 0) if alpha is None else (0, 0, 0, 1)
            )
        plane = layout.planes[where["u"][0]]
        if plane.channels == "uv":
            chroma = inputs[where["u"][0]]
        else:
            chroma = self._merged("CHROMA", [where["u"], where["v"]], inputs)
        lay = chroma_lay(colour.siting, plane.log2_x, plane.log2_y)
        order = [0, 1, 2] + ([3] if alpha is not None else [])
        return _Planes(("LUMA", luma), (chroma, lay), alpha, tuple(order))

    def _merged(self, name: str, parts: list[tuple[int, str]], inputs: list[Image]) -> Image:
        shader = merge_planes(name, [(plane_name(i), c) for i, c in parts], f"merge {name} planes")
        named = {plane_name(i): inputs[i] for i, _ in parts}
        size = inputs[parts[0][0]].size
        return self._builtin("planes", shader, named, size=size, fmt=self._decoded_format)

    def _through_raw_planes(self, planes: _Planes, layout: PixelLayout, colour: Colour) -> Image:
        hooking = self._hooking
        point, reference = planes.reference
        reference, lay = hooking.at(point, reference)
        parts = [(point, reference, True)]
        others: list[tuple[str, Image, Lay]] = []
        if planes.chroma is not None:
            others.append(("CHROMA", *hooking.at("CHROMA", *planes.chroma)))
        if planes.alpha is not None:
            others.append(("ALPHA", *hooking.at("ALPHA", planes.alpha)))
        hooking.reference = lay
        for name, image, own in others:
            aligned = self._aligned(name, image, own, reference, lay)
            straight = aligned.sampling == STRAIGHT and aligned.size == reference.size
            parts.append((name, aligned, straight))
        affine = _scaled_affine(to_rgb(layout, colour), layout)
        shape = [(name, image.components, straight) for name, image, straight in parts]
        named = {name: image for name, image, _ in parts}
        if not hooking.wants("NATIVE"):
            shader = combine_planes(
                shape, affine=affine, order=planes.order, by_hand=not self._as_player
            )
            return self._builtin(
                "planes", shader, named, size=reference.size, fmt=self._decoded_format
            )
        shader = combine_planes(shape, affine=None, order=planes.order, by_hand=not self._as_player)
        native = self._builtin(
            "planes", shader, named, size=reference.size, fmt=self._decoded_format
        )
        native, lay = self._hooked("NATIVE", native, lay)
        shader = native_to_rgb(affine, planes.order)
        return self._builtin(
            "planes", shader, {"NATIVE": native}, size=native.size, fmt=self._decoded_format
        )

    def _aligned(self, name: str, image: Image, own: Lay, reference: Image, lay: Lay) -> Image:
        """Return a plane as it is to be sampled over the reference plane.

        Parameters
        ----------
        name : CHROMA or ALPHA
        image, own : the plane, and how the source lies on it
        reference, lay : the reference plane, and how the source lies on that
        """
        scale, shift, differs = [], [], False
        for axis, (source, here, there) in enumerate(
            zip(self._source, image.size, reference.size, strict=True)
        ):
            start, extent = own.shift[axis], own.scale[axis] * source
            ref_start, ref_extent = lay.shift[axis], lay.scale[axis] * source
            differs |= abs(start - ref_start) > _EPSILON
            differs |= abs(start + extent - ref_start - ref_extent) > _EPSILON
            # A share f of the reference texture is at this source position, and that is here:
            per_texel = extent / ref_extent
            stretch = per_texel * there / here
            scale.append(stretch)
            if self._as_player:
                # mpv scales the shift too; it shows where an odd side makes the stretch not 1.
                shift.append(stretch * (start - ref_start * here / there))
            else:
                shift.append(start - ref_start * per_texel)
        if not differs:
            return image
        image = replace(image, sampling=Lay((scale[0], scale[1]), (shift[0], shift[1])))
        if self._options.cscaler != "bilinear":
            image = self._resampled(
                self._options.cscaler, image, reference.size, tuning=self._options.ctuning
            )
        return self._hooking.at(f"{name}_SCALED", image)[0]

    # R'G'B'.

    def process(self, image: Image) -> Image:
        """Run the hook points from MAIN on, with the main scaler between them."""
        source, before = image, len(self._recorder.steps)
        lay = self._hooking.reference
        for point in self._hooking.dialect.main_points:
            image, lay = self._hooked(point, image, lay)
        untouched = image == source
        image, linear = self._scaled(image, lay)
        if self._has_alpha:
            # Alpha is scaled, not processed: from the scaled picture where no pass came before.
            untouched = untouched and not (self._as_player or self._user_ran_since(before))
            self._alpha = image if untouched else self._scaled_alpha(source)
        image, _ = self._hooking.at("SCALED", image)
        if linear:
            image = self._filtered(self._light(delinearize), image)
        return self._hooking.at("OUTPUT", image)[0]

    def _user_ran_since(self, step: int) -> bool:
        return any(not getattr(s, "builtin", True) for s in self._recorder.steps[step:])

    def _hooked(self, point: str, image: Image, lay: Lay) -> tuple[Image, Lay]:
        """Run a point of the whole picture; prescalers there move the reference."""
        image, lay = self._hooking.at(point, image, lay)
        self._hooking.reference = lay
        return image, lay

    def _scaled(self, image: Image, lay: Lay) -> tuple[Image, bool]:
        """Return the picture at the output's size, and whether its light is linear."""
        options, hooking = self._options, self._hooking
        factors = [
            target / (source * scale)
            for target, source, scale in zip(self._target, self._source, lay.scale, strict=True)
        ]
        down = any(factor < 1 - _EPSILON for factor in factors)
        up = not down and any(factor > 1 + _EPSILON for factor in factors)
        scaler = DEFAULT_SCALER if options.scaler == NO_SCALER else options.scaler
        tuning = options.tuning
        if down and options.dscaler:
            scaler, tuning = options.dscaler, options.dtuning
        linear = options.linear_downscaling if down else (
            up and (options.linear_upscaling or options.sigmoid_upscaling)
        )  # fmt: skip
        sigmoid = linear and up and options.sigmoid_upscaling
        forced = hooking.forced_light(self._transfer)
        linear, sigmoid = linear or forced[0], sigmoid or forced[1]
        if linear:
            image = self._filtered(self._light(linearize), image)
            image, _ = hooking.at("LINEAR", image)
        if sigmoid:
            image = self._filtered(sigmoidize(), image)
            image, _ = hooking.at("SIGMOID", image)
        image, _ = hooking.at("PREKERNEL", image)

        shift = lay.shift
        if not (up or down):
            # Nothing to scale: whole pixels keep the picture sharp, at half a pixel at the most.
            scaler, tuning = "bilinear", PLAIN
            shift = (float(_round(shift[0])), float(_round(shift[1])))
        scale = [
            lay.scale[axis] * source / size
            for axis, (source, size) in enumerate(zip(self._source, image.size, strict=True))
        ]
        sampling = Lay((_near_one(scale[0]), _near_one(scale[1])), shift)
        if image.size != self._target or sampling != STRAIGHT:
            image = self._resampled(
                scaler, replace(image, sampling=sampling), self._target, tuning=tuning,
                first=None if linear or sigmoid else hooking.done_with_scaling(),
            )  # fmt: skip
        image, _ = hooking.at("POSTKERNEL", image)
        if sigmoid:
            image = self._filtered(desigmoidize(), image)
        return image, linear

    def _light(self, curve: Callable[[int | None], UserShader]) -> UserShader:
        """Return the pass to or from linear light."""
        libplacebo = self._hooking.dialect is Dialect.LIBPLACEBO
        return curve(None if libplacebo else self._transfer)

    def _scaled_alpha(self, source: Image) -> Image:
        if source.size == self._target:
            return source
        scaler = self._options.scaler
        scaler = DEFAULT_SCALER if scaler == NO_SCALER else scaler
        return self._resampled(
            scaler, source, self._target, tuning=self._options.tuning, alpha=True
        )

    # The result.

    def deliver_texture(self, image: Image, fmt: TextureFormat) -> tuple[int, ...]:
        """Write the result into one texture; return its value.

        Where the last pass may store its colour so, and there is no alpha to add, it does.
        """
        whole = image.size == self._target and image.sampling == STRAIGHT
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
        return self._builtin("output", shader, named, size=size or self._target, fmt=fmt)

    # The engine's own passes.

    def _builtin(
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
        """Run a pass of ours over named images; the size is the first image's by default."""
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
            input_size=self._hooking.input_size(),
            tex_offset=self._hooking.reference.shift,
        )  # fmt: skip

    def _filtered(self, shader: UserShader, image: Image) -> Image:
        """Run a pass that changes each pixel by itself."""
        return self._builtin("scale", shader, {"HOOKED": image})

    def _resampled(
        self,
        scaler: str,
        image: Image,
        size: Size,
        *,
        tuning: Tuning,
        alpha: bool | None = None,
        first: UserShader | None = None,
    ) -> Image:
        """Run a scaler over an image, from where it lies.

        `first` is a file whose first pass is done in the same dispatch, where that can be.

        `alpha` weighs colour by it; by default where there is any, but not as a player, which is
        taken not to show alpha.
        """
        if alpha is None:
            alpha = image.components == 4 and not self._as_player
        libplacebo = self._hooking.dialect is Dialect.LIBPLACEBO
        sampling = image.sampling
        # Where a tile of the output may lie on a larger piece of the source, there is none.
        per_column, per_row = (
            a * s / b for a, s, b in zip(image.size, sampling.scale, size, strict=True)
        )
        fits = max(per_column, per_row) <= 1 and has_compute_form(scaler, tuning)
        compute = (per_column, per_row) if fits and self._compute_scaling and not alpha else None
        if compute and first:
            shader = scaler_shader(
                scaler, antialias=False, tuning=tuning, compute=compute, template=first.scaled_first
            )
            given = self._hooking.params_of(first)
            result = self._builtin(
                "scale", shader, {"HOOKED": image}, size=size,
                fmt=self._hooking.format_of_first(first),
                params={p.name: given[p.name] for p in shader.params},
            )  # fmt: skip
            self._hooking.first_is_done(first)
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
            result = self._builtin("scale", shader, {"HOOKED": image}, size=size, fmt=fmt)
            return replace(result, components=image.components)
        # Rows first: the second pass undoes how the picture lies off vertically.
        across = Lay((sampling.scale[0], 1.0), (sampling.shift[0], 0.0))
        down = Lay((1.0, sampling.scale[1]), (0.0, sampling.shift[1]))
        rows = self._builtin(
            "scale", shader, {"HOOKED": replace(image, sampling=across)},
            size=Size(size.width, image.size.height), fmt=fmt,
        )  # fmt: skip
        rows = replace(rows, sampling=down)
        result = self._builtin("scale", shader, {"SCALED_ROWS": rows}, index=1, size=size, fmt=fmt)
        return replace(result, components=image.components)


def plane_multiplier(layout: PixelLayout) -> float:
    """Return what a raw plane's reads are multiplied by, as mpv does.

    R'G'B' codes are taken relative to the highest; YUV codes of any depth relative to the 8-bit
    code 255, so that limited range begins at 16 / 255 in all of them.
    """
    storage = (1 << layout.storage_bits) - 1
    if layout.model is ColourModel.RGB:
        return storage / (((1 << layout.depth) - 1) << layout.shift)
    if layout.storage_bits == 8:
        return 1.0
    return storage * 256 / ((1 << (layout.depth + layout.shift)) * 255)


def _scaled_affine(affine: Affine, layout: PixelLayout) -> Affine:
    """Return a matrix for components as `plane_multiplier` leaves them."""
    if layout.model is ColourModel.RGB or layout.depth == 8:
        return affine
    top = (1 << layout.depth) - 1
    factor = (255 << (layout.depth - 8)) / top
    rows = tuple(tuple(m * factor for m in row) for row in affine.matrix)
    return Affine(rows, affine.offset)  # type: ignore[arg-type]


def _round(number: float) -> int:
    """Return the nearest whole number, halves away from zero."""
    return int(abs(number) + 0.5) * (1 if number >= 0 else -1)


def _near_one(number: float) -> float:
    return 1.0 if abs(number - 1) < _EPSILON else number
