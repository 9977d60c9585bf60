"""The stages before MAIN: from a texture or a frame's planes to R'G'B'.

Raw planes are merged, hooked, brought to one size and combined; the colour matrix turns them into
R'G'B'. If no pass uses a raw plane, all of this is one pass.
"""

from __future__ import annotations

from dataclasses import replace

from ..colour import SRGB, UNSPECIFIED, Affine, Colour, to_rgb
from ..formats import (
    RGBA16,
    RGBA16F,
    TEXTURE_FORMATS,
    ColourModel,
    PixelLayout,
    Size,
    TextureFormat,
)
from ..lazy.dataclass import dataclass
from ..tonemap import DisplayStep
from .builtin_stages import BuiltinStages
from .dialect import Dialect
from .hooks.lone_planes import planes_scaled_alone
from .hooks.points import RAW_POINTS
from .hooks.runner import HookRunner
from .image import EPSILON, IDENTITY, Image, TexelTransform, chroma_transform
from .passes.conversion import plane_name, planes_to_rgb, texture_to_half
from .passes.planes import combine_planes, merge_planes, native_to_rgb, sample_plane
from .passes.tone_mapping import to_display
from .recorder import Recorder
from .scaling_options import ScalingOptions


@dataclass(frozen=True, slots=True)
class Loaded:
    """MAIN as it results from the source.

    Attributes
    ----------
    image : R'G'B'(A)
    transfer : H.273 code of its transfer function
    alpha : whether it has alpha
    scaled : whether it has the output's size already, see `planes_scaled_alone`
    """

    image: Image
    transfer: int
    alpha: bool
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class _Planes:
    """The raw planes of a frame, as the hook points before NATIVE hold them.

    Chroma is one texture, or two where each is scaled and hooked by itself.
    """

    reference: tuple[str, Image]
    chroma: tuple[tuple[Image, ...], TexelTransform] | None
    alpha: Image | None
    order: tuple[int, ...]  # where r, g, b (y, u, v) and a are among the combined channels


