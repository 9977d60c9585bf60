"""Arrays of other libraries as images, through DLPack or as NumPy takes them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ...errors import OptionError
from . import cuda_arrays, numpy_images
from .taken import TakenImage

_ACCEPTED = (
    "an array (NumPy's, or of a library that shares memory by DLPack), a PIL.Image or an"
    " av.VideoFrame"
)
_CPU, _CUDA, _CUDA_HOST = 1, 2, 3  # DLPack's numbers; the processor reads the first and the last
_DEVICES = {
    2: "a CUDA", 4: "an OpenCL", 7: "a Vulkan", 8: "a Metal", 10: "a ROCm", 13: "a CUDA",
    14: "a oneAPI", 15: "a WebGPU",
}  # fmt: skip


def take(image: object) -> TakenImage[Any]:
    """Return an array of another library taken apart; one of its own comes back, else NumPy's.

    Raises
    ------
    OptionError : it is none, or not in memory that can be read
    """
    if isinstance(image, type):
        raise OptionError(f"an image must be {_ACCEPTED}, not the class {image.__name__}")
    if _is_on_cuda(image):
        taken = cuda_arrays.take(image)
        if taken is not None:
            return taken
    if hasattr(image, "__dlpack__") and hasattr(image, "__dlpack_device__"):
        taken = numpy_images.take(_shared(image))
        back = _from_dlpack(image)
        return taken if back is None else taken.then(back)
    if hasattr(image, "__cuda_array_interface__"):
        raise _elsewhere(image, "a CUDA")
    return numpy_images.take(_converted(image))


def _is_on_cuda(image: Any) -> bool:
    """Return whether an array is in a CUDA device's memory, at an address that it tells."""
    if hasattr(image, "__dlpack_device__") and int(image.__dlpack_device__()[0]) != _CUDA:
        return False  # asking PyTorch's for the address would be an error
    return hasattr(type(image), "__cuda_array_interface__")


def _shared(image: Any) -> Any:
    """Return NumPy's view of an array in main memory."""
    device = int(image.__dlpack_device__()[0])
    if device not in (_CPU, _CUDA_HOST):
        raise _elsewhere(image, _DEVICES.get(device, f"another (DLPack {device})"))
    try:
        return np.from_dlpack(image)
    except (BufferError, RuntimeError, TypeError, ValueError) as error:
        if not hasattr(image, "__array__"):
            raise OptionError(f"this {_name(image)} cannot be shared ({error})") from error
    return _converted(image)


def _converted(image: Any) -> Any:
    """Return what NumPy makes of an object."""
    try:
        array = np.asarray(image)
    except (RuntimeError, TypeError, ValueError) as error:
        raise OptionError(f"an image must be {_ACCEPTED}, not {_name(image)} ({error})") from error
    if array.dtype.kind == "O":
        raise OptionError(f"an image must be {_ACCEPTED}, not {_name(image)}")
    return array


def _elsewhere(image: object, device: str) -> OptionError:
    return OptionError(
        f"this {_name(image)} is in the memory of {device} device, which cannot be drawn from;"
        " copy it to main memory (PyTorch: image.cpu(), CuPy: image.get())"
    )


def _from_dlpack(image: Any) -> Callable[[object], object] | None:
    """Return what makes an array of the same library from NumPy's, None where there is nothing."""
    if hasattr(image, "__array_namespace__"):
        namespace: object = image.__array_namespace__()
    else:
        namespace = sys.modules.get(type(image).__module__.partition(".")[0])
    return getattr(namespace, "from_dlpack", None)


def _name(image: object) -> str:
    kind = type(image)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
