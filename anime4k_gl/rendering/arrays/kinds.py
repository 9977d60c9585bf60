"""The kinds of images that `upscale` takes, each of which it gives back.

What comes out is what went in, only larger: a NumPy array for an array, Pillow's picture for a
picture, PyAV's frame for a frame, and a tensor of the same library for one that speaks DLPack. None
of these libraries is imported for it; whoever has an image has its library.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

import numpy as np

from ...errors import OptionError
from . import numpy_images, tensors
from .taken import TakenImage

if TYPE_CHECKING:
    import PIL.Image

    from ...media.pyav import VideoFrame


class SupportsDLPack(Protocol):
    """An array of any library that shares its memory by DLPack: NumPy, PyTorch, JAX, CuPy."""

    def __dlpack__(self) -> object:
        """Return a capsule with the memory."""

    def __dlpack_device__(self) -> tuple[int, int]:
        """Return where the memory is: the kind of device, and its number."""


class SupportsCudaArray(Protocol):
    """An array in the memory of a CUDA device, as Numba has them."""

    @property
    def __cuda_array_interface__(self) -> Mapping[str, object]:
        """The address, shape and type of its elements."""


ImageT = TypeVar(
    "ImageT", bound="SupportsDLPack | SupportsCudaArray | PIL.Image.Image | VideoFrame"
)
"""An image; what is given back is of the kind that was given."""


def take(image: ImageT) -> TakenImage[ImageT]:
    """Return an image of any kind taken apart.

    Raises
    ------
    OptionError : it is no image, or not one of the kinds accepted
    """
    return cast("TakenImage[ImageT]", _take(image))


def _take(image: object) -> object:
    if isinstance(image, np.ndarray):
        return numpy_images.take(image)
    if _is_a(image, "PIL.Image", "Image"):
        from . import pillow_images

        return pillow_images.take(cast("PIL.Image.Image", image))
    if _is_a(image, "av.video.frame", "VideoFrame"):
        from . import video_frames

        return video_frames.take(cast("VideoFrame", image))
    if isinstance(image, str | bytes) or hasattr(image, "__fspath__"):
        raise OptionError(
            f"an image must be an array or a picture, not {type(image).__name__};"
            " anime4k_gl.transcode upscales files"
        )
    return tensors.take(image)


def _is_a(image: object, module: str, name: str) -> bool:
    """Whether an image is of a class in a module that need not be installed."""
    kind = getattr(sys.modules.get(module), name, None)
    return isinstance(kind, type) and isinstance(image, kind)
