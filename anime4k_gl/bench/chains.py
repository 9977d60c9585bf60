"""The workloads that are timed: a preset's whole chain of passes, and a copy of its output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, Protocol

from ..formats import RGBA8, Size
from ..gl.executor import Executor
from ..gl.functions import GLFunctions
from ..gl.programs import ProgramCache
from ..gl.resources.target import COVERING_VERTEX
from ..gl.resources.textures import allocate, new_texture
from ..plan import Plan
from .inputs import Image

_COPY_FRAGMENT = """#version 330
uniform sampler2D source;
out vec4 color;
void main() {
    color = texelFetch(source, ivec2(gl_FragCoord.xy), 0);
}
"""
_COPY_COMPUTE = """#version 430
layout(local_size_x = 16, local_size_y = 16) in;
layout(binding = 0) uniform sampler2D source;
layout(binding = 0, rgba8) writeonly restrict uniform image2D result;
void main() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    if (all(lessThan(at, imageSize(result))))
        imageStore(result, at, texelFetch(source, at, 0));
}
"""
_LOAD = """#version 330
uniform int turns;
out vec4 color;
void main() {
    vec4 x = vec4(gl_FragCoord.xy, 1.0, 2.0) * 1e-3;
    for (int i = 0; i < turns; i++) x = fract(x.yzwx * 1.37 + x * x);
    color = x;
}
"""


class Workload(Protocol):
    """A workload that draws frames."""

    inputs: int

    def frame(self, index: int) -> None:
        """Submit the frame of an input, without waiting for the GPU."""

    def release(self) -> None:
        """Free its resources."""


class Textures:
    """The inputs on the GPU; their owner releases them."""

    def __init__(self, context: Any, images: Sequence[Image]) -> None:
        """Upload (H, W, 4) uint8 images."""
        self.textures = []
        gl = GLFunctions(context)
        for image in images:
            texture = new_texture(context, gl, (image.shape[1], image.shape[0]), 4, image.tobytes())
            self.textures.append(texture)

    def release(self) -> None:
        """Free them."""
        for texture in self.textures:
            texture.release()


class PlanWorkload:
    """A plan that is run over the inputs in turn."""

    def __init__(
        self,
        context: Any,
        plan: Plan,
        textures: Sequence[Any],
        programs: ProgramCache,
        *,
        timing: bool,
    ) -> None:
        """Compile and allocate; with `timing`, single passes can be timed."""
        self.plan = plan
        self.inputs = len(textures)
        self._textures = textures
        self._executor = Executor(context, plan, programs=programs, timing=timing)

    def frame(self, index: int) -> None:
        """Submit every pass over one input."""
        self._executor.run([self._textures[index % self.inputs]])

    def result(self, context: Any, index: int) -> Any:
        """Return a copy of an input's result, a texture that the caller owns."""
        drawn = self._executor.run([self._textures[index]])[0]
        return new_texture(
            context, GLFunctions(context), drawn.size, drawn.components, drawn.read()
        )

    def pass_timings(self) -> dict[int, float]:
        """Return the last frame's milliseconds by index of the plan's runs; waits for the GPU."""
        return self._executor.timings()

    def release(self) -> None:
        """Free the executor, not the inputs."""
        self._executor.release()


class CopyWorkload:
    """A copy of a texture of the output's size and format: the minimum of memory traffic."""

    def __init__(self, context: Any, size: Size, textures: Sequence[Any], *, compute: bool) -> None:
        """Compile, and allocate the result.

        Parameters
        ----------
        size : the output's size
        textures : the sources, copied in turn, RGBA8 and of that size
        compute : whether to copy in a compute shader instead of a fragment shader
        """
        self.inputs = len(textures)
        self._textures = textures
        with ExitStack() as undo:
            # Two in turn: llvmpipe skips drawing that the next frame would overwrite.
            gl = GLFunctions(context)
            self.results = [_keep(undo, allocate(context, gl, size, RGBA8)) for _ in range(2)]
            make = self._computed if compute else self._drawn
            self._draw = make(context, size, undo)
            self._stack = undo.pop_all()

    def frame(self, index: int) -> None:
        """Submit the copy of one input, into the result of the index's parity."""
        self._textures[index % self.inputs].use(0)
        self._draw(index % 2)

    def release(self) -> None:
        """Free the program and the results."""
        self._stack.close()

    def _drawn(self, context: Any, size: Size, undo: ExitStack) -> Callable[[int], None]:
        program = _keep(
            undo, context.program(vertex_shader=COVERING_VERTEX, fragment_shader=_COPY_FRAGMENT)
        )
        triangle = _keep(undo, context.vertex_array(program, []))
        targets = [_keep(undo, context.framebuffer([result])) for result in self.results]

        def draw(which: int) -> None:
            targets[which].use()
            triangle.render(vertices=3)

        return draw

    def _computed(self, context: Any, size: Size, undo: ExitStack) -> Callable[[int], None]:
        program = _keep(undo, context.compute_shader(_COPY_COMPUTE))
        groups = (-(-size.width // 16), -(-size.height // 16))

        def dispatch(which: int) -> None:
            self.results[which].bind_to_image(0, read=False, write=True)
            program.run(*groups)

        return dispatch


class Load:
    """Arithmetic that keeps a GPU busy for about the time requested.

    Submitted before a timed frame, it lets the processor submit the whole frame before the GPU
    starts on it: this times the GPU, not the gaps between the processor's calls.
    """

    SIDE = 1024
    MOST_TURNS = 1 << 20

    def __init__(self, context: Any) -> None:
        """Compile; `calibrate` before use."""
        with ExitStack() as undo:
            self._texture = _keep(
                undo, new_texture(context, GLFunctions(context), (self.SIDE, self.SIDE), 4)
            )
            self._target = _keep(undo, context.framebuffer([self._texture]))
            self._program = _keep(
                undo, context.program(vertex_shader=COVERING_VERTEX, fragment_shader=_LOAD)
            )
            self._triangle = _keep(undo, context.vertex_array(self._program, []))
            self._stack = undo.pop_all()
        self._turns_a_ms = 0.0

    def calibrate(self, milliseconds_of: Callable[[Callable[[], None]], float]) -> None:
        """Measure how many turns take a millisecond, with the caller's timer."""
        turns = 64
        while True:
            ms = milliseconds_of(lambda turns=turns: self._draw(turns))  # type: ignore[misc]
            if ms >= 2 or turns >= self.MOST_TURNS:
                break
            turns *= 2
        self._turns_a_ms = turns / max(ms, 1e-3)

    def draw(self, milliseconds: float) -> None:
        """Submit about that much work."""
        self._draw(int(min(milliseconds * self._turns_a_ms, self.MOST_TURNS)))

    def release(self) -> None:
        """Free the program and its texture."""
        self._stack.close()

    def _draw(self, turns: int) -> None:
        self._target.use()
        self._program["turns"].value = turns
        self._triangle.render(vertices=3)


def _keep(undo: ExitStack, resource: Any) -> Any:
    undo.callback(resource.release)
    return resource


OUTPUT = RGBA8
"""The format of every result, and thus of the copy."""