class SourceStages:
    """The walk from a source to MAIN; `display` takes R'G'B' to what an SDR display shows."""

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
        display: DisplayStep | None = None,
    ) -> None:
        self._recorder = recorder
        self._hooks = hooks
        self._builtin = builtin
        self._source, self._target = source, target
        self._options = options
        self._as_player = as_player
        self._display = display
        self._scaled = False
        # HDR codes are between 0 and 1, where 16-bit unorm is finer than half floats.
        self._decoded_format = RGBA16F if display is None else RGBA16

    def load_texture(self, fmt: TextureFormat, *, alpha: bool) -> Loaded:
        """Declare one R'G'B'(A) texture as the source and return it as MAIN."""
        image = self._recorder.input("SOURCE", self._source, fmt, 4 if alpha else 3)
        if self._source == self._target and fmt.dtype != "f2":
            # A scaler stores its result as half floats; without one this pass does.
            shader = texture_to_half(alpha=alpha)
            image = self._builtin.run("source", shader, {"SOURCE": image})
        transform = IDENTITY
        for point in ("RGB", "NATIVE"):
            image, transform = self._hooks.run_reference_point(point, image, transform)
        return Loaded(image, SRGB.transfer, alpha)

    def load_planes(self, layout: PixelLayout, colour: Colour) -> Loaded:
        """Declare a frame's planes as the source and return MAIN."""
        image = self._rgb(layout, colour)
        transfer = colour.transfer
        if layout.model is ColourModel.RGB and colour.transfer == UNSPECIFIED:
            transfer = SRGB.transfer
        if self._display is not None:
            transfer = self._display.colour.transfer
            shader = to_display(self._display, alpha=layout.has_alpha)
            image = self._builtin.run("planes", shader, {"HOOKED": image})
        return Loaded(image, transfer, layout.has_alpha, self._scaled)

    def _rgb(self, layout: PixelLayout, colour: Colour) -> Image:
        """Declare a frame's planes and return R'G'B' in the source's own colour."""
        raw = (
            self._as_player or self._hooks.wants(*RAW_POINTS) or self._options.cscaler != "bilinear"
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
            return self._builtin.run(
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
                reference = self._merged("RGB", [where[c] for c in colours], inputs, layout)
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
        chroma: tuple[Image, ...]
        if plane.channels == "uv":
            chroma = (inputs[where["u"][0]],)
        elif self._chroma_by_plane():
            chroma = (inputs[where["u"][0]], inputs[where["v"][0]])
        else:
            chroma = (self._merged("CHROMA", [where["u"], where["v"]], inputs, layout),)
        transform = chroma_transform(colour.siting, plane.log2_x, plane.log2_y)
        order = [0, 1, 2] + ([3] if alpha is not None else [])
        return _Planes(("LUMA", luma), (chroma, transform), alpha, tuple(order))

    def _chroma_by_plane(self) -> bool:
        """Return whether passes see one plane of chroma after the other.

        libplacebo merges them for CHROMA and for scalers that are more than a sampler.
        """
        hooks = self._hooks
        return (
            hooks.dialect is Dialect.LIBPLACEBO
            and hooks.wants("CHROMA_SCALED")
            and not hooks.wants("CHROMA")
            and self._options.cscaler == "bilinear"
        )

    def _merged(
        self, name: str, parts: list[tuple[int, str]], inputs: list[Image], layout: PixelLayout
    ) -> Image:
        """Return channels of planes as one texture.

        In libplacebo it has the planes' own codes, so that nothing is rounded.
        """
        shader = merge_planes(name, [(plane_name(i), c) for i, c in parts], f"merge {name} planes")
        named = {plane_name(i): inputs[i] for i, _ in parts}
        fmt, multiplier = self._decoded_format, 1.0
        if self._hooks.dialect is Dialect.LIBPLACEBO:
            channels = "rg" if len(parts) == 2 else "rgba"
            fmt = TEXTURE_FORMATS[f"{channels}{layout.storage_bits}"]
            multiplier = inputs[parts[0][0]].multiplier
            named = {key: replace(image, multiplier=1.0) for key, image in named.items()}
        size = inputs[parts[0][0]].size
        merged = self._builtin.run("planes", shader, named, size=size, fmt=fmt)
        return replace(merged, multiplier=multiplier)

    def _through_raw_planes(self, planes: _Planes, layout: PixelLayout, colour: Colour) -> Image:
        hooks = self._hooks
        point, reference = planes.reference
        reference, transform = hooks.run_point(point, reference)
        parts = [(point, reference, True)]
        others: list[tuple[str, tuple[Image, ...], TexelTransform]] = []
        if planes.chroma is not None:
            images, own = planes.chroma
            if len(images) == 1:
                image, own = hooks.run_point("CHROMA", images[0], own)
                images = (image,)
            others.append(("CHROMA", images, own))
        if planes.alpha is not None:
            image, own = hooks.run_point("ALPHA", planes.alpha)
            others.append(("ALPHA", (image,), own))
        hooks.environment.reference = transform
        for name, images, own in others:
            each = [self._aligned(name, image, own, reference, transform) for image in images]
            aligned = each[0] if len(each) == 1 else self._joined(name, each)
            straight = aligned.sampling == IDENTITY and aligned.size == reference.size
            parts.append((name, aligned, straight))
        affine = _scaled_affine(to_rgb(layout, colour), layout)
        shape = [(name, image.components, straight) for name, image, straight in parts]
        named = {name: image for name, image, _ in parts}
        if not hooks.wants("NATIVE"):
            size = reference.size
            if self._display is None and planes_scaled_alone(
                hooks, self._options, transform, [own for _, _, own in others],
                source=self._source, target=self._target,
            ):  # fmt: skip
                size, self._scaled = self._target, True
            shader = combine_planes(
                shape, affine=affine, order=planes.order, by_hand=not self._as_player
            )
            return self._builtin.run("planes", shader, named, size=size, fmt=self._decoded_format)
        shader = combine_planes(shape, affine=None, order=planes.order, by_hand=not self._as_player)
        native = self._builtin.run(
            "planes", shader, named, size=reference.size, fmt=self._decoded_format
        )
        native, transform = self._hooks.run_reference_point("NATIVE", native, transform)
        shader = native_to_rgb(affine, planes.order)
        return self._builtin.run(
            "planes", shader, {"NATIVE": native}, size=native.size, fmt=self._decoded_format
        )

    def _joined(self, name: str, planes: list[Image]) -> Image:
        """Return planes of one channel each as one texture."""
        named = {plane_name(index): image for index, image in enumerate(planes)}
        shader = merge_planes(name, [(key, "r") for key in named], f"merge {name} planes")
        return self._builtin.run("planes", shader, named, fmt=self._decoded_format)

    def _aligned(
        self,
        name: str,
        image: Image,
        own: TexelTransform,
        reference: Image,
        transform: TexelTransform,
    ) -> Image:
        """Return a plane with the sampling that aligns it to the reference plane.

        Parameters
        ----------
        name : CHROMA or ALPHA
        image, own : the plane, and the source's transform to it
        reference, transform : the reference plane, and the source's transform to that
        """
        scale, shift, differs = [], [], False
        for axis, (source, here, there) in enumerate(
            zip(self._source, image.size, reference.size, strict=True)
        ):
            start, extent = own.shift[axis], own.scale[axis] * source
            ref_start, ref_extent = transform.shift[axis], transform.scale[axis] * source
            differs |= abs(start - ref_start) > EPSILON
            differs |= abs(start + extent - ref_start - ref_extent) > EPSILON
            # The fraction f of the reference texture is at this source position, which is here:
            per_texel = extent / ref_extent
            stretch = per_texel * there / here
            scale.append(stretch)
            if self._as_player and self._hooks.dialect is Dialect.VO_GPU:
                # mpv scales the shift too, which shows where an odd side makes the stretch not 1.
                shift.append(stretch * (start - ref_start * here / there))
            else:
                shift.append(start - ref_start * per_texel)
        point, libplacebo = f"{name}_SCALED", self._hooks.dialect is Dialect.LIBPLACEBO
        if differs:
            sampling = TexelTransform((scale[0], scale[1]), (shift[0], shift[1]))
            options = self._options
            reduced = any(
                stretch * here > there * (1 + EPSILON)
                for stretch, here, there in zip(scale, image.size, reference.size, strict=True)
            )
            image = replace(image, sampling=sampling)
            if libplacebo and reduced and options.correct_downscaling:
                # The scaler of pictures that are made smaller is that of planes, too.
                image = self._builtin.resampled(
                    options.dscaler or options.scaler, image, reference.size,
                    tuning=options.dtuning if options.dscaler else options.tuning,
                )  # fmt: skip
            elif options.cscaler != "bilinear":
                image = self._builtin.resampled(
                    options.cscaler, image, reference.size, tuning=options.ctuning
                )
            elif libplacebo and self._hooks.wants(point):  # to vo_gpu this is no scaling
                image = self._builtin.run(
                    "planes", sample_plane(name), {name: image}, size=reference.size,
                    fmt=self._decoded_format,
                )  # fmt: skip
        elif not libplacebo:
            return image
        return self._hooks.run_point(point, image)[0]


def plane_multiplier(layout: PixelLayout) -> float:
    """Return mpv's factor for reads of a raw plane.

    R'G'B' codes are relative to the highest code; YUV codes of any depth are relative to the 8-bit
    code 255, so that limited range begins at 16 / 255 in all of them.
    """
    storage = (1 << layout.storage_bits) - 1
    if layout.model is ColourModel.RGB:
        return storage / (((1 << layout.depth) - 1) << layout.shift)
    if layout.storage_bits == 8:
        return 1.0
    return storage * 256 / ((1 << (layout.depth + layout.shift)) * 255)


def _scaled_affine(affine: Affine, layout: PixelLayout) -> Affine:
    """Return the matrix for components scaled by `plane_multiplier`."""
    if layout.model is ColourModel.RGB or layout.depth == 8:
        return affine
    top = (1 << layout.depth) - 1
    factor = (255 << (layout.depth - 8)) / top
    rows = tuple(tuple(m * factor for m in row) for row in affine.matrix)
    return Affine(rows, affine.offset)  # type: ignore[arg-type]
