"""Arrays in the memory of a CUDA device as images: PyTorch's, CuPy's, Numba's and JAX's.

R'G'B' stays on the device. What needs work on the processor goes through main memory, and comes
back to the device: grey, alpha, floats of 64 bits, arrays with gaps, and JAX's, which nobody may
write.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import OptionError
from ...formats import Size
from ..source_format import DeviceArray
from . import numpy_images
from .taken import Pixels, TakenImage

_ON_DEVICE = ("uint8", "uint16", "float16", "float32")


@dataclass(frozen=True, slots=True)
class _Library:
    """How a library makes arrays on the device of one of its own.

    Attributes
    ----------
    to_host : returns what an array holds, as NumPy has it
    to_device : returns the same of NumPy's array, on the device of an array
    empty : returns an array of a shape with the dtype of an array, on its device, to be written;
        None where the library has no such arrays
    """

    to_host: Callable[[Any], Pixels]
    to_device: Callable[[Pixels, Any], Any]
    empty: Callable[[tuple[int, ...], Any], Any] | None


def _torch() -> _Library:
    torch: Any = sys.modules["torch"]
    return _Library(
        lambda image: np.asarray(image.detach().cpu()),
        lambda pixels, image: torch.from_numpy(pixels).to(image.device),
        lambda shape, image: torch.empty(shape, dtype=image.dtype, device=image.device),
    )


def _cupy() -> _Library:
    cupy: Any = sys.modules["cupy"]

    def on(image: Any, make: Callable[[], Any]) -> Any:
        with image.device:
            return make()

    return _Library(
        lambda image: np.asarray(image.get()),
        lambda pixels, image: on(image, lambda: cupy.asarray(pixels)),
        lambda shape, image: on(image, lambda: cupy.empty(shape, image.dtype)),
    )


def _numba() -> _Library:
    cuda: Any = sys.modules["numba"].cuda
    return _Library(
        lambda image: np.asarray(image.copy_to_host()),
        lambda pixels, _: cuda.to_device(pixels),
        lambda shape, image: cuda.device_array(shape, image.dtype),
    )


def _jax() -> _Library:
    jax: Any = sys.modules["jax"]
    return _Library(np.asarray, lambda pixels, image: jax.device_put(pixels, image.sharding), None)


_LIBRARIES = {"torch": _torch, "cupy": _cupy, "numba": _numba, "jaxlib": _jax}


def take(image: Any) -> TakenImage[Any] | None:
    """Return an array on a CUDA device taken apart; None for one of a library that is not known.

    Raises
    ------
    OptionError : its shape, dtype or values are not those of an image
    """
    name = type(image).__module__.partition(".")[0]
    if name not in _LIBRARIES:
        return None
    library = _LIBRARIES[name]()
    try:
        facts = image.__cuda_array_interface__
    except (RuntimeError, TypeError) as error:  # PyTorch's, which a gradient belongs to
        raise OptionError(f"this {name} array cannot be shared ({error})") from error
    shape, dtype = tuple(map(int, facts["shape"])), np.dtype(facts["typestr"])
    numpy_images.check_shape(shape)
    numpy_images.check_dtype(dtype)
    empty = library.empty
    if empty is not None and _stays(image, shape, dtype, facts):
        address = int(facts["data"][0])
        return _on_device(lambda shape: empty(shape, image), shape, dtype, address)
    taken = numpy_images.take(library.to_host(image))
    return taken.then(lambda pixels: library.to_device(pixels, image))


def _stays(image: Any, shape: tuple[int, ...], dtype: np.dtype[Any], facts: dict[str, Any]) -> bool:
    """Return whether it can be drawn from where it is.

    Floats must be looked at first, which their library does on the device, where it can.
    """
    tight = facts.get("strides") in (None, _strides(shape, dtype)) and not facts.get("mask")
    if len(shape) < 3 or shape[-1] != 3 or 0 in shape or dtype.name not in _ON_DEVICE or not tight:
        return False
    if dtype.kind != "f":
        return True
    if not hasattr(image, "min"):
        return False
    numpy_images.check_range(float(image.min()), float(image.max()))
    return True


def _strides(shape: tuple[int, ...], dtype: np.dtype[Any]) -> tuple[int, ...]:
    """Return the strides of an array without gaps, in bytes."""
    strides = [dtype.itemsize]
    for length in reversed(shape[1:]):
        strides.append(strides[-1] * length)
    return tuple(reversed(strides))


def _on_device(
    empty: Callable[[tuple[int, ...]], Any],
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
    address: int,
) -> TakenImage[Any]:
    size = Size(shape[-2], shape[-3])
    count = shape[0] if len(shape) == 4 else 1
    one = size.width * size.height * 3 * dtype.itemsize
    made: list[Any] = []

    def result_of(target: Size) -> Any:
        if not made:
            made.append(empty((*shape[:-3], target.height, target.width, 3)))
        return made[0]

    def room(index: int, target: Size) -> int:
        start = int(result_of(target).__cuda_array_interface__["data"][0])
        return start + index * target.width * target.height * 3 * dtype.itemsize

    def give(results: Iterator[Pixels], target: Size) -> Any:
        for _ in results:  # each is drawn into its place
            pass
        return result_of(target)

    pictures = [
        DeviceArray(address + i * one, size, dtype.name, lambda target, i=i: room(i, target))  # type: ignore[misc]
        for i in range(count)
    ]
    return TakenImage(pictures, size, give)
