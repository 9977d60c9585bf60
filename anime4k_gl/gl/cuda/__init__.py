"""What CUDA and OpenGL share on a device: textures of decoded frames, arrays."""

from .device import CudaError as CudaError
from .textures import CudaTextures as CudaTextures
from .textures import unusable as unusable
