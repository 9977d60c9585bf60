"""The CUDA device that draws, and calls of its driver.

Needs the extra ``cuda`` (NVIDIA's cuda-bindings) and an OpenGL context on the same device. PyAV and
the libraries of arrays work in the device's primary CUDA context.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from ...dependencies import fault
from ...errors import GLError


class CudaError(GLError):
    """CUDA is missing, or one of its calls failed."""


class CudaDevice:
    """The CUDA device of the current OpenGL context, and its primary CUDA context.

    Attributes
    ----------
    driver : the module of the driver's functions
    number : the device's
    """

    def __init__(self) -> None:
        """Find it.

        Raises
        ------
        CudaError : cuda-bindings or the CUDA driver is missing, or the context is not on such a
            device
        """
        self.driver = _bindings()
        with ExitStack() as undo:
            call(self.driver.cuInit, 0)
            every = self.driver.CUGLDeviceList.CU_GL_DEVICE_LIST_ALL
            count, devices = call(self.driver.cuGLGetDevices, 1, every)
            if not count:
                raise CudaError("the OpenGL context is not on a CUDA device")
            device = devices[0]
            (self._context,) = call(self.driver.cuDevicePrimaryCtxRetain, device)
            undo.callback(self.driver.cuDevicePrimaryCtxRelease, device)
            self.number = int(device)
            self._release_stack = undo.pop_all()

    @contextmanager
    def current(self) -> Iterator[None]:
        """Have the CUDA context current on the thread within a block."""
        call(self.driver.cuCtxPushCurrent, self._context)
        try:
            yield
        finally:
            self.driver.cuCtxPopCurrent()

    def release(self) -> None:
        """Let go of it."""
        self._release_stack.close()


def _bindings() -> Any:
    try:
        from cuda.bindings import driver
    except ImportError:
        raise CudaError("cuda-bindings is not installed; pip install 'anime4k-gl[cuda]'") from None
    too_old = fault("cuda.bindings")
    if too_old is not None:
        raise CudaError(too_old)
    return driver


def call(function: Any, *arguments: Any) -> tuple[Any, ...]:
    """Call a driver function; return its values without the result code.

    Raises
    ------
    CudaError : it failed
    """
    try:
        code, *values = function(*arguments)
    except Exception as error:  # cuda-bindings has an exception of its own for a missing driver
        raise CudaError(f"no CUDA driver ({type(error).__name__})") from error
    if int(code):
        raise CudaError(f"{function.__name__}: {getattr(code, 'name', code)}")
    return tuple(values)
