"""A picture in, a picture out: planes to textures, the plan run over them, the result read back.

`Renderer` keeps one plan, its executor and its input textures, and makes new ones when the
picture's size, layout or colour description changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from ..dependencies import np
from ..formats import Size
from ..frame import Frame, Plane
from ..gl.cuda import CudaTextures
from ..gl.executor import Executor
from ..gl.functions import GLFunctions
from ..gl.host_state import preserved
from ..gl.pixel_transfer import Readback, Transfers
from ..gl.resources.textures import allocate, texture_bytes
from ..plan import Intermediate, IntermediateView, Output, Plan
from ..plan.param_values import resolve_params
from ..plan.reparameterise import reparameterised, same_but_for_uniforms
from ..plan.report import describe
from ..tonemap import ToneMap
from .executors import ExecutorFactory
from .options import ParamValues
from .render_options import RenderOptions
from .source_format import ARRAY_DTYPES, DeviceArray, Picture, SourceFormat, array_plane

if TYPE_CHECKING:
    from ..gl.cuda.buffers import CudaBuffers

_Key = tuple[SourceFormat, Size, Size | None, Output, ToneMap | None]


class Renderer:
    """Runs shaders over pictures in one context, all of whose calls come from its thread."""

    def __init__(
        self,
        context: Any,
        options: RenderOptions,
        *,
        timing: bool = False,
        buffered: bool | None = None,
        tone_map: ToneMap | None = None,
    ) -> None:
        """Prepare to render; nothing is allocated until the first picture.

        Parameters
        ----------
        context : a moderngl context, OpenGL 3.3 or later
        options : how pictures are made
        timing : measure each pass's GPU time, for `report`
        buffered : send pictures through pixel buffers; by default, where the GPU has memory of
            its own
        tone_map : take frames of HDR or of a wide gamut to an SDR display's colour, see
            `make_plan`; may be changed at any time, as the attribute of this name

        Raises
        ------
        GLError : the driver cannot run what was chosen
        """
        self._context = context
        self._gl = GLFunctions(context)
        self._factory = ExecutorFactory(context, options, timing=timing)
        self._params = options.params
        self.tone_map = tone_map
        if buffered is None:
            buffered = not self._factory.capabilities.software
        self._transfers = Transfers(self._gl, buffered=buffered)
        self._key: _Key | None = None
        self._stack = ExitStack()
        self._cuda: CudaTextures | None = None
        self._buffers: CudaBuffers | None = None
        self._watch: IntermediateView | None = None
        self._plan: Plan | None = None
        self._executor: Executor | None = None
        self._inputs: list[Any] = []
        self._outputs: tuple[Any, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan of the last picture."""
        if self._plan is None:
            raise RuntimeError("no picture has been rendered yet")
        return self._plan

    @property
    def allocated_bytes(self) -> int:
        """The GPU memory of all textures held, without driver padding."""
        executor = self._executor.allocated_bytes if self._executor else 0
        return executor + sum(map(texture_bytes, self._inputs))

    def render(
        self,
        picture: Picture | DeviceArray,
        *,
        target: Size,
        native: Size | None = None,
        output: Output,
    ) -> tuple[Any, ...]:
        """Draw one picture; return the result textures, valid until the next call.

        Parameters
        ----------
        picture : what to render
        target : the result's size in pixels
        native : what scale factors count from; the picture's size by default
        output : the result's format

        Raises
        ------
        OptionError, GLError, UserShaderError : as `make_plan` and `Executor` do
        """
        self.upload(picture, target=target, native=native, output=output)
        return self.draw()

    def upload(
        self,
        picture: Picture | DeviceArray,
        *,
        target: Size,
        native: Size | None = None,
        output: Output,
    ) -> None:
        """Do the first half of `render`: everything but the drawing."""
        self.prepare(
            SourceFormat.from_picture(picture), target=target, native=native, output=output
        )
        with preserved(self._context, self._gl, 1):
            if isinstance(picture, DeviceArray):
                size = picture.bytes_of(picture.size)
                self._device_buffers().upload(self._inputs[0], picture.address, size)
                return
            for texture, plane in zip(self._inputs, _planes(picture), strict=True):
                if plane.device is None:
                    self._transfers.upload(texture, plane)
                else:
                    self._cuda_textures().upload(texture, plane)

    def _cuda_textures(self) -> CudaTextures:
        """Return the way from CUDA into the input textures, which goes before they do."""
        if self._cuda is None:
            self._cuda = CudaTextures()
            self._stack.callback(self._cuda.release)
        return self._cuda

    def _device_buffers(self) -> CudaBuffers:
        """Return the way from and to arrays of a CUDA device."""
        if self._buffers is None:
            from ..gl.cuda.buffers import CudaBuffers

            self._buffers = CudaBuffers(self._gl)
        return self._buffers

    def draw(self) -> tuple[Any, ...]:
        """Do the second half of `render`."""
        assert self._executor is not None
        self._outputs = self._executor.run(self._inputs)
        return self._outputs

    @property
    def repeats(self) -> bool:
        """Whether the last picture, drawn again, would give the same result; see `Executor`."""
        return self._executor is not None and self._executor.repeats

    def count(self) -> None:
        """Count a picture that is the last one again: its result stays, and nothing is drawn.

        Only where it `repeats`.
        """
        assert self._executor is not None
        self._executor.count()

    def watch(self, watch: IntermediateView | None) -> None:
        """Keep an inner texture, from the next picture on, or none any more."""
        if watch != self._watch:
            self._watch, self._key = watch, None

    def watched(self) -> tuple[Intermediate, Any] | None:
        """Return the inner texture that was asked for, and how it is to be read.

        As the last picture left it, valid until the next call; None where there is none of that
        name in it.
        """
        if self._watch is None or self._plan is None or self._executor is None:
            return None
        view = self._watch.find_in(self._plan)
        if view is None or view.value not in self._plan.watched:
            return None
        return view, self._executor.texture(view.value)

    def read_into(self, planes: Sequence[Plane]) -> Readback:
        """Begin to copy the last result into a plane per output texture, row 0 on top.

        The next picture may be rendered meanwhile; the planes are filled once the reading's
        `wait`, on this thread too, has returned.
        """
        assert self._executor is not None
        framebuffers = [target.glo for target in self._executor.output_targets]
        with preserved(self._context, self._gl, 0):
            return self._transfers.read(self._outputs, framebuffers, planes)

    def read_to_device(self, address: int, size: int) -> None:
        """Copy the last result's first three channels into an array (H, W, 3) of a CUDA device.

        Parameters
        ----------
        address, size : of the array, in bytes

        Raises
        ------
        CudaError : it is on another device, or CUDA failed
        """
        assert self._executor is not None
        with preserved(self._context, self._gl, 0):
            self._device_buffers().read(
                self._outputs[0], self._executor.output_targets[0].glo, 3, address, size
            )

    def read(self) -> list[np.ndarray[Any, np.dtype[Any]]]:
        """Return the last result: an array (H, W) or (H, W, channels) per output texture.

        The dtype is uint8, uint16, float16 or float32 after the texture's format; row 0 is on top.
        """
        arrays = [
            np.empty((t.height, t.width, t.components), ARRAY_DTYPES[t.dtype])
            for t in self._outputs
        ]
        self.read_into([array_plane(array) for array in arrays]).wait()
        return [array[..., 0] if array.shape[2] == 1 else array for array in arrays]

    def report(self) -> list[dict[str, Any]]:
        """Return a record per pass of the last picture, as `plan.describe`; waits for the GPU."""
        timings = self._executor.timings() if self._executor else {}
        return describe(self.plan, timings)

    def timings(self) -> dict[int, float]:
        """Return each run pass's GPU milliseconds, by index of the plan's runs; waits."""
        return self._executor.timings() if self._executor else {}

    def release(self) -> None:
        """Free everything allocated."""
        self._stack.close()
        self._cuda = None
        if self._buffers is not None:
            self._buffers.release()
            self._buffers = None
        self._transfers.release()
        self._factory.release()
        self._key, self._plan, self._executor = None, None, None
        self._inputs, self._outputs = [], ()

    def restart(self) -> None:
        """Forget what shaders keep from one picture to the next: counters, chance, storage.

        The next picture is drawn as if it were the first.
        """
        if self._factory.restart():
            return  # new executors take seconds to make, with software drivers
        self._stack.close()
        self._cuda = None
        self._key, self._plan, self._executor = None, None, None
        self._inputs, self._outputs = [], ()
        self._factory.forget()

    def prepare(
        self, source: SourceFormat, *, target: Size, native: Size | None = None, output: Output
    ) -> None:
        """Plan, compile and allocate for pictures of one format, unless that is done already.

        Raises
        ------
        OptionError, GLError, UserShaderError : as `render`
        """
        key = (source, target, native, output, self.tone_map)
        if key == self._key:
            return
        plan = self._make_plan(key, self._params)
        self._stack.close()
        self._cuda = None
        self._key, self._plan, self._executor = None, None, None
        self._inputs, self._outputs = [], ()
        with ExitStack() as undo:
            self._executor = self._factory.executor(plan)
            undo.callback(self._release_executor)
            with preserved(self._context, self._gl, 0):
                for value in plan.values[: plan.inputs]:
                    texture = allocate(self._context, self._gl, value.size, value.format)
                    undo.callback(texture.release)
                    self._inputs.append(texture)
            self._stack = undo.pop_all()
        self._plan, self._key = plan, key

    def set_params(self, params: ParamValues) -> None:
        """Give all parameters other values, as if the renderer had been made with them.

        Where only uniforms change, nothing is planned, compiled or allocated. Else what is needed
        is made before what was there goes, and results returned before are no more. The last
        picture stays, so that `draw` draws it again.

        Parameters
        ----------
        params : as for `make_plan`; parameters that are not named have their defaults

        Raises
        ------
        OptionError, GLError, UserShaderError : as `render`; all values are then as they were
        """
        if self._plan is None or self._key is None:
            resolve_params(self._factory.shaders, params)
            self._params = dict(params)
            return
        assert self._executor is not None
        plan = reparameterised(
            self._plan, self._factory.shaders, before=self._params, after=params
        ) or self._make_plan(self._key, params)
        if same_but_for_uniforms(self._plan, plan):
            self._executor.follow(plan)
        else:  # The inputs are the same: parameters do not decide what a picture's planes are.
            executor = self._factory.executor(plan)
            self._executor.release()
            self._executor, self._outputs = executor, ()
        self._plan = plan
        self._params = dict(params)

    def _make_plan(self, key: _Key, params: ParamValues) -> Plan:
        source, target, native, output, tone_map = key
        plan = self._factory.plan(
            source, target=target, native=native, output=output, params=params, tone_map=tone_map
        )
        return plan if self._watch is None else self._watch.keep(plan)

    def _release_executor(self) -> None:
        if self._executor is not None:
            self._executor.release()
            self._executor = None


def _planes(picture: Picture) -> Sequence[Plane]:
    if isinstance(picture, Frame):
        return picture.planes
    # In this machine's byte order.
    return [array_plane(np.ascontiguousarray(picture, picture.dtype.newbyteorder("=")))]
