"""The record of a plan in the making: inputs, runs, skips and the values they produce."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..formats import HALF_FLOATS, TEXTURE_FORMATS, Size, TextureFormat
from ..usershader import Buffer, Pass, Texture, UserShader
from .image import Image, Pair
from .model import Binding, PassRun, PassSkip, Slot, Value
from .slots import assign_slots

Params = Mapping[str, float | int]

_WIDER = {half: TEXTURE_FORMATS[half.name.replace("16f", "32f")] for half in HALF_FLOATS}


def label_of(shader: UserShader, shader_pass: Pass, index: int) -> str:
    """Return a pass's name in reports: its DESC, which players show too, or its index."""
    return shader_pass.desc or f"{shader.filename} pass {index + 1}"


class Recorder:
    """The steps and values of a plan in the making."""

    def __init__(self) -> None:
        self.steps: list[PassRun | PassSkip] = []
        self.inputs = 0
        self._values: list[Value] = []
        self._runs = 0

    def input(
        self, name: str, size: Size, fmt: TextureFormat, components: int, multiplier: float = 1.0
    ) -> Image:
        """Add a texture that its owner provides; before any run."""
        self._values.append(Value(name, size, fmt, components, None, -1, -1))
        self.inputs += 1
        return Image(len(self._values) - 1, size, components, multiplier)

    def run(
        self,
        hook: str,
        shader: UserShader,
        index: int,
        *,
        bindings: Sequence[Binding],
        lookups: Sequence[Texture],
        buffers: Sequence[Buffer],
        params: Params,
        save: str,
        size: Size,
        fmt: TextureFormat,
        components: int,
        input_size: Pair,
        tex_offset: Pair,
    ) -> Image:
        """Add a pass that runs; return its result."""
        shader_pass = shader.passes[index]
        self._values.append(Value(save, size, fmt, components, None, self._runs, -1))
        self.steps.append(
            PassRun(
                label=label_of(shader, shader_pass, index),
                hook=hook,
                shader=shader,
                shader_pass=shader_pass,
                bindings=tuple(bindings),
                lookups=tuple(lookups),
                buffers=tuple(buffers),
                params=tuple(params.items()),
                output=len(self._values) - 1,
                components=components,
                pass_index=index,
                input_size=input_size,
                tex_offset=tex_offset,
            )
        )
        self._runs += 1
        return Image(len(self._values) - 1, size, components)

    def store_last(self, image: Image, fmt: TextureFormat) -> bool:
        """Let the last pass store opaque `image` in another format, if it may.

        It may if the image is its own result and its shader declares that its colour needs less
        than half floats; other results are rounded to half floats first.
        """
        for index, run in reversed([*enumerate(self.steps)]):
            if isinstance(run, PassRun):
                if run.output != image.value or run.shader.colour_bits > 8:
                    return False
                # This gives a fragment pass an alpha of 1; compute passes write their own.
                self.steps[index] = replace(run, components=3)
                value = self._values[image.value]
                self._values[image.value] = replace(value, format=fmt, components=3)
                return True
        return False

    def widen(self, outputs: Sequence[int]) -> None:
        """Let passes store half floats in 32 bits, except for the plan's outputs.

        Software drivers take longer to convert half floats than to move twice the bytes. The
        passes truncate their results to half floats, so the picture is the same.
        """
        for index, run in enumerate(self.steps):
            if isinstance(run, PassRun) and run.output not in outputs:
                value = self._values[run.output]
                if value.format in _WIDER and run.shader_pass.compute is None:
                    self._values[run.output] = replace(value, format=_WIDER[value.format])
                    self.steps[index] = replace(run, halves=True)

    def skip(self, shader: UserShader, index: int, hook: str, reason: str) -> None:
        """Add a pass that does not run at a hook point."""
        shader_pass = shader.passes[index]
        label = label_of(shader, shader_pass, index)
        self.steps.append(PassSkip(label, hook, shader, shader_pass, reason, index))

    def finish(self, outputs: Sequence[int]) -> tuple[tuple[Value, ...], tuple[Slot, ...]]:
        """Return the values with their slots assigned, and the slots."""
        last_use = [value.last_use for value in self._values]
        for index, run in enumerate(s for s in self.steps if isinstance(s, PassRun)):
            for binding in run.bindings:
                last_use[binding.value] = max(last_use[binding.value], index)
        for value in outputs:
            last_use[value] = self._runs
        return assign_slots(
            [replace(v, last_use=use) for v, use in zip(self._values, last_use, strict=True)]
        )
